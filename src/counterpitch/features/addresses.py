"""Web and mail addresses in a text, read and never opened."""

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Final
from urllib.parse import urlsplit

from counterpitch import _native
from counterpitch.features.domains import registered_domain

_URL: Final = re.compile(
    r"(?:https?|hxxps?)(?:://|\[://\])[^\s<>\"'\u3000-\u303f\uff00-\uff60]{1,2000}", re.I
)
_BARE: Final = re.compile(
    r"(?<![\w@.\-/])www\.[a-z0-9.\-]{1,200}\.[a-z]{2,24}[^\s<>\"']{0,500}", re.I
)
_NUMERIC: Final = re.compile(r"\d{1,3}(?:\.\d{1,3}){3}")


def _holds_their_signs(text: str) -> bool:
    return "://" in text or "www." in text.lower()


may_hold_address: Final[Callable[[str], bool]] = _native.has_address or _holds_their_signs
"""Tells whether ``urls`` may find anything in a text: a cheap look."""


def urls(text: str) -> Iterator[tuple[str, int, int]]:
    """Yield the web addresses in ``text`` with their places."""
    if not may_hold_address(text):
        return
    if "://" in text:
        for match in _URL.finditer(text):
            url = match[0].rstrip(".,;:!?)]'")
            yield url, match.start(), match.start() + len(url)
    if "www." in text.lower():
        for match in _BARE.finditer(text):
            url = match[0].rstrip(".,;:!?)]'")
            yield url, match.start(), match.start() + len(url)


@lru_cache(maxsize=4096)
def host_of(address: str) -> str:
    """Return the host of a web or mail address, lower case, or ``""``."""
    plain = address.strip().replace("[.]", ".")
    if "@" in plain and "://" not in plain:
        return plain.rpartition("@")[2].strip("<> ").lower()
    if "://" not in plain:
        plain = f"http://{plain}"
    try:
        return (urlsplit(plain.replace("hxxp", "http", 1)).hostname or "").lower()
    except ValueError:
        return ""


@lru_cache(maxsize=4096)
def label_of(host: str) -> str:
    """Return the registered name without its ending: ``acme`` of ``www.acme.co.example``.

    Endings say where a name is registered, which is no evidence; so comparisons use
    labels.
    """
    return registered_domain(host).partition(".")[0]


def is_numeric(host: str) -> bool:
    """Tell whether a host is a bare IPv4 or IPv6 address."""
    return _NUMERIC.fullmatch(host) is not None or ":" in host


def defanged(text: str) -> str:
    """Return ``text`` with its addresses made harmless to click."""
    return _SCHEME.sub(r"hxxp\1[://]", text) if "://" in text else text


_SCHEME: Final = re.compile(r"http(s?)://", re.I)
