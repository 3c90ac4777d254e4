"""What a second reader said, beneath a verdict and never in it. All of it is untrusted."""

from typing import Any, Final

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from counterpitch.model.opinion import Opinion
from counterpitch.model.verdict import Verdict, VerdictKind
from counterpitch.render.plain import one_line, percent

_KIND: Final[dict[VerdictKind, str]] = {
    "approach": "covert approach", "scam": "scam", "none": "nothing to report",
}  # fmt: skip
_WHOSE: Final = (
    "This is another program's opinion. It may be wrong or made up, and it changes nothing above."
)
_TITLE: Final = 80
_EXPLANATION: Final = 600


def opinion_screen(opinion: Opinion, verdict: Verdict) -> RenderableType:
    """Return an opinion under its own heading."""
    head = Text("\nSecond reader: ", "bold")
    head.append(_model(opinion), "bold")
    head.append(f"  ({opinion.endpoint[:100]})", "dim")
    said = Text(f"  {_KIND[opinion.kind]}, {percent(opinion.probability)}", "bold")
    said.append("" if opinion.supported else "   UNSUPPORTED", "bold red")
    parts: list[RenderableType] = [head, Text(f"  {_WHOSE}", "dim italic"), said]
    parts.append(Text(f"  {agreement(opinion, verdict)}"))
    for reason in opinion.reasons:
        parts += _reason(reason.title, reason.quote.text, reason.quote.message)
    parts += [Text(f"  {line}", "yellow") for line in _caveats(opinion)]
    explanation = one_line(opinion.honest_explanation, _EXPLANATION)
    if explanation:
        parts.append(Padding(Text(f"Or: {explanation}", "green"), (0, 0, 0, 2)))
    return Group(*parts)


def agreement(opinion: Opinion, verdict: Verdict) -> str:
    """Say in one line whether the second reader agrees with the built-in verdict."""
    if opinion.kind == verdict.kind:
        return f"It agrees with counterpitch: {_KIND[verdict.kind]}."
    return (
        f"It disagrees: counterpitch says {_KIND[verdict.kind]},"
        f" the second reader {_KIND[opinion.kind]}."
    )


def opinion_document(opinion: Opinion, verdict: Verdict) -> dict[str, Any]:
    """Return an opinion as plain values; see docs/reference/verdict-json.md."""
    return {
        "model": _model(opinion),
        "endpoint": opinion.endpoint,
        "kind": opinion.kind,
        "probability": opinion.probability,
        "agrees": opinion.kind == verdict.kind,
        "supported": opinion.supported,
        "reasons": [
            {
                "title": one_line(reason.title, _TITLE),
                "message": reason.quote.message,
                "start": reason.quote.start,
                "end": reason.quote.end,
                "quote": reason.quote.text,
            }
            for reason in opinion.reasons
        ],
        "reasons_given": opinion.given,
        "reasons_dropped": opinion.dropped,
        "honest_explanation": one_line(opinion.honest_explanation, _EXPLANATION),
        "messages_read": opinion.read,
    }


def _model(opinion: Opinion) -> str:
    return one_line(opinion.model, 60) or "unnamed model"


def _reason(title: str, quote: str, message: int) -> list[RenderableType]:
    words = Text("    ")
    words.append(f"“{one_line(quote)}”", "italic yellow")
    words.append(f"  message {message + 1}", "dim")
    return [Text(f"  {one_line(title, _TITLE)}"), words]


def _caveats(opinion: Opinion) -> list[str]:
    """Say what of the opinion was dropped, and what of the conversation was not read."""
    lines: list[str] = []
    if opinion.dropped:
        lines.append(
            f"{opinion.dropped} of {opinion.given} reasons quoted words that are not there and"
            " were dropped."
        )
    if not opinion.supported:
        lines.append("Nothing that it says is supported by words of the conversation.")
    if opinion.read < opinion.messages:
        lines.append(f"It read {opinion.read} of {opinion.messages} messages.")
    return lines
