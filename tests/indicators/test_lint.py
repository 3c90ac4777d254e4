"""Lint: every kind of fault is found, with its line, and all of them at once."""

from pathlib import Path

import pytest

from counterpitch.indicators.lint import lint

GOOD = """\
id: 5f0c1d0e-8f3b-4b0e-9c5e-0d0f8a6f4f11
title: Asks what you can open
status: test
level: high
kind: approach
stage: assess
description: Recognises questions about what the owner can open.
why: Someone who hires for skill has no use for it.
benign: A manager may ask which tools you know.
check: Ask what the list is for and who reads it.
references: []
attack: []
authors: [counterpitch]
languages: [en]
when:
  phrase:
    en:
      - "which files can you open"
examples:
  - text: "Which files can you open?"
  - text: "And which files can you open?"
near_misses:
  - text: "Which tools do you like?"
  - text: "Which files?"
"""
PLACES = "form,kind,language\nGermany,country,en\nGerman,nationality,en\neuros,currency,en\n"


def folder(root: Path, *texts: str, where: str = "assess") -> Path:
    """Write rules and a list of places under ``root``."""
    (root / "lists").mkdir(parents=True)
    (root / "lists" / "places.csv").write_text(PLACES, "utf-8")
    rules = root / "indicators" / where
    rules.mkdir(parents=True)
    for number, text in enumerate(texts):
        (rules / f"rule-{number}.yml").write_text(text, "utf-8")
    return root


def test_a_good_rule_has_no_fault(tmp_path: Path) -> None:
    """Nothing is found where nothing is wrong."""
    assert lint(folder(tmp_path, GOOD)) == []


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        ("title: Asks", f"title: {'Asks ' * 20}", 2, "longer than 60"),
        ("description: Recognises", "description: Finds", 7, "begins with 'Recognises'"),
        ("benign: A manager may ask which tools you know.", "benign: None.", 9, "says nothing"),
        ("kind: approach", "kind: scam", 5, "'kind' is 'approach'"),
        ("stage: assess", "stage: spot", 6, "'stage' is 'assess'"),
        ("  - text: \"And which files can you open?\"\n", "", 19, "at least two examples"),
        ("languages: [en]", "languages: [en, de]", 14, "'languages' is [en]"),
        ("languages: [en]", "languages: [en, de]", 19, "no example in de"),
        ('"which files can you open"', '"which (files"', 18, "missing"),
        ('"which files can you open"', '"which German files"', 18, "where somebody is from"),
        ('"which files can you open"', '"which files in Germany"', 18, "where somebody is from"),
        ("level: high", "level: huge", 4, "Invalid enum value"),
        ("level: high", "level: high\nlevle: low", 1, "unknown field"),
        ("  phrase:\n    en:\n      - \"which files can you open\"", "  indicator: nowhere", 16, "unknown indicator"),
        ("  phrase:\n    en:\n      - \"which files can you open\"", "  feature: link.odd", 16, "unknown feature"),
        ("  phrase:\n    en:\n      - \"which files can you open\"", "  not: {feature: folder.spam}", 16, "only inside 'all'"),
        ("  phrase:\n    en:\n      - \"which files can you open\"", "  {}", 15, "exactly one key"),
        ("id: 5f0c1d0e-8f3b-4b0e-9c5e-0d0f8a6f4f11", "id: 1", 1, "uuid"),
        ("when:", "when: [", 16, "not YAML"),
    ],
)  # fmt: skip
def test_each_fault_is_found_with_its_line(
    tmp_path: Path, old: str, new: str, line: int, message: str
) -> None:
    """Every fault names its file, its line and what is wrong."""
    assert old in GOOD
    faults = lint(folder(tmp_path, GOOD.replace(old, new, 1)))
    found = [fault for fault in faults if message in fault.message]
    assert found, faults
    assert found[0].path.endswith("rule-0.yml")
    assert abs((found[0].row or 1) - line) <= 1


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    """Three faults in two files are three lines, and an id used twice is one of them."""
    faulty = GOOD.replace("title: Asks", f"title: {'Asks ' * 20}").replace("Recognises", "Finds")
    faults = lint(folder(tmp_path, GOOD, faulty))
    assert len([f for f in faults if "rule-1" in f.path]) >= 3
    assert any("used 2 times" in fault.message for fault in faults)
