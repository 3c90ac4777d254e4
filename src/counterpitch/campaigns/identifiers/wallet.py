"""Wallets, told from other long codes by their check sums."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from counterpitch.campaigns.identifiers.checksums import base58check, eip55, is_segwit, is_ton
from counterpitch.campaigns.identifiers.found import Found
from counterpitch.campaigns.identifiers.lists import rows

_TOKEN: Final = re.compile(r"(?<![A-Za-z0-9_-])[A-Za-z0-9_-]{26,90}(?![A-Za-z0-9_-])")
_ETHEREUM: Final = re.compile(r"0[xX][0-9a-fA-F]{40}")
NO_SUM: Final = 0.9
"""Certainty of an Ethereum address in one case, which carries no check sum."""


def wallets(text: str) -> Iterator[Found]:
    """Yield the wallets in ``text`` as ``coin:address``."""
    for match in _TOKEN.finditer(text):
        value, certainty = wallet(match[0])
        if value:
            yield Found("wallet", value, match.start(), match.end(), certainty)


def wallet(token: str) -> tuple[str, float]:
    """Return ``coin:address`` and its certainty, or ``""`` if ``token`` is no wallet."""
    if _ETHEREUM.fullmatch(token):
        right = eip55(f"0x{token[2:]}")
        if right is False:
            return "", 0.0
        return f"ethereum:0x{token[2:].lower()}", 1.0 if right else NO_SUM
    if len(token) == 48 and token[0] in "EUk0" and is_ton(token):
        return f"ton:{token}", 1.0
    coin = _segwit(token) or _base58(token)
    return (coin, 1.0) if coin else ("", 0.0)


def _segwit(token: str) -> str:
    readable = token.lower().partition("1")[0]
    coin = _readable_parts().get(readable)
    return f"{coin}:{token.lower()}" if coin and is_segwit(token) else ""


def _base58(token: str) -> str:
    coin = _versions().get(token[0])
    if coin is None or len(token) > 36:
        return ""
    data = base58check(token)
    name, version, size = coin
    return f"{name}:{token}" if data and data[0] == version and len(data) == size + 1 else ""


@lru_cache(maxsize=1)
def _readable_parts() -> dict[str, str]:
    return {row["prefix"]: row["coin"] for row in rows("coins") if row["encoding"] == "bech32"}


@lru_cache(maxsize=1)
def _versions() -> dict[str, tuple[str, int, int]]:
    return {
        row["prefix"]: (row["coin"], int(row["version"]), int(row["bytes"]))
        for row in rows("coins")
        if row["encoding"] == "base58check"
    }
