"""The second factor: codes of RFC 6238, each accepted once, and spare codes."""

import pytest
from pyotp import TOTP

from counterpitch.cases import Store
from counterpitch.cases.people import directory, totp
from counterpitch.cases.people.person import Person
from counterpitch.errors import UsageError
from tests.cases.people.conftest import NOW


def test_codes_are_those_of_the_standard() -> None:
    """The test vector of RFC 6238 (SHA-1, 59 seconds), cut to six digits, fits."""
    secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
    assert totp.fits(secret, "287082", 59) == 1
    assert totp.fits(secret, "287 082", 80) == 1
    assert totp.fits(secret, "287082", 59 + 61) is None
    for wrong in ("", "28708", "２８７０８２", "abcdef", "2870822"):
        assert totp.fits(secret, wrong, 59) is None


def _on(store: Store, person: Person) -> tuple[str, tuple[str, ...]]:
    secret = totp.begin(store, person)
    return secret, totp.confirm(store, person, TOTP(secret).at(NOW), NOW)


def test_it_counts_only_after_its_first_code(store: Store, people: dict[str, Person]) -> None:
    """A secret that was only begun asks nobody for a code; a wrong first code changes nothing."""
    person = people["analyst"]
    secret = totp.begin(store, person)
    assert totp.pending(store, person) == secret
    with pytest.raises(UsageError, match="does not fit"):
        totp.confirm(store, person, "000000", NOW)
    again = directory.find(store, person.id)
    assert again is not None
    assert not again.second_factor


def test_a_code_is_accepted_once(store: Store, people: dict[str, Person]) -> None:
    """Somebody who looks over a shoulder cannot use the same code again, nor an older one."""
    person = people["analyst"]
    secret, _ = _on(store, person)
    later = NOW + 60
    assert not totp.accept(store, person.id, TOTP(secret).at(NOW), NOW + 5)
    assert totp.accept(store, person.id, TOTP(secret).at(later), later)
    assert not totp.accept(store, person.id, TOTP(secret).at(later), later)
    assert not totp.accept(store, person.id, TOTP(secret).at(later - 30), later)


def test_each_spare_code_works_once(store: Store, people: dict[str, Person]) -> None:
    """A spare code stands in for the app, however it is typed, and is then used up."""
    person = people["analyst"]
    _, spares = _on(store, person)
    assert len(set(spares)) == totp.SPARES
    assert totp.accept(store, person.id, f" {spares[0].upper()} ", NOW)
    assert not totp.accept(store, person.id, spares[0], NOW)
    totp.switch_off(store, person.id)
    assert not totp.accept(store, person.id, spares[1], NOW)


def test_the_picture_holds_no_script_or_style(store: Store) -> None:
    """The QR code is plain SVG that the strict policy lets through."""
    drawn = totp.picture(totp.new_secret(), "robin@desk.example")
    assert drawn.startswith("<svg")
    assert "style" not in drawn
    assert "script" not in drawn
