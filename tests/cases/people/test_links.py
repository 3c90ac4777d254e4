"""Report links: their secret is shown once, and they end when revoked."""

from counterpitch.cases import Store
from counterpitch.cases.people import links
from tests.cases.people.conftest import NOW


def test_a_link_opens_until_it_is_revoked(store: Store) -> None:
    """The secret leads to the link; without it, or once revoked, nothing does."""
    made, secret = links.make(store, " all   staff ", "robin", now=NOW)
    found = links.valid(store, secret)
    assert found is not None
    assert found.label == "all staff"
    assert links.valid(store, secret[:-1]) is None
    assert secret not in str(links.links(store))
    assert links.revoke(store, made.id)
    assert not links.revoke(store, "no such link")
    assert links.valid(store, secret) is None
    assert links.links(store)[0].revoked
