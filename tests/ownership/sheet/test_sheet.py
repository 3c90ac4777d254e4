"""Due-diligence sheets: every field is answered, answered with none, or a gap that says so."""

from pathlib import Path

import pytest

from counterpitch.ownership.areas.classify import classify
from counterpitch.ownership.captable.table import Amount, CapTable, Holding
from counterpitch.ownership.deal.whatif import what_if
from counterpitch.ownership.page.history import history
from counterpitch.ownership.sheet.facts import Known, facts
from counterpitch.ownership.sheet.fill import Sheet, fill
from counterpitch.ownership.sheet.form import NAMES, form
from counterpitch.ownership.signals.find import signals
from tests.ownership.example import DAY, TARGET, example, traced


def filled(tmp_path: Path, name: str) -> Sheet:
    """The form, filled from the example with everything that can be given."""
    store = example(tmp_path / "register")
    trace = traced(store)
    rows = (
        Holding(company="T", holder="A", row=2, number=Amount(70, 70)),
        Holding(company="T", holder="B", row=3, number=Amount(30, 30), planned=True, veto="sale"),
    )
    known = Known(
        trace, signals(store, TARGET, DAY), classify("We build quantum computers."),
        history(store, trace), what_if(CapTable("", rows)), chart=True, day=DAY,
    )  # fmt: skip
    return fill(form(name), known)


def entry(sheet: Sheet, label: str) -> str:
    """All answers of the field that begins with ``label``."""
    found = next(e for part in sheet.parts for e in part.entries if e.label.startswith(label))
    return " | ".join(answer.text for answer in found.answers)


@pytest.mark.parametrize("name", NAMES)
def test_every_field_knows_its_fact_and_no_gap_is_silent(tmp_path: Path, name: str) -> None:
    """Each field names a fact that exists; each gap says what to do."""
    sheet = filled(tmp_path, name)
    known = Known(traced(example(tmp_path / "other")))
    for section in form(name).sections:
        for field in section.fields:
            if field.fill:
                facts(known, field.fill)
            assert field.fill or field.ask
    assert sheet.gaps
    assert all(gap.ask for gap in sheet.gaps)


def test_trusted_research_is_filled_from_the_data(tmp_path: Path) -> None:
    """Name, owners, states, unknowns, signals and areas come from the register and the text."""
    sheet = filled(tmp_path, "trusted-research")
    assert entry(sheet, "Legal name") == "Larkfield Quantum Ltd"
    assert "Ines Okafor: 25-50 %" in entry(sheet, "Ultimate owners")
    assert "Ruritania" in entry(sheet, "States")
    assert entry(sheet, "What is not known")
    assert "Quantum technologies (likely)" in entry(sheet, "Sensitive areas")
    assert "verify" in entry(sheet, "Signals")
    assert "2026-09-01" in entry(sheet, "Changes")
    assert "2020" not in entry(sheet, "Changes")


def test_nsi_takes_thresholds_from_the_cap_table(tmp_path: Path) -> None:
    """Who crosses which line, before and after, and rights beside the shares."""
    sheet = filled(tmp_path, "nsi")
    assert "B: more than 25 % of shares (certain)" in entry(sheet, "Thresholds")
    assert "0 % → 30 %" in entry(sheet, "Shares and votes")
    assert entry(sheet, "Acquirer").startswith("B (add the address")
    assert "veto: sale" in entry(sheet, "Rights to appoint")


def test_no_area_found_is_an_answer_and_not_asked_is_a_gap(tmp_path: Path) -> None:
    """A text without a sign is an answer; no text is a gap."""
    trace = traced(example(tmp_path / "register"))
    read = fill(form("nsi"), Known(trace, areas=()))
    assert "No sign" in entry(read, "What it does")
    unread = fill(form("nsi"), Known(trace))
    assert any(gap.label.startswith("What it does") for gap in unread.gaps)


def test_the_label_of_an_arrangement_is_no_acquirer(tmp_path: Path) -> None:
    """Who acts together is told beside each holder; the word for the arrangement stands nowhere."""
    trace = traced(example(tmp_path / "register"))
    rows = (
        Holding(company="T", holder="A", row=2, number=Amount(70, 70)),
        Holding(company="T", holder="B", row=3, number=Amount(20, 20), planned=True, together="G"),
        Holding(company="T", holder="C", row=4, number=Amount(20, 20), planned=True, together="G"),
    )
    sheet = fill(form("nsi"), Known(trace, deal=what_if(CapTable("", rows))))
    listed = entry(sheet, "More than one acquirer?")
    assert listed == "B (acting together as “G”) | C (acting together as “G”)"
