"""Stakes such as 0.6 that may be per cent or parts of one: both are allowed for, and it is said."""

from collections.abc import Collection, Iterable, Sequence
from typing import Final

import msgspec

from counterpitch.ownership.captable.table import Amount, Holding

_ROUNDED: Final = 0.02
"""What parts of one may miss the whole by."""


def both_readings(
    holdings: Sequence[Holding], bare: Collection[int]
) -> tuple[tuple[Holding, ...], tuple[str, ...]]:
    """Return the holdings with unclear stakes as bands of both readings, and what to say of them.

    ``bare`` are the rows whose percentage stands without a sign for per cent.
    """
    stakes: dict[str, list[Holding]] = {}
    for each in holdings:
        if each.percent and not each.number:
            stakes.setdefault(each.company, []).append(each)
    alone = all(_small(each, bare) for rows in stakes.values() for each in rows)
    unclear = {name: rows for name, rows in stakes.items() if _unclear(rows, bare, alone=alone)}
    widened = {row.row: _widened(row) for rows in unclear.values() for row in rows}
    return (
        tuple(widened.get(each.row, each) for each in holdings),
        tuple(_said(company, rows) for company, rows in unclear.items()),
    )


def _unclear(rows: Sequence[Holding], bare: Collection[int], *, alone: bool) -> bool:
    """Tell whether all stakes may be parts of one; ``alone`` if the table has no larger ones."""
    return all(_small(each, bare) for each in rows) and (
        _sums_to_one(rows) or (alone and _held(rows) <= 1 + _ROUNDED)
    )


def _small(row: Holding, bare: Collection[int]) -> bool:
    stake = row.percent
    if stake is None or row.row not in bare or stake.low > 1:
        return False
    return stake.high <= 1 or stake.high == 100  # "more than 0.25" is open to the whole


def _held(rows: Iterable[Holding]) -> float:
    return sum(each.percent.low for each in rows if each.percent and not each.planned)


def _sums_to_one(rows: Iterable[Holding]) -> bool:
    return abs(_held(rows) - 1) <= _ROUNDED


def _widened(row: Holding) -> Holding:
    stake = row.percent or Amount(0.0, 1.0)
    return msgspec.structs.replace(row, percent=Amount(stake.low, min(100 * stake.high, 100.0)))


def _said(company: str, rows: Sequence[Holding]) -> str:
    told = "add up to 1 %" if _sums_to_one(rows) else "are all 1 % or less"
    first = next((each.percent.low for each in rows if each.percent), 0.0)
    return (
        f"The stakes in {company} {told}: are they shares of one ({first:g} for {100 * first:g} %)?"
        " Both readings are allowed for, so that nothing about it is certain; write each stake"
        f" with its sign, {100 * first:g} % or {first:g} %."
    )
