"""What people see in a terminal: the table, the verdict on one screen, the whole tree."""

import itertools
from collections.abc import Iterable, Sequence
from typing import Final

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from counterpitch.features.scripts import NOT_READ, is_unread
from counterpitch.model.conversation import Conversation
from counterpitch.model.guidance import Guidance, Route, Step
from counterpitch.model.verdict import Finding, Verdict
from counterpitch.render.evidence import shown_quotes
from counterpitch.render.plain import many, one_line, shown, weight
from counterpitch.render.words import number, quiet_words

STYLE: Final = {"high": "bold red", "elevated": "bold yellow", "low": "cyan", "none": "dim"}
_KIND: Final = {"approach": "covert approach", "scam": "scam"}
_WIDE: Final = 80
"""Columns into which a headline fits; a longer one has its stage on a line of its own."""
Pair = tuple[Conversation, Verdict]
_TITLE: Final = 60
"""Characters of a title in the table."""


def table(pairs: Sequence[Pair]) -> Table:
    """Return the table of conversations, the most severe first; readable at 80 columns."""
    grid = Table(box=None, pad_edge=False, header_style="bold", expand=False, padding=(0, 2, 1, 0))
    grid.add_column("verdict", no_wrap=True)
    grid.add_column("rank", no_wrap=True, justify="right")
    grid.add_column("contact", overflow="fold", max_width=26)
    grid.add_column("last", no_wrap=True)
    grid.add_column("why", overflow="fold")
    for conversation, verdict in pairs:
        grid.add_row(
            _verdict_cell(verdict),
            number(verdict).replace(" scam", "\nscam"),
            _who(conversation, verdict),
            verdict.last_at.date().isoformat() if verdict.last_at else "-",
            listed([f.title for f in verdict.strongest()]),
        )
    return grid


def listed(titles: Iterable[str]) -> Table:
    """Return titles below each other, each marked: one may take two lines of a narrow column."""
    grid = Table.grid(padding=(0, 1, 0, 0))
    for title in titles:
        grid.add_row("·", Text(one_line(title, _TITLE)))
    return grid


def _verdict_cell(verdict: Verdict) -> Text:
    text = Text(verdict.band, STYLE[verdict.band])
    below = "scam" if verdict.kind == "scam" else verdict.stage or ""
    return text.append(f"\n{below}", "not bold dim") if below else text


def _who(conversation: Conversation, verdict: Verdict) -> Text:
    contact = conversation.contact
    text = Text(one_line(contact.name or contact.email or "(nameless)", 26))
    if contact.company:
        text.append(f"\n{one_line(contact.company, 26)}", "dim")
    return text.append(f"\n{one_line(verdict.id, 34)}", "cyan")


def verdict_screen(
    conversation: Conversation,
    verdict: Verdict,
    guidance: Guidance,
    *,
    steps: Sequence[Step] = (),
    routes: Sequence[Route] = (),
    depth: int = 0,
    sent: bool = False,
) -> RenderableType:
    """Return one verdict on one screen: band, reasons, twin, open questions, what to do.

    ``sent`` says that something was sent to a second reader, so that nothing else is claimed.
    """
    parts: list[RenderableType] = [_headline(conversation, verdict)]
    if is_unread(conversation):
        parts.append(Text(NOT_READ, "yellow"))
    reasons = verdict.strongest(3 if depth == 0 else 99)
    if reasons:
        parts += [Text("\nWhy", "bold"), *(_reason(f, conversation, depth) for f in reasons)]
    parts += _counter(verdict, conversation, depth)
    parts += _beside(verdict, conversation)
    if steps:
        parts += [Text("\nWhat to do", "bold"), *(_step(step) for step in steps)]
    for route in routes:
        parts.append(Text(f"  {route.country}:", "dim"))
        parts += [_block(Text(line, "dim"), 4) for line in route.routes]
    parts.append(Text(f"\n{guidance.disclaimer if sent else guidance.closing()}", "dim italic"))
    return Group(*parts)


def _headline(conversation: Conversation, verdict: Verdict) -> Text:
    text = Text()
    text.append(f"{verdict.band.upper()}", STYLE[verdict.band])
    text.append(f"  {quiet_words(verdict) or _KIND[verdict.kind]}, {number(verdict)}")
    if verdict.stages and verdict.kind == "approach":
        move = verdict.stages[-1]
        path = " → ".join(step.stage for step in verdict.stages)
        stage = f"stage: {path} (message {move.message + 1})"
        broken = len(text) + len(stage) + 3 > _WIDE
        text.append(f"\n{stage}" if broken else f"   {stage}", "dim")
    contact = conversation.contact
    who = ", ".join(filter(None, (contact.name, contact.headline, contact.company)))
    text.append(f"\n{one_line(who, 100)}   " if who else "\n")
    text.append(f"{conversation.channel}, {many(len(conversation.messages), 'message')}", "dim")
    return text


def _block(text: Text, indent: int) -> Padding:
    """Return ``text`` indented as a whole: a line that is broken goes on below its beginning."""
    return Padding(text, (0, 0, 0, indent), expand=False)


def _reason(finding: Finding, conversation: Conversation, depth: int) -> RenderableType:
    head = Text.assemble((finding.title, "bold"), "  ")
    head.append(f"({weight(finding.contribution)}, {finding.level})", "dim")
    lines: list[RenderableType] = [_block(head, 2)]
    for quote in shown_quotes(finding, conversation)[: 1 if depth == 0 else 6]:
        at = conversation.messages[quote.message].sent_at
        when = f"{at.date().isoformat()}, " if at else ""
        line = Text.assemble((f"“{one_line(quote.text)}”", "italic yellow"), "  ")
        line.append(f"{when}message {quote.message + 1}", "dim")
        lines.append(_block(line, 4))
    lines.append(_block(Text(finding.why), 4))
    if depth > 0:
        lines.append(_block(Text(f"Or: {finding.benign}", "green"), 4))
    return Group(*lines)


def _counter(verdict: Verdict, conversation: Conversation, depth: int) -> list[RenderableType]:
    against = [f for f in verdict.findings if f.kind == "benign"]
    if not against:
        return []
    parts: list[RenderableType] = [Text("\nWhat speaks for an honest contact", "bold")]
    for finding in against[: 3 if depth == 0 else 99]:
        line = Text.assemble((finding.title, "green"), "  ")
        line.append(f"({weight(finding.contribution)})", "dim")
        if quotes := shown_quotes(finding, conversation):
            line.append(f"  “{one_line(quotes[0].text, 90)}”", "italic")
        parts.append(_block(line, 2))
    return parts


def _beside(verdict: Verdict, conversation: Conversation) -> list[RenderableType]:
    parts: list[RenderableType] = []
    if verdict.twin is not None and verdict.kind != "none":
        parts.append(Text("\nThe honest explanation, and what would settle it", "bold"))
        parts.append(_block(Text(verdict.twin.explanation), 2))
        parts.append(_block(Text(f"Settled by: {verdict.twin.settle}"), 2))
    if verdict.unanswered and verdict.kind != "none":
        parts.append(Text("\nStill unanswered", "bold"))
        for question in verdict.unanswered:
            tail = " (you asked)" if question.asked else ""
            parts.append(_block(Text(f"{question.question}{tail}"), 2))
    if verdict.disclosed:
        parts.append(Text("\nWhat you gave away", "bold"))
        for found in verdict.disclosed:
            quote = one_line(found.quote.text, 100)
            told = f"{found.what}: “{quote}” (message {found.quote.message + 1})"
            parts.append(_block(Text(told), 2))
    return parts


def _step(step: Step) -> RenderableType:
    return _block(Text.assemble((f"{step.name}: ", "bold"), step.text), 2)


def transcript(conversation: Conversation, verdict: Verdict) -> RenderableType:
    """Return the whole conversation with its evidence highlighted."""
    parts: list[RenderableType] = []
    marks = _marks(conversation, verdict)
    for index, message in enumerate(conversation.messages):
        who = message.author or message.sender
        when = message.sent_at.strftime("%Y-%m-%d %H:%M") if message.sent_at else ""
        parts.append(Text(f"\n[{index + 1}] {one_line(who, 60)}  {when}", "bold dim"))
        parts.append(Padding(_highlighted(message.text, marks.get(index, ())), (0, 0, 0, 4)))
    return Group(*parts)


_Mark = tuple[int, int, str]


def _marks(conversation: Conversation, verdict: Verdict) -> dict[int, list[_Mark]]:
    """Return the stretches to be styled by the index of their message."""
    found: dict[int, list[_Mark]] = {}
    for finding in verdict.findings:
        for quote in shown_quotes(finding, conversation):
            if quote.end > quote.start:
                mark = (quote.start, quote.end, _MARK[finding.kind])
                found.setdefault(quote.message, []).append(mark)
    return found


_MARK: Final = {
    "approach": "black on yellow",
    "scam": "white on red",
    "benign": "black on green",
    "owner": "underline",
}


def _highlighted(text: str, marks: Iterable[_Mark]) -> Text:
    """Return ``text`` with its marked stretches styled; every stretch is made safe to show."""
    edges = sorted({0, len(text), *(edge for a, b, _ in marks for edge in (a, b))})
    spans = list(marks)
    out = Text()
    for begin, end in itertools.pairwise(edges):
        style = next((s for a, b, s in spans if a <= begin and end <= b), "")
        out.append(shown(text[begin:end]), style or None)
    return out
