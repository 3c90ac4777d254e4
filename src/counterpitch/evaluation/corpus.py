"""Reads labelled conversations; what cannot be used is counted and said."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

import msgspec

from counterpitch.errors import UnreadableInput, UsageError
from counterpitch.evaluation.case import LABELS, Case, word
from counterpitch.intake import jsonl
from counterpitch.intake.notices import Notices
from counterpitch.intake.origin import Origin
from counterpitch.model.conversation import Conversation

ENDINGS: Final = (".jsonl", ".jsonl.gz")
EVIDENCE: Final = "-evidence"


class Corpus(msgspec.Struct, frozen=True):
    """Labelled conversations in the order of reading, and the files they came from."""

    cases: tuple[Case, ...]
    files: tuple[Path, ...]


def read_corpus(paths: Sequence[Path], notices: Notices) -> Corpus:
    """Return the labelled conversations of ``paths``, each id once.

    A row without a label, or with an unknown one, and a second conversation of an id are
    left out with a notice.
    """
    files = corpus_files(paths)
    found: dict[str, Case] = {}
    for path in files:
        for conversation in conversations(path, notices):
            case = _case(conversation, path, notices)
            if case is None:
                continue
            if case.id in found:
                notices.add(
                    "duplicate-id", "An id that was read before; its row is left out.", str(path)
                )
                continue
            found[case.id] = case
    return Corpus(tuple(found.values()), files)


def in_languages(corpus: Corpus, languages: Sequence[str]) -> Corpus:
    """Return the conversations labelled with one of ``languages``; all of them where none is named.

    Raises ``UsageError`` for a language that no conversation has.
    """
    present = sorted({case.conversation.language or "unknown" for case in corpus.cases})
    for unknown in (name for name in languages if name not in present):
        raise UsageError(
            f"no labelled conversation is in the language '{unknown}'.",
            hint=f"Languages there: {', '.join(present)}.",
        )
    kept = (c for c in corpus.cases if (c.conversation.language or "unknown") in languages)
    return Corpus(tuple(kept), corpus.files) if languages else corpus


def corpus_files(paths: Sequence[Path]) -> tuple[Path, ...]:
    """Return the conversation files that ``paths`` name, without files of evidence."""
    found: dict[Path, None] = {}
    for path in paths:
        inside = sorted(path.rglob("*")) if path.is_dir() else [path]
        for each in inside:
            if path.is_dir() and not (each.name.endswith(ENDINGS) and each.is_file()):
                continue
            if not stem(each).endswith(EVIDENCE):
                found.setdefault(each)
    return tuple(found)


def stem(path: Path) -> str:
    """Return a file's name without its ending (``.jsonl`` or ``.jsonl.gz``)."""
    for ending in reversed(ENDINGS):
        if path.name.endswith(ending):
            return path.name.removesuffix(ending)
    return path.stem


def conversations(path: Path, notices: Notices) -> Iterator[Conversation]:
    """Yield the conversations of a file; a file that cannot be read becomes a notice."""
    try:
        yield from jsonl.read(Origin.of_file(path), notices)
    except UnreadableInput as error:
        notices.add("unreadable", error.message, str(path))
    except OSError as error:
        notices.add("unreadable", f"It cannot be read ({error.strerror}).", str(path))


def _case(conversation: Conversation, path: Path, notices: Notices) -> Case | None:
    label = conversation.extra.get("label")
    if label not in LABELS:
        said = "has no label" if label is None else "has an unknown label"
        notices.add(
            "unlabelled",
            f"A row {said} and is left out (known: {', '.join(LABELS)}).",
            str(path), row=_row(conversation),
        )  # fmt: skip
        return None
    extra = conversation.extra
    return Case(
        conversation, label, stem(path),
        word(extra.get("subtype")), word(extra.get("stage")), word(extra.get("pair")),
    )  # fmt: skip


def _row(conversation: Conversation) -> int | None:
    places = (m.locator for m in conversation.messages if m.locator is not None)
    return next((place.row for place in places), None)
