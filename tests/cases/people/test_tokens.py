"""Tokens of the API: shown once, scoped, ended by time, person or hand."""

import pytest

from counterpitch.cases import Store
from counterpitch.cases.people import directory, tokens
from counterpitch.cases.people.person import Person
from counterpitch.errors import UsageError
from tests.cases.people.conftest import NOW


def test_a_token_is_its_persons_and_has_its_scopes(store: Store, people: dict[str, Person]) -> None:
    """The secret text leads to person and scopes, in the order of the list."""
    made, text = tokens.make(store, people["analyst"], "mail", ["work", "read"], now=NOW)
    assert text.startswith("cpt_")
    found = tokens.bearer(store, text, now=NOW + 5)
    assert found is not None
    assert (found[0].login, found[1].scopes) == ("analyst@desk.example", ("read", "work"))
    assert tokens.tokens(store, made.person)[0].used_at == NOW + 5


def test_nobody_gets_a_scope_beyond_their_role(store: Store, people: dict[str, Person]) -> None:
    """A reporter cannot make a token that reads, nor anybody one without a known scope."""
    for role, scopes in (("reporter", ["read"]), ("auditor", ["work"]), ("lead", []),
                         ("lead", ["lead"]), ("lead", ["read", "everything"])):  # fmt: skip
        with pytest.raises(UsageError, match="scope"):
            tokens.make(store, people[role], "x", scopes, now=NOW)


def test_tokens_end(store: Store, people: dict[str, Person]) -> None:
    """By time, by revoking, and with the account of their person."""
    person = people["analyst"]
    made, text = tokens.make(store, person, "x", ["read"], now=NOW, days=2)
    assert tokens.bearer(store, text, now=NOW + 2 * 86400 + 1) is None
    assert not tokens.revoke(store, people["lead"].id, made.id)
    assert tokens.bearer(store, text, now=NOW)
    directory.set_active(store, person.id, False)
    assert tokens.bearer(store, text, now=NOW) is None
    directory.set_active(store, person.id, True)
    assert tokens.revoke(store, person.id, made.id)
    assert tokens.bearer(store, text, now=NOW) is None


def test_wrong_tokens_are_nobodys(store: Store, people: dict[str, Person]) -> None:
    """A changed secret, another prefix, half a token and nonsense open nothing."""
    made, text = tokens.make(store, people["lead"], "x", ["read"], now=NOW)
    for wrong in ("", "cpt_", f"cpt_{made.id}", f"cpt_{made.id}_", text[:-1], text.upper(),
                  text.removeprefix("cpt_"), "cpt_" + "x" * 500, "cpt_\ud800_\ud800"):  # fmt: skip
        assert tokens.bearer(store, wrong, now=NOW) is None, wrong
