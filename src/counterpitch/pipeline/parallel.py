"""Assessment over several processes, in order and with bounded memory."""

import multiprocessing
import multiprocessing.pool
from collections import deque
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Final

import msgspec

from counterpitch.model.conversation import Conversation
from counterpitch.model.verdict import Verdict
from counterpitch.pipeline.assessed import Assessed, assessor

CHUNK: Final = 32
"""Conversations sent to a worker at once."""

_CONVERSATIONS: Final = msgspec.msgpack.Decoder(list[Conversation])
_VERDICTS: Final = msgspec.msgpack.Decoder(list[Verdict])
_ENCODE: Final = msgspec.msgpack.Encoder().encode


def assessed_by(
    jobs: int, conversations: Iterable[Conversation], rules: Path | None, *, quick: bool = False
) -> Iterator[Assessed]:
    """Yield every conversation with its verdict, in order, using ``jobs`` processes.

    At most a few chunks a worker are under way, so that a fast reader cannot fill the
    memory. The verdicts are the same, to the last bit, as with one process.
    """
    waiting: deque[tuple[list[Conversation], multiprocessing.pool.AsyncResult[bytes]]] = deque()
    source = iter(conversations)
    with multiprocessing.get_context("spawn").Pool(jobs) as pool:
        while True:
            chunk = list(islice(source, CHUNK))
            if chunk:
                waiting.append((chunk, pool.apply_async(_work, (_ENCODE(chunk), rules, quick))))
            if not waiting:
                return
            if not chunk or len(waiting) > 3 * jobs:
                done, result = waiting.popleft()
                verdicts = _VERDICTS.decode(result.get())
                yield from map(Assessed, done, verdicts)


def _work(encoded: bytes, rules: Path | None, quick: bool) -> bytes:
    ready = assessor(rules, quick=quick)
    return _ENCODE([ready.assess(each) for each in _CONVERSATIONS.decode(encoded)])
