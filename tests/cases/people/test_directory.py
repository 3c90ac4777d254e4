"""Accounts: added, found, changed, never deleted; the last lead stays."""

import pytest

from counterpitch.cases import Store
from counterpitch.cases.people import directory, sessions
from counterpitch.cases.people.person import Person
from counterpitch.errors import UsageError
from tests.cases.people.conftest import NOW, PASSWORD


def test_the_first_account_is_a_lead_and_there_is_only_one_first(store: Store) -> None:
    """A new desk takes one lead without asking who it is, and no second one that way."""
    assert not directory.anybody(store)
    first = directory.add_first(store, "Robin@Desk.example ", "Robin  Hale", PASSWORD, now=NOW)
    assert (first.login, first.name, first.role) == ("robin@desk.example", "Robin Hale", "lead")
    with pytest.raises(UsageError, match="accounts already"):
        directory.add_first(store, "second", "Second", PASSWORD, now=NOW)
    assert [each.login for each in directory.people(store)] == ["robin@desk.example"]


@pytest.mark.parametrize(
    ("login", "name", "role", "told"),
    [
        ("", "A", "lead", "log in with"),
        ("a b", "A", "lead", "blanks"),
        ("a\u202eb", "A", "lead", "invisible"),
        ("a", "", "lead", "name is missing"),
        ("a", "A", "emperor", "no role"),
    ],
)
def test_what_is_no_account_is_refused_in_a_sentence(
    store: Store, login: str, name: str, role: str, told: str
) -> None:
    """Empty, blank or invisible names and unknown roles make no account."""
    with pytest.raises(UsageError, match=told):
        directory.add(store, login, name, role, now=NOW, password=PASSWORD)  # type: ignore[arg-type]
    assert not directory.anybody(store)


def test_a_login_belongs_to_one_person_whatever_the_case(
    store: Store, people: dict[str, Person]
) -> None:
    """The same name in other letters is the same name."""
    with pytest.raises(UsageError, match="already"):
        directory.add(store, "LEAD@desk.example", "X", "lead", now=NOW, password=PASSWORD)


def test_the_last_lead_cannot_be_lost(store: Store, people: dict[str, Person]) -> None:
    """Neither another role nor closing the account may leave a desk without a lead."""
    lead = people["lead"]
    with pytest.raises(UsageError, match="only lead"):
        directory.change_role(store, lead.id, "analyst")
    with pytest.raises(UsageError, match="only lead"):
        directory.set_active(store, lead.id, False)
    directory.change_role(store, people["analyst"].id, "lead")
    directory.set_active(store, lead.id, False)
    closed = directory.find(store, lead.id)
    assert closed is not None
    assert not closed.active


@pytest.mark.parametrize("change", ["role", "password", "closed"])
def test_a_change_of_account_closes_its_sessions(
    store: Store, people: dict[str, Person], change: str
) -> None:
    """Who was logged in before a change of role, password or state is not any more."""
    person = people["analyst"]
    secret = sessions.open_session(store, person.id, now=NOW)
    assert sessions.session(store, secret, now=NOW)
    if change == "role":
        directory.change_role(store, person.id, "auditor")
    elif change == "password":
        directory.set_password(store, person, "seven other quiet lanterns")
    else:
        directory.set_active(store, person.id, False)
    assert sessions.session(store, secret, now=NOW) is None
