"""Weights, heads and advice as tables: what the compiled core needs to write a verdict's line.

The tables say what the rulebook says; ``_native/ledger.h`` reads and checks them. Texts are
parts of the JSON line, made by the very encoder that writes the line in Python.
"""

from array import array
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

import msgspec

from counterpitch import _native
from counterpitch.assessment.weigh import SCAM_DISCOUNT, weight_of
from counterpitch.indicators.tables import listed, numbers
from counterpitch.model.indicator import STAGES, Indicator
from counterpitch.model.verdict import BANDS, SCHEMA
from counterpitch.rulebook.book import Rulebook

if TYPE_CHECKING:
    from counterpitch._native.core import Ledger

KINDS: Final = ("approach", "benign", "scam", "owner")
VERDICT_KINDS: Final = ("approach", "scam", "none")
"""Kinds of a verdict by their number in the core."""


class LedgerTables(msgspec.Struct, frozen=True):
    """Rows by the number of an indicator in the core; bytes hold numbers, or JSON in tuples."""

    kinds: bytes
    stages: bytes
    order: bytes
    weights: bytes
    numbers: bytes
    reasons: tuple[bytes, ...]
    disclosed: tuple[bytes, ...]
    names: tuple[bytes, ...]
    words: tuple[bytes, ...]
    twins: tuple[bytes, ...]
    twin_members: bytes
    twin_starts: bytes
    questions: tuple[bytes, ...]
    answered: bytes
    answered_starts: bytes
    matters: bytes
    matters_starts: bytes
    asked: bytes
    asked_starts: bytes


def ledger(book: Rulebook, order: Sequence[str]) -> "Ledger | None":
    """Return the ledger of the rules alone, None where the core has not been built.

    ``order`` names the indicators by their numbers in the core.
    """
    if _native.Ledger is None:
        return None
    return _native.Ledger(ledger_tables(book, order), msgspec.json.encode)


def ledger_tables(book: Rulebook, order: Sequence[str]) -> LedgerTables:
    """Return the tables of ``book``."""
    by_name = {rule.name: rule for rule in book.indicators}
    rules = [by_name[name] for name in order]
    weights = [weight_of(rule, book.weights) for rule in rules]
    told = sorted(range(len(rules)), key=lambda n: (-abs(weights[n]), rules[n].name))
    known = {name: n for n, name in enumerate(order)}
    twins, questions = book.guidance.twins, book.guidance.questions
    return LedgerTables(
        numbers(KINDS.index(rule.kind) for rule in rules),
        numbers(STAGES.index(rule.stage) if rule.stage else -1 for rule in rules),
        numbers(told),
        array("d", weights).tobytes(),
        array("d", _sums(book)).tobytes(),
        tuple(map(_reason, rules)),
        tuple(map(_disclosed, rules)),
        tuple(_json(rule.name) for rule in rules),
        _words(book),
        tuple(_json({"explanation": t.explanation, "settle": t.settle}) for t in twins),
        *_members(known, (twin.indicators for twin in twins)),
        tuple(_open({"topic": q.topic, "question": q.question}) + b',"asked":' for q in questions),
        *_members(known, (q.answered for q in questions)),
        *_members(known, ((*q.asked, *q.raised) for q in questions)),
        *_members(known, (q.asked for q in questions)),
    )


def _sums(book: Rulebook) -> tuple[float, ...]:
    weights = book.weights
    slight = 0.0 if weights.loose_cap is None else max(-weights.loose_cap, 0.0)
    return (
        weights.bias, weights.scam_bias, weights.benign_cap, slight, SCAM_DISCOUNT,
        weights.bands.low, weights.bands.elevated, weights.bands.high,
        *(getattr(weights.stages, stage) for stage in STAGES),
    )  # fmt: skip


def _words(book: Rulebook) -> tuple[bytes, ...]:
    begin = _open({"schema": SCHEMA}) + b',"id":'
    end = b',"rules":' + _json(book.version) + b',"recognisers":"","moves":[]}'
    return (begin, end, *map(_json, (*BANDS, *VERDICT_KINDS, *STAGES)))


def _reason(rule: Indicator) -> bytes:
    head = {
        "indicator": rule.name, "kind": rule.kind, "title": rule.title, "level": rule.level,
        "stage": rule.stage, "why": rule.why, "benign": rule.benign,
    }  # fmt: skip
    return _open(head) + b',"message":'


def _disclosed(rule: Indicator) -> bytes:
    if rule.kind != "owner" or not rule.name.startswith("disclosure-"):
        return b""
    return _open({"what": rule.title}) + b',"message":'


def _json(value: Any) -> bytes:
    return msgspec.json.encode(value)


def _open(value: Mapping[str, Any]) -> bytes:
    """Return an object in JSON without its end."""
    return _json(value).removesuffix(b"}")


def _members(known: Mapping[str, int], groups: Iterable[Iterable[str]]) -> tuple[bytes, bytes]:
    return listed([[known[name] for name in group if name in known] for group in groups])
