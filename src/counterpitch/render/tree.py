"""The whole condition tree of what matched, for ``explain``."""

from collections.abc import Iterable

from rich.text import Text
from rich.tree import Tree

from counterpitch.model.match import MatchNode
from counterpitch.model.verdict import Finding, Verdict
from counterpitch.render.plain import one_line
from counterpitch.render.words import RATHER_A_SCAM, SHOWN


def evidence_tree(verdict: Verdict, trees: Iterable[tuple[Finding, MatchNode]]) -> Tree:
    """Return the sum of the verdict with every finding and, below it, its conditions."""
    discount = verdict.scam_discount()
    root = Tree(
        f"log-odds of an approach {verdict.evidence_sum() - discount:+.2f} = base "
        f"{verdict.base:+.2f} and these contributions; those of kind scam count for a scam"
    )
    for finding, node in trees:
        label = Text()
        label.append(f"{finding.contribution:+.2f} ", "bold")
        label.append(f"{finding.indicator} ", "bold cyan")
        label.append(f"[{finding.kind}, {finding.level}] {finding.title}")
        _grow(root.add(label), node)
    if verdict.counter_evidence_unused > 0:
        root.add(f"{verdict.counter_evidence_unused:+.2f} counter-evidence beyond its bound")
    if discount > SHOWN:
        root.add(f"{-discount:+.2f} {RATHER_A_SCAM}")
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
