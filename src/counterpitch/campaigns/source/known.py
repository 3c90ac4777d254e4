"""What a state has read already: files by their SHA-256, approaches by what they say."""

import hashlib
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

import msgspec

from counterpitch.campaigns.source.digest import digest, digests, mixed
from counterpitch.campaigns.source.rows import Rows, node
from counterpitch.model.conversation import Conversation

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa
    from numpy.typing import NDArray

_APPROACHES: Final = (
    "channel", "language", "name", "headline", "company", "email", "organisation",
)  # fmt: skip
_NEVER: Final = -(2**63)
_ODD: Final = 0x9E3779B97F4A7C15


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
    found = mixed(nodes) + _cards(rows.approaches)
    own, sums = _said(rows.messages)
    if len(own):
        at = np.minimum(np.searchsorted(own, nodes), len(own) - 1)
        found += np.where(own[at] == nodes, sums[at], np.uint64(0))
    besides = _besides(conversations)
    if besides:
        signed = nodes.view(np.int64).tolist()
        found += np.array([besides.get(each, 0) for each in signed], np.uint64)
    return Marks(nodes, found)


def _cards(approaches: "pa.Table") -> "NDArray[np.uint64]":
    """Return a mark of the columns of each approach; what is absent counts as empty."""
    import numpy as np
    import pyarrow.compute as pc

    found = np.zeros(approaches.num_rows, np.uint64)
    for place, name in enumerate(_APPROACHES, 1):
        column = approaches[name].combine_chunks()
        if column.null_count == len(column):
            continue
        # Few of them differ: most approaches come by one channel, in a few languages.
        known = column.fill_null("").dictionary_encode()
        own = digests(known.dictionary).view(np.uint64)
        own = np.where(
            np.asarray(pc.equal(known.dictionary, "")), 0, own * np.uint64(2 * place + 1)
        )
        found += mixed(own)[np.asarray(known.indices)]
    return found


def _said(messages: "pa.Table") -> "tuple[NDArray[np.uint64], NDArray[np.uint64]]":
    """Return the nodes of ``messages``, sorted, and a mark of all messages of each.

    A sum and not an exclusive or: of two equal messages that would leave nothing.
    """
    import numpy as np
    import pyarrow as pa

    at = messages["sent_at"].cast(pa.int64()).fill_null(_NEVER).to_numpy().view(np.uint64)
    place = np.asarray(messages["message"], np.uint64) * np.uint64(2)
    place += np.asarray(messages["contact"], np.uint64)
    marks = mixed(
        mixed(at + np.uint64(_ODD)) + mixed(place) + digests(messages["text"]).view(np.uint64)
    )
    own, number = np.unique(messages["node"].to_numpy().view(np.uint64), return_inverse=True)
    sums = np.zeros(len(own), np.uint64)
    np.add.at(sums, number, marks)
    return own, sums


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
        own = node(each.id)
        found[own] = (found.get(own, 0) + digest(packed)) % 2**64
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


def merged(files: Sequence[str], path: Path) -> None:
    """Write the marks of several units as those of one."""
    import numpy as np

    write(path, [Marks(*np.load(each)) for each in files])


@lru_cache(maxsize=2)
def _read(files: tuple[str, ...]) -> Marks:
    import numpy as np

    both = np.concatenate([np.load(each) for each in files], axis=1)
    order = np.argsort(both[1], kind="stable")
    return Marks(both[0][order], both[1][order])
