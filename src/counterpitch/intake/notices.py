"""Warnings of a run: all of them counted, the first ones of each kind kept."""

from collections import Counter

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

    def total(self) -> int:
        """Return how many notices were added."""
        return self.counts.total()
