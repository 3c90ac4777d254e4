"""The nouns: a kind of signal, the evidence for one, and how common it is."""

from datetime import date
from functools import cache
from pathlib import Path
from typing import Final

import msgspec

from counterpitch.rulebook.yaml import load

_FILE: Final = Path(__file__).parent / "catalogue.yml"


class Kind(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a signal means, the honest explanations, and what would settle it."""

    id: str
    title: str
    means: str
    innocent: tuple[str, ...]
    settle: str
    source: str


class Evidence(msgspec.Struct, frozen=True):
    """One row that a signal rests on: a sentence, where it shows, and the record behind it."""

    company: str
    sentence: str
    source: str = ""
    source_ref: str = ""
    day: date | None = None


class Rate(msgspec.Struct, frozen=True):
    """How many of the companies in the loaded register show a signal; ``note`` narrows it."""

    count: int
    companies: int
    note: str = ""

    @property
    def share(self) -> float:
        """Return the share, 0 to 1."""
        return self.count / self.companies if self.companies else 0.0

    @property
    def words(self) -> str:
        """Return it as people say it: "3 of 720 companies (1 in 240)"."""
        if not self.count:
            return f"none of {self.companies:,} companies"
        if self.share >= 0.1:
            return f"{100 * self.share:.0f} % of {self.companies:,} companies"
        said = f"{self.count:,} of {self.companies:,} companies"
        return f"{said} (1 in {round(1 / self.share):,})" if self.count > 1 else said


class Signal(msgspec.Struct, frozen=True):
    """A signal that fired: the kind, its evidence (``more`` rows left out), its base rate."""

    kind: Kind
    evidence: tuple[Evidence, ...]
    more: int = 0
    rate: Rate | None = None


@cache
def kinds() -> dict[str, Kind]:
    """Return all kinds by id, in the order in which they are shown."""
    found = load(_FILE.read_text("utf-8"), tuple[Kind, ...])
    return {kind.id: kind for kind in found}
