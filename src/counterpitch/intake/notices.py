"""Warnings of a run: all of them counted, the first ones of each kind kept."""

from collections import Counter
from collections.abc import Sequence

from counterpitch.model.source import Notice

KEPT_PER_KIND = 20


class Notices:
    """Collects notices; counts every one, keeps the first ``KEPT_PER_KIND`` of a kind.

    Bounded, so that a hostile file of damaged rows cannot fill the memory.
    """

    def __init__(self) -> None:
        self.counts: Counter[tuple[str, str]] = Counter()
        self.kept: list[Notice] = []

    def add(
        self,
        kind: str,
        message: str,
        path: str,
        *,
        row: int | None = None,
        offset: int | None = None,
    ) -> None:
        """Count a notice of ``kind`` about ``path`` and keep it if it is among the first."""
        self.counts[kind, path] += 1
        if self.counts[kind, path] <= KEPT_PER_KIND:
            self.kept.append(Notice(kind, message, path, row, offset))

    def take(self, kept: Sequence[Notice], total: int) -> None:
        """Count what another process noticed: ``kept`` of ``total`` notices."""
        for each in kept:
            self.add(each.kind, each.message, each.path, row=each.row, offset=each.offset)
        if kept and total > len(kept):
            self.counts[kept[-1].kind, kept[-1].path] += total - len(kept)

    def total(self) -> int:
        """Return how many notices were added."""
        return self.counts.total()
