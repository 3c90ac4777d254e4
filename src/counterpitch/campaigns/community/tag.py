"""Tags: an identifier as 16 bytes that only who holds the community's key can make."""

import hashlib
import hmac
from collections.abc import Iterable, Mapping
from typing import Final

from counterpitch.campaigns.community.key import CommunityKey, subkey
from counterpitch.campaigns.keys import Key

KINDS: Final = frozenset(
    """email phone handle profile url domain wallet attachment photo company-number certificate
    analytics site-text text-same text-passage""".split()
)
"""Kinds that are compared: what points at one hand. Names of people and companies are not."""
SLOW: Final = frozenset({"phone"})
"""Kinds with so few possible values that all could be tried; each try is made to cost."""
WORK: Final = 2**14
"""scrypt's N (RFC 7914) with r = 8, p = 1: 16 MB and some 50 ms for one value."""
SIZE: Final = 16
_SURE: Final = 0.75


def tag(key: CommunityKey, kind: str, value: str) -> bytes:
    """Return the tag of a value: HMAC-SHA256 under the kind's own key, the first 16 bytes."""
    secret, data = subkey(key, kind), value.encode("utf-8", "surrogatepass")
    if kind in SLOW:
        data = hashlib.scrypt(data, salt=secret, n=WORK, r=8, p=1, maxmem=2**26, dklen=32)
    return hmac.digest(secret, data, hashlib.sha256)[:SIZE]


def tags(key: CommunityKey, keys: Iterable[Key]) -> Mapping[bytes, list[Key]]:
    """Return the keys behind each tag; uncertain readings and kinds not compared are left out."""
    values: dict[tuple[str, str], list[Key]] = {}
    for each in keys:
        if each.kind in KINDS and each.certainty >= _SURE:
            values.setdefault((each.kind, each.value), []).append(each)
    return {tag(key, kind, value): held for (kind, value), held in values.items()}
