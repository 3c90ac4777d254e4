"""Which originals hold a person: looked through when asked, since no index knows what they say.

What an approach keeps is not all that its original says: the recipient of a mail stands in the
original alone, and so does everybody in a file of a case. So who exports or erases a person has
every original read through: the text of each file (of each member of a ZIP), the senders and
recipients of mails, and what the readers make of it. What is no text (a picture, a PDF) is not
read.
"""

import io
import re
from collections.abc import Iterator
from functools import partial
from typing import Any, BinaryIO, Final, cast

import msgspec
import sqlalchemy as sa

from counterpitch.cases import evidence, index
from counterpitch.cases.naming import named
from counterpitch.cases.store import Store
from counterpitch.cases.subjects import folded_name, is_about
from counterpitch.cases.tables import approach, case_attachment, receipt, receipt_approach
from counterpitch.cases.tables import evidence as originals
from counterpitch.cases.text import folded
from counterpitch.cases.verdicts import is_verdicts, read_verdicts
from counterpitch.intake.archive import holds_files, members
from counterpitch.intake.encoding import utf8
from counterpitch.intake.gather import gather
from counterpitch.intake.mail.encoded import header_text
from counterpitch.intake.notices import Notices
from counterpitch.intake.origin import Origin
from counterpitch.model.conversation import Conversation

_WINDOW: Final = 1024 * 1024
_OVERLAP: Final = 8 * 1024
"""Characters read twice, so that no name and no header is cut in two."""
_ADDRESSED: Final = re.compile(
    r"^(?:from|to|cc|bcc|sender|reply-to|delivered-to|x-original-to|return-path)[ \t]*:"
    r"([^\n]*(?:\n[ \t][^\n]*){0,200})",
    re.IGNORECASE | re.MULTILINE,
)


class Held(msgspec.Struct, frozen=True):
    """Originals (SHA-256) in which a person stands.

    In ``about`` they are sender or recipient, contact or owner, or are still named though an
    approach that it brought was erased; in ``naming`` they only occur in the words.
    """

    about: tuple[str, ...] = ()
    naming: tuple[str, ...] = ()


def originals_with(store: Store, person: str) -> Held:
    """Return the originals that hold ``person`` (a name or address), reading all of them.

    Raises ``UsageError`` where it is too short to tell people apart.
    """
    wanted = folded_name(person)
    about: list[str] = []
    naming: list[str] = []
    with store.read() as connection:
        kept, erased = _kept(connection), _of_erased(connection)
    for sha256, name, size in kept:
        origin = Origin(name, partial(evidence.stream, store, sha256), size)
        how = _how(origin, person, wanted)
        if how == "about" or (how and sha256 in erased):
            about.append(sha256)
        elif how:
            naming.append(sha256)
    return Held(tuple(about), tuple(naming))


def _kept(connection: sa.Connection) -> list[tuple[str, str, int]]:
    """Return every original whose bytes are there, with a name it came under."""
    names: dict[str, str] = {}
    for table in (case_attachment, receipt):
        rows = connection.execute(sa.select(table.c.sha256, table.c.name))
        names.update((row.sha256, row.name) for row in rows)
    chosen = sa.select(originals.c.sha256, originals.c.size).where(originals.c.erased_at.is_(None))
    return [(row.sha256, names.get(row.sha256, ""), row.size) for row in connection.execute(chosen)]


def _of_erased(connection: sa.Connection) -> set[str]:
    """Return the originals that brought an approach that was erased since."""
    chosen = (
        sa.select(receipt.c.sha256, receipt.c.verdicts_sha256)
        .join(receipt_approach, receipt_approach.c.receipt_id == receipt.c.id)
        .join(approach, approach.c.id == receipt_approach.c.approach_id)
        .where(approach.c.erased_at.is_not(None))
        .distinct()
    )
    return {each for row in connection.execute(chosen) for each in row if each}


def _how(origin: Origin, person: str, wanted: str) -> str:
    """Return how an original holds a person: ``about``, ``naming``, or not at all (empty)."""
    found = ""
    for text in _texts(origin):
        if _is_addressed(text, person):
            return "about"
        if not found and _names(text, person):
            found = "naming"
    for words in _conversations(origin):
        if is_about(words, wanted):
            return "about"
        if not found and _names(index.searched(words), person):
            found = "naming"
    return found


def _names(text: str, person: str) -> bool:
    # The quick look first: nearly no text has it.
    return folded(person.strip()) in folded(text) and named(text, person)


def _is_addressed(text: str, person: str) -> bool:
    fields = (header_text(each.encode("utf-8", "replace")) for each in _ADDRESSED.findall(text))
    return any(named(each, person) for each in fields)


def _conversations(origin: Origin) -> Iterator[Conversation]:
    if origin.size and is_verdicts(origin):
        yield from (each.conversation for each in read_verdicts(origin, Notices()))
    else:
        yield from gather([origin], Notices())


def _texts(origin: Origin) -> Iterator[str]:
    for file in members(origin, Notices()) if holds_files(origin) else (origin,):
        with utf8(file.open(), file.head) as stream:
            yield from windows(stream)


def windows(stream: BinaryIO) -> Iterator[str]:
    """Yield UTF-8 text in overlapping pieces that begin and end beside a word."""
    text, held = io.TextIOWrapper(cast("Any", stream), "utf-8", "replace"), ""
    while part := text.read(_WINDOW):
        held += part
        end = max(held.rfind("\n"), held.rfind(" ")) + 1
        if len(held) - end > _OVERLAP:
            end = len(held)
        yield held[:end]
        begin = max(0, end - _OVERLAP)
        line = held.find("\n", begin, end) + 1 or held.find(" ", begin, end) + 1
        held = held[line or begin :]
    yield held
