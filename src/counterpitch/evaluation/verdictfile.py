"""Verdicts from a file, as ``counterpitch scan --jsonl`` writes them or another tool does."""

from pathlib import Path
from typing import Annotated

import msgspec

from counterpitch.assessment.weigh import band_of
from counterpitch.errors import UnreadableInput
from counterpitch.intake.encoding import utf8
from counterpitch.intake.lines import byte_lines
from counterpitch.intake.notices import Notices
from counterpitch.intake.origin import Origin
from counterpitch.model.indicator import Kind, Level, Stage
from counterpitch.model.match import Quote
from counterpitch.model.verdict import Band, Finding, Verdict, VerdictKind
from counterpitch.rulebook.book import Bands

Probability = Annotated[float, msgspec.Meta(ge=0.0, le=1.0)]


class _Reason(msgspec.Struct, frozen=True):
    indicator: str
    kind: Kind = "approach"
    title: str = ""
    level: Level = "medium"
    stage: Stage | None = None
    message: Annotated[int, msgspec.Meta(ge=0)] = 0
    start: Annotated[int, msgspec.Meta(ge=0)] = 0
    end: Annotated[int, msgspec.Meta(ge=0)] = 0
    quote: str = ""
    contribution: float = 0.0


class _Line(msgspec.Struct, frozen=True):
    id: str
    probability: Probability
    scam_probability: Probability = 0.0
    band: Band | None = None
    kind: VerdictKind | None = None
    stage: Stage | None = None
    reasons: tuple[_Reason, ...] = ()
    rules: str = ""


def read_verdicts(path: Path, bands: Bands, notices: Notices) -> dict[str, Verdict]:
    """Return the verdicts of ``path`` by id; only ``id`` and ``probability`` are required.

    A missing band follows from ``bands``, a missing kind from the band. Damaged lines and
    a second verdict on an id are left out with a notice; raises ``UnreadableInput`` if no
    line is a verdict.
    """
    origin = Origin.of_file(path)
    found: dict[str, Verdict] = {}
    with utf8(origin.open(), origin.head) as stream:
        for row, line in byte_lines(stream, origin, notices):
            if line.isspace():
                continue
            try:
                verdict = _verdict(msgspec.json.decode(line, type=_Line), bands)
            except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
                notices.add(
                    "damaged-verdict", "A line is no verdict and is left out.", str(path), row=row
                )
                continue
            if verdict.id in found:
                notices.add(
                    "duplicate-verdict", "A second verdict on an id is left out.", str(path),
                    row=row,
                )  # fmt: skip
                continue
            found[verdict.id] = verdict
    if not found:
        raise UnreadableInput(
            "no line of this file is a verdict.", where=str(path),
            hint="Write one with counterpitch scan --jsonl.",
        )  # fmt: skip
    return found


def _verdict(line: _Line, bands: Bands) -> Verdict:
    band = line.band or band_of(max(line.probability, line.scam_probability), bands)
    kind = line.kind or _kind(line, bands)
    return Verdict(
        id=line.id, probability=line.probability, scam_probability=line.scam_probability,
        band=band, kind=kind, stage=line.stage, stages=(), findings=_findings(line.reasons),
        base=0.0, counter_evidence_unused=0.0, twin=None, unanswered=(), disclosed=(),
        rules=line.rules,
    )  # fmt: skip


def _kind(line: _Line, bands: Bands) -> VerdictKind:
    if line.scam_probability > line.probability and line.scam_probability >= bands.elevated:
        return "scam"
    return "approach" if line.probability >= bands.elevated else "none"


def _findings(reasons: tuple[_Reason, ...]) -> tuple[Finding, ...]:
    """Return one finding per indicator; its contribution is the sum over its quotes."""
    together: dict[str, list[_Reason]] = {}
    for reason in reasons:
        together.setdefault(reason.indicator, []).append(reason)
    return tuple(
        Finding(
            name, each[0].title or name, each[0].kind, each[0].level, each[0].stage, "", "", "",
            sum(reason.contribution for reason in each),
            tuple(Quote(r.message, r.start, r.end, r.quote) for r in each),
        )
        for name, each in together.items()
    )  # fmt: skip
