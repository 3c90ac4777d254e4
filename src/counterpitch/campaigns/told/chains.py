"""The answer to why two approaches are one campaign."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import msgspec

from counterpitch.campaigns.page import value_of
from counterpitch.campaigns.why import Passage, Step, Why
from counterpitch.render.plain import one_line, shown

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.text import Text


def why_page(found: Why, *, as_json: bool) -> "bytes | Iterator[RenderableType]":
    """Return the chain for a terminal, or as JSON."""
    if as_json:
        return msgspec.json.format(msgspec.json.encode(found), indent=2)
    return _chain(found)


def _chain(found: Why) -> "Iterator[RenderableType]":
    from rich.text import Text

    if not found.campaign:
        yield from _apart(found)
        return
    links = "one link" if len(found.steps) == 1 else f"a chain of {len(found.steps)} links"
    yield Text(f"{found.a} and {found.b} are in {found.campaign}, by {links}.", style="bold")
    for number, step in enumerate(found.steps, 1):
        yield from _step(number, step)
    yield ""
    if found.breaking:
        pairs = "; ".join(f"{a} – {b}" for a, b in found.breaking)
        yield Text(f"They would come apart if these were wrong: {pairs}")
    else:
        yield Text(f"{found.chains} ties would have to be wrong before they came apart.")
    yield Text(_advice(found), "dim")


def _advice(found: Why) -> str:
    """Return the command that parts the two; one that a judgement would refuse is not named."""
    different = f"counterpitch different {found.a} {found.b}"
    if not found.bound:
        return f"If they do not belong together: {different}"
    undo = f"counterpitch undo {found.bound[0]}"
    return f"If they do not belong together: {undo}; if evidence ties them still: {different}"


def _apart(found: Why) -> "Iterator[RenderableType]":
    from rich.text import Text

    yield Text(f"{found.a} and {found.b} are in no campaign together.", style="bold")
    for number in found.against:
        yield f"Judgement {number} keeps them apart."
    for step in found.steps:
        yield "What they share is not enough, or is only a thin bridge:"
        yield from _step(1, step)


def _step(number: int, step: Step) -> "Iterator[RenderableType]":
    from rich.text import Text

    weight = f"+{step.total:.1f} log-odds" if step.reasons else "no evidence of its own"
    yield Text(f"\n{number}. {step.a} – {step.b}   ({weight})", style="bold")
    if step.judged:
        yield f"   A person judged them the same (judgement {step.judged})."
    for reason in step.reasons:
        strength = "strong" if reason.strong else "weak alone"
        yield Text(
            f"   +{reason.weight:.1f} {reason.kind}, {strength}: {one_line(reason.reason, 200)}"
        )
        value = value_of(reason)
        if value and value not in reason.reason:
            yield Text(f"        {one_line(value, 120)}")
    if step.passage:
        yield _aligned(step.passage)


def _aligned(passage: Passage) -> "Text":
    """Show the first text: what both have as it is, differences in brackets and in reverse."""
    from rich.text import Text

    found = Text("   ")
    for part in passage.merged.replace("⟩", "⟨").split("⟨")[:200]:
        changed = " → " in part
        words = shown(part[:2000]).replace("\n", "\n   ")
        found.append(f"⟨{words}⟩" if changed else words, "reverse" if changed else "")
    found.append(f"\n   (message {passage.one + 1} and message {passage.other + 1})", "dim")
    return found
