"""The company that a contact claims: what is looked for, and that it is about the claim only."""

from datetime import date
from pathlib import Path

import pytest

from counterpitch.model.conversation import Contact, Conversation
from counterpitch.ownership.claim import claims_in, documents, domain_of
from counterpitch.ownership.load import load
from counterpitch.ownership.register import Register
from tests.ownership import samples

TODAY = date(2026, 11, 28)


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory) -> Register:
    """A small register."""
    folder: Path = tmp_path_factory.mktemp("claims")
    (folder / "basic.csv").write_text(samples.BASIC)
    return load([folder / "basic.csv"], folder / "register", TODAY).register


def _conversation(**contact: object) -> Conversation:
    return Conversation("c", "email", (), Contact(**contact))  # type: ignore[arg-type]


def test_who_claims_nothing_is_told_nothing(register: Register) -> None:
    """Without a company there is no claim, however much else is known."""
    claims = claims_in(register, TODAY)
    assert claims(_conversation(name="Umbel Optics", email="a@umbel.example")) == ()
    assert claims(_conversation(company="  \n ")) == ()


def test_a_claim_is_answered_with_rows(register: Register) -> None:
    """It exists, its domain is compared, and the JSON form holds what the screen does."""
    (found,) = claims_in(register, TODAY)(
        _conversation(company=" Umbel \n Optics ", email="x@umbeloptics.example")
    )
    (written,) = documents((found,))
    assert written["claim"] == "Umbel Optics"
    assert len(written["companies"]) == 1
    questions = {point["question"]: point for point in written["points"]}
    assert questions["Does the domain fit?"]["weight"] == "for"
    assert questions["Does it exist?"]["source_ref"]


def test_the_place_given_changes_no_answer(register: Register) -> None:
    """Where the contact says to be, and where a domain belongs, is looked at by nothing."""
    claims = claims_in(register, TODAY)
    plain = claims(_conversation(company="Umbel Optics", email="x@umbel.example"))
    for place, name in (("Norrfjord", "Li Na"), ("Ruritania", "Ivan"), ("", "")):
        contact = {"company": "Umbel Optics", "email": "x@umbel.example"}
        assert claims(_conversation(**contact, location=place, name=name)) == plain


@pytest.mark.parametrize(
    ("contact", "domain"),
    [
        ({"email": "Helen <h@umbel.example>"}, "umbel.example"),
        ({"email": "nothing"}, ""),
        ({"links": ("https://www.umbel.example/x", "y")}, "umbel.example"),
        ({"links": ("javascript:alert(1)", "https://a:b@umbel.example:8/")}, "umbel.example"),
        ({"email": "a@umbel.example", "links": ("https://other.example",)}, "umbel.example"),
    ],
)
def test_the_domain_is_the_mails_or_a_links(contact: dict[str, object], domain: str) -> None:
    """The address that is written from goes first; what is no address gives nothing."""
    assert domain_of(_conversation(**contact)) == domain


def test_a_hostile_name_is_cut_and_harmless(register: Register) -> None:
    """A million characters, SQL and patterns: an answer in no time, and no company."""
    for evil in ("x" * 1_000_000, "'; DROP VIEW nodes; --", "(a+)+$", "\x00\ud800", "%" * 400):
        (found,) = claims_in(register, TODAY)(_conversation(company=evil))
        assert found.nodes == ()
        assert len(found.claim) <= 200
