"""The report: one self-contained HTML file that works offline and prints well.

Everything from outside is escaped by the template engine; links are shown defanged
and as text. The page carries a policy that forbids scripts and every request.
"""

import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import msgspec

from counterpitch import __version__
from counterpitch.features.scripts import NOT_READ, is_unread
from counterpitch.model.conversation import Conversation
from counterpitch.model.guidance import Guidance, Route, Step
from counterpitch.model.indicator import STAGES
from counterpitch.model.match import Quote
from counterpitch.model.source import Notice
from counterpitch.model.verdict import BANDS, Finding, Verdict
from counterpitch.render.evidence import shown_quotes
from counterpitch.render.plain import shown, weight
from counterpitch.render.words import BAND_WORDS, RATHER_A_SCAM, SHOWN, number, told

Pair = tuple[Conversation, Verdict]
_TEMPLATES: Final = Path(__file__).parent / "templates"


def _no_advice(verdict: Verdict) -> Sequence[Step]:
    return ()


class Report(msgspec.Struct, frozen=True):
    """What a report tells: the most severe conversations, the counts, the notices.

    ``advice`` says what to do about a verdict.
    """

    pairs: tuple[Pair, ...]
    conversations: int
    messages: int
    left_out: int
    bands: Mapping[str, int]
    notices: tuple[Notice, ...]
    notices_total: int
    guidance: Guidance
    routes: tuple[Route, ...]
    advice: Callable[[Verdict], Sequence[Step]] = _no_advice


def write(report: Report, path: Path) -> None:
    """Write ``report`` to ``path``, replacing what is there."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", errors="replace") as stream:
        for piece in page(report):
            stream.write(piece)


def page(report: Report) -> Iterator[str]:
    """Yield the page piece by piece."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    environment.globals |= {"RATHER_A_SCAM": RATHER_A_SCAM, "SHOWN": SHOWN}
    environment.filters["shown"] = shown
    environment.filters["date"] = _date
    environment.filters["weight"] = weight
    template = environment.get_template("report.html.j2")
    yield from template.generate(
        report=report,
        version=__version__,
        style=style(),
        entries=[
            {**_entry(number, pair), "steps": report.advice(pair[1])}
            for number, pair in enumerate(report.pairs, 1)
        ],
        routes=report.routes if any(v.kind == "approach" for _, v in report.pairs) else (),
        bands=[(band, report.bands.get(band, 0)) for band in reversed(BANDS)],
        band_words=BAND_WORDS,
    )


def style() -> str:
    """Return the style sheet that every page of the program shares."""
    return (_TEMPLATES / "report.css").read_text("utf-8")


def _date(moment: datetime | None) -> str:
    if moment is None:
        return ""
    return f"{moment.astimezone(UTC) if moment.tzinfo else moment:%Y-%m-%d %H:%M} UTC"


def _entry(place: int, pair: Pair) -> dict[str, Any]:
    conversation, verdict = pair
    counted = [f for f in verdict.findings if f.kind != "owner" and f.contribution]
    quotes = {f.indicator: shown_quotes(f, conversation) for f in verdict.findings}
    marks = _marks(verdict, quotes)
    reasons = verdict.strongest(99)
    largest = max((abs(f.contribution) for f in counted), default=1.0) or 1.0
    return {
        "anchor": f"c{place}",
        "conversation": conversation,
        "verdict": verdict,
        "words": told(verdict),
        "unread": NOT_READ if is_unread(conversation) else "",
        "quotes": quotes,
        "rank": number(verdict),
        "timeline": _timeline(verdict),
        "reasons": reasons,
        "against": [f for f in verdict.findings if f.kind == "benign"],
        "others": [f for f in counted if f.kind != "benign" and f not in reasons],
        "strongest": [f.title for f in verdict.strongest()],
        "chart": [(f, round(100 * abs(f.contribution) / largest, 1)) for f in counted],
        "messages": [
            (index + 1, message, list(segments(message.text, marks.get(index, []))))
            for index, message in enumerate(conversation.messages)
        ],
    }


def _timeline(verdict: Verdict) -> list[dict[str, Any]]:
    reached = {move.stage: move for move in verdict.stages} if verdict.kind == "approach" else {}
    return [{"stage": stage, "move": reached.get(stage)} for stage in STAGES]


Mark = tuple[int, int, Finding]
"""Begin and end of a stretch of a message (code points), and the finding that it is evidence of."""


def _marks(verdict: Verdict, quotes: Mapping[str, tuple[Quote, ...]]) -> dict[int, list[Mark]]:
    """Return the marks by the index of their message."""
    found: dict[int, list[Mark]] = {}
    for finding in verdict.findings:
        for quote in quotes[finding.indicator]:
            if quote.end > quote.start:
                found.setdefault(quote.message, []).append((quote.start, quote.end, finding))
    return found


def segments(text: str, marks: list[Mark]) -> Iterator[tuple[str, str, str]]:
    """Yield (text, kind, titles) of consecutive stretches; ``kind`` is "" where unmarked.

    Where marks overlap, evidence of an approach shows before anything else.
    """
    order = {"approach": 0, "scam": 1, "benign": 2, "owner": 3}
    edges = sorted({0, len(text), *(min(e, len(text)) for a, b, _ in marks for e in (a, b))})
    for begin, end in itertools.pairwise(edges):
        over = [f for a, b, f in marks if a <= begin and end <= b]
        over.sort(key=lambda finding: order[finding.kind])
        titles = " · ".join(finding.title for finding in over)
        yield shown(text[begin:end]), over[0].kind if over else "", titles
