"""What is on its way in: the conversations of an original, each with its verdict and marks."""

import itertools
from collections.abc import Callable, Iterator
from typing import Any, Final

import msgspec
import sqlalchemy as sa

from counterpitch.cases import evidence
from counterpitch.cases.keeping import Item, prepared
from counterpitch.cases.marks import Marks
from counterpitch.cases.reassessing import How
from counterpitch.cases.store import Store
from counterpitch.cases.tables import evidence as originals
from counterpitch.cases.verdicts import (
    Document,
    InOrder,
    beside,
    documents,
    is_verdicts,
    read_verdicts,
    verdict_of,
    without_verdict,
)
from counterpitch.intake.gather import gather
from counterpitch.intake.notices import Notices
from counterpitch.intake.origin import Origin
from counterpitch.model.conversation import Conversation
from counterpitch.pipeline.assessed import Assessed, assessor

BATCH_BYTES: Final = 32 * 1024 * 1024


def _origin(store: Store, sha256: str, name: str) -> Origin:
    with store.read() as connection:
        size = connection.execute(
            sa.select(originals.c.size).where(originals.c.sha256 == sha256)
        ).scalar_one()
    return Origin(name, lambda: evidence.stream(store, sha256), size)


def items(
    store: Store, row: sa.Row[Any], notices: Notices, marks: Marks, how: How
) -> Iterator[Item]:
    """Yield every conversation in the original of a receipt, with its verdict, ready to write."""
    origin = _origin(store, row.sha256, row.name)
    if is_verdicts(origin):
        for each in read_verdicts(origin, notices):
            words = each.conversation
            yield prepared(words, each.verdict, marks.of(words), imported=True)
        return
    find: Callable[[Conversation], Document | None] = beside
    if row.verdicts_sha256:
        file = _origin(store, row.verdicts_sha256, "verdicts")
        beneath = InOrder(documents(file, notices))
        find = lambda conversation: beneath.of(conversation.id)  # noqa: E731
    for each, imported in _assessed(origin, notices, how, row.channel, find):
        words = each.conversation
        yield prepared(words, each.verdict, marks.of(words), imported=imported)


def _assessed(
    origin: Origin,
    notices: Notices,
    how: How,
    channel: str,
    find: Callable[[Conversation], Document | None],
) -> Iterator[tuple[Assessed, bool]]:
    """Yield each conversation with its verdict, and whether the verdict came along.

    Several processes are used only where no verdict came with the first conversation.
    """
    found = (_as_told(each, channel) for each in gather([origin], notices))
    first = next(found, None)
    if first is None:
        return
    known = find(first)
    rest = itertools.chain([first], found)
    if how.jobs > 1 and known is None:
        from counterpitch.pipeline.parallel import assessed_by

        for each in assessed_by(how.jobs, rest, how.rules, quick=how.quick):
            yield each, False
        return
    for number, conversation in enumerate(rest):
        document = known if number == 0 else find(conversation)
        if document is not None:
            verdict = verdict_of(document, len(conversation.messages))
            yield Assessed(without_verdict(conversation), verdict), True
        else:
            ready = assessor(how.rules, quick=how.quick)
            yield Assessed(conversation, ready.assess(conversation)), False


def _as_told(conversation: Conversation, channel: str) -> Conversation:
    """Return a pasted text with the channel that the reporter named."""
    if not channel or conversation.channel != "text":
        return conversation
    return msgspec.structs.replace(conversation, channel=channel)


def batches(items: Iterator[Item], size: int) -> Iterator[list[Item]]:
    """Yield the items in batches, bounded in number and in bytes."""
    batch: list[Item] = []
    held = 0
    for item in items:
        batch.append(item)
        held += len(item.words) + len(item.found)
        if len(batch) == size or held > BATCH_BYTES:
            yield batch
            batch, held = [], 0
    if batch:
        yield batch
