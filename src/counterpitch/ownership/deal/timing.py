"""Holders who come within a week, each below a quarter and together above: a question to ask."""

from collections.abc import Iterator
from datetime import date
from typing import Final

from counterpitch.ownership.captable.table import CapTable, Holding
from counterpitch.ownership.deal.law import arrangements
from counterpitch.ownership.deal.shares import Book

DAYS: Final = 7
QUARTER: Final = 0.25


def close_in_time(table: CapTable, company: str, after: Book) -> Iterator[str]:
    """Yield a sentence for each group of such holders who state no arrangement.

    Planned rows count as one day. A day on which most holders came, such as the founding, is
    left out: there is nothing odd in it.
    """
    stated = [set(names) for names in arrangements(table).values()]
    rows = [each for each in table.holdings if each.company == company]
    for names, when in _groups(rows):
        if (
            len(names) < 2
            or 2 * len(names) > len(after.holders)
            or any(set(names) <= group for group in stated)
        ):
            continue
        alone = [after.stake([name]).votes for name in names]
        joint = after.stake(names).votes
        if all(each.hi <= QUARTER for each in alone) and joint.over(QUARTER) != "excluded":
            yield (
                f"{' and '.join(names)} come within a week ({when}), each with a quarter of the"
                f" votes or less and together with {joint.text}: ask whether they act together."
                " Investors of one round often do nothing of the kind."
            )


def _groups(rows: list[Holding]) -> Iterator[tuple[list[str], str]]:
    """Yield the holders of each run of days without a gap of more than a week."""
    planned = list(dict.fromkeys(each.holder for each in rows if each.planned))
    yield planned, "the planned deal"
    dated = sorted(
        (date.fromisoformat(each.date), each.holder)
        for each in rows
        if each.date and not each.planned
    )
    run: list[tuple[date, str]] = []
    for day, holder in dated:
        if run and (day - run[0][0]).days > DAYS:
            yield _run(run)
            run = []
        run.append((day, holder))
    if run:
        yield _run(run)


def _run(run: list[tuple[date, str]]) -> tuple[list[str], str]:
    names = list(dict.fromkeys(holder for _, holder in run))
    first, last = run[0][0], run[-1][0]
    return names, f"{first}" if first == last else f"{first} to {last}"
