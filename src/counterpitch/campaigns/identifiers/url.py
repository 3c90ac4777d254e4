"""Web addresses: normalised, with their registered domain. Never opened."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

from counterpitch.campaigns.identifiers.found import Found
from counterpitch.campaigns.identifiers.handle import linked_handle
from counterpitch.campaigns.identifiers.hosts import domain_key, host_name
from counterpitch.campaigns.identifiers.lists import rows
from counterpitch.campaigns.identifiers.profile import profile
from counterpitch.features.addresses import urls

_BARE: Final = re.compile(
    r"(?<![\w@.\-/:+])(?:[\w-]{1,63}\.){1,8}[^\W\d_]{2,24}(?![\w@-])(?::\d{1,5})?"
    r"(?P<path>/[^\s<>\"'\u3000-\u303f]{0,500})?"
)
_OTHER: Final = re.compile(r"\b(?:tg|weixin|skype|whatsapp):[^\s<>\"']{3,200}", re.I)
_FILES: Final = frozenset("md py sh pl rs zip mov ps cc so do js".split())
"""Top-level domains that are as often the ending of a file's name."""
_TAIL: Final = ".,;:!?)]}'\"*>"
WITH_PATH: Final = 0.9
NO_SCHEME: Final = 0.7
"""Certainty of an address without scheme: with a path, and without, where it may be the end of a
sentence. Both readings of a pair count, so 0.9 still stands alone (0.81) and 0.7 does not."""


def web_addresses(text: str) -> Iterator[Found]:
    """Yield what the web addresses in ``text`` hold: accounts, pages, domains."""
    taken: list[tuple[int, int]] = []
    for url, start, end in urls(text):
        taken.append((start, end))
        yield from link(url, start, end)
    for match in _OTHER.finditer(text):
        yield from linked_handle(match[0].rstrip(_TAIL), match.start(), match.end())
    inside = iter(taken)
    current = next(inside, None)
    for match in _BARE.finditer(text):
        while current is not None and current[1] <= match.start():
            current = next(inside, None)
        if current is None or match.start() < current[0]:
            yield from _bare(match)


def _bare(match: re.Match[str]) -> Iterator[Found]:
    written = match[0].rstrip(_TAIL)
    host = written.partition("/")[0].partition(":")[0]
    ending = host.rpartition(".")[2].lower()
    if match["path"] or ending not in _FILES:
        sure = WITH_PATH if match["path"] else NO_SCHEME
        yield from link(written, match.start(), match.start() + len(written), sure)


def link(url: str, start: int = 0, end: int = 0, certainty: float = 1.0) -> Iterator[Found]:
    """Yield the keys of one web address: account, page, domain."""
    host, rest = taken_apart(url)
    if not host:
        yield from linked_handle(url, start, end)
        return
    account = [*linked_handle(host + rest, start, end), *profile(host, rest, start, end)]
    yield from account
    if not account and len(rest) > 1:
        yield Found("url", host + rest, start, end, certainty)
    yield from domain_key(host, start, end, certainty)


@lru_cache(maxsize=16_384)
def taken_apart(url: str) -> tuple[str, str]:
    """Return host, and path with query, each in one spelling; empty if it is no web address.

    Scheme, ``www.``, default port, tracking parameters and the fragment are left out, except a
    fragment that is a path of its own (``#/…``).
    """
    plain = url.strip().replace("\\", "/")
    if "://" not in plain:
        plain = f"http://{plain.removeprefix('//')}"
    try:
        parts = urlsplit(plain)
        host = host_name(parts.hostname or "").removeprefix("www.")
        port = parts.port
    except ValueError:
        return "", ""
    if parts.scheme.lower() not in {"http", "https", "ftp"} or not host:
        return "", ""
    where = host if port in {None, 80, 443} else f"{host}:{port}"
    fragment = f"#{parts.fragment}" if parts.fragment.startswith(("/", "eu/")) else ""
    return where, _path(parts.path) + _query(parts.query) + fragment


def _path(path: str) -> str:
    plain = re.sub("/{2,}", "/", quote(unquote(path), safe="/:@!$&'()*+,;=~-._"))
    return plain.rstrip("/") or "/"


def _query(query: str) -> str:
    if not query:
        return ""
    try:
        pairs = parse_qsl(query, keep_blank_values=True, max_num_fields=64)
    except ValueError:
        return f"?{query}"
    kept = sorted(pair for pair in pairs if not _is_tracking(pair[0].lower()))
    return f"?{urlencode(kept)}" if kept else ""


@lru_cache(maxsize=1)
def _tracking() -> tuple[frozenset[str], tuple[str, ...]]:
    listed = [row["parameter"] for row in rows("tracking-parameters")]
    whole = frozenset(each for each in listed if not each.endswith("*"))
    return whole, tuple(each[:-1] for each in listed if each.endswith("*"))


def _is_tracking(name: str) -> bool:
    whole, begun = _tracking()
    return name in whole or name.startswith(begun)
