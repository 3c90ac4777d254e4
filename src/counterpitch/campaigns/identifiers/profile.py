"""Profile pages: which account of which site."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from counterpitch.campaigns.identifiers.found import Found
from counterpitch.campaigns.identifiers.lists import rows
from counterpitch.features.domains import registered_domain

_ALIAS: Final = {"twitter.com": "x.com", "fb.com": "facebook.com"}
_SLUG: Final = r"(?P<id>[\w.%~-]{2,120})"


def profile(host: str, rest: str, start: int, end: int) -> Iterator[Found]:
    """Yield the account that a page of ``host`` belongs to, if it is a profile."""
    site = host.removeprefix("www.").removeprefix("m.").removeprefix("mobile.")
    patterns = _patterns().get(site) or _patterns().get(registered_domain(site), ())
    for pattern, kind in patterns:
        match = pattern.match(rest)
        if match and match["id"].lower() not in _reserved():
            name = registered_domain(site)
            value = f"{_ALIAS.get(name, name)}/{match['id'].lower().rstrip('.')}"
            yield Found("profile" if kind == "person" else "company-page", value, start, end)
            return
    if registered_domain(site) == "facebook.com":
        number = re.match(r"/profile\.php\?(?:.*&)?id=(\d{5,20})", rest)
        if number:
            yield Found("profile", f"facebook.com/{number[1]}", start, end)


@lru_cache(maxsize=1)
def _patterns() -> dict[str, tuple[tuple[re.Pattern[str], str], ...]]:
    found: dict[str, tuple[tuple[re.Pattern[str], str], ...]] = {}
    for row in rows("profile-hosts"):
        path = (
            re.escape(row["path"]).replace(r"\{id\}", _SLUG).replace(r"\{name\}", "[^/?#]{1,120}")
        )
        # A page below the account (a repository, a post) is no profile, but names the account.
        pattern = re.compile(f"{path}(?=[/?#]|$)", re.I)
        found[row["host"]] = (*found.get(row["host"], ()), (pattern, row["kind"]))
    return found


@lru_cache(maxsize=1)
def _reserved() -> frozenset[str]:
    return frozenset(row["slug"] for row in rows("reserved-slugs"))
