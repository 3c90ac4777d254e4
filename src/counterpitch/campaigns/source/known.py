"""What a state has read already: files by their SHA-256, approaches by what they say."""

import hashlib
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import msgspec

from counterpitch.campaigns.source.rows import Rows, node
from counterpitch.model.conversation import Conversation

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_APPROACHES: Final = (
    "SELECT hash(approach, coalesce(channel, ''), coalesce(language, ''), coalesce(name, ''),"
    " coalesce(headline, ''), coalesce(company, ''), coalesce(email, ''),"
    " coalesce(organisation, '')) FROM a"
)
# A sum and not an exclusive or: of two equal messages that would leave nothing.
_MESSAGES: Final = (
    "SELECT node, (sum(hash(message, contact, epoch_us(sent_at), text)::HUGEINT)"
    " % 18446744073709551616)::UBIGINT AS said FROM m GROUP BY node ORDER BY node"
)


class Marks(NamedTuple):
    """A 64-bit mark of everything that linking looks at in an approach, beside its node."""

    nodes: "NDArray[np.uint64]"
    marks: "NDArray[np.uint64]"


def digest_of(path: Path) -> str:
    """Return the SHA-256 (hex) of a file, or of the names and contents of a folder.

    Empty for what can be read only once, a pipe say.
    """
    if path.is_file():
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    if not path.is_dir():
        return ""
    whole = hashlib.sha256()
    for each in sorted(one for one in path.rglob("*") if one.is_file()):
        name = str(each.relative_to(path)).encode("utf-8", "surrogateescape")
        whole.update(name + b"\0" + digest_of(each).encode())
    return whole.hexdigest()


def marks(rows: Rows, conversations: Sequence[Conversation]) -> Marks:
    """Return the marks of ``rows.approaches``, in that order.

    ``conversations`` are those of them that may hold what rows do not: links, files, headers.
    """
    import numpy as np

    nodes = rows.approaches["node"].to_numpy().view(np.uint64)
    found = _hashed(_APPROACHES, "a", rows.approaches).column(0).to_numpy().copy()
    said = _hashed(_MESSAGES, "m", rows.messages)
    if len(said):
        # Sorted as they are signed, which is how they are told apart here as well.
        own, sums = said["node"].to_numpy(), said["said"].to_numpy()
        at = np.minimum(np.searchsorted(own, nodes.view(np.int64)), len(own) - 1)
        found += np.where(own[at] == nodes.view(np.int64), sums[at], np.uint64(0))
    besides = _besides(conversations)
    if besides:
        signed = nodes.view(np.int64).tolist()
        found += np.array([besides.get(each, 0) for each in signed], np.uint64)
    return Marks(nodes, found)


def _hashed(query: str, name: str, table: Any) -> Any:
    with _database().cursor() as cursor:
        cursor.register(name, table)
        return cursor.sql(query).to_arrow_table()


@lru_cache(maxsize=1)
def _database() -> Any:
    import duckdb

    return duckdb.connect(config={"threads": 1})


def _besides(conversations: Sequence[Conversation]) -> dict[int, int]:
    found: dict[int, int] = {}
    for each in conversations:
        contact = each.contact
        parts = [
            (at, m.links, m.attachments, m.headers, m.subject)
            for at, m in enumerate(each.messages)
            if m.links or m.attachments or m.headers or m.subject
        ]
        if not (parts or contact.links or contact.profile_url or contact.location):
            continue
        packed = msgspec.msgpack.encode(
            (contact.links, contact.profile_url, contact.location, parts)
        )
        number = int.from_bytes(hashlib.blake2b(packed, digest_size=8).digest(), "little")
        own = node(each.id)
        found[own] = (found.get(own, 0) + number) % 2**64
    return found


class Known:
    """The marks of what was read in earlier runs, out of their files."""

    def __init__(self, files: Sequence[str]) -> None:
        self._found = _read(tuple(files)) if files else None

    def fresh(self, these: Marks) -> "NDArray[np.bool_] | None":
        """Return which of ``these`` are not known, None if all are not."""
        import numpy as np

        if self._found is None or not len(self._found.nodes) or not len(these.nodes):
            return None
        at = np.searchsorted(self._found.marks, these.marks)
        at = np.minimum(at, len(self._found.marks) - 1)
        known = (self._found.marks[at] == these.marks) & (self._found.nodes[at] == these.nodes)
        # One id may stand there twice; what is kept of it is kept whole.
        kept = np.isin(these.nodes, these.nodes[~known])
        return None if kept.all() else kept


def without(
    rows: Rows, conversations: Sequence[Conversation], fresh: "NDArray[np.bool_]"
) -> tuple[Rows, Sequence[Conversation]]:
    """Return ``rows`` and ``conversations`` of those approaches that are ``fresh``."""
    import pyarrow as pa
    import pyarrow.compute as pc

    approaches = rows.approaches.filter(pa.array(fresh))
    kept = approaches["node"]
    messages = rows.messages.filter(pc.is_in(rows.messages["node"], kept.combine_chunks()))
    own = set(kept.to_pylist())
    return Rows(approaches, messages), [each for each in conversations if node(each.id) in own]


def write(path: Path, found: Sequence[Marks]) -> None:
    """Write the marks of a unit, sorted by mark."""
    import numpy as np

    nodes = np.concatenate([*(each.nodes for each in found), np.zeros(0, np.uint64)])
    several = np.concatenate([*(each.marks for each in found), np.zeros(0, np.uint64)])
    order = np.argsort(several, kind="stable")
    np.save(path, np.stack([nodes[order], several[order]]))


@lru_cache(maxsize=2)
def _read(files: tuple[str, ...]) -> Marks:
    import numpy as np

    both = np.concatenate([np.load(each) for each in files], axis=1)
    order = np.argsort(both[1], kind="stable")
    return Marks(both[0][order], both[1][order])
