"""The whole condition tree of what matched, for ``explain``."""

from collections.abc import Iterable

from rich.text import Text
from rich.tree import Tree

from counterpitch.model.match import MatchNode
from counterpitch.model.verdict import Finding, Verdict
from counterpitch.render.plain import one_line


def evidence_tree(verdict: Verdict, trees: Iterable[tuple[Finding, MatchNode]]) -> Tree:
    """Return the sum of the verdict with every finding and, below it, its conditions."""
    total = sum(f.contribution for f in verdict.findings if f.kind in {"approach", "benign"})
    root = Tree(
        f"log-odds {verdict.base + total + verdict.counter_evidence_unused:+.2f} = base "
        f"{verdict.base:+.2f} and these contributions"
    )
    for finding, node in trees:
        label = Text()
        label.append(f"{finding.contribution:+.2f} ", "bold")
        label.append(f"{finding.indicator} ", "bold cyan")
        label.append(f"[{finding.kind}, {finding.level}] {finding.title}")
        _grow(root.add(label), node)
    if verdict.counter_evidence_unused > 0:
        root.add(f"{verdict.counter_evidence_unused:+.2f} counter-evidence beyond its bound")
    return root


def _grow(branch: Tree, node: MatchNode) -> None:
    mark = "✓" if node.met else "✗"
    here = branch.add(Text(f"{mark} {node.label}", "green" if node.met else "dim"))
    if node.children:
        for child in node.children:
            _grow(here, child)
        return
    for quote in node.quotes:
        here.add(Text(f"message {quote.message + 1}: “{one_line(quote.text)}”", "italic yellow"))
