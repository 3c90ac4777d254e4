"""The PSC snapshot: every kind of record kept, codes by grammar, odd lines told."""

from datetime import date
from pathlib import Path

import pytest

from counterpitch.ownership.edge import Interest
from counterpitch.ownership.load import Outcome, load
from counterpitch.ownership.readers.codes import UNREADABLE, nature
from tests.ownership import samples

DAY = date(2026, 11, 28)


def loaded(tmp_path: Path, lines: list[str], name: str = "psc.txt") -> Outcome:
    """Load lines into a register."""
    return load([samples.write(tmp_path / name, lines)], tmp_path / "register", DAY)


def interests(outcome: Outcome) -> list[Interest]:
    """Return what holds now."""
    return list(outcome.register.interests())


@pytest.mark.parametrize(
    ("code", "basis", "capacity", "band"),
    [
        ("ownership-of-shares-25-to-50-percent", "shares", "self", (0.25, True, 0.5, False)),
        ("ownership-of-shares-50-to-75-percent", "shares", "self", (0.5, True, 0.75, True)),
        ("voting-rights-75-to-100-percent", "votes", "self", (0.75, False, 1.0, False)),
        ("ownership-of-shares-more-than-25-percent-as-firm-registered-overseas-entity",
         "shares", "as_firm", (0.25, True, 1.0, False)),
        ("voting-rights-25-to-50-percent-as-control-over-trust-limited-liability-partnership",
         "votes", "over_trust", (0.25, True, 0.5, False)),
        ("right-to-share-surplus-assets-75-to-100-percent-as-trust-limited-liability-partnership",
         "surplus", "as_trust", (0.75, False, 1.0, False)),
        ("right-to-appoint-and-remove-members-limited-liability-partnership",
         "board", "self", (0.0, False, 1.0, False)),
        ("significant-influence-or-control-as-control-over-firm", "influence", "over_firm",
         (0.0, False, 1.0, False)),
        ("registered-owner-as-nominee-person-scotland-registered-overseas-entity",
         "nominee", "self", (0.0, False, 1.0, False)),
    ],
)  # fmt: skip
def test_codes_are_read_by_grammar(
    code: str, basis: str, capacity: str, band: tuple[float, bool, float, bool]
) -> None:
    """Base, band, capacity and legal form are each understood."""
    found = nature(code)
    assert (found.basis, found.capacity, tuple(found.band), found.known) == (
        basis, capacity, band, True,
    )  # fmt: skip


@pytest.mark.parametrize(
    "code", ["", "ownership-of-shares-frobnicate", "wizardry", "voting-rightsx"]
)
def test_an_unknown_code_widens(code: str) -> None:
    """What is not understood is some influence of unknown size, and marked as not known."""
    assert nature(code) == UNREADABLE


def test_a_code_of_shares_without_band_is_marked() -> None:
    """Shares without a band are shares of unknown size, with a warning."""
    found = nature("ownership-of-shares")
    assert (found.basis, tuple(found.band), found.known) == ("shares", (0, False, 1, False), False)


@pytest.mark.parametrize("name", ["psc.txt", "psc.zip"])
def test_every_record_is_kept(tmp_path: Path, name: str) -> None:
    """Persons, companies, statements, protected persons and exemptions all give interests."""
    outcome = loaded(tmp_path, samples.chain(), name)
    found = interests(outcome)
    by_owned = {i.owned for i in found}
    assert by_owned == {f"gb-coh:0000000{n}" for n in range(1, 6)}
    assert outcome.notices.total() == 0
    [holding] = [i for i in found if i.owned == "gb-coh:00000002" and i.basis == "shares"]
    assert holding.owner == "gb-coh:00000001"
    assert (holding.lo, holding.hi, holding.since) == (0.75, 1.0, date(2019, 5, 6))
    reasons = {n.reason for n in outcome.register.nodes("kind = 'unknown'")}
    assert reasons == {
        "no-individual-or-entity-with-signficant-control", "super-secure",
        "exempt-from-registration",
    }  # fmt: skip


def test_unknown_owners_are_never_one(tmp_path: Path) -> None:
    """The same reason at two companies gives two unknown nodes."""
    lines = [
        samples.psc_line(number, kind="super-secure-person-with-significant-control",
                         links={"self": f"/company/{number}/super"})
        for number in ("00000007", "00000008")
    ]  # fmt: skip
    assert len({i.owner for i in interests(loaded(tmp_path, lines))}) == 2


def test_one_person_of_two_companies_is_one(tmp_path: Path) -> None:
    """Same name, birth month and postcode: one; another birth month: a homonym, another."""
    lines = [
        samples.psc_person("00000001", "Mara Venn", samples.SHARES_75),
        samples.psc_person("00000002", "MARA  venn", samples.SHARES_75),
        samples.psc_person("00000003", "Mara Venn", samples.SHARES_75,
                           date_of_birth={"year": 1981, "month": 4}),
    ]  # fmt: skip
    owners = {i.owned[-1]: i.owner for i in interests(loaded(tmp_path, lines))}
    assert owners["1"] == owners["2"] != owners["3"]


def test_damaged_lines_are_told_and_the_rest_is_read(tmp_path: Path) -> None:
    """Broken JSON, wrong types, missing keys and unknown codes lose nothing else."""
    lines = [
        '{"company_number": "00000001", "data": {"kind": ',
        '{"company_number": 2, "data": {"kind": "individual-person-with-significant-control",'
        ' "name": 5, "date_of_birth": "soon", "natures_of_control": "wizardry"}}',
        samples.psc_person("", "Nobody Here", samples.SHARES_75),
        "[1, 2]",
        samples.psc_person("00000009", "Tomas Ilk", "wizardry", notified_on="yesterday"),
        *samples.chain(),
    ]
    outcome = loaded(tmp_path, lines)
    kinds = {notice.kind for notice in outcome.notices.kept}
    assert {"damaged-record", "unknown-code", "without-key"} <= kinds
    found = interests(outcome)
    assert {"gb-coh:00000002", "gb-coh:00000009", "gb-coh:00000001"} <= {i.owned for i in found}
    [odd] = [i for i in found if i.owned == "gb-coh:00000009"]
    assert (odd.basis, odd.lo, odd.hi, odd.since) == ("influence", 0.0, 1.0, None)


def test_data_that_is_no_record_costs_only_its_line(tmp_path: Path) -> None:
    """A line whose data are a text is kept as an unknown owner, and nothing else is lost."""
    lines = ['{"company_number": "00000008", "data": "x"}', *samples.chain()]
    found = interests(loaded(tmp_path, lines))
    assert {"gb-coh:00000008", "gb-coh:00000002"} <= {i.owned for i in found}


def test_what_ended_on_an_unclear_day_has_ended(tmp_path: Path) -> None:
    """A date in another order is read where it is sure; who ceased at some time holds no more."""
    lines = [
        samples.psc_person("00000001", "Ada Elm", samples.SHARES_75, notified_on="31/12/2020"),
        samples.psc_person("00000002", "Bo Fir", samples.SHARES_75, ceased_on="25/06/2021"),
        samples.psc_person("00000003", "Cy Oak", samples.SHARES_75, ceased_on="05/06/2021"),
        samples.psc_person("00000004", "Di Ash", samples.SHARES_75, ceased_on=""),
    ]
    outcome = loaded(tmp_path, lines)
    found = {i.owned[-1]: i for i in outcome.register.interests(date(2021, 1, 1))}
    assert found["1"].since == date(2020, 12, 31)
    assert [found[n].until for n in "1234"] == [None, date(2021, 6, 25), DAY, None]
    assert {i.owned[-1] for i in interests(outcome)} == {"1", "4"}
    assert any("ended by the snapshot" in n.message for n in outcome.notices.kept)


def test_a_json_array_reads_as_lines_do(tmp_path: Path) -> None:
    """The publisher's samples are arrays; they give the same interests."""
    lines = samples.chain()
    array = tmp_path / "array.json"
    array.write_text("[\n" + ",\n".join(lines) + "\n]")
    one = load([array], tmp_path / "one", DAY)
    two = load([samples.write(tmp_path / "lines.txt", lines)], tmp_path / "two", DAY)
    assert interests(one) == interests(two)


def test_a_truncated_zip_says_so(tmp_path: Path) -> None:
    """A snapshot that breaks off is read as far as it goes, with one clear sentence."""
    lines = [samples.psc_person(f"{n:08}", f"Ana Q{n}", samples.SHARES_75) for n in range(9000)]
    whole = samples.write(tmp_path / "psc.zip", lines).read_bytes()
    cut = tmp_path / "cut.gz"
    import gzip

    packed = gzip.compress("\n".join(lines).encode())
    cut.write_bytes(packed[: len(packed) // 2])
    outcome = load([cut], tmp_path / "register", DAY)
    assert any(n.kind == "truncated" for n in outcome.notices.kept)
    assert 1000 < len(interests(outcome)) < 9000
    broken = tmp_path / "broken.zip"
    broken.write_bytes(whole[: len(whole) // 2])
    from counterpitch.errors import UnreadableInput

    with pytest.raises(UnreadableInput, match="Download it again"):
        load([broken], tmp_path / "register", DAY)
    assert len(interests(outcome)) > 1000
