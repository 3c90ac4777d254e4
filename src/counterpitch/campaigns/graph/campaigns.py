"""Campaigns: members, and ids that stay.

The id of a campaign follows from its founder, the member that was approached first (the earliest
first
message, then the id), so it depends on nothing but the members:

- *growth* keeps the id, since what is added later came later;
- *merging* keeps the id of the older founder, the other id leads there (``campaign show`` follows
it);
- *splitting* keeps the id with the part of the founder, the other parts get their own.

Only an approach older than the founder changes an id; then, too, the old one leads to the new.
"""

import base64
import hashlib
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from counterpitch.campaigns.graph.components import components, parted
from counterpitch.campaigns.graph.hubs import counted
from counterpitch.campaigns.graph.judged import SURE, cut, ties
from counterpitch.campaigns.graph.remembered import Remembered
from counterpitch.campaigns.judgements import Judgement

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa
    from numpy.typing import NDArray


def campaign_id(founder: str) -> str:
    """Return the id of the campaign that ``founder`` (an approach's id) began."""
    digest = hashlib.blake2b(founder.encode("utf-8", "surrogatepass"), digest_size=5).digest()
    return "c-" + base64.b32encode(digest).decode().lower()


def grouped(
    edges: "pa.Table",
    first: "pa.Table",
    judgements: Sequence[Judgement],
    remembered: Remembered | None = None,
) -> "pa.Table":
    """Return campaign, approach, founder (whether it is) of every approach in a campaign.

    ``edges``: a, b, total (log-odds of the pair), value (number of the only value that ties them,
    -1 if there is more), each tied pair once. ``first``: approach, first (time) of at least every
    approach in ``edges`` and in ``judgements``. ``remembered`` is what an earlier run decided.
    """
    import numpy as np

    names = sorted(set(first["approach"].to_pylist()))
    number = {name: at for at, name in enumerate(names)}
    a, b = _numbered(edges, names)
    counts = counted(len(names), a, b, np.asarray(edges["value"], np.int64))
    total = np.asarray(edges["total"], np.float64)
    a, b, weight, judged = _ends(a[counts], b[counts], total[counts], ties(judgements, number))
    labels = parted(len(names), a, b, weight, judged, remembered)
    stays = labels[a] == labels[b]
    labels = cut(labels, (a[stays], b[stays]), weight[stays], judgements, number)
    stays = labels[a] == labels[b]
    labels = components(len(names), a[stays], b[stays])
    return _table(names, labels, first, np.bincount(labels) > 1)


def _numbered(edges: "pa.Table", names: list[str]) -> "tuple[NDArray[np.int64], NDArray[np.int64]]":
    """Return the numbers of both ends of ``edges``: places in ``names``."""
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    known = pa.array(names, pa.string())
    a, b = (np.asarray(pc.index_in(edges[end], known), np.int64) for end in ("a", "b"))
    return a, b


def _ends(
    a: "NDArray[np.int64]",
    b: "NDArray[np.int64]",
    total: "NDArray[np.float64]",
    judged: list[tuple[int, int]],
) -> "tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64], NDArray[np.bool_]]":
    """Return ties by evidence and by people together, in the order of their ends, each once."""
    import numpy as np

    made = np.array(judged, np.int64).reshape(-1, 2)
    by_person = np.arange(len(a) + len(made)) >= len(a)
    a, b = np.concatenate([a, made[:, 0]]), np.concatenate([b, made[:, 1]])
    weight = np.concatenate([total, np.full(len(made), SURE)])
    # Judged ties come last and win over evidence of the same pair; the order is that of the ends.
    width = max(int(a.max(initial=0)), int(b.max(initial=0))) + 1
    _, kept = np.unique((a * width + b)[::-1], return_index=True)
    kept = len(a) - 1 - kept
    return a[kept], b[kept], weight[kept], by_person[kept]


def _table(names: list[str], labels: Any, first: "pa.Table", several: Any) -> "pa.Table":
    import numpy as np
    import pyarrow as pa

    times = dict(zip(first["approach"].to_pylist(), first["first"].to_pylist(), strict=True))
    rows = np.flatnonzero(several[labels])
    order = rows[np.argsort(labels[rows], kind="stable")]
    groups = np.split(order, np.flatnonzero(np.diff(labels[order])) + 1) if len(order) else []
    found: list[tuple[str, str, bool]] = []
    for group in groups:
        members = [names[at] for at in group]
        founder = min(members, key=lambda each: (times[each] is None, times[each] or 0, each))
        own = campaign_id(founder)
        found += [(own, each, each == founder) for each in members]
    found.sort()
    columns = list(zip(*found, strict=True)) or [(), (), ()]
    return pa.table(
        {
            "campaign": pa.array(columns[0], pa.string()),
            "approach": pa.array(columns[1], pa.string()),
            "founder": pa.array(columns[2], pa.bool_()),
        }
    )
