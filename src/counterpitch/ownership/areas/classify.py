"""Reads what a company says of itself against the 17 areas, sentence by sentence.

A sentence makes an area *likely* if it names an activity of the Schedule. What is only used,
traded or taught, what the Schedule leaves out, what only touches the topic, and what only a SIC
code says, is *possible*. Every answer quotes the words that it rests on. It proposes; the
Regulations and a person decide.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, Literal

import msgspec

from counterpitch.ownership.areas.area import Activity, Area, areas, words
from counterpitch.ownership.areas.terms import first

Level = Literal["likely", "possible"]
LONGEST: Final = 200_000
"""Characters that are read; a longer text is cut and the answer says so."""

SENTENCE: Final = 600
"""A longer sentence is cut there, so that two far ends do not count as one statement."""

NOT_ADVICE: Final = (
    "This is a hint and not legal advice. The Regulations (SI 2021/1264) decide; in doubt ask the"
    " Investment Security Unit or a solicitor."
)

_HIDDEN: Final = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]")
_BREAK: Final = re.compile(r"(?<=[.!?])\s+(?=\S)|\n\s*\n|\s*[•●▪]\s*")


class Reason(msgspec.Struct, frozen=True):
    """Why: the sentence, the words in it (start and end within the sentence), and what follows."""

    sentence: str
    marks: tuple[tuple[int, int], ...]
    says: str
    level: Level


class Finding(msgspec.Struct, frozen=True):
    """One area, how sure, and all reasons, the strongest first."""

    area: Area
    level: Level
    reasons: tuple[Reason, ...]


def classify(text: str, sic: Iterable[str] = ()) -> tuple[Finding, ...]:
    """Return the areas that ``text`` and SIC codes point to, likely ones first.

    ``text`` is the description and own words of the company, in English.
    """
    sentences = tuple(_sentences(_HIDDEN.sub("", text)[:LONGEST]))
    codes = tuple(dict.fromkeys(code.strip()[:5] for code in sic))
    found = (_finding(area, sentences, codes) for area in areas())
    return tuple(
        sorted((each for each in found if each), key=lambda each: each.level != "likely")
    )  # fmt: skip


def described(about: str, sic: Iterable[str]) -> tuple[Finding, ...] | None:
    """Return the areas of what was given; None where no text was, and no SIC code points to one.

    A SIC code that points nowhere is no answer: only a text can say that there is no sign.
    """
    found = classify(about, sic)
    return found if about.strip() or found else None


def _sentences(text: str) -> Iterator[str]:
    for piece in _BREAK.split(text):
        flat = " ".join(piece.split())
        yield from (flat[at : at + SENTENCE] for at in range(0, len(flat), SENTENCE))


def _finding(area: Area, sentences: Sequence[str], codes: Sequence[str]) -> Finding | None:
    reasons = [reason for each in sentences for reason in _reasons(area, each)]
    coded = [code for code in codes if code in area.sic]
    if coded and not reasons:
        said = f"SIC {', '.join(coded)} can cover this area; the text says nothing of it."
        reasons = [Reason(", ".join(coded), (), said, "possible")]
    if not reasons:
        return None
    reasons.sort(key=lambda reason: reason.level != "likely")
    level = reasons[0].level
    if level == "possible" and not coded and all(_is_aside(reason) for reason in reasons):
        return None
    return Finding(area, level, tuple(reasons[:12]))


def _is_aside(reason: Reason) -> bool:
    """Tell whether the sentence itself says that it is about something else."""
    return first(words().uses, reason.sentence) is not None or _denied(reason.sentence)


def _reasons(area: Area, sentence: str) -> Iterator[Reason]:
    active = [hit for activity in area.activities if (hit := _activity(activity, sentence))]
    excepted = next((e for e in area.exceptions if first(e.terms, sentence)), None)
    if not active:
        topic = first(area.topics, sentence)
        if topic and not excepted:
            yield Reason(sentence, (topic,), area.topics_say, "possible")
        return
    for activity, marks in active:
        level, says = _judged(sentence, activity, excepted.says if excepted else "")
        yield Reason(sentence, marks, says, level)


def _activity(
    activity: Activity, sentence: str
) -> tuple[Activity, tuple[tuple[int, int], ...]] | None:
    if activity.alone and (mark := first(activity.alone, sentence)):
        return activity, (mark,)
    marks = [first(group, sentence) for group in activity.all]
    if not marks or None in marks:
        return None
    places = tuple(sorted({mark for mark in marks if mark}))
    return (activity, places) if len(places) == len(marks) else None


def _judged(sentence: str, activity: Activity, left_out: str) -> tuple[Level, str]:
    if _denied(sentence):
        return "possible", f"It names {activity.name}, and says no to something; read it."
    if first(words().uses, sentence):
        return "possible", f"It names {activity.name} as used, traded or taught, not as made."
    if left_out:
        return "possible", f"It names {activity.name}. {left_out}"
    return "likely", f"It says that it works on {activity.name}."


def _denied(sentence: str) -> bool:
    return first(words().denies, sentence) is not None
