"""Logging in: throttled, audited, silent about who has an account."""

import pytest

from counterpitch.cases import Store
from counterpitch.cases.people import directory, logins
from counterpitch.cases.people.logins import Refused, TooMany
from counterpitch.cases.people.person import Person
from tests.cases.people.conftest import NOW, PASSWORD

LOGIN, HERE = "analyst@desk.example", "192.0.2.7"


def test_the_right_password_is_let_in(store: Store, people: dict[str, Person]) -> None:
    """The name's case does not matter, the password's does."""
    assert logins.by_password(store, LOGIN.upper(), PASSWORD, HERE, now=NOW).role == "analyst"
    with pytest.raises(Refused):
        logins.by_password(store, LOGIN, PASSWORD.upper(), HERE, now=NOW)


def test_refusals_do_not_tell_who_has_an_account(store: Store, people: dict[str, Person]) -> None:
    """Unknown name, wrong password and closed account read the same; the audit knows better."""
    directory.set_active(store, people["auditor"].id, False)
    told = set()
    for login, password in ((LOGIN, "wrong"), ("nobody", PASSWORD),
                            ("auditor@desk.example", PASSWORD)):  # fmt: skip
        with pytest.raises(Refused) as refused:
            logins.by_password(store, login, password, HERE, now=NOW)
        told.add(str(refused.value))
    assert len(told) == 1
    assert [each.result for each in logins.logins(store)] == [
        "inactive", "unknown", "wrong-password",
    ]  # fmt: skip


def test_guessing_is_throttled_and_the_owner_elsewhere_is_not_kept_out(
    store: Store, people: dict[str, Person]
) -> None:
    """After six wrong tries even the right password waits, from that address; then it is let in."""
    for _ in range(logins.PER_LOGIN_AND_ADDRESS):
        with pytest.raises(Refused):
            logins.by_password(store, LOGIN, "wrong", HERE, now=NOW)
    with pytest.raises(TooMany) as told:
        logins.by_password(store, LOGIN, PASSWORD, HERE, now=NOW + 1)
    assert 60 <= told.value.wait <= logins.WINDOW
    assert logins.by_password(store, LOGIN, PASSWORD, "198.51.100.2", now=NOW + 1)
    assert logins.by_password(store, LOGIN, PASSWORD, HERE, now=NOW + logins.WINDOW + 2)


def test_one_address_cannot_try_many_names(store: Store, people: dict[str, Person]) -> None:
    """Thirty wrong tries under different names shut the address out for a while."""
    for number in range(logins.PER_ADDRESS):
        logins.note(store, f"name{number}", HERE, "unknown", NOW)
    with pytest.raises(TooMany):
        logins.by_password(store, LOGIN, PASSWORD, HERE, now=NOW + 1)


def test_the_audit_pages_backwards(store: Store) -> None:
    """Newest first, and no line holds a password."""
    for number in range(5):
        logins.note(store, f"n{number}", HERE, "in", NOW + number)
    assert [each.login for each in logins.logins(store, limit=2)] == ["n4", "n3"]
