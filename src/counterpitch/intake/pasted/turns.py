"""Splits pasted text into turns: one speaker's lines, from one label to the next."""

from collections import Counter
from typing import NamedTuple

from counterpitch.intake.pasted.headings import find_headings
from counterpitch.intake.pasted.labels import (
    Label,
    find_label,
    find_label_above,
    is_first_person,
    is_interface_text,
    is_second_person,
    looks_like_name,
)


class Turn(NamedTuple):
    """What one speaker says at one go; ``row`` is the line where it begins."""

    speaker: str
    row: int
    text: str
    stamp: str = ""


class Turns(NamedTuple):
    """The turns of a text, and how many lines were buttons and captions."""

    turns: list[Turn]
    interface_lines: int


def split_turns(lines: list[str]) -> Turns | None:
    """Return the turns of ``lines``, or None where no two people speak.

    One is enough where a page that was copied says who sent the message: a first letter has no
    reply yet.
    """
    labels = _labels(lines)
    sender = _sender(lines, labels)
    speakers = sender or _speakers(list(labels.values()))
    accepted = {row: label for row, label in labels.items() if label.name in speakers}
    if len(sender) == 1:
        return Turns(*_cut(lines, labels, accepted))
    if len(speakers) > 1 and _begin_most_blocks(lines, accepted):
        turns, interface_lines = _cut(lines, labels, accepted)
        if len({t.speaker for t in turns} - {""}) > 1:
            return Turns(turns, interface_lines)
    headings = find_headings(lines)
    return Turns(*_cut(lines, {}, headings)) if headings else None


def _sender(lines: list[str], labels: dict[int, Label]) -> set[str]:
    """Return who speaks on a page that was copied, if the page itself names the senders."""
    if any(label.told for label in labels.values()):
        return {label.name for label in labels.values() if label.sure}
    first = next((row for row, line in enumerate(lines) if line.strip()), 0)
    copied = any(map(is_interface_text, lines))
    above = {
        label.name
        for row, label in labels.items()
        if (label.rows > 1 and copied) or (label.alone and row == first)
    }
    above = {name for name in above if looks_like_name(name)}
    counts = Counter(label.name for label in labels.values())
    speaking = {label.name for label in labels.values() if _speaks(label, counts)}
    return above if len(above) == 1 and speaking == above else set()


def _speaks(label: Label, counts: Counter[str]) -> bool:
    """Tell whether a label may be a speaker's, and not a heading within a letter."""
    shaped = label.sure or label.alone or label.rows > 1
    name = label.name
    return shaped or counts[name] > 1 or _is_person_word(name) or looks_like_name(name)


def _labels(lines: list[str]) -> dict[int, Label]:
    """Return the labels by the row in which they begin."""
    labels: dict[int, Label] = {}
    spelt: dict[str, str] = {}
    for row, line in enumerate(lines):
        below = lines[row + 1] if row + 1 < len(lines) else ""
        label = find_label_above(line, below) or find_label(line)
        if label is not None:
            # "me" and "Me" are one speaker, under the spelling that came first.
            name = spelt.setdefault(label.name.casefold(), label.name)
            labels[row] = label._replace(name=name)
    return labels


def _speakers(labels: list[Label]) -> set[str]:
    counts = Counter(label.name for label in labels)
    certain = {label.name for label in labels if label.sure or _is_person_word(label.name)}
    above = {label.name for label in labels if label.rows > 1 and looks_like_name(label.name)}
    certain |= above if len(above) > 1 else set()
    recurring = {name for name, count in counts.items() if count > 1}
    names = {name for name in counts if looks_like_name(name)}
    if certain or recurring:
        return certain | recurring | names | _partner(counts, certain | recurring | names)
    return names if len(names) == 2 else set()


def _partner(counts: Counter[str], speakers: set[str]) -> set[str]:
    """Return the only other label, spoken once, beside a single speaker."""
    others = set(counts) - speakers
    return others if len(speakers) == 1 and len(others) == 1 else set()


def _is_person_word(name: str) -> bool:
    return is_first_person(name) or is_second_person(name)


def _begin_most_blocks(lines: list[str], accepted: dict[int, Label]) -> bool:
    """Tell whether at least half of the blank-line-separated blocks begin with a label."""
    starts = [
        row
        for row, line in enumerate(lines)
        if line.strip() and (row == 0 or not lines[row - 1].strip())
    ]
    begun = sum(
        row in accepted or (is_interface_text(lines[row]) and row + 1 in accepted) for row in starts
    )
    above = sum(label.rows > 1 for label in accepted.values())
    labelled = above > 1 or any(label.sure for label in accepted.values())
    return labelled or begun * 2 >= len(starts) or _dense(lines, accepted)


def _dense(lines: list[str], accepted: dict[int, Label]) -> bool:
    """Tell whether a third of all written lines begin with a label."""
    return len(accepted) * 3 >= sum(1 for line in lines if line.strip())


def _cut(
    lines: list[str], labels: dict[int, Label], accepted: dict[int, Label]
) -> tuple[list[Turn], int]:
    turns: list[Turn] = []
    interface_lines = 0
    label, first, held = Label("", 0, False), 0, list[str]()
    begins = 0
    names = {each.name for each in accepted.values()}
    copied = any(each.sure for each in accepted.values()) or len(names) == 1
    for row, line in enumerate(lines):
        if row < begins:
            continue
        found = accepted.get(row)
        if found is not None:
            _close(turns, label, first, held)
            begins = row + found.rows
            label, first, held = found, row, [lines[begins - 1][found.end :]]
        elif (copied and (is_interface_text(line) or _is_heading(line, names, held))) or _previews(
            line, accepted.get(row + 1)
        ):
            interface_lines += 1
        elif label.told and (below := labels.get(row)) and _repeats(below, held):
            interface_lines += below.rows
            begins = row + below.rows
        else:
            held.append(line)
    _close(turns, label, first, held)
    return turns, interface_lines


def _previews(line: str, below: Label | None) -> bool:
    """Tell whether a line is "what is said below by Anna Berg", which Teams puts above it."""
    return below is not None and line[-200:].rstrip().endswith(f" by {below.name}")


def _repeats(label: Label, held: list[str]) -> bool:
    """Tell whether a name with its time stands between who sent a message and its text."""
    return (label.alone or label.rows > 1) and not any(map(str.strip, held))


def _is_heading(line: str, names: set[str], held: list[str]) -> bool:
    """Tell whether a speaker's name stands above a message, and not below it as a signature."""
    return line.strip() in names and not any(map(str.strip, held))


def _close(turns: list[Turn], label: Label, first: int, held: list[str]) -> None:
    text = "\n".join(held).strip()
    if text:
        turns.append(Turn(label.name, first + 1, text, label.stamp))
