"""Names on lines of their own, above what each says: how web pages of messengers copy.

Any letter holds short lines that could be names. So headings count only where they form a
dialogue in one layout: the text begins with one, few names take turns, words follow each, and
something says that they are people: one addresses the other, the page names the sender, or
times stand beside the messages.
"""

import re
from collections.abc import Iterator
from itertools import groupby
from typing import Final, NamedTuple

from counterpitch.intake.pasted.labels import (
    LOOKED_AT,
    Label,
    bare_name,
    is_first_person,
    is_interface_text,
    is_second_person,
    is_time_alone,
    looks_like_name,
    says_who_sent,
)
from counterpitch.intake.pasted.vocabulary import GREETINGS

MOST_NAMES: Final = 4
_STAMPED: Final = re.compile(
    r"[ \t]{0,8}\[(?P<stamp>[^\]\[]{0,30}\d{1,2}[:.]\d{2}[^\]\[]{0,12})\][ ]{0,2}(?P<name>.{1,60})$"
)
_SENTENCE: Final = re.compile(r"(?:\S+[ ]+){3}\S|.*[.?!…。？！]$|.*[\u3040-\u9fff]{6}")
_WORD: Final = re.compile(r"[^\W\d_]{2,40}")
_GREETING: Final = "|".join(map(re.escape, sorted(GREETINGS, key=len, reverse=True)))
_ADDRESSED: Final = re.compile(
    rf"(?:^|[\s,;.!?(])(?:{_GREETING})[ ]{{1,2}}(?P<greeted>[^\W\d_]{{2,30}})"
    r"|^(?P<first>[^\W\d_]{2,30})[,!，！]|[,，] ?(?P<last>[^\W\d_]{2,30})[.!?。！？]?$",
    re.IGNORECASE | re.MULTILINE,
)


class _Heading(NamedTuple):
    row: int
    label: Label
    text: tuple[int, int]
    """The rows of what is said below it: from, to before."""


def find_headings(lines: list[str]) -> dict[int, Label]:
    """Return the headings by their rows where they are sure to form a dialogue, else nothing."""
    for labels in (_stamped(lines), _bare(lines)):
        if labels and _is_dialogue(lines, labels):
            return labels
    return {}


def _stamped(lines: list[str]) -> dict[int, Label]:
    """Return ``[10:42 AM] Anna Berg``, and a name below a line with only a time."""
    labels: dict[int, Label] = {}
    for row, line in enumerate(lines):
        found = _STAMPED.match(line) if len(line) <= LOOKED_AT else None
        if found and (name := bare_name(found["name"])):
            labels[row] = Label(name, len(line), True, found["stamp"])
        elif row + 1 < len(lines) and is_time_alone(line) and (name := bare_name(lines[row + 1])):
            labels[row] = Label(name, len(lines[row + 1]), True, line.strip(), rows=2)
    return labels


def _bare(lines: list[str]) -> dict[int, Label]:
    """Return the lines that are nothing but a name which recurs, or "You sent"."""
    rows: dict[str, list[int]] = {}
    for row, line in enumerate(lines):
        if name := "You" if says_who_sent(line) else bare_name(line):
            rows.setdefault(name, []).append(row)
    first = _first(lines)
    sent = "You" in rows
    return {
        row: Label(name, len(lines[row]), True)
        for name, found in rows.items()
        if len(found) > 1 or name == "You" or (sent and found[0] == first and looks_like_name(name))
        for row in found
    }


def _first(lines: list[str]) -> int:
    """Return the row of the first line that a person or a page wrote."""
    return next(
        (row for row, line in enumerate(lines) if line.strip() and not is_interface_text(line)), 0
    )


def _is_dialogue(lines: list[str], labels: dict[int, Label]) -> bool:
    headings = list(_said(lines, labels))
    names = {each.label.name for each in headings}
    if headings[0].row != _first(lines) or not 2 <= len(names) <= MOST_NAMES:
        return False
    said = ["\n".join(lines[first:last]) for _, _, (first, last) in headings]
    if not all(map(str.strip, said)) or not _in_one_layout(lines, headings):
        return False
    words = sum(_has_sentence(text) for text in said)
    return 2 * words >= len(said) and _take_turns(headings) and _are_people(headings, names, said)


def _said(lines: list[str], labels: dict[int, Label]) -> Iterator[_Heading]:
    rows = sorted(labels)
    for row, following in zip(rows, [*rows[1:], len(lines)], strict=True):
        yield _Heading(row, labels[row], (row + labels[row].rows, following))


def _in_one_layout(lines: list[str], headings: list[_Heading]) -> bool:
    """Tell whether a blank line stands above every heading but the first, or above none."""
    above = {not lines[each.row - 1].strip() for each in headings[1:]}
    return len(above) == 1


def _take_turns(headings: list[_Heading]) -> bool:
    """Tell whether somebody speaks again after another: a list of headings seldom does."""
    names = [name for name, _ in groupby(each.label.name for each in headings)]
    return len(names) > len(set(names)) or any(map(_is_person_word, names))


def _are_people(headings: list[_Heading], names: set[str], said: list[str]) -> bool:
    """Tell whether something says that the headings are people and not parts of a text."""
    if any(map(_is_person_word, names)) or all(each.label.stamp for each in headings):
        return True
    timed = sum(any(map(is_time_alone, text.split("\n"))) for text in said)
    if 2 * timed > len(said) or _full_names(headings, names, said):
        return True
    return any(
        _addressed(text) & {word.casefold() for name in names - {own} for word in name.split()}
        for text, own in zip(said, (each.label.name for each in headings), strict=True)
    )


def _full_names(headings: list[_Heading], names: set[str], said: list[str]) -> bool:
    """Tell whether two full names take turns whose words nobody uses as words.

    The words of a heading such as "Senior Engineer" stand in small letters in the text below it.
    """
    if len(names) != 2 or len(headings) < 4 or not all(map(looks_like_name, names)):
        return False
    words = {word.casefold() for name in names for word in name.split()}
    return not any(words.intersection(_WORD.findall(text)) for text in said)


def _addressed(text: str) -> set[str]:
    """Return who may be addressed in a text: after a greeting, or set off by a comma."""
    found = _ADDRESSED.finditer(text)
    return {word.casefold() for each in found for word in each.groups() if word}


def _has_sentence(text: str) -> bool:
    return any(_SENTENCE.match(line.strip()[:LOOKED_AT]) for line in text.split("\n"))


def _is_person_word(name: str) -> bool:
    return is_first_person(name) or is_second_person(name)
