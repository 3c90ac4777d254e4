"""The description of the API (OpenAPI 3.1), made of what the endpoints declare."""

from collections.abc import Iterator
from functools import cache
from typing import Any, Final

from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute

from counterpitch import __version__
from counterpitch.cases.people.role import SCOPES
from counterpitch.web.api import approaches, campaigns, cases, leaving, owners, unread
from counterpitch.web.api.answers import components

ROUTERS: Final = (
    approaches.router,
    unread.router,
    campaigns.router,
    cases.router,
    leaving.router,
    owners.router,
)
"""Every endpoint of the API."""
_ABOUT: Final = (
    "What the pages of the desk do, as JSON. A token stands in the header"
    " `Authorization: Bearer cpt_…`; make one under Settings. Lists come in pages: give `next`"
    " back as `cursor`. What cannot be done is told as a problem (RFC 9457)."
)


def endpoints() -> Iterator[APIRoute]:
    """Yield every endpoint."""
    for router in ROUTERS:
        yield from (each for each in router.routes if isinstance(each, APIRoute))


@cache
def described() -> dict[str, Any]:
    """Return the description of the API."""
    made = get_openapi(
        title="counterpitch desk",
        version=__version__,
        description=_ABOUT,
        routes=list(endpoints()),
    )
    known = made.setdefault("components", {}).setdefault("schemas", {})
    known.update(components())
    made["components"]["securitySchemes"] = {
        "token": {"type": "http", "scheme": "bearer", "description": ", ".join(SCOPES)}
    }
    made["security"] = [{"token": []}]
    return made


def scope_of(route: APIRoute) -> str:
    """Return the scope that an endpoint needs."""
    for each in route.dependant.dependencies:
        name = getattr(each.call, "__name__", "")
        if name.startswith("needs_"):
            return str(name.removeprefix("needs_"))
    return ""
