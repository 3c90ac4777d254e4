"""What is one's own and never leaves the house: one's domains, in whatever holds them."""

from collections.abc import Iterable, Sequence

from counterpitch.campaigns.identifiers.hosts import host_name
from counterpitch.campaigns.keys import Key
from counterpitch.errors import UsageError
from counterpitch.features.domains import registered_domain


def without_own(keys: Iterable[Key], domains: Sequence[str]) -> list[Key]:
    """Return ``keys`` without those whose address or link lies in one of ``domains``.

    A contact who writes "I found you at you@your-company" makes the victim's address one of the
    contact's words; this keeps it at home.
    """
    own = {_domain(each) for each in domains}
    return [key for key in keys if _of(key) not in own] if own else list(keys)


def _domain(written: str) -> str:
    host = host_name(written.rpartition("@")[2])
    if not host:
        raise UsageError(f"'{written}' is no domain.", hint="Write it as example.org.")
    return registered_domain(host)


def _of(key: Key) -> str:
    if key.kind == "email":
        return registered_domain(key.value.rpartition("@")[2])
    if key.kind in {"url", "domain"}:
        return registered_domain(key.value.partition("/")[0].partition(":")[0])
    return ""
