"""Rulebooks of any size made from the real one, to see how cost grows with rules.

Copies keep the structure of the rules and exchange their words among themselves, so that the
copies match about as often as words occur, and not the same texts as the originals.
"""

import random
import re
from typing import Any
from uuid import UUID

import msgspec

from counterpitch.model.indicator import LANGUAGES, Indicator
from counterpitch.rulebook.book import Rulebook

_WORD = re.compile(r"[a-z\u00e0-\u00ff\u0430-\u0451]{4,}(?![a-z*>])")


def scaled(book: Rulebook, count: int) -> Rulebook:
    """Return a rulebook of ``count`` rules: a sample of ``book``, or it and varied copies."""
    draw = random.Random(5)
    plain = [r for r in book.indicators if not _refers(msgspec.to_builtins(r.when))]
    rules = draw.sample(plain, count) if count < len(plain) else list(plain)
    words = sorted({w for r in plain for w in _WORD.findall(str(msgspec.to_builtins(r.when)))})
    turn = 0
    while len(rules) < count:
        turn += 1
        other = dict(zip(words, draw.sample(words, len(words)), strict=True))
        rules += [_varied(r, other, turn, n) for n, r in enumerate(plain[: count - len(rules)])]
    return msgspec.structs.replace(book, indicators=tuple(rules), version="")


def _refers(value: Any) -> bool:
    if isinstance(value, dict):
        return "indicator" in value or any(map(_refers, value.values()))
    return isinstance(value, list | tuple) and any(map(_refers, value))


def _varied(rule: Indicator, other: dict[str, str], turn: int, number: int) -> Indicator:
    when = msgspec.convert(_exchanged(msgspec.to_builtins(rule.when), other), type(rule.when))
    name = f"{rule.name}-{turn}"
    return msgspec.structs.replace(rule, name=name, id=UUID(int=turn * 10_000 + number), when=when)


def _exchanged(value: Any, other: dict[str, str], inside: bool = False) -> Any:
    if isinstance(value, dict):
        return {k: _exchanged(v, other, inside or k in LANGUAGES) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [_exchanged(each, other, inside) for each in value]
    if inside and isinstance(value, str) and "<" not in value:
        return _WORD.sub(lambda match: other.get(match[0], match[0]), value)
    return value
