"""What a trace has to say of its dates and of the age of its records."""

from collections.abc import Iterable, Iterator
from datetime import date

from counterpitch.ownership.answer import Step
from counterpitch.ownership.edge import LAPSED
from counterpitch.ownership.node import Node


def dated(
    company: Node, as_of: date | None, known_at: date | None, newest: date | None
) -> Iterator[str]:
    """Yield what speaks against asking for these days; ``newest`` is the register's last load."""
    if as_of and not_yet(company, as_of):
        yield f"It did not exist yet on {as_of}: it was incorporated on {company.incorporated}."
    if as_of and company.dissolved and company.dissolved <= as_of:
        yield f"It no longer existed on {as_of}: it was dissolved on {company.dissolved}."
    later = [day for day in (as_of, known_at) if day and newest and day > newest]
    if later:
        yield (
            f"The register was last loaded as of {newest}: what changes between then and"
            f" {max(later)} is not in it, and is not foreseen."
        )


def not_yet(company: Node, as_of: date | None) -> bool:
    """Tell whether the company was incorporated only after ``as_of``."""
    return bool(as_of and company.incorporated and as_of < company.incorporated)


def aged(steps: Iterable[Step]) -> Iterator[str]:
    """Yield that records lapsed, which their publisher says of them, if any did."""
    lapsed = [
        each for step in steps for each in step.interests if each.source_ref.endswith(f"/{LAPSED}")
    ]
    if lapsed:
        one = len(lapsed) == 1
        yield (
            f"{len(lapsed):,} record{' it rests on has' if one else 's it rests on have'} lapsed"
            f" ({lapsed[0].source}): nobody has confirmed {'it' if one else 'them'} since"
            f" {'its' if one else 'their'} renewal was due. Ask whether it still holds."
        )
