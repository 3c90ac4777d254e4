"""Tables: the same figures by subtype, stage, language, channel and file."""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

import msgspec

from counterpitch.evaluation.case import Judged, is_alarm
from counterpitch.evaluation.interval import Rate, rate
from counterpitch.evaluation.ranking import Threshold, auc
from counterpitch.evaluation.stages import NAMES

MOST: Final = 200
"""Rows of one table: a hostile corpus may have as many subtypes as rows."""

BY: Final[Mapping[str, Callable[[Judged], str]]] = {
    "file": lambda each: each.case.file,
    "language": lambda each: each.case.conversation.language,
    "channel": lambda each: each.case.conversation.channel,
    "stage": lambda each: each.case.stage if each.covert else "",
    "subtype": lambda each: each.case.subtype,
}


class Row(msgspec.Struct, frozen=True):
    """One group. ``recalls`` at the thresholds of the whole corpus, covert flagged of covert.

    ``alarms``: honest ones in band elevated or high; ``scams`` how many are labelled scam.
    ``auc`` is within the group; for stages, which only covert ones have, against all honest.
    """

    name: str
    recalls: tuple[Rate, ...]
    found: Rate
    alarms: Rate
    scams: int
    auc: float | None
    mean_covert: float | None
    mean_honest: float | None


class Table(msgspec.Struct, frozen=True):
    """One way to group, the largest groups first; ``left_out`` groups beyond ``MOST``."""

    by: str
    rows: tuple[Row, ...]
    left_out: int = 0


def tables(judged: Sequence[Judged], thresholds: Sequence[Threshold]) -> tuple[Table, ...]:
    """Return one table for each way to group that tells more than one group apart."""
    found = (_table(by, key, judged, thresholds) for by, key in BY.items())
    return tuple(table for table in found if table.rows)


def _table(
    by: str,
    key: Callable[[Judged], str],
    judged: Sequence[Judged],
    thresholds: Sequence[Threshold],
) -> Table:
    groups: dict[str, list[Judged]] = {}
    for each in judged:
        if name := key(each):
            groups.setdefault(name, []).append(each)
    others = [each.score for each in judged if each.honest] if by == "stage" else None
    names = sorted(groups, key=lambda name: _order(by, name, groups[name]))
    rows = tuple(_row(name, groups[name], thresholds, others) for name in names[:MOST])
    return Table(by, rows, max(0, len(names) - MOST))


def _order(by: str, name: str, some: Sequence[Judged]) -> tuple[int, str]:
    if by == "stage":
        return (NAMES.index(name) if name in NAMES else len(NAMES), name)
    return (0, name) if by == "file" else (-len(some), name)


def _row(
    name: str,
    some: Sequence[Judged],
    thresholds: Sequence[Threshold],
    others: Sequence[float] | None,
) -> Row:
    covert = [each.score for each in some if each.covert]
    honest = [each.score for each in some if each.honest]
    return Row(
        name,
        tuple(rate(sum(s > t.value for s in covert), len(covert)) for t in thresholds),
        rate(sum(is_alarm(j.verdict) for j in some if j.covert), len(covert)),
        rate(sum(is_alarm(j.verdict) for j in some if j.honest), len(honest)),
        sum(j.case.label == "scam" for j in some),
        auc(covert, honest if others is None else others),
        _mean(covert),
        _mean(honest),
    )


def _mean(values: Sequence[float]) -> float | None:
    return sum(values) / len(values) if values else None
