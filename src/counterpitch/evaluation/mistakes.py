"""The worst mistakes, for a person to write a sentence beside each."""

from collections.abc import Iterator, Sequence
from typing import Final

import msgspec

from counterpitch.evaluation.case import Judged
from counterpitch.evaluation.nameless import Nameless
from counterpitch.render.plain import one_line

EXCERPT: Final = 420
REASONS: Final = 4


class Mistake(msgspec.Struct, frozen=True):
    """A covert approach scored low or an honest conversation scored high; names blanked."""

    id: str
    file: str
    label: str
    subtype: str
    stage: str
    language: str
    score: float
    band: str
    reasons: tuple[tuple[str, float, str], ...]
    excerpt: str


class Mistakes(msgspec.Struct, frozen=True):
    """The covert ones with the lowest scores and the honest ones with the highest."""

    missed: tuple[Mistake, ...]
    alarms: tuple[Mistake, ...]


def worst(judged: Sequence[Judged], count: int) -> Mistakes:
    """Return the ``count`` worst of either kind, the worst first."""
    covert = sorted((j for j in judged if j.covert), key=lambda j: (j.score, j.case.id))
    honest = sorted((j for j in judged if j.honest), key=lambda j: (-j.score, j.case.id))
    return Mistakes(tuple(map(_mistake, covert[:count])), tuple(map(_mistake, honest[:count])))


def _mistake(judged: Judged) -> Mistake:
    case, verdict = judged.case, judged.verdict
    nameless = Nameless(case.conversation)
    counted = [f for f in verdict.findings if f.kind != "owner" and f.contribution]
    counted.sort(key=lambda f: -abs(f.contribution))
    words = " / ".join(m.text for m in case.conversation.messages if m.sender == "contact")
    return Mistake(
        case.id, case.file, case.label, case.subtype, case.stage, case.conversation.language,
        judged.score, verdict.band,
        tuple(
            (f.indicator, f.contribution, one_line(nameless.shown(f.quotes[0].text), 90))
            for f in counted[:REASONS] if f.quotes
        ),
        one_line(nameless.shown(words), EXCERPT),
    )  # fmt: skip


def as_markdown(mistakes: Mistakes) -> str:
    """Return the mistakes as Markdown with an empty line for a person's sentence at each."""
    return "\n".join(_lines(mistakes)) + "\n"


def _lines(mistakes: Mistakes) -> Iterator[str]:
    yield "# The worst mistakes\n"
    yield "Names and addresses are blanked. Write why it went wrong beside each.\n"
    for title, some in (
        ("Missed: covert approaches with the lowest scores", mistakes.missed),
        ("False alarms: honest conversations with the highest scores", mistakes.alarms),
    ):
        yield f"## {title}\n"
        for number, each in enumerate(some, 1):
            yield from _entry(number, each)


def _entry(number: int, each: Mistake) -> Iterator[str]:
    kind = ", ".join(filter(None, (each.subtype, each.stage, each.language)))
    yield f"### {number}. {_plain(each.id)}: {each.score:.2f}, {each.band}\n"
    yield f"{_plain(kind)} ({_plain(each.file)})\n"
    yield f"> {_plain(each.excerpt)}\n"
    for indicator, weight, quote in each.reasons:
        yield f"- {weight:+.2f} {_plain(indicator)}: “{_plain(quote)}”"
    if not each.reasons:
        yield "- nothing was found"
    yield "\nWhy: \n"


def _plain(text: str) -> str:
    """Return ``text`` so that Markdown shows it as it is."""
    flat = one_line(text, EXCERPT)
    return "".join(f"\\{c}" if c in "\\`*_[]<>#|!&" else c for c in flat)
