"""Questions made from a trace, signals and areas, the one that settles most first."""

from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Final, Literal

import msgspec

from counterpitch.ownership.answer import NOISE, Owner, Step, Trace, Unknown
from counterpitch.ownership.areas.classify import Finding
from counterpitch.ownership.signals.signal import Signal
from counterpitch.rulebook.yaml import load

_REASONS: Final = Path(__file__).parent / "reasons.yml"
Topic = Literal["owner", "share", "signal", "area"]


class Reason(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a publisher's reason means, and what to ask."""

    means: str
    ask: str


class Question(msgspec.Struct, frozen=True):
    """Something to ask: of whom, what, why, and how much of the company may hang on it."""

    of: str
    asks: str
    why: str
    topic: Topic
    weight: float = 0.0
    source_ref: str = ""


@cache
def reasons() -> dict[str, Reason]:
    """Return what each publisher's reason means."""
    return load(_REASONS.read_text("utf-8"), dict[str, Reason])


def questions(
    trace: Trace, signals: Sequence[Signal] = (), areas: Sequence[Finding] = ()
) -> tuple[Question, ...]:
    """Return what to ask, each question once, heaviest first."""
    found = [
        *(_unknown(trace, each) for each in trace.unknowns),
        *_undisclosed(trace),
        *_wide(trace),
        *_signals(trace, signals),
        *_areas(trace, areas),
    ]
    found.sort(key=lambda each: -each.weight)
    return tuple({(each.of, each.asks): each for each in reversed(found)}.values())[::-1]


def _name(trace: Trace, id: str) -> str:
    nodes = {node.id: node.name for node in (*trace.nodes, trace.company)}
    return nodes.get(id) or id


def _unknown(trace: Trace, unknown: Unknown) -> Question:
    known = reasons().get(unknown.reason)
    why = unknown.sentence or (known.means if known else "The register does not say who holds it.")
    asks = known.ask if known else "Ask for the register of members, with the dates."
    return Question(
        _name(trace, unknown.at), asks, why, "owner", unknown.share.hi, unknown.source_ref
    )


def _undisclosed(trace: Trace) -> Iterator[Question]:
    if trace.undisclosed.hi > 0.25:
        yield Question(
            trace.company.name or trace.company.id,
            "Ask for the full register of members, with the holders under 25 %.",
            f"Between {100 * trace.undisclosed.lo:.0f} and {100 * trace.undisclosed.hi:.0f} % is"
            " held by nobody on file.",
            "owner", trace.undisclosed.hi,
        )  # fmt: skip


def _wide(trace: Trace) -> Iterator[Question]:
    """Ask for the exact share on each link that leaves a threshold of some owner open."""
    for owner in trace.owners:
        if "possible" not in owner.standings:
            continue
        step = _widest(owner)
        if step:
            yield Question(
                _name(trace, step.owned),
                f"Ask for the exact shares and votes of {_name(trace, step.owner)} in it.",
                f"They are on file as {step.share.text}; that leaves open whether"
                f" {owner.node.name or owner.node.id} passes {_open_lines(owner)} of the company.",
                "share", owner.share.hi - owner.share.lo,
                step.interests[0].source_ref if step.interests else "",
            )  # fmt: skip


def _widest(owner: Owner) -> Step | None:
    steps = [step for chain in owner.chains for step in chain.steps]
    wide = [step for step in steps if step.share.hi - step.share.lo > NOISE * 1e3]
    return max(wide, key=lambda step: step.share.hi - step.share.lo, default=None)


def _open_lines(owner: Owner) -> str:
    lines = zip((25, 50, 75), owner.standings, strict=True)
    return " and ".join(f"{line} %" for line, standing in lines if standing == "possible")


def _signals(trace: Trace, signals: Sequence[Signal]) -> Iterator[Question]:
    for signal in signals:
        for company in dict.fromkeys(each.company for each in signal.evidence[:3]):
            row = next(each for each in signal.evidence if each.company == company)
            yield Question(
                _name(trace, company), signal.kind.settle, row.sentence, "signal", 0.2,
                row.source_ref,
            )  # fmt: skip


def _areas(trace: Trace, areas: Sequence[Finding]) -> Iterator[Question]:
    for finding in areas:
        reason = finding.reasons[0]
        yield Question(
            trace.company.name or trace.company.id,
            f"Ask whether its work falls under {finding.area.title} (SI 2021/1264, Schedule"
            f" {finding.area.schedule}), and for a solicitor's view in writing.",
            f"It says: “{reason.sentence}”" if reason.marks else reason.says,
            "area", 0.3 if finding.level == "likely" else 0.1,
        )  # fmt: skip
