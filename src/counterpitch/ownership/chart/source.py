"""A chart's boxes and links from a traced company."""

import re
from collections.abc import Mapping

from counterpitch.ownership.answer import Owner, Step, Trace
from counterpitch.ownership.chart.graph import Box, Graph, Link, band
from counterpitch.ownership.edge import QUANTIFIED, Interest
from counterpitch.ownership.node import Kind, Node

RIGHTS = {
    "board": "board",
    "influence": "influence",
    "contract": "contract",
    "conditional": "conditional",
    "trust_role": "trust role",
    "nominee": "nominee",
    "consolidation": "in accounts",
    "officer": "officer",
    "asset_licence": "licence",
}
"""What stands on a line where no share is stated."""


_REGISTERED = ("gb-coh:", "lei:")
"""Beginnings of ids that a register of companies gave out."""


def graph_of(trace: Trace) -> Graph:
    """Return the chart of ``trace``: everything that its answer rests on."""
    owners = {owner.node.id: owner for owner in trace.owners}
    nodes = {node.id: node for node in (trace.company, *trace.nodes)}
    held = {step.owned for step in trace.steps}
    shown = {id for step in trace.steps for id in (step.owner, step.owned)} | {trace.company.id}
    boxes = [
        _box(nodes.get(id) or Node(id=id, kind="company"), trace, owners, held)
        for id in dict.fromkeys((trace.company.id, *sorted(shown)))
    ]
    links = [_link(step) for step in trace.steps]
    name = trace.company.name or trace.company.id
    when = f" on {trace.as_of}" if trace.as_of else ""
    return Graph(f"Who holds {name}{when}", tuple(boxes), tuple(links))


def _box(node: Node, trace: Trace, owners: Mapping[str, Owner], held: set[str]) -> Box:
    owner = owners.get(node.id)
    target = node.id == trace.company.id
    lines = _lines(node, target or node.id in held)
    return Box(
        node.id, _name(node), _kind(node),
        (*_claimed(node, trace), *lines[:1], *_by_law(owner), *lines[1:]),
        owner.standings if owner and not target else (), target, bool(node.dissolved),
    )  # fmt: skip


def _claimed(node: Node, trace: Trace) -> list[str]:
    """Say what a register states that somebody holds in all, by the ways that are drawn."""
    claimed = (each.claimed for each in trace.claims if each.owner == node)
    return [f"{band(each)} stated in all" for each in claimed if band(each) != "?"][:1]


def _by_law(owner: Owner | None) -> list[str]:
    """Say what the law attributes, where that passes a line that the economic share does not."""
    if owner is None or owner.law.standings == owner.standings:
        return []
    more = owner.law.hi > owner.share.hi + 1e-9 and owner.law.over(0.25) != "excluded"
    return [f"{band(owner.law)} by law"] if more else []


def _name(node: Node) -> str:
    if node.name or not _nameless(node):
        return node.name or node.id.partition(":")[2] or node.id
    return "Not known"


def _nameless(node: Node) -> bool:
    """Tell whether nobody knows who this is; a number without a record is somebody."""
    return node.kind == "unknown" and not node.id.startswith(_REGISTERED)


def _kind(node: Node) -> Kind:
    """Return the kind to draw; a company whose legal form says partnership or trust is that."""
    words = node.category.casefold()
    if node.kind == "unknown" and not _nameless(node):
        return "company"
    if node.kind == "company" and "partnership" in words:
        return "partnership"
    return "trust" if node.kind == "company" and "trust" in words.split() else node.kind


def _lines(node: Node, held: bool) -> list[str]:
    if node.kind == "unknown" and not _nameless(node):
        return ["only its number is on file"]
    if node.kind == "unknown":
        return [_spaced(node.reason)] if node.reason else []
    found = []
    if node.kind == "person":
        found += [f"born {node.born}"] if node.born else []
    elif node.name and node.id.startswith(_REGISTERED):
        found.append(node.id.partition(":")[2])
    if node.dissolved:
        found.append(f"dissolved {node.dissolved}")
    elif not held and node.kind not in ("person", "state"):
        found.append("no owner on file")
    elif node.incorporated:
        found.append(f"since {node.incorporated}")
    return found


def _spaced(reason: str) -> str:
    """Return a publisher's code as words: "no-known-person", "NO_LEI", "subjectExempt"."""
    words = re.sub(r"(?<=[a-z])(?=[A-Z])|[-_]", " ", reason)
    return words.lower()


def _link(step: Step) -> Link:
    stated = any(each.basis in QUANTIFIED for each in step.interests)
    words = band(step.share) if stated or not step.interests else _rights(step.interests)
    certain = step.share.lo > 1e-9
    weight = step.share.hi if stated else 0.0
    return Link(step.owner, step.owned, words, "solid" if certain else "dashed", weight)


def _rights(interests: tuple[Interest, ...]) -> str:
    words = dict.fromkeys(RIGHTS.get(each.basis, each.basis) for each in interests)
    return ", ".join(list(words)[:2])
