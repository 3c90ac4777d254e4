"""The sensitive areas of a text on one screen, with the words that say so."""

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from counterpitch.ownership.areas.classify import NOT_ADVICE, Finding, Reason
from counterpitch.render.plain import shown


def screen(found: tuple[Finding, ...]) -> RenderableType:
    """Return the areas, likely ones first, each with its reasons."""
    if not found:
        return Group(
            Text("No sign of the 17 areas.", "green"),
            Text("Silence is no proof: ask what the company makes. " + NOT_ADVICE, "dim"),
        )
    parts: list[RenderableType] = []
    for finding in found:
        parts += _finding(finding)
    likely = [finding.area.title for finding in found if finding.level == "likely"]
    if likely:
        parts.append(
            Text(
                f"An acquisition that crosses 25, 50 or 75 % may have to be notified before"
                f" completion ({', '.join(likely)}).",
                "yellow",
            )
        )
    parts.append(Text(NOT_ADVICE, "dim"))
    return Group(*parts)


def _finding(finding: Finding) -> list[RenderableType]:
    style = "bold red" if finding.level == "likely" else "bold yellow"
    area = finding.area
    parts: list[RenderableType] = [
        Text.assemble((finding.level, style), "  ", (area.title, "bold"),
                      (f"  SI 2021/1264, Schedule {area.schedule}", "dim"))
    ]  # fmt: skip
    for reason in finding.reasons[:4]:
        parts.append(Padding(_quoted(reason), (0, 0, 0, 2), expand=False))
        parts.append(Padding(Text(reason.says, "dim"), (0, 0, 0, 4), expand=False))
    if len(finding.reasons) > 4:
        more = Text(f"and {len(finding.reasons) - 4} more", "dim")
        parts.append(Padding(more, (0, 0, 0, 2), expand=False))
    parts.append(Text())
    return parts


def _quoted(reason: Reason) -> Text:
    """Return the sentence with its words marked."""
    quote, at = Text("“"), 0
    for start, end in reason.marks:
        quote.append(shown(reason.sentence[at:start]))
        quote.append(shown(reason.sentence[max(at, start) : end]), "bold underline")
        at = max(at, end)
    quote.append(shown(reason.sentence[at:]) + "”")
    return quote
