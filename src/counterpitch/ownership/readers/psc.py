"""Companies House: the snapshot of persons with significant control, JSON Lines in a ZIP.

The file has some fifteen million lines. The compiled reader takes those that are as usual; all
others, and all where it is not built, are put in order by `psclines`, so that nothing is lost
because of one odd field, and read by DuckDB, whose SQL says what a line means. What each code
means is read by `codes`, once per code.
"""

from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import cycle
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final

import msgspec
import numpy as np
import numpy.typing as npt

from counterpitch.intake.origin import Origin
from counterpitch.ownership.nativepsc import Drafted
from counterpitch.ownership.readers.codes import UNREADABLE, Nature, nature
from counterpitch.ownership.readers.context import Context
from counterpitch.ownership.readers.jsonrecords import records
from counterpitch.ownership.readers.psclines import plain, put_in_order
from counterpitch.ownership.readers.pscsql import INTERESTS, LINE_LIMIT, NODES, flat
from counterpitch.ownership.staging import Staging
from counterpitch.ownership.terms import Term

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer as Buffer

NAME: Final = "uk-psc"
BLOCK: Final = 2 * 1024 * 1024
READERS: Final = 2
AHEAD: Final = 4
"""Blocks that are read and not yet kept."""

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
    """Stage the nodes and interests of one snapshot file.

    This thread keeps what others unpack and read: each is a part of the work.
    """
    reader = _Snapshot(context, staging)
    with ThreadPoolExecutor(READERS) as readers:
        waiting: deque[Future[Drafted]] = deque()
        for block in reader.blocks():
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


def _pieces(stream: BinaryIO) -> Iterator[tuple[bytearray, int]]:
    """Yield pieces of a stream, each behind room for a line, and its size.

    The next one is unpacked meanwhile. The same few pieces of memory are used again and
    again: fresh ones cost more than what is read.
    """
    buffers = cycle([bytearray(LINE_LIMIT + BLOCK) for _ in range(AHEAD + 2)])
    with ThreadPoolExecutor(1) as unpacker:
        following = unpacker.submit(_filled, stream, buffer := next(buffers))
        while size := following.result():
            ready = buffer
            following = unpacker.submit(_filled, stream, buffer := next(buffers))
            yield ready, size


def _filled(stream: BinaryIO, buffer: bytearray) -> int:
    """Fill ``buffer`` behind the room for a line; return how much of it, less only at the end."""
    view, whole = memoryview(buffer)[LINE_LIMIT:], 0
    while whole < len(view) and (size := stream.readinto(view[whole:])):  # type: ignore[attr-defined]
        whole += size
    return whole


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

    def blocks(self) -> Iterator["Buffer"]:
        """Yield the file in pieces of whole lines, each good until ``AHEAD`` more were yielded."""
        head = self.context.origin.head.lstrip(b"\xef\xbb\xbf \t\r\n")
        return self._from_array() if head.startswith(b"[") else self._from_lines()

    def _from_lines(self) -> Iterator["Buffer"]:
        rest = b""
        with self.context.origin.open() as stream:
            for buffer, size in _pieces(stream):
                begin, end = LINE_LIMIT - len(rest), LINE_LIMIT + size
                view = memoryview(buffer)
                view[begin:LINE_LIMIT] = rest
                cut = buffer.rfind(b"\n", LINE_LIMIT, end) + 1
                if cut:
                    yield view[begin:cut]
                rest = bytes(view[cut or begin : end])
                if len(rest) > LINE_LIMIT:
                    self.context.lost("A line of more than 4 MB was left out; the file is damaged.")
                    rest = b'"'
            if rest.strip():
                yield rest

    def _from_array(self) -> Iterator["Buffer"]:
        held: list[bytes] = []
        for _, record in records(self.context):
            held.append(msgspec.json.encode(plain(record)))
            self.context.lines -= 1
            if len(held) >= 50_000:
                yield b"\n".join(held)
                held = []
        if held:
            yield b"\n".join(held)

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
                self._nature(code)

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
