"""Which host names are answered: a name that leads here by trickery (DNS rebinding) is not."""

import ipaddress
from collections.abc import Iterable
from functools import lru_cache
from urllib.parse import urlsplit

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send


class Hosts:
    """Answers to numbers, ``localhost`` and the names given; refuses any other name.

    Rebinding needs a name, so that numbers are safe to answer.
    """

    def __init__(self, app: ASGIApp, *, names: Iterable[str]) -> None:
        self._app = app
        self._names = {"localhost", *(name.casefold() for name in names if name)}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or refuse it in one sentence."""
        if scope["type"] != "http" or self._known(scope):
            await self._app(scope, receive, send)
            return
        told = "This desk does not answer to that name. Start it with --name to allow one.\n"
        await PlainTextResponse(told, 421)(scope, receive, send)

    def _known(self, scope: Scope) -> bool:
        given = [value for name, value in scope["headers"] if name == b"host"]
        return len(given) == 1 and known_host(given[0].decode("latin-1"), self._names)


def known_host(host: str, names: Iterable[str]) -> bool:
    """Tell whether a Host header is a number or one of ``names``, with or without a port."""
    return _number(host) or _bare(host) in names


@lru_cache(maxsize=256)
def _number(host: str) -> bool:
    """Tell whether a Host header is a number; asked for every page, and nearly always the same."""
    try:
        ipaddress.ip_address(urlsplit(f"//{host}").hostname or "")
    except ValueError:
        return False
    return True


def _bare(host: str) -> str:
    name, _, port = host.partition(":")
    return name.casefold() if not port or port.isdigit() else ""
