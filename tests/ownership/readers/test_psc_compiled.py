"""The compiled reader of PSC lines, against the SQL that says what they mean."""

import json
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from counterpitch._native.ownership import kernel
from counterpitch.ownership import staging
from counterpitch.ownership.load import load
from counterpitch.ownership.names import Names
from counterpitch.ownership.nativepsc import Lines
from counterpitch.ownership.readers import pscblocks
from tests.ownership import samples

pytestmark = pytest.mark.skipif(kernel is None, reason="the kernel is not built")
DAY = date(2026, 11, 28)

_WORDS = st.sampled_from(
    ["", " ", "Mara", "mara venn", "O'Dell-Orr", "É. Ünal", "Ilk\u200b", 'a "b" c', "A\\B", "12 High St",
     "gb", "England & Wales", "Companies House", "GBX", "xgb", "Wales.", "U.K.", "uk", "ZZ1 1qx",
     "00000001", "SC12345", "sc 012345", "123456789", "1", "0", "A0B1", "OC 300001", "\t", "\u0130x",
     "999999999999", "plc"]
)  # fmt: skip
_DAYS = st.sampled_from(
    ["2020-02-03", "2020-02-30", "2024-02-29", "1900-02-29", "0999-01-01", "31/12/2020", "", " ",
     "2020-2-3", "2020-02-03T00:00:00", "soon", "2031-01-01", "2026-11-28"]
)  # fmt: skip
_KINDS = st.sampled_from(
    ["individual-person-with-significant-control", "individual-beneficial-owner",
     "corporate-entity-person-with-significant-control", "corporate-entity-beneficial-owner",
     "legal-person-person-with-significant-control", "legal-person-beneficial-owner",
     "persons-with-significant-control-statement", "super-secure-person-with-significant-control",
     "exemptions", "something-else", "totals#x", "individual-statement"]
)  # fmt: skip
_CODES = st.lists(
    st.sampled_from([samples.SHARES_25, samples.SHARES_75, samples.VOTES_75, "wizardry", "",
                     "significant-influence-or-control-as-trust"]), max_size=4,
)  # fmt: skip
_ODD = st.sampled_from([None, 5, 1.5, True, [], {}, ["x"], {"forename": "Ada"}, "text"])


def _some(*fields: str) -> Any:
    return st.fixed_dictionaries({}, optional=dict.fromkeys(fields, _WORDS | _ODD))


_DATA = st.fixed_dictionaries(
    {"kind": _KINDS},
    optional={
        "name": _WORDS, "notified_on": _DAYS, "ceased_on": _DAYS, "statement": _WORDS | _ODD,
        "natures_of_control": _CODES | _ODD, "etag": _WORDS | _ODD,
        "name_elements": _some("title", "forename", "middle_name", "surname") | _ODD,
        "date_of_birth": st.fixed_dictionaries(
            {}, optional={"year": st.sampled_from([1970, "1970", 70, 19700, None, "19x0"]),
                          "month": st.sampled_from([4, "04", 12, "4", 123, None])}) | _ODD,
        "address": _some("premises", "address_line_1", "locality", "postal_code", "country"),
        "identification": _some(
            "registration_number", "country_registered", "place_registered", "legal_form"),
        "identity_verification_details": _some(
            "appointment_verification_statement_due_on", "identity_verified_on"),
        "links": st.fixed_dictionaries({}, optional={"self": st.uuids().map(str) | st.just("")}),
    },
)  # fmt: skip
_NAMES = st.sampled_from(["Mara", "O'Dell-Orr", "mara  venn", "12 High St, ", "(x)", "A1"])
_PLACES = st.sampled_from(
    [
        "England And Wales",
        "gb",
        "GBX",
        "Companies House, Cardiff",
        "xgb",
        "uk1",
        "France",
        "wales",
        "",
    ]
)
_IDS = st.sampled_from(
    ["00000001", "SC12345", "sc 012345", "123456789", "1", "0", "A0B1", "OC 300001", "", "000000012",
     "0000000123", "ABC12345", "12 345", "SC0012345"]
)  # fmt: skip
_USUAL = st.fixed_dictionaries(
    {"kind": st.sampled_from([
        "individual-person-with-significant-control", "individual-beneficial-owner",
        "corporate-entity-person-with-significant-control", "corporate-entity-beneficial-owner",
        "legal-person-person-with-significant-control",
        "persons-with-significant-control-statement"]),
     "name": _NAMES,
     "natures_of_control": st.lists(
         st.sampled_from([samples.SHARES_25, samples.VOTES_75, "wizardry", "magic"]),
         min_size=1, max_size=4)},
    optional={
        "notified_on": st.sampled_from(["2020-02-03", "2024-02-29", "2027-01-01"]),
        "ceased_on": st.sampled_from(["2021-12-31", "2031-01-01"]),
        "statement": st.sampled_from(["psc-exists-but-not-identified", ""]),
        "name_elements": st.fixed_dictionaries(
            {}, optional={"forename": _NAMES, "middle_name": _NAMES, "surname": _NAMES}),
        "date_of_birth": st.fixed_dictionaries(
            {"month": st.sampled_from([4, "04", 12]), "year": st.sampled_from([1970, "1971"])}),
        "address": st.fixed_dictionaries(
            {}, optional={"premises": _NAMES, "region": _NAMES, "country": _PLACES,
                          "postal_code": st.sampled_from(["ZZ1 1qx", "zz11QX", "", " "])}),
        "identification": st.fixed_dictionaries(
            {}, optional={"registration_number": _IDS, "country_registered": _PLACES,
                          "place_registered": _PLACES, "legal_form": _NAMES}),
        "identity_verification_details": st.fixed_dictionaries(
            {}, optional={"appointment_verification_statement_due_on": st.just("2026-12-01"),
                          "appointment_verification_statement_start_on": st.just("2026-01-02"),
                          "identity_verified_on": st.just("2025-12-24")}),
        "links": st.fixed_dictionaries({"self": st.uuids().map(str)}),
    },
)  # fmt: skip
_NUMBERS = st.sampled_from(
    ["00000001", "SC000002", "1", "sc2", "", "OE 00001", "x" * 50, "ABCDEFGH"]
)
_PLAIN = st.builds(
    lambda number, data: json.dumps({"company_number": number, "data": data}),
    st.sampled_from(["00000001", "SC000002"]),
    _USUAL,
)
_LINES = st.builds(
    lambda number, data, ascii_only: json.dumps(
        {"company_number": number, "data": data}, ensure_ascii=ascii_only
    ),
    _NUMBERS, _DATA, st.booleans(),
) | st.sampled_from(["", "[]", "{}", "null", '{"company_number":"00000001"}', '{"data":{}}', "{,}",
                     '{"company_number":"00000001","data":{"kind":"exemptions"}} x',
                     '{"company_number":"00000001","company_number":"00000002","data":{}}'])  # fmt: skip


def _all(paths: list[Path], folder: Path) -> tuple[set[Any], set[Any], list[tuple[int, int]]]:
    outcome = load(paths, folder, DAY)
    register = outcome.register
    interests = list(register.interests(known_at=None, where="true", as_of=date(1, 1, 1)))
    rows = register.sql("SELECT * FROM interests")
    assert len(interests) <= len(rows)
    assert len(set(rows)) == len(rows)
    told = [(each.lines, each.damaged) for each in outcome.loaded]
    # Of several records without a reference about one node, any may describe it.
    nodes = {node if node.source_ref else node.id for node in register.nodes()}
    return set(rows), nodes, told


@given(st.lists(_LINES | _PLAIN | _PLAIN, min_size=1, max_size=200))
@settings(max_examples=8, deadline=None, phases=[Phase.generate])
def test_the_compiled_reader_finds_what_the_sql_finds(lines: list[str]) -> None:
    """Whatever stands in the lines, both give the same interests, nodes and counts.

    The compiled one reads them in many small pieces at once.
    """
    first = samples.psc_person("00000009", "Ada Elm", samples.SHARES_75)
    with TemporaryDirectory() as name, pytest.MonkeyPatch.context() as patch:
        folder = Path(name)
        path = folder / "psc.txt"
        path.write_text("\n".join([first, *lines]), encoding="utf-8")
        with pytest.MonkeyPatch.context() as small:
            small.setattr(pscblocks, "BLOCK", 1500)
            compiled = _all([path], folder / "one")
        patch.setattr(staging, "kernel", None)
        assert _all([path], folder / "two") == compiled


def test_a_line_without_end_is_told_and_the_rest_is_read(tmp_path: Path) -> None:
    """A line that is longer than any record is lost with a notice; those around it are read."""
    good = [samples.psc_person(f"0000000{n}", "Ada Elm", samples.SHARES_75) for n in (1, 2)]
    path = tmp_path / "psc.txt"
    path.write_text("\n".join([good[0], "{" + "x" * 9000, good[1]]), encoding="utf-8")
    with pytest.MonkeyPatch.context() as small:
        small.setattr(pscblocks, "BLOCK", 1500)
        small.setattr(pscblocks, "LINE_LIMIT", 3000)
        outcome = load([path], tmp_path / "register", date(2026, 11, 28))
    assert {each.owned for each in outcome.register.interests()} == {
        "gb-coh:00000001", "gb-coh:00000002",
    }  # fmt: skip
    assert outcome.loaded[0].damaged >= 1


def _fed(*lines: bytes) -> tuple[int, int, bytes]:
    reader = Lines(Names())
    found = reader.read(b"\n".join(lines))
    reader.keep(found)
    assert reader.counts()[1] == found.taken
    return found.lines, found.taken, found.left


def test_usual_lines_are_taken_and_odd_ones_left() -> None:
    """A usual line is taken; one with an escape, an odd date or a doubled key is handed back."""
    usual = samples.psc_person("00000001", "Mara Venn", samples.SHARES_75).encode()
    assert _fed(usual, usual + b"\r") == (2, 2, b"")
    for odd in (
        samples.psc_person("00000001", 'Mara "V"', samples.SHARES_75).encode(),
        samples.psc_person("00000001", "Mara Venn", samples.SHARES_75, ceased_on="1/2/3").encode(),
        usual.replace(b'"kind"', b'"kind": "x", "kind"'),
        usual[:-1],
        usual + b"x",
    ):
        assert _fed(odd) == (1, 0, odd + b"\n")


@given(_PLAIN)
def test_lines_with_nothing_odd_are_taken(line: str) -> None:
    """What both readers are compared on is read by the compiled one, unless no owner is named."""
    assert _fed(line.encode())[1] == 1 or '"(x)"' in line


@given(st.binary(max_size=60), st.integers(0, 400))
@settings(max_examples=300, deadline=None)
def test_no_bytes_break_the_compiled_reader(noise: bytes, at: int) -> None:
    """Bytes thrown into a line are handed back or read; each line is one or the other."""
    usual = samples.psc_person("00000001", "Mara Venn", samples.SHARES_75).encode()
    count, kept, left = _fed(usual[:at] + noise + usual[at:])
    assert kept <= count
    assert left.count(b"\n") == count - kept
