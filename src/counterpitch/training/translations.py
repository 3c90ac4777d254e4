"""Translations: English sentences beside the same in other tongues, folded and masked.

A folder holds ``en.txt`` and one file a tongue (``ru.txt``, ``zh.txt`` ...), UTF-8, a sentence
a line. Line n of every file says the same; an empty line was not translated. A shorter file
ends earlier.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

import msgspec

from counterpitch.errors import UnreadableInput
from counterpitch.indicators.matcher import Matcher
from counterpitch.model.conversation import Conversation
from counterpitch.model.message import Message
from counterpitch.recognisers.sentences import Sentence, sentences_of

ENGLISH: Final = "en"
PIECES: Final = "pieces.txt"
"""Beside the tongues: the pieces of words to be learned, see ``tools.tonguepieces``."""
_TOGETHER: Final = 100


class Translation(msgspec.Struct, frozen=True):
    """A sentence, or a few, in English and in another tongue: as many on both sides."""

    tongue: str
    english: tuple[Sentence, ...]
    other: tuple[Sentence, ...]


def translations(folder: Path, matcher: Matcher) -> list[Translation]:
    """Return every translation under ``folder``; raise ``UnreadableInput`` if there is none.

    Lines whose sides are cut into different numbers of sentences are left out.
    """
    english = _lines(folder / f"{ENGLISH}.txt")
    files = [f for f in sorted(folder.glob("*.txt")) if f.name not in (f"{ENGLISH}.txt", PIECES)]
    found = [
        Translation(file.stem, tuple(own), tuple(other))
        for file in files
        for own, other in _paired(english, _lines(file), matcher)
    ]
    if not found:
        raise UnreadableInput(
            "there is no translated sentence.", where=str(folder),
            hint="It needs en.txt and a file a tongue beside it, such as ru.txt, line by line.",
        )  # fmt: skip
    return found


def pieces_of(folder: Path) -> list[str]:
    """Return the pieces of words to be learned; raise ``UnreadableInput`` if there are none."""
    found = [piece for piece in _lines(folder / PIECES) if piece]
    if not found:
        raise UnreadableInput(
            "there is no piece of a word.", where=str(folder / PIECES),
            hint="python -m tools.tonguepieces writes that file.",
        )  # fmt: skip
    return found


def _lines(file: Path) -> list[str]:
    try:
        return file.read_text("utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadableInput(
            f"the sentences cannot be read ({error}).", where=str(file),
            hint=f"A folder of translations needs {ENGLISH}.txt and {PIECES}, in UTF-8.",
        ) from None  # fmt: skip


def _paired(
    english: Sequence[str], other: Sequence[str], matcher: Matcher
) -> Iterator[tuple[list[Sentence], list[Sentence]]]:
    both = [(e, o) for e, o in zip(english, other, strict=False) if e.strip() and o.strip()]
    for at in range(0, len(both), _TOGETHER):
        some = both[at : at + _TOGETHER]
        own = _sentences([e for e, _ in some], matcher)
        told = _sentences([o for _, o in some], matcher)
        yield from ((e, o) for e, o in zip(own, told, strict=True) if e and len(e) == len(o))


def _sentences(lines: Sequence[str], matcher: Matcher) -> list[list[Sentence]]:
    """Return the folded, masked sentences of each line, each line a message of the contact."""
    messages = tuple(Message(sender="contact", text=line) for line in lines)
    conversation = Conversation(id="translations", channel="text", messages=messages)
    found: list[list[Sentence]] = [[] for _ in lines]
    for sentence in sentences_of(conversation, matcher.texts(conversation)):
        found[sentence.message].append(sentence)
    return found
