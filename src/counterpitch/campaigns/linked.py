"""A linked state, ready to be asked: campaigns, reasons, chains."""

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

import msgspec

from counterpitch.campaigns.archive import Archive
from counterpitch.campaigns.edges import Edge
from counterpitch.campaigns.graph.campaigns import campaign_id
from counterpitch.campaigns.judgements import Judgement, effective, holding, read
from counterpitch.campaigns.reasons import Reasons
from counterpitch.campaigns.state import State
from counterpitch.errors import UsageError

if TYPE_CHECKING:
    import pyarrow as pa


class Tie(msgspec.Struct, frozen=True):
    """A pair that is tied, with all its reasons; ``total`` is its log-odds."""

    a: str
    b: str
    total: float
    reasons: tuple[Edge, ...]


class Linked:
    """Answers questions about a state; what it reads it keeps."""

    def __init__(self, state: State) -> None:
        self.state = state
        self.archive = Archive(state)

    @cached_property
    def members(self) -> dict[str, list[str]]:
        """Return the members of each campaign, the founder first."""
        found: dict[str, list[str]] = {}
        for row in self._campaigns.to_pylist():
            own = found.setdefault(row["campaign"], [])
            if row["founder"]:
                own.insert(0, row["approach"])
            else:
                own.append(row["approach"])
        return found

    @cached_property
    def ranked(self) -> list[str]:
        """Return all campaigns: the largest first, of equal ones what reached most organisations.

        Pairs come last. Two near-copies are a reason to look, and often no more than a form letter.
        """
        reached = self._reached
        return sorted(
            self.members,
            key=lambda each: (-len(self.members[each]), -reached.get(each, 0), each),
        )

    @cached_property
    def several(self) -> list[str]:
        """Return those of ``ranked`` that have three members or more."""
        return [each for each in self.ranked if len(self.members[each]) > 2]

    @cached_property
    def campaign_of(self) -> dict[str, str]:
        """Return the campaign of each approach that is in one."""
        table = self._campaigns
        return dict(zip(table["approach"].to_pylist(), table["campaign"].to_pylist(), strict=True))

    @cached_property
    def judgements(self) -> list[Judgement]:
        """Return what the judgements that hold say: ``same`` and ``different``."""
        return effective(read(self.state.judgements))

    @cached_property
    def held(self) -> list[Judgement]:
        """Return the judgements that hold, each as it was made."""
        return holding(read(self.state.judgements))

    @cached_property
    def edges(self) -> "pa.Table":
        """Return all reasons, tied or not."""
        import pyarrow.parquet as pq

        return pq.read_table(self.state.result / "edges.parquet", memory_map=True)

    @cached_property
    def outside(self) -> "pa.Table":
        """Return the tied pairs (a, b, reason) whose ends are not in one campaign."""
        import pyarrow.compute as pc

        table = self.edges.select(["a", "b", "reason", "tied"]).filter(self.edges["tied"])
        names, own = self._campaigns["approach"], self._campaigns["campaign"]
        a, b = (own.take(pc.index_in(table[end], names)) for end in ("a", "b"))
        apart = pc.invert(pc.fill_null(pc.equal(a, b), False))
        return table.filter(apart).select(["a", "b", "reason"])

    @cached_property
    def ids(self) -> list[str]:
        """Return the ids of all campaigns, in the order of their numbers."""
        import pyarrow.parquet as pq

        path = self.state.result / "campaigns.parquet"
        return sorted(pq.read_table(path, columns=["campaign"])["campaign"].unique().to_pylist())

    @cached_property
    def stored(self) -> Reasons:
        """Return the reasons inside campaigns."""
        return Reasons(self.state.result)

    @cached_property
    def _reached(self) -> dict[str, int]:
        """Return how many organisations each campaign reached."""
        import pyarrow as pa
        import pyarrow.compute as pc

        names = self._campaigns["approach"].combine_chunks()
        known = self.archive.rows(names.to_pylist())
        at = pc.index_in(names, known["approach"].combine_chunks())
        table = pa.table(
            {"campaign": self._campaigns["campaign"], "to": known["organisation"].take(at)}
        )
        counted = table.filter(pc.not_equal(table["to"], "")).group_by("campaign")
        found = counted.aggregate([("to", "count_distinct")])
        return dict(
            zip(found["campaign"].to_pylist(), found["to_count_distinct"].to_pylist(), strict=True)
        )

    @cached_property
    def _campaigns(self) -> "pa.Table":
        import pyarrow.parquet as pq

        return pq.read_table(self.state.result / "campaigns.parquet")

    def approach(self, wanted: str) -> str:
        """Return the id of the approach that is called ``wanted``, or begins so."""
        if self.stored.campaign(wanted) >= 0 or self.archive.messages(wanted):
            return wanted
        found = self.archive.matching(wanted)
        if len(found) == 1:
            return found[0]
        if not found:
            raise UsageError(
                f"no approach has the id '{wanted}'.", hint="See counterpitch campaigns."
            )
        raise UsageError(
            f"several ids begin with '{wanted}'.", hint=f"Such as {found[0]}, {found[1]}."
        )

    def campaign(self, wanted: str) -> str:
        """Return the campaign called ``wanted``: by its id, an older id, or one of its
        approaches."""
        if wanted in self.members:
            return wanted
        if wanted in self.campaign_of:
            return self.campaign_of[wanted]
        # A campaign that was merged is where the approach is that began it.
        for approach, campaign in self.campaign_of.items():
            if wanted.startswith("c-") and campaign_id(approach) == wanted:
                return campaign
        raise UsageError(f"there is no campaign '{wanted}'.", hint="See counterpitch campaigns.")

    def reasons(self, a: str, b: str) -> tuple[Edge, ...]:
        """Return every reason between two approaches, the heaviest first."""
        import pyarrow.compute as pc

        low, high = min(a, b), max(a, b)
        own = self.stored.campaign(a)
        together = own >= 0 and own == self.stored.campaign(b)
        table = self.stored.of(own) if together else self.edges
        rows = table.filter(pc.and_(pc.equal(table["a"], low), pc.equal(table["b"], high)))
        return _edges(rows)

    def all_inside(self, members: Sequence[str]) -> "pa.Table":
        """Return every reason, tied or not, among the members of one campaign."""
        return self.stored.of(self.stored.campaign(members[0]))

    def inside(self, members: Sequence[str]) -> "pa.Table":
        """Return the tied pairs (a, b, total) among all members of a campaign, each once."""
        return self.ties(self.stored.campaign(members[0]))

    def ties(self, campaign: int) -> "pa.Table":
        """Return the tied pairs (a, b, total) of campaign number ``campaign``, each once."""
        table = self.stored.of(campaign)
        table = table.filter(table["tied"]).select(["a", "b", "total"])
        found = table.group_by(["a", "b"]).aggregate([("total", "max")])
        return found.rename_columns(["a", "b", "total"])


def _edges(rows: Any) -> tuple[Edge, ...]:
    found = [
        Edge(r["a"], r["b"], r["kind"], r["weight"], r["strong"], r["reason"], r["evidence"] or "")
        for r in rows.to_pylist()
    ]
    return tuple(sorted(found, key=lambda each: -each.weight))
