"""Domain names, told apart offline with the public suffix list that is installed."""

from functools import lru_cache
from typing import Any


@lru_cache(maxsize=1)
def _suffixes() -> Any:
    from publicsuffixlist import PublicSuffixList

    return PublicSuffixList(accept_unknown=True)


@lru_cache(maxsize=1)
def top_level() -> frozenset[str]:
    """Return every top-level domain of the public suffix list."""
    return frozenset(
        suffix for suffix in getattr(_suffixes(), "_publicsuffix", ()) if "." not in suffix
    )


@lru_cache(maxsize=65_536)
def registered_domain(host: str) -> str:
    """Return the registered domain of ``host``, lower case, or ``host`` if there is none."""
    plain = host.strip(".").lower()
    return str(_suffixes().privatesuffix(plain) or plain)
