"""Labelled conversations: sentences with the evidence that a person marked in them.

Reads ``*.jsonl`` in the interchange format with a ``label``, and the ``*-evidence.jsonl``
beside them (``id``, ``message``, ``quote``, ``indicator``).
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final

import msgspec

from counterpitch.errors import UnreadableInput
from counterpitch.indicators.matcher import Matcher
from counterpitch.intake.jsonl import read
from counterpitch.intake.notices import Notices
from counterpitch.intake.origin import Origin
from counterpitch.model.conversation import Conversation
from counterpitch.recognisers.context import carries
from counterpitch.recognisers.sentences import Sentence, sentences_of

LABELS: Final = ("covert_approach", "legitimate", "scam")


class Gold(msgspec.Struct, frozen=True):
    """A marked quote: message, place in code points, indicator."""

    message: int
    start: int
    end: int
    indicator: str


class Example(msgspec.Struct):
    """A labelled conversation. ``marked`` tells whether its evidence was annotated."""

    conversation: Conversation
    file: str
    label: str
    group: str
    sentences: list[Sentence]
    gold: tuple[Gold, ...]
    marked: bool
    weight: float = 1.0

    @property
    def id(self) -> str:
        """Return the id of the conversation."""
        return self.conversation.id

    def evidence(self) -> Iterator[tuple[int, str]]:
        """Yield (number of the sentence, indicator) of everything that was marked."""
        for gold in self.gold:
            for number, sentence in enumerate(self.sentences):
                if carries(sentence, gold.message, gold.start, gold.end):
                    yield number, gold.indicator


def examples(paths: Sequence[Path], matcher: Matcher) -> list[Example]:
    """Return every labelled conversation under ``paths``; raise if there is none."""
    files = [file for path in paths for file in _files(path)]
    marks = _marks(file for file in files if file.stem.endswith("-evidence"))
    found = [
        _example(conversation, file.stem, marks, matcher)
        for file in files
        if not file.stem.endswith("-evidence")
        for conversation in read(Origin.of_file(file), Notices())
        if conversation.extra.get("label") in LABELS
    ]
    if not found:
        raise UnreadableInput(
            "there is no labelled conversation.", where=", ".join(map(str, paths)),
            hint="See docs/reference/evaluation.md for the format.",
        )  # fmt: skip
    return found


def _files(path: Path) -> list[Path]:
    return sorted(path.glob("*.jsonl")) if path.is_dir() else [path]


class _Row(msgspec.Struct, frozen=True):
    id: str
    message: int
    quote: str
    indicator: str


def _marks(files: Iterable[Path]) -> dict[str, list[_Row]]:
    marks: dict[str, list[_Row]] = defaultdict(list)
    for file in files:
        # Only a line feed ends a line: other line marks may stand in a quote.
        for number, line in enumerate(file.read_bytes().split(b"\n"), 1):
            if line.strip():
                row = _row(line, f"{file}, line {number}")
                marks[row.id].append(row)
    return marks


def _row(line: bytes, where: str) -> _Row:
    try:
        return msgspec.json.decode(line, type=_Row)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise UnreadableInput(
            f"this is no mark ({error}).", where=where,
            hint="Each line needs id, message, quote and indicator.",
        ) from None  # fmt: skip


def _example(
    conversation: Conversation, file: str, marks: dict[str, list[_Row]], matcher: Matcher
) -> Example:
    own = marks.get(conversation.id, [])
    return Example(
        conversation=conversation,
        file=file,
        label=str(conversation.extra["label"]),
        group=f"{file}/{conversation.extra.get('pair') or conversation.id}",
        sentences=sentences_of(conversation, matcher.texts(conversation)),
        gold=tuple(filter(None, (_gold(conversation, row) for row in own))),
        marked=bool(own),
    )


def _gold(conversation: Conversation, row: _Row) -> Gold | None:
    """Return a mark with its place, or None if its quote does not stand in the message."""
    if not 0 <= row.message < len(conversation.messages):
        return None
    start = conversation.messages[row.message].text.find(row.quote)
    if start < 0:
        return None
    return Gold(row.message, start, start + len(row.quote), row.indicator)
