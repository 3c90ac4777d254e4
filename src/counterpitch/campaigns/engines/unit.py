"""A unit: what one process makes of one piece of input, as files."""

from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import msgspec

from counterpitch.campaigns.keys import Key, Place
from counterpitch.campaigns.keys import schema as key_schema
from counterpitch.campaigns.keys import table as key_table
from counterpitch.campaigns.reuse.kernel import SIGNATURE, chosen, kernel
from counterpitch.campaigns.reuse.letters import letters
from counterpitch.campaigns.reuse.signing import LEAST
from counterpitch.campaigns.source import columns
from counterpitch.campaigns.source.known import Known, Marks, marks, without
from counterpitch.campaigns.source.known import write as write_marks
from counterpitch.campaigns.source.pieces import Piece, batches
from counterpitch.campaigns.source.rows import Rows, approach_schema, message_schema
from counterpitch.intake.notices import Notices
from counterpitch.model.conversation import Conversation
from counterpitch.model.source import Notice

if TYPE_CHECKING:
    import pyarrow as pa

    from counterpitch.campaigns.personas.persona import Persona

PARTITIONS: Final = 16
"""Files that the passages of a unit are divided into, by the lowest bits of a passage."""
ROWS_AT_ONCE: Final = 8192
EVIDENCE: Final = ("text", "identifiers", "personas")
"""Families of evidence that are read out of conversations."""
TEXT_ONLY: Final = frozenset({"text"})


class Done(msgspec.Struct, frozen=True):
    """What a unit holds: approaches, messages, and what could not be read; ``known`` counts
    approaches that were left out, since an earlier run has them word for word."""

    approaches: int
    messages: int
    notices: tuple[Notice, ...] = ()
    noted: int = 0
    known: int = 0


def write_unit(
    piece: Piece, folder: Path, unit: int, evidence: frozenset[str], known: Sequence[str] = ()
) -> Done:
    """Read ``piece`` and write the files of unit ``unit`` into ``folder``.

    ``evidence`` names the families to look for: of ``EVIDENCE``; ``known`` the files with the marks
    of what was read before, which is left out.
    """
    notices = Notices()
    if piece.kind == "parquet":
        found = _of_parquet(piece, evidence)
    else:
        from counterpitch.campaigns.source import objects

        found = _of_conversations(objects.of_lines(piece, notices))
    writer = _Writer(folder, unit, evidence, Known(known))
    for rows, conversations in found:
        writer.add(rows, conversations)
    writer.close()
    kept = tuple(notices.kept)
    return Done(writer.approaches, writer.messages, kept, notices.total(), writer.known)


def _of_parquet(
    piece: Piece, evidence: frozenset[str]
) -> "Iterator[tuple[Rows, Sequence[Conversation]]]":
    if evidence == TEXT_ONLY:
        for batch in batches(piece, ROWS_AT_ONCE, False):
            yield columns.rows(batch), ()
        return
    from counterpitch.campaigns.source import objects

    for batch in batches(piece, ROWS_AT_ONCE, True):
        rows = columns.rows(batch)
        if "personas" in evidence:
            yield rows, objects.of_batch(batch)
        else:
            yield rows, objects.of_batch(batch.filter(columns.speaking(batch)))


def _of_conversations(
    found: Iterator[Conversation],
) -> "Iterator[tuple[Rows, Sequence[Conversation]]]":
    from counterpitch.campaigns.source import objects

    while several := list(islice(found, ROWS_AT_ONCE // 4)):
        yield objects.rows(several), several


class _Writer:
    """Writes a unit's tables as they grow; passages are kept until the end and then divided."""

    def __init__(self, folder: Path, unit: int, evidence: frozenset[str], known: Known) -> None:
        self._folder, self._unit, self._evidence = folder, unit, evidence
        self._known, self._marks = known, list[Marks]()
        self._personas: list[Persona] = []
        self._nodes: list[Any] = []
        self._open: dict[str, Any] = {}
        self._texts: list[pa.Table] = []
        self.approaches = 0
        self.messages = 0
        self.known = 0

    def add(self, rows: Rows, conversations: Sequence[Conversation]) -> None:
        """Add what of ``rows`` is not known yet."""
        these = marks(rows, conversations)
        fresh = self._known.fresh(these)
        if fresh is not None:
            self.known += len(fresh) - int(fresh.sum())
            rows, conversations = without(rows, conversations, fresh)
            these = Marks(these.nodes[fresh], these.marks[fresh])
        if rows.approaches.num_rows:
            self._marks.append(these)
            self._add(rows, conversations)

    def _add(self, rows: Rows, conversations: Sequence[Conversation]) -> None:
        import pyarrow.compute as pc

        self.approaches += rows.approaches.num_rows
        self.messages += rows.messages.num_rows
        self._arrow("approaches", rows.approaches.cast(approach_schema()))
        self._arrow("messages", rows.messages.cast(message_schema()))
        self._nodes.append(rows.messages["node"].to_numpy())
        signed = kernel(rows.messages)
        self._parquet("uses", signed.select(["node", "message", "text", "units"]))
        # What is too short to be compared is no text of its own, but a key.
        self._texts.append(chosen(signed, pc.greater_equal(signed["units"], LEAST)))
        short = signed.filter(pc.less(signed["units"], LEAST))
        for each in (_short_keys(short, rows), self._identifiers(conversations)):
            if each is not None and each.num_rows:
                self._parquet("identifiers", each.cast(key_schema()))

    def _identifiers(self, conversations: Sequence[Conversation]) -> "pa.Table | None":
        if not conversations:
            return None
        from counterpitch.campaigns.identifiers.approach import keys_of
        from counterpitch.campaigns.personas.persona import personas

        found = [each for one in conversations for each in keys_of(one)]
        if "personas" in self._evidence:
            named = [each for each in conversations if each.contact.name]
            self._personas += personas(named, found)
        return key_table(found if "identifiers" in self._evidence else [])

    def close(self) -> None:
        import numpy as np
        import pyarrow as pa

        whole = pa.concat_tables(self._texts).combine_chunks() if self._texts else None
        if whole is not None and whole.num_rows:
            _, first = np.unique(whole["text"].to_numpy(), return_index=True)
            if len(first) < whole.num_rows:
                whole = whole.take(pa.array(np.sort(first)))
            texts = whole.select(["text", "units", *SIGNATURE])
            texts = texts.append_column("unit", pa.array(np.full(len(texts), self._unit, np.int32)))
            self._arrow("texts", texts)
            self._divide(whole)
        for writer in self._open.values():
            writer.close()
        write_index(self._folder / f"messages.{self._unit:06}.npy", self._nodes)
        write_marks(self._folder / f"marks.{self._unit:06}.npy", self._marks)
        if self._personas:
            path = self._folder / f"personas.{self._unit:06}.msgpack"
            path.write_bytes(msgspec.msgpack.encode(self._personas))

    def _divide(self, whole: "pa.Table") -> None:
        import numpy as np
        import pyarrow as pa

        lists = whole["passages"].combine_chunks()
        keys = lists.flatten().to_numpy()
        counts = np.diff(lists.offsets.to_numpy())
        owners = np.repeat(whole["text"].to_numpy(), counts)
        parts = keys & (PARTITIONS - 1)
        order = np.argsort(parts.astype(np.uint8), kind="stable")
        ends = np.searchsorted(parts[order], np.arange(PARTITIONS + 1))
        keys, owners = keys[order], owners[order]
        for part in range(PARTITIONS):
            own = slice(ends[part], ends[part + 1])
            unit = np.full(ends[part + 1] - ends[part], self._unit, np.int32)
            table = pa.table({"text": owners[own], "key": keys[own], "unit": unit})
            self._parquet(f"passages-{part:02}", table)

    def _parquet(self, name: str, table: "pa.Table") -> None:
        import pyarrow.parquet as pq

        if name not in self._open:
            path = self._folder / f"{name}.{self._unit:06}.parquet"
            wordy = name == "identifiers"
            # Numbers are random: packing them costs time and saves nothing.
            self._open[name] = pq.ParquetWriter(
                path, table.schema, compression="zstd" if wordy else "none", use_dictionary=wordy
            )
        self._open[name].write_table(table)

    def _arrow(self, name: str, table: "pa.Table") -> None:
        # Mapped and not read: of what is wide, a query then touches only the rows it wants.
        import pyarrow as pa

        if name not in self._open:
            path = self._folder / f"{name}.{self._unit:06}.arrow"
            self._open[name] = pa.ipc.new_file(str(path), table.schema)
        self._open[name].write_table(table)


def write_index(path: Path, nodes: Sequence[Any]) -> None:
    """Write where the messages of each approach are: sorted nodes, and the rows of each."""
    import numpy as np

    whole = np.concatenate([*nodes, np.zeros(0, np.int64)])
    order = np.argsort(whole, kind="stable")
    np.save(path, np.stack([whole[order], order]))


def short_keys_of(rows: Rows) -> "pa.Table":
    """Return the keys of short texts in ``rows``."""
    import pyarrow.compute as pc

    signed = kernel(rows.messages)
    return _short_keys(signed.filter(pc.less(signed["units"], LEAST)), rows)


def _short_keys(short: "pa.Table", rows: Rows) -> "pa.Table":
    """Return the keys of texts that are only compared as a whole."""
    import pyarrow.compute as pc

    if not short.num_rows:
        return key_table([])
    ids = dict(
        zip(
            rows.approaches["node"].to_pylist(),
            rows.approaches["approach"].to_pylist(),
            strict=True,
        )
    )
    contact = rows.messages.filter(pc.is_in(rows.messages["node"], short["node"]))
    places = zip(contact["node"].to_pylist(), contact["message"].to_pylist(), strict=True)
    said = dict(zip(places, contact["text"].to_pylist(), strict=True))
    keys = []
    for node, message in zip(short["node"].to_pylist(), short["message"].to_pylist(), strict=True):
        keys.append(_short_key(ids[node], message, said[node, message]))
    return key_table(keys)


def _short_key(approach: str, message: int, text: str) -> Key:
    return Key(approach, "text-same", letters(text), Place(message, 0, len(text)))
