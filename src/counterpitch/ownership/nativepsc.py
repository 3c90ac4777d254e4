"""What the compiled reader of PSC lines found, as records and as nodes in Arrow."""

from collections import deque
from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import msgspec
import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from counterpitch._native.ownership import kernel
from counterpitch.ownership import arrow
from counterpitch.ownership.names import Names
from counterpitch.ownership.records import NO_DAY, Columns, dates, known_from
from counterpitch.ownership.schemas import NODE_SCHEMA
from counterpitch.ownership.terms import Term, Terms
from counterpitch.ownership.texts import Texts, text_array
from counterpitch.ownership.vocabulary import vocabulary

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer as Buffer

SOURCE: Final = "uk-psc"
KINDS: Final = ("person", "company", "state", "unknown")
TEXTS: Final = (
    "name", "jurisdiction", "address", "number", "category", "born", "reason", "verified",
)  # fmt: skip
NODE: Final = np.dtype(
    [("text", np.int64), ("number", np.int32), ("claim", np.int32), ("day", np.int32),
     ("size", np.uint16, (len(TEXTS),)), ("kind", np.uint8)],
    align=True,
)  # fmt: skip
"""As ``Described`` in ``_native/ownership/psc.h``."""


class Drafted(NamedTuple):
    """What some lines say, each by itself, before anything of it is kept."""

    drafts: Any
    lines: int
    taken: int
    """How many of the lines were read."""

    left: bytes
    rows: npt.NDArray[np.int64]
    """The lines that were not, and their numbers among the lines, from 1."""


class Lines:
    """Gathers plain lines; what it cannot read for certain it hands back.

    Only where the kernel is built.
    """

    def __init__(self, names: Names) -> None:
        self._words = tuple(word.encode() for word in vocabulary("united_kingdom"))
        self._native: Any = kernel.Psc(names.native)  # type: ignore[union-attr]
        self._idle: deque[Any] = deque()
        self._kept = self._interests = 0

    def read(self, block: "Buffer") -> Drafted:
        """Read whole lines. Several threads may do so at once."""
        try:
            drafts = self._idle.pop()
        except IndexError:
            drafts = kernel.Drafts(self._words)  # type: ignore[union-attr]
        lines, count, left, rows = drafts.read(block)
        return Drafted(drafts, lines, count, bytes(left), np.frombuffer(rows, np.int64))

    def keep(self, drafted: Drafted) -> None:
        """Keep what was read, once."""
        self._interests += self._native.keep(drafted.drafts)
        self._kept += drafted.taken
        self._idle.append(drafted.drafts)

    def take(self, snapshot: date) -> "Found":
        """Return what was gathered, once."""
        codes = self.codes()
        claims, ends, refs, nodes, text = self._native.take()
        claim = np.frombuffer(claims, np.int32).reshape(-1, 5)
        offsets = np.concatenate([[0], np.frombuffer(ends, np.int64)])
        return Found(claim, Texts(offsets, refs), np.frombuffer(nodes, NODE), text, codes, snapshot)

    def counts(self) -> tuple[int, int]:
        """Return how many interests, and rows about nodes, were read so far."""
        return self._interests, self._kept

    def codes(self) -> list[list[str]]:
        """Return the different lists of codes that were read so far."""
        offsets, data = self._native.codes()
        texts = Texts(np.frombuffer(offsets, np.int64), data)
        return [_listed(raw) for raw in texts.of(np.arange(len(texts))).to_pylist()]


def _listed(raw: str) -> list[str]:
    return msgspec.json.decode(f"[{raw}]", type=list[str]) or [""]


class Found:
    """Claims (owner, owned, since, until, codes) and the nodes of their owners."""

    def __init__(
        self, claims: npt.NDArray[np.int32], refs: Texts, nodes: npt.NDArray[Any], text: Any,
        codes: list[list[str]], snapshot: date,
    ) -> None:  # fmt: skip
        self.claims, self.refs, self.nodes, self.text = claims, refs, nodes, text
        self.codes = codes
        self.snapshot = snapshot

    def columns(self, terms: Terms, term: Callable[[str], Term]) -> Columns:
        """Return the claims as records, once; ``term`` says what a code means."""
        sets = np.array([terms.number(map(term, each)) for each in self.codes], np.int32)
        owner, owned, since, until, codes = (np.ascontiguousarray(c) for c in self.claims.T)
        self.claims = self.claims[:0]  # a tenth of the memory of a load
        never = np.full(len(owner), NO_DAY, np.int32)
        return Columns(
            owner, owned, sets[codes], since, until, known_from(since, self.snapshot), never,
            np.arange(len(owner), dtype=np.int32),
        )  # fmt: skip

    def unnamed(self) -> npt.NDArray[np.bool_]:
        """Tell which nodes have no name."""
        found: npt.NDArray[np.bool_] = self.nodes["size"][:, 0] == 0
        return found

    def table(self, rows: npt.NDArray[Any], ids: Texts) -> pa.Table:
        """Return some nodes as a table with the fields of `Node`."""
        nodes = self.nodes[rows]
        at = np.ascontiguousarray(rows, np.int64)
        found = kernel.node_texts(self.nodes, self.text, at)  # type: ignore[union-attr]
        said = {
            name: text_array(len(at), column) for name, column in zip(TEXTS, found, strict=True)
        }
        none = pa.nulls(len(rows), pa.date32())
        empty = _lists(_same("", rows))
        kind = arrow.texts(KINDS).take(arrow.numbers(nodes["kind"]))
        columns = {
            **said, "id": ids.of(nodes["number"]), "kind": kind, "status": _same("", rows),
            "incorporated": none, "dissolved": none, "addresses": _lists(said["address"]),
            "numbers": _lists(said["number"]), "former_names": empty, "sic": empty,
            "source": _same(SOURCE, rows), "source_ref": self.refs.of(nodes["claim"]),
            "known_from": dates(known_from(nodes["day"], self.snapshot)), "known_until": none,
        }  # fmt: skip
        return pa.table([columns[name] for name in NODE_SCHEMA.names], schema=NODE_SCHEMA)


def _same(text: str, rows: npt.NDArray[Any]) -> pa.Array:
    return pa.repeat(arrow.one_text(text), len(rows))


def _lists(texts: pa.Array) -> pa.ListArray:
    """Return lists of one text, or of none where it is empty."""
    full = pc.not_equal(texts, arrow.one_text(""))
    offsets = np.concatenate([[0], np.cumsum(arrow.flags_of(full))]).astype(np.int32)
    return pa.ListArray.from_arrays(arrow.numbers(offsets), texts.filter(full))
