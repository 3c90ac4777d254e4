"""Which reporting routes are shown. The user says the country; it is never guessed."""

from collections.abc import Sequence

from counterpitch.errors import UsageError
from counterpitch.model.guidance import Guidance, Route


def chosen(guidance: Guidance, country: str | None) -> Sequence[Route]:
    """Return the routes of ``country`` (code or name), or all of them if none is given."""
    if not country:
        return guidance.routes
    wanted = {"UK": "GB"}.get(country.upper(), country.upper())
    found = [r for r in guidance.routes if wanted in (r.code, r.country.upper())]
    if not found:
        codes = ", ".join(route.code for route in guidance.routes)
        raise UsageError(f"no reporting routes for '{country}'.", hint=f"Known: {codes}.")
    return found
