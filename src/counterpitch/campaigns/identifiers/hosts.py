"""Host names in one spelling, and the registered domains that say something."""

import ipaddress
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from counterpitch.campaigns.identifiers.found import Found
from counterpitch.campaigns.identifiers.lists import is_shared
from counterpitch.features.domains import registered_domain
from counterpitch.features.mask import top_level_domains

_LABEL: Final = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")


@lru_cache(maxsize=65_536)
def host_name(written: str) -> str:
    """Return a host in lower case and punycode, or ``""`` if it can be none.

    ``BÜRO.example.`` and ``xn--bro-hoa.example`` are one host. Addresses in numbers keep their
    form. A name needs a known top-level domain.
    """
    plain = written.strip().strip(".").lower()
    if not plain or len(plain) > 253:
        return ""
    number = _numeric(plain)
    if number:
        return number
    last = plain.rpartition(".")[2]
    if (last if last.isascii() else _punycode(last)) not in top_level_domains():
        return ""
    if not plain.isascii():
        plain = _punycode(plain)
    labels = plain.split(".")
    known = len(labels) > 1 and all(_LABEL.fullmatch(label) for label in labels)
    return plain if known else ""


def _numeric(host: str) -> str:
    try:
        return str(ipaddress.ip_address(host.strip("[]")))
    except ValueError:
        return ""


@lru_cache(maxsize=16_384)
def _punycode(host: str) -> str:
    try:
        return host.encode("idna").decode("ascii").lower()
    except UnicodeError:
        return ""


def domain_key(host: str, start: int, end: int, certainty: float = 1.0) -> Iterator[Found]:
    """Yield the registered domain of ``host``, unless strangers share it."""
    bare = host.removeprefix("www.")
    if bare and not is_shared(bare):
        numeric = bool(_numeric(bare))
        value = bare if numeric else registered_domain(bare)
        yield Found("site-ip" if numeric else "domain", value, start, end, certainty)
