"""The built-in rules: without fault, true to their examples, in six languages, blind to origin."""

import re
from collections import Counter
from pathlib import Path

import pytest

from counterpitch.evaluation.origins.origin import origins
from counterpitch.features.fold import fold
from counterpitch.indicators.examples import failures
from counterpitch.indicators.lint import lint
from counterpitch.indicators.matcher import Matcher
from counterpitch.indicators.phrasetable import phrases_of
from counterpitch.model.indicator import FOLDERS
from counterpitch.rulebook.book import Rulebook, read, rulebook, rules_folder

REFERENCE = Path(__file__).parents[2] / "docs" / "reference"


@pytest.fixture(scope="module")
def book() -> Rulebook:
    """Return the built-in rulebook."""
    return read(rules_folder())[0]


def test_lint_finds_nothing() -> None:
    """Not one fault in any rule."""
    faults = [f"{fault.path}:{fault.row}: {fault.message}" for fault in lint(rules_folder())]
    assert not faults, "\n".join(faults[:30])


def test_every_example_holds() -> None:
    """Each example matches its rule, no near miss does."""
    matcher = Matcher(rulebook())
    broken = [
        f"{failure.indicator}: {failure.kind} {failure.number}: {failure.text}"
        for rule in matcher.book.indicators
        for failure in failures(matcher, rule)
    ]
    assert not broken, "\n".join(broken[:30])


def test_there_are_enough_rules_in_every_language(book: Rulebook) -> None:
    """Eighty rules, fifty in Chinese, twenty-five in each other language, benign among them."""
    assert len(book.indicators) >= 80
    counts = Counter(language for rule in book.indicators for language in rule.languages)
    assert counts["zh"] >= 50
    for language in ("de", "fr", "ru", "es"):
        assert counts[language] >= 25, language
    for language in ("en", "zh", "de", "fr", "ru", "es"):
        assert any(r.kind == "benign" and language in r.languages for r in book.indicators), (
            language
        )
    for folder in FOLDERS:
        assert any(rule.folder == folder for rule in book.indicators), folder


def test_ids_and_titles_are_unique(book: Rulebook) -> None:
    """No two rules share an id or a title."""
    assert len({rule.id for rule in book.indicators}) == len(book.indicators)
    titles = Counter(rule.title for rule in book.indicators)
    assert [title for title, count in titles.items() if count > 1] == []


def _phrases_with(book: Rulebook, forbidden: set[str]) -> set[tuple[str, str]]:
    """Return (rule, word) of every phrase that holds a forbidden word."""
    return {
        (rule.name, word)
        for rule in book.indicators
        for phrase in phrases_of(rule.when)
        for group in (phrase, phrase.unless)
        for texts in group.by_language().values()
        for text in texts
        for word in re.findall(r"[^\W\d_]+", fold(text))
        if word in forbidden
    }


def _single_words(book: Rulebook, currency: bool) -> set[str]:
    forms = {fold(p.form).strip() for p in book.places if (p.kind == "currency") is currency}
    return {form for form in forms if " " not in form and (len(form) > 3 or form > "\u4e00")}


def test_no_phrase_says_where_somebody_is_from(book: Rulebook) -> None:
    """No place, nationality, language or name of a person stands in a phrase."""
    names = {
        word
        for origin in origins()
        for name in origin.names
        for word in fold(f"{name.given} {name.family} {name.han} {name.cyrillic}").split()
        if len(word) > 4
    }
    assert _phrases_with(book, names | _single_words(book, currency=False)) == set()


CURRENCY_KNOWN = {
    "benign-transparent-payment", "new-end-use-concealment", "new-paid-conversation",
    "new-payment-for-internal-material", "owner-asks-verification", "owner-question-use",
    "referral-bounty", "scam-fake-prize", "scam-family-emergency", "scam-too-good",
}  # fmt: skip
"""Rules with an alternative that names a currency. It can never match, since currencies are
masked, so it does no harm and no good; no rule may join them."""


def test_no_further_phrase_names_a_currency(book: Rulebook) -> None:
    """Rules say ``#``; those that still name a currency become fewer."""
    found = _phrases_with(book, _single_words(book, currency=True))
    assert {rule for rule, _ in found} <= CURRENCY_KNOWN


def test_every_name_that_is_referred_to_exists(book: Rulebook) -> None:
    """Weights and guidance name rules that are there."""
    names = {rule.name for rule in book.indicators}
    assert set(book.weights.indicators) <= names
    guidance = book.guidance
    named = {name for twin in guidance.twins for name in twin.indicators}
    for question in guidance.questions:
        named |= {*question.asked, *question.answered, *question.raised}
    assert named - names == set()


def test_weights_are_sizes(book: Rulebook) -> None:
    """The sign comes from the kind, so that no file can turn evidence around."""
    assert all(weight >= 0 for weight in book.weights.indicators.values())


def test_the_reference_lists_every_rule(book: Rulebook) -> None:
    """The page of indicators has every rule once, with all that a reader needs to judge it."""
    text = (REFERENCE / "indicators.md").read_text("utf-8")
    entries = text.split("\n### ")[1:]
    assert len(entries) == len(book.indicators)
    for rule in book.indicators:
        told = [each for each in entries if f"`{rule.name}` ·" in each]
        assert len(told) == 1, rule.name
        for words in (rule.title, rule.level, rule.why, rule.benign, rule.check):
            assert words in told[0], rule.name
