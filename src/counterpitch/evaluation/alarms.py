"""False alarms on honest texts: how many per 1,000 in which band."""

from collections.abc import Mapping, Sequence

import msgspec

from counterpitch.evaluation.case import is_alarm
from counterpitch.evaluation.interval import Rate, rate
from counterpitch.model.verdict import Verdict


class Alarms(msgspec.Struct, frozen=True):
    """What one corpus of honest texts was called.

    ``elevated`` counts verdicts of a covert approach in band elevated or high, ``high``
    those in band high, ``scam`` verdicts of a scam (which are in these bands by definition).
    """

    corpus: str
    elevated: Rate
    high: Rate
    scam: Rate


def alarms(corpora: Mapping[str, Sequence[Verdict]]) -> tuple[Alarms, ...]:
    """Return the false alarms of each corpus."""
    return tuple(
        Alarms(
            name,
            rate(sum(is_alarm(v) for v in verdicts), len(verdicts)),
            rate(sum(is_alarm(v, high=True) for v in verdicts), len(verdicts)),
            rate(sum(v.kind == "scam" for v in verdicts), len(verdicts)),
        )
        for name, verdicts in corpora.items()
    )
