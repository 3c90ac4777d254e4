"""Lint: everything that is wrong with the rules, all at once, with file and line."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from counterpitch.features.facts import FINDERS
from counterpitch.features.fold import fold
from counterpitch.features.phrase import PhraseError, compile_phrase
from counterpitch.indicators.phrasetable import phrases_of
from counterpitch.model.indicator import (
    LANGUAGES,
    STAGES,
    Condition,
    Indicator,
    Phrases,
)
from counterpitch.model.source import Notice
from counterpitch.rulebook.book import Rulebook, read

_LAZY: Final = frozenset({"", "none", "n/a", "unknown", "unlikely", "todo", "tbd"})
_SPEAKING: Final = ("description", "why", "benign", "check")
_KIND_OF_FOLDER: Final = {"benign": "benign", "owner": "owner", "scam": "scam"}


def lint(root: Path) -> list[Notice]:
    """Return every fault of the rules under ``root``."""
    book, faults = read(root)
    origin = _origin_words(book)
    names = {rule.name for rule in book.indicators}
    ids = Counter(rule.id for rule in book.indicators)
    for rule in book.indicators:
        path = root / "indicators" / rule.folder / f"{rule.name}.yml"
        text = path.read_text("utf-8")
        problems = [*_texts(rule), *_conditions(rule, names), *_phrases(rule, book, origin)]
        if ids[rule.id] > 1:
            problems.append(("id", f"the id {rule.id} is used {ids[rule.id]} times"))
        for needle, message in problems:
            faults.append(Notice("rule", message, str(path), row=_line(text, needle)))
    return sorted(faults, key=lambda fault: (fault.path, fault.row or 0))


def _line(text: str, needle: str) -> int:
    at = text.find(needle)
    return text.count("\n", 0, at) + 1 if at >= 0 else 1


def _texts(rule: Indicator) -> Iterator[tuple[str, str]]:
    for field in _SPEAKING:
        value = getattr(rule, field).strip()
        if value.lower().rstrip(".") in _LAZY or len(value) < 15:
            yield f"{field}:", f"'{field}' says nothing: write one whole sentence"
    if not rule.description.startswith("Recognises"):
        yield "description:", "'description' begins with 'Recognises'"
    if len(rule.title) > 60:
        yield "title:", "'title' is longer than 60 characters"
    kind = _KIND_OF_FOLDER.get(rule.folder, "approach")
    if rule.kind != kind:
        yield "kind:", f"'kind' is '{kind}' in the folder '{rule.folder}'"
    if (rule.stage is not None) != (rule.kind == "approach"):
        yield "kind:", "'stage' is given for kind approach and only there"
    if rule.folder in STAGES and rule.stage != rule.folder:
        yield "stage:", f"'stage' is '{rule.folder}' in that folder"
    yield from _examples(rule)


def _examples(rule: Indicator) -> Iterator[tuple[str, str]]:
    if len(rule.examples) < 2:
        yield "examples:", "at least two examples"
    if len(rule.near_misses) < 2:
        yield "near_misses:", "at least two near misses"
    shown = {example.language for example in rule.examples}
    missing = sorted(set(rule.languages) - shown)
    if missing:
        yield "examples:", f"no example in {', '.join(missing)}"


def _conditions(rule: Indicator, names: set[str]) -> Iterator[tuple[str, str]]:
    used: set[str] = set()
    for condition, inside_all in _walk(rule.when, False):
        try:
            key = condition.key()
        except ValueError as error:
            yield "when:", str(error)
            continue
        if key == "negation" and not inside_all:
            yield "not:", "'not' stands only inside 'all'"
        if condition.all is not None and all(c.negation for c in condition.all):
            yield "all:", "'all' needs at least one condition that is not a 'not'"
        if condition.feature is not None and condition.feature not in FINDERS:
            yield condition.feature, f"unknown feature '{condition.feature}'"
        if condition.indicator is not None and condition.indicator not in names:
            yield condition.indicator, f"unknown indicator '{condition.indicator}'"
        if condition.phrase is not None:
            used.update(condition.phrase.by_language())
            if not condition.phrase.by_language():
                yield "phrase:", "a phrase condition without phrases"
    if used and used != set(rule.languages):
        expected = ", ".join(sorted(used, key=LANGUAGES.index))
        yield "languages:", f"'languages' is [{expected}], as used in 'when'"


def _walk(condition: Condition, inside_all: bool) -> Iterator[tuple[Condition, bool]]:
    yield condition, inside_all
    for child in condition.children():
        yield from _walk(child, condition.all is not None)


def _phrases(rule: Indicator, book: Rulebook, origin: frozenset[str]) -> Iterator[tuple[str, str]]:
    for phrase in phrases_of(rule.when):
        for group in (phrase, phrase.unless):
            yield from _group(group, book, origin)


def _group(group: Phrases, book: Rulebook, origin: frozenset[str]) -> Iterator[tuple[str, str]]:
    for language, texts in group.by_language().items():
        classes = {key: entries.get(language, ()) for key, entries in book.classes.items()}
        for text in texts:
            try:
                patterns = compile_phrase(text, language, classes)
            except PhraseError as error:
                yield text[:40], f"{language}: {error}"
                continue
            named = sorted(origin & patterns[0].words)
            if named:
                yield text[:40], f"{language}: '{named[0]}' says where somebody is from"


def _origin_words(book: Rulebook) -> frozenset[str]:
    """Return the single words that name an origin, currencies left out: they are masked too."""
    forms = (fold(place.form).strip() for place in book.places if place.kind != "currency")
    return frozenset(form for form in forms if " " not in form and len(form) > 1)
