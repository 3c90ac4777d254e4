"""Companies House: the snapshot of persons with significant control, JSON Lines in a ZIP.

The file has some fifteen million lines. The compiled reader takes those that are as usual; all
others, and all where it is not built, are put in order by `psclines`, so that nothing is lost
because of one odd field, and read by DuckDB, whose SQL says what a line means. What each code
means is read by `codes`, once per code.
"""

from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt

from counterpitch.intake.origin import Origin
from counterpitch.ownership.nativepsc import Drafted
from counterpitch.ownership.readers.codes import nature
from counterpitch.ownership.readers.context import Context
from counterpitch.ownership.readers.pscblocks import AHEAD, blocks
from counterpitch.ownership.readers.psccodes import Codes
from counterpitch.ownership.readers.psclines import put_in_order
from counterpitch.ownership.readers.pscsql import INTERESTS, NODES, flat
from counterpitch.ownership.staging import Staging
from counterpitch.ownership.terms import Term

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer as Buffer

NAME: Final = "uk-psc"
READERS: Final = 2
LEFT: Final = 96 * 1024 * 1024
"""Bytes of lines that are read by DuckDB at once."""


def identify(origin: Origin) -> bool:
    """Tell whether this is a PSC snapshot, or a part of one."""
    head = origin.head[:8192]
    # A program that writes such files holds their words too, and is none of them.
    begins = head.lstrip(b"\xef\xbb\xbf \t\r\n,")[:1]
    return (
        begins in (b"{", b"[")
        and b'"company_number"' in head
        and (
            b"persons-with-significant-control" in head
            or b"person-with-significant-control" in head
            or b"beneficial-owner" in head
            or b'"exemptions"' in head
        )
    )


def read(context: Context, staging: Staging) -> None:
    """Stage the nodes and interests of one snapshot file.

    This thread keeps what others unpack and read: each is a part of the work.
    """
    reader = _Snapshot(context, staging)
    with ThreadPoolExecutor(READERS) as readers:
        waiting: deque[Future[Drafted]] = deque()
        for block in blocks(context):
            waiting.append(readers.submit(reader.drafted, block))
            if len(waiting) == AHEAD:
                reader.take(waiting.popleft().result())
        while waiting:
            reader.take(waiting.popleft().result())
    reader.finish()


def term(code: str) -> Term:
    """Return what a code says as a term of the snapshot's interests."""
    found = nature(code)
    return Term(found.basis, found.capacity, NAME, *found.band)


class _Snapshot:
    """One file on its way into the staging folder."""

    def __init__(self, context: Context, staging: Staging) -> None:
        self.context = context
        self.connection = staging.connection.cursor()
        self.staging = staging
        self.codes = Codes(context, self.connection)
        self.row = 0
        self.lists = len(staging.plain.codes()) if staging.plain else 0
        self.left: list[bytes] = []
        self.left_rows: list[npt.NDArray[np.int64]] = []

    def drafted(self, block: "Buffer") -> Drafted:
        """Return what the lines of a block say by themselves; threads of their own do this."""
        if self.staging.plain is not None:
            return self.staging.plain.read(block)
        text = bytes(block)
        lines = text.count(b"\n") + (not text.endswith(b"\n"))
        return Drafted(None, lines, 0, text, np.arange(1, lines + 1))

    def take(self, block: Drafted) -> None:
        """Keep one block: what the compiled reader leaves waits until it is worth a query."""
        if self.staging.plain is not None:
            self.staging.plain.keep(block)
        self.context.lines += block.taken
        if left := block.left:
            self.left.append(left if left.endswith(b"\n") else left + b"\n")
            self.left_rows.append(block.rows + self.row)
        self.row += block.lines
        if sum(map(len, self.left)) > LEFT:
            self._stage_left()

    def finish(self) -> None:
        """Stage what still waits, and tell about the codes that were met."""
        if self.left:
            self._stage_left()
        if self.staging.plain is not None:
            lists = self.staging.plain.codes()[self.lists :]
            for code in sorted({code for each in lists for code in each}):
                self.codes.nature(code)

    def _stage_left(self) -> None:
        block = self.staging.folder / "block.ndjson"
        with block.open("wb") as out:
            out.writelines(self.left)
        self._stage(block, np.concatenate(self.left_rows))
        block.unlink(missing_ok=True)
        self.left, self.left_rows = [], []

    def _stage(self, block: Path, rows: npt.NDArray[np.int64]) -> None:
        ordered = put_in_order(block, rows, self.context)
        self.connection.execute(
            f"CREATE OR REPLACE TEMP TABLE flat AS {flat(ordered)}",
            {"snapshot": self.context.snapshot},
        )
        [(lines,)] = self.connection.execute("SELECT count(*) FROM flat").fetchall()
        self.context.lines += lines
        met = self.connection.execute("SELECT DISTINCT unnest(codes) AS code FROM flat").fetchall()
        self.codes.learn(code for (code,) in met)
        for kind, query in (("interests", INTERESTS), ("nodes", NODES)):
            path = str(self.staging.part(kind)).replace("'", "''")
            self.connection.execute(
                f"COPY ({query}) TO '{path}' (FORMAT parquet, COMPRESSION snappy)",
                {"snapshot": self.context.snapshot},
            )
        self._tell()

    def _tell(self) -> None:
        rows = self.connection.execute(
            "SELECT problem, count(*), min(coalesce(ref, '')) FROM flat"
            " WHERE problem NOT IN ('', 'keyless') GROUP BY problem ORDER BY problem"
        ).fetchall()
        for problem, count, example in rows:
            message = f"{count:,} records: {problem} (such as {example or 'one without a link'})."
            self.context.warn("incomplete-record", message)
        [(keyless,)] = self.connection.execute(
            "SELECT count(*) FROM flat WHERE problem = 'keyless'"
        ).fetchall()
        if keyless:
            self.context.damaged += keyless
            self.context.warn(
                "without-key", f"{keyless:,} records name no company and were left out."
            )
