"""The graph of a campaign: approaches, the identifiers that they share, and what ties them."""

from typing import TYPE_CHECKING, Any, Final

import msgspec

from counterpitch.campaigns.edges import Edge
from counterpitch.campaigns.judgements import Judgement
from counterpitch.campaigns.linked import Linked
from counterpitch.campaigns.page import value_of
from counterpitch.cases.linking.place import number_of
from counterpitch.cases.linking.reasonwords import told

if TYPE_CHECKING:
    import pyarrow as pa

MEMBERS: Final = 120
TIES: Final = 400


class Node(msgspec.Struct, frozen=True):
    """An approach, or an identifier that approaches share; ``number`` is 0 for those."""

    id: str
    label: str
    shape: str
    number: int = 0
    about: str = ""


class Line(msgspec.Struct, frozen=True):
    """What joins two nodes: strong enough alone, or weak; ``reason`` in a sentence."""

    source: str
    target: str
    strong: bool
    reason: str


class Tie(msgspec.Struct, frozen=True):
    """One reason between two approaches (numbers), as the table beside the graph has it."""

    a: int
    b: int
    what: str
    value: str
    reason: str
    weight: float
    strong: bool


class Network(msgspec.Struct, frozen=True):
    """Nodes and lines, the ties that they are drawn from, and how many were left out."""

    nodes: tuple[Node, ...]
    lines: tuple[Line, ...]
    ties: tuple[Tie, ...]
    members: int
    members_left_out: int
    ties_left_out: int


def network(linked: Linked, campaign: str) -> Network:
    """Return the graph of ``campaign`` (an id): of its first members, with the heaviest ties."""
    names = linked.members[campaign]
    shown = set(names[:MEMBERS])
    cards = linked.archive.cards(shown)
    rows = _among(linked.all_inside(names), sorted(shown))
    rows.sort(key=lambda row: (-row["weight"], row["a"], row["b"], row["kind"]))
    found = _Growing()
    for name in names[:MEMBERS]:
        card = cards.get(name)
        label = (card.name if card else "") or name
        about = ", ".join(filter(None, (name, card.organisation if card else "")))
        found.nodes[name] = Node(name, label, "approach", number_of(name), about)
    for row in rows[:TIES]:
        found.add(row)
    for each in linked.judgements:
        found.judged(each)
    return Network(
        tuple(found.nodes.values()), tuple(found.lines.values()), tuple(found.ties), len(names),
        len(names) - len(shown), max(0, len(rows) - TIES),
    )  # fmt: skip


def _among(reasons: "pa.Table", shown: list[str]) -> list[dict[str, Any]]:
    """Return the rows of ``reasons`` that tie two of ``shown``."""
    import pyarrow as pa
    import pyarrow.compute as pc

    names = pa.array(shown, pa.string())
    rows = reasons.filter(reasons["tied"])
    rows = rows.filter(pc.is_in(rows["a"], names))
    found: list[dict[str, Any]] = rows.filter(pc.is_in(rows["b"], names)).to_pylist()
    return found


class _Growing:
    def __init__(self) -> None:
        self.nodes: dict[str, Node] = {}
        self.lines: dict[tuple[str, str], Line] = {}
        self.ties: list[Tie] = []

    def add(self, row: dict[str, Any]) -> None:
        a, b, kind, strong = row["a"], row["b"], row["kind"], bool(row["strong"])
        value = ""
        if not kind.startswith("text-"):
            value = value_of(Edge(a, b, kind, 0, strong, "", row["evidence"] or ""))
        what = told(kind)
        self.ties.append(
            Tie(number_of(a), number_of(b), what, value, row["reason"], row["weight"], strong)
        )
        if not value:
            self._line(a, b, strong, f"{what}: {row['reason']}")
            return
        node = f"{kind}:{value}"
        self.nodes.setdefault(node, Node(node, value, "identifier", 0, what))
        for end in (a, b):
            self._line(end, node, strong, f"{what}: {value}")

    def judged(self, judgement: Judgement) -> None:
        """Draw what a person judged to be the same."""
        ends = [each for each in (*judgement.one, *judgement.other) if each in self.nodes]
        if judgement.act == "same":
            for other in ends[1:]:
                self._line(ends[0], other, True, f"judgement {judgement.number}: {judgement.why}")

    def _line(self, source: str, target: str, strong: bool, reason: str) -> None:
        known = self.lines.get((source, target))
        if known is None or (strong and not known.strong):
            self.lines[source, target] = Line(source, target, strong, reason)
