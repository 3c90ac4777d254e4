"""Evidence about the firm that somebody claims: about the claim, never about a place."""

from datetime import date
from pathlib import Path

import pytest

from counterpitch.ownership.load import load
from counterpitch.ownership.register import Register
from counterpitch.ownership.verify import Verified, verify
from tests.ownership import samples

TODAY = date(2026, 11, 28)


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory) -> Register:
    """A register with a crowded address, a fresh firm and one in liquidation."""
    folder: Path = tmp_path_factory.mktemp("verify")
    header, *rows = samples.BASIC.splitlines()
    row = rows[1]
    crowd = [
        row.replace('"2"', f'"{n:08}"').replace("UMBEL OPTICS LTD", f"SHELF {n} LTD")
        for n in range(100, 230)
    ]
    fresh = row.replace('"2"', '"00000099"').replace("UMBEL OPTICS", "FRESH GLASS").replace(
        "31/12/2019", "01/10/2026")  # fmt: skip
    dying = row.replace('"2"', '"00000098"').replace("UMBEL OPTICS", "OLD GLASS").replace(
        '"Active"', '"Liquidation"')  # fmt: skip
    path = folder / "basic.csv"
    path.write_text("\n".join([header, *rows, *crowd, fresh, dying]) + "\n")
    return load([path], folder / "register", TODAY).register


def answers(found: Verified) -> dict[str, str]:
    """Return the weight of each question."""
    return {point.question: point.weight for point in found.points}


def test_a_firm_that_fits(register: Register) -> None:
    """Exists, alive, old enough; a domain made of its name speaks for the claim."""
    found = answers(verify(register, "Umbel Holdings", TODAY, "umbelholdings.example"))
    assert found["Does it exist?"] == found["Is it alive?"] == found["Since when?"] == "for"
    assert found["Does the domain fit?"] == "for"


def test_fresh_dissolving_and_crowded_firms(register: Register) -> None:
    """Each speaks against the claim, each with an honest explanation."""
    fresh = verify(register, "Fresh Glass", TODAY)
    assert answers(fresh)["Since when?"] == "against"
    assert answers(fresh)["Who else is at the address?"] == "against"
    assert answers(verify(register, "Old Glass", TODAY))["Is it alive?"] == "against"
    assert all(p.innocent for p in fresh.points if p.weight == "against")


def test_a_firm_that_is_not_there(register: Register) -> None:
    """Not in the register: said with what was looked at, and why that may be."""
    [point] = verify(register, "Quixotic Pumps", TODAY).points
    assert point.weight == "against"
    assert "uk-companies" in point.answer
    assert point.innocent


@pytest.mark.parametrize("domain", ["other.example", "x@mail.other.example", "", "‮evil", "a" * 300])
def test_any_domain_is_taken(register: Register, domain: str) -> None:
    """A domain that does not fit is no proof of anything; odd ones do no harm."""
    found = answers(verify(register, "Umbel Optics", TODAY, domain))
    assert found.get("Does the domain fit?", "neither") == "neither"
