"""Companies House: the snapshot of persons with significant control, JSON Lines in a ZIP.

The file has some fifteen million lines. The compiled reader takes those that are as usual; all
others, and all where it is not built, are put in order by `psclines`, so that nothing is lost
because of one odd field, and read by DuckDB, whose SQL says what a line means. What each code
means is read by `codes`, once per code.
"""

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Final

import msgspec
import numpy as np
import numpy.typing as npt

from counterpitch.intake.origin import Origin
from counterpitch.ownership.readers.codes import UNREADABLE, Nature, nature
from counterpitch.ownership.readers.context import Context
from counterpitch.ownership.readers.jsonrecords import records
from counterpitch.ownership.readers.psclines import plain, put_in_order
from counterpitch.ownership.readers.pscsql import INTERESTS, LINE_LIMIT, NODES, flat
from counterpitch.ownership.staging import Staging
from counterpitch.ownership.terms import Term

NAME: Final = "uk-psc"
BLOCK: Final = 16 * 1024 * 1024
LEFT: Final = 96 * 1024 * 1024
"""Bytes of lines that are read by DuckDB at once."""

MOST_CODES: Final = 10_000
"""Different codes that are read for what they mean; more are no codes."""


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
    """Stage the nodes and interests of one snapshot file."""
    reader = _Snapshot(context, staging)
    with ThreadPoolExecutor(1) as worker:
        waiting: Future[None] | None = None
        for block in reader.blocks():
            if waiting is not None:
                waiting.result()
            waiting = worker.submit(reader.take, block)
        if waiting is not None:
            waiting.result()
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
        self.codes: dict[str, Nature] = {}
        self.row = 0
        self.lists = len(staging.plain.codes()) if staging.plain else 0
        self.left: list[bytes] = []
        self.left_rows: list[npt.NDArray[np.int64]] = []
        self.connection.execute(
            "CREATE OR REPLACE TABLE natures (code VARCHAR PRIMARY KEY, basis VARCHAR,"
            " capacity VARCHAR, lo DOUBLE, lo_open BOOLEAN, hi DOUBLE, hi_open BOOLEAN)"
        )

    def blocks(self) -> Iterator[bytes]:
        """Yield the file in pieces of whole lines."""
        head = self.context.origin.head.lstrip(b"\xef\xbb\xbf \t\r\n")
        return self._from_array() if head.startswith(b"[") else self._from_lines()

    def _from_lines(self) -> Iterator[bytes]:
        with self.context.origin.open() as stream:
            rest = b""
            while piece := stream.read(BLOCK):
                cut = piece.rfind(b"\n") + 1
                if cut:
                    yield rest + piece[:cut]
                    rest = piece[cut:]
                else:
                    rest += piece
                if len(rest) > LINE_LIMIT:
                    self.context.lost("A line of more than 4 MB was left out; the file is damaged.")
                    rest = b'"'
            if rest.strip():
                yield rest

    def _from_array(self) -> Iterator[bytes]:
        held: list[bytes] = []
        for _, record in records(self.context):
            held.append(msgspec.json.encode(plain(record)))
            self.context.lines -= 1
            if len(held) >= 50_000:
                yield b"\n".join(held)
                held = []
        if held:
            yield b"\n".join(held)

    def take(self, block: bytes) -> None:
        """Take one block: what the compiled reader leaves waits until it is worth a query."""
        lines, left, rows = self._plain_taken(block)
        if len(left):
            self.left.append(left if left.endswith(b"\n") else left + b"\n")
            self.left_rows.append(rows + self.row)
        self.row += lines
        if sum(map(len, self.left)) > LEFT:
            self._stage_left()

    def finish(self) -> None:
        """Stage what still waits, and tell about the codes that were met."""
        if self.left:
            self._stage_left()
        if self.staging.plain is not None:
            lists = self.staging.plain.codes()[self.lists :]
            for code in sorted({code for each in lists for code in each}):
                self._nature(code)

    def _plain_taken(self, block: bytes) -> tuple[int, bytes, npt.NDArray[np.int64]]:
        if self.staging.plain is None:
            lines = block.count(b"\n") + (not block.endswith(b"\n"))
            return lines, block, np.arange(1, lines + 1)
        lines, kept, left, rows = self.staging.plain.feed(block)
        self.context.lines += kept
        return lines, left, rows

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
        self._learn_codes()
        for kind, query in (("interests", INTERESTS), ("nodes", NODES)):
            path = str(self.staging.part(kind)).replace("'", "''")
            self.connection.execute(
                f"COPY ({query}) TO '{path}' (FORMAT parquet, COMPRESSION snappy)",
                {"snapshot": self.context.snapshot},
            )
        self._tell()

    def _learn_codes(self) -> None:
        rows = self.connection.execute("SELECT DISTINCT unnest(codes) AS code FROM flat").fetchall()
        for (code,) in rows:
            if not code or code in self.codes or len(self.codes) > MOST_CODES:
                continue
            found = self._nature(code)
            self.connection.execute(
                "INSERT INTO natures VALUES (?, ?, ?, ?, ?, ?, ?)",
                [code, found.basis, found.capacity, *found.band],
            )

    def _nature(self, code: str) -> Nature:
        """Return what a code says, and tell once in a file if nobody knows it."""
        if not code or (code not in self.codes and len(self.codes) > MOST_CODES):
            return UNREADABLE
        if code not in self.codes:
            self.codes[code] = nature(code)
            if not self.codes[code].known:
                self.context.warn(
                    "unknown-code",
                    f"“{code[:80]}” is no known nature of control; read as 0 to 100 %.",
                )
        return self.codes[code]

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
