"""Gathers conversations from whatever the user named: files, folders, ZIPs, bytes."""

from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

from counterpitch.errors import UnreadableInput
from counterpitch.intake.archive import holds_files, members
from counterpitch.intake.encoding import decode_head
from counterpitch.intake.notices import Notices
from counterpitch.intake.origin import Origin
from counterpitch.intake.passed import Passed
from counterpitch.intake.pasted.foreigntable import is_table
from counterpitch.intake.reader import Reader
from counterpitch.intake.readers import FORMATS, NAMED_ONLY, READERS, load
from counterpitch.intake.unique import Unique
from counterpitch.intake.unseen import Attached, tell_language
from counterpitch.intake.walk import Folders, walk
from counterpitch.model.conversation import Conversation

WITH_ID = frozenset(("jsonl", "parquet"))
"""Readers of interchange files, whose ids tell conversations apart."""

TEXT_ENDINGS = (".txt", ".text", ".md", ".html", ".htm")
"""Endings of files that hold what somebody typed or pasted; any other text may be code or a log."""


def gather(
    paths: Sequence[Path | Origin],
    notices: Notices,
    readers: Sequence[str | Reader] = READERS,
) -> Iterator[Conversation]:
    """Yield every conversation in ``paths``, each message once.

    Folders are read with their subfolders, ZIPs with their members. What nobody
    recognises, what fails and what came in twice is told to ``notices``; one
    file that cannot be read never keeps the others from being read. Where there may be
    several sources, conversations are held back for a while, as a source to come may hold more
    of them.
    """
    alone = len(paths) == 1 and (isinstance(paths[0], Origin) or paths[0].is_file())
    gathering = _Gathering(notices, tuple(load(readers)), alone=alone)
    folders: Folders = {}
    with closing(gathering):
        for path in paths:
            yield from _one(path, gathering, notices, folders)
        yield from gathering.rest()


def _one(
    path: Path | Origin, gathering: "_Gathering", notices: Notices, folders: Folders
) -> Iterator[Conversation]:
    found = [(path, True)] if isinstance(path, Origin) else walk(path, notices, folders)
    passed = Passed()
    for origin, named in found:
        yield from gathering.file(origin, named, passed)
    passed.tell(str(path) if isinstance(path, Path) else path.path, notices)


class _Gathering:
    """One run: the readers, and what was read so far. ``alone`` if one file is all there is."""

    def __init__(self, notices: Notices, readers: tuple[Reader, ...], *, alone: bool) -> None:
        self._notices = notices
        self._readers = readers
        self._unique = Unique(notices)
        self._alone = alone
        self._digests: dict[str, str] = {}
        self._sources = 0

    def close(self) -> None:
        """Forget what was read."""
        self._unique.close()

    def rest(self) -> Iterator[Conversation]:
        """Yield what was held back: all files were read."""
        return self._unique.rest()

    def file(self, origin: Origin, named: bool, passed: Passed) -> Iterator[Conversation]:
        """Yield the conversations of a file, or of a ZIP's members."""
        try:
            if not origin.head:
                self._empty(origin, named, passed)
                return
            if not holds_files(origin):
                yield from self._single(origin, named, passed)
            elif not self._seen(origin):
                yield from self._zip(origin)
        except OSError as error:
            self._failed("unreadable", origin, (error.strerror or "it cannot be read").lower())
        finally:
            forget_head(origin)

    def _zip(self, origin: Origin) -> Iterator[Conversation]:
        passed, said, empty = Passed(), self._notices.total(), True
        for member in members(origin, self._notices):
            empty = False
            if member.head:
                yield from self._single(member, False, passed)
            elif not member.size:
                passed.add(member, "empty")
            forget_head(member)
        passed.tell(origin.path, self._notices)
        if empty and self._notices.total() == said:
            told = f"{origin.name} is an empty ZIP: it holds no file."
            self._notices.add("empty", told, origin.path)

    def _single(self, origin: Origin, named: bool, passed: Passed) -> Iterator[Conversation]:
        reader = self._reader(origin, named)
        if reader is None:
            self._unrecognised(origin, named, passed)
        elif origin.parent or not self._seen(origin):
            yield from self._read(reader, origin)

    def _reader(self, origin: Origin, named: bool) -> Reader | None:
        for reader in self._readers:
            if reader.name in NAMED_ONLY and not named:
                continue
            try:
                if reader.identify(origin):
                    return reader
            except Exception as error:
                self._failed("reader-failed", origin, _told(error))
        return None

    def _read(self, reader: Reader, origin: Origin) -> Iterator[Conversation]:
        self._sources += 1
        source, with_id = self._sources, reader.name in WITH_ID
        alone = self._alone and not origin.parent
        attached = Attached()
        try:
            for conversation in reader.read(origin, self._notices):
                attached.add(conversation)
                tell_language(conversation, origin.path, self._notices)
                yield from self._unique.add(
                    conversation, source, origin.path, with_id=with_id, alone=alone
                )
        except UnreadableInput as error:
            self._notices.add("unreadable", error.message + _after(error.hint), origin.path)
        except Exception as error:
            self._failed("reader-failed", origin, _told(error))
        attached.tell(origin.path, self._notices)

    def _seen(self, origin: Origin) -> bool:
        """Tell whether the same bytes were read before, and say so."""
        before = self._digests.get(origin.digest)
        if before is None:
            self._digests[origin.digest] = origin.path
            return False
        self._notices.add(
            "same-file",
            f"{origin.name} holds the same bytes as {before} and was read once.",
            origin.path,
        )
        return True

    def _unrecognised(self, origin: Origin, named: bool, passed: Passed) -> None:
        if not named:
            passed.add(origin, self._why(origin))
            return
        if _is_blank(origin):
            self._notices.add("empty", f"{origin.name} holds no text, only blanks.", origin.path)
            return
        hints = (getattr(reader, "hint", None) for reader in self._readers)
        told = next((text for hint in hints if hint and (text := hint(origin))), None)
        self._notices.add(
            "unrecognised",
            told or f"{origin.name} is in no format that is read. These are: {FORMATS}.",
            origin.path,
        )

    def _why(self, origin: Origin) -> str:
        """Return why a file that nobody named is passed over: blank, plain text, or unknown."""
        if _is_blank(origin):
            return "empty"
        if is_table(origin):
            return "table"
        text = next((r for r in self._readers if r.name in NAMED_ONLY), None)
        looks = origin.name.lower().endswith(TEXT_ENDINGS)
        return "text" if looks and text is not None and text.identify(origin) else "unknown"

    def _empty(self, origin: Origin, named: bool, passed: Passed) -> None:
        if named:
            self._notices.add("empty", f"{origin.name} is empty.", origin.path)
        else:
            passed.add(origin, "empty")

    def _failed(self, kind: str, origin: Origin, why: str) -> None:
        self._notices.add(
            kind,
            f"{origin.name} could not be read to its end ({why}); what was read before is kept."
            " If the file opens elsewhere, please report this.",
            origin.path,
        )


def forget_head(origin: Origin) -> None:
    """Let go of the bytes that ``identify`` looked at: a ZIP may hold 20,000 members."""
    origin.__dict__.pop("head", None)


def _is_blank(origin: Origin) -> bool:
    """Tell whether a file holds nothing but blanks."""
    head = origin.head
    return origin.size <= len(head) and not decode_head(head).strip("\ufeff\x00 \t\r\n\f\v\xa0")


def _told(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:200]


def _after(hint: str) -> str:
    return f" {hint}" if hint else ""
