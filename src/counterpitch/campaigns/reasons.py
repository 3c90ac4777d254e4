"""Reasons by campaign: what is asked of one campaign is read from one place of a file."""

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from counterpitch.campaigns.source.rows import node

if TYPE_CHECKING:
    import pyarrow as pa

FILE = "reasons.arrow"
STARTS = "reasons.npy"
NODES = "reasons.nodes.npy"


def write_reasons(campaigns: "pa.Table", edges: "pa.Table", target: Path) -> None:
    """Write all reasons between members of one campaign, campaign by campaign.

    ``campaigns`` (campaign, approach, founder) is sorted by campaign; ``edges`` are all reasons.
    """
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    names = campaigns["campaign"].to_pylist()
    firsts = [at for at in range(len(names)) if at == 0 or names[at] != names[at - 1]]
    number = np.searchsorted(firsts, np.arange(len(names)), side="right") - 1
    numbers = np.array([node(each) for each in campaigns["approach"].to_pylist()], np.int64)
    order = np.argsort(numbers)
    np.save(target / NODES, np.stack([numbers[order], number[order]]))
    members = campaigns["approach"].combine_chunks()
    at = [pc.fill_null(pc.index_in(edges[side], members), -1) for side in ("a", "b")]
    of = [np.append(number, -1 - side)[np.asarray(rows)] for side, rows in enumerate(at)]
    inside = np.flatnonzero(of[0] == of[1])
    inside = inside[np.argsort(of[0][inside], kind="stable")]
    np.save(target / STARTS, np.searchsorted(of[0][inside], np.arange(len(firsts) + 1)))
    own = edges.take(pa.array(inside)).combine_chunks()
    with pa.ipc.new_file(str(target / FILE), own.schema) as writer:
        writer.write_table(own)


class Reasons:
    """Finds the reasons of a campaign, and the campaign of an approach, without reading all."""

    def __init__(self, result: Path) -> None:
        self._result = result

    @cached_property
    def _table(self) -> "pa.Table":
        import pyarrow as pa

        return pa.ipc.open_file(pa.memory_map(str(self._result / FILE))).read_all()

    @cached_property
    def _starts(self) -> Any:
        import numpy as np

        return np.load(self._result / STARTS, mmap_mode="r")

    @cached_property
    def _nodes(self) -> Any:
        import numpy as np

        return np.load(self._result / NODES, mmap_mode="r")

    def campaign(self, approach: str) -> int:
        """Return the number of the campaign that holds ``approach``, -1 if none does."""
        import numpy as np

        wanted = node(approach)
        at = int(np.searchsorted(self._nodes[0], wanted))
        if at < self._nodes.shape[1] and self._nodes[0][at] == wanted:
            return int(self._nodes[1][at])
        return -1

    def of(self, campaign: int) -> "pa.Table":
        """Return the reasons of campaign number ``campaign``: rows of ``edges.parquet``."""
        first, last = int(self._starts[campaign]), int(self._starts[campaign + 1])
        return self._table.slice(first, last - first)
