"""The endpoint that the user named: where it is, which model, and what it may take."""

import ipaddress
from typing import Final
from urllib.parse import urlsplit

import msgspec

from counterpitch.errors import UsageError

TIMEOUT: Final = 60.0
"""Seconds for everything together: connecting, thinking, answering, one retry."""
LONGEST_TIMEOUT: Final = 3600.0
_PATH: Final = "/chat/completions"
_HINT: Final = "Give it like http://localhost:8080."


class Endpoint(msgspec.Struct, frozen=True):
    """Where a second reader answers. ``timeout`` is in seconds; ``key`` may be empty."""

    secure: bool
    host: str
    port: int
    path: str
    model: str
    key: str
    timeout: float

    def __repr__(self) -> str:
        """Return what may stand in a log: never the key."""
        return f"Endpoint({self.shown()}, model={self.model!r})"

    def shown(self) -> str:
        """Return the address as a person reads it."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http{'s' if self.secure else ''}://{host}:{self.port}"

    def is_local(self) -> bool:
        """Tell whether what is sent stays on this computer. No name is resolved for it."""
        if self.host == "localhost":
            return True
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return False


def endpoint(address: str, model: str = "", key: str = "", timeout: float = TIMEOUT) -> Endpoint:
    """Return the endpoint at ``address``: its root, its ``/v1``, or the whole address.

    Raises ``UsageError`` if it is no web address, holds a password, or if a key would travel
    unencrypted to another computer.
    """
    try:
        parts = urlsplit(address.strip())
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise UsageError("this is no web address.", where="second reader", hint=_HINT) from None
    if parts.scheme not in ("http", "https") or not host:
        raise UsageError("the address begins with neither http:// nor https://.",
                         where="second reader", hint=_HINT)  # fmt: skip
    if parts.username is not None or parts.password is not None:
        raise UsageError("the address holds a password.", where="second reader",
                         hint="Put the key into COUNTERPITCH_SECOND_READER_KEY.")  # fmt: skip
    if parts.query or parts.fragment or not address.isascii() or not address.strip().isprintable():
        raise UsageError("the address holds more than host, port and path.",
                         where="second reader", hint=_HINT)  # fmt: skip
    secure = parts.scheme == "https"
    found = Endpoint(
        secure, host, port or (443 if secure else 80), _path(parts.path), model.strip(),
        key.strip(), timeout,
    )  # fmt: skip
    _check_key(found)
    return found


def _path(given: str) -> str:
    path = given.rstrip("/")
    if path.endswith(_PATH):
        return path
    return f"{path or '/v1'}{_PATH}"


def _check_key(found: Endpoint) -> None:
    if not found.key:
        return
    if not (found.key.isascii() and found.key.isprintable()):
        raise UsageError("the key holds characters that no key has.", where="second reader",
                         hint="Look at COUNTERPITCH_SECOND_READER_KEY.")  # fmt: skip
    if not found.secure and not found.is_local():
        raise UsageError("a key would travel unencrypted to another computer.",
                         where="second reader",
                         hint="Use https://, or unset COUNTERPITCH_SECOND_READER_KEY.")  # fmt: skip
