"""Condition semantics, told as data: mini rules, messages and the expected quotes."""

from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec
import pytest

from counterpitch.indicators.examples import conversation_of
from counterpitch.indicators.matcher import Matcher
from counterpitch.model.indicator import Condition, Example, ExampleTurn, Indicator
from counterpitch.rulebook import yaml
from counterpitch.rulebook.book import NO_GUIDANCE, Place, Rulebook, Weights

FOLDER = Path(__file__).parents[1] / "data" / "matcher"
NEGATORS = {"negator": {"en": ("not", "never", "dont"), "zh": ("不要", "别")}}


class Case(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A condition, an exchange, and what it finds: (message, quote) in order."""

    name: str
    when: Condition
    messages: tuple[ExampleTurn, ...]
    hits: tuple[tuple[int, str], ...]


def rule(name: str, when: Condition, **fields: Any) -> Indicator:
    """Return a rule around a condition."""
    given: dict[str, Any] = {
        "id": UUID(int=abs(hash(name))), "title": name, "status": "test", "level": "medium",
        "kind": "approach", "stage": "assess", "description": "", "why": "", "benign": "",
        "check": "", "references": (), "attack": (), "authors": (), "languages": ("en",),
        "when": when, "examples": (), "near_misses": (), "name": name, "folder": "assess",
    }  # fmt: skip
    return Indicator(**(given | fields))


def book(*rules: Indicator) -> Rulebook:
    """Return a rulebook of these rules and a few currencies."""
    places = tuple(Place(form, "currency") for form in ("euros", "CHF", "GBP"))
    empty: frozenset[str] = frozenset()
    return Rulebook("", rules, NEGATORS, places, empty, empty, Weights(), Weights(), NO_GUIDANCE)


def _cases() -> list[Any]:
    return [
        pytest.param(case, id=f"{path.stem}: {case.name}")
        for path in sorted(FOLDER.glob("*.yml"))
        for case in yaml.load(path.read_text("utf-8"), tuple[Case, ...])
    ]


@pytest.mark.parametrize("case", _cases())
def test_what_a_condition_finds(case: Case) -> None:
    """The rule finds exactly the quotes that the case names."""
    conversation = conversation_of(Example(messages=case.messages))
    found = Matcher(book(rule("x", case.when))).match(conversation)
    quotes = [(quote.message, quote.text) for match in found for quote in match.quotes]
    assert sorted(quotes) == sorted(case.hits)
    for match in found:
        for quote in match.quotes:
            if quote.end:
                text = conversation.messages[quote.message].text
                assert text[quote.start : quote.end] == quote.text


@pytest.mark.parametrize("case", _cases())
def test_an_explanation_tells_the_same_story(case: Case) -> None:
    """The tree shown to a person is met where the rule matched, and only there."""
    conversation = conversation_of(Example(messages=case.messages))
    tree = Matcher(book(rule("x", case.when))).explain(conversation, "x")
    assert tree.met is bool(case.hits)
    assert tree.label
