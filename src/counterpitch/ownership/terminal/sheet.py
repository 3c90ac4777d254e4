"""A due-diligence sheet on the terminal: answers, and gaps with what to do."""

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from counterpitch.ownership.sheet.fill import Entry, Sheet
from counterpitch.render.plain import one_line


def screen(sheet: Sheet) -> RenderableType:
    """Return the sheet."""
    answered = sheet.count - len(sheet.gaps)
    parts: list[RenderableType] = [
        Text(f"{sheet.title}: {one_line(sheet.company, 80)}", "bold"),
        Text(f"{answered} of {sheet.count} fields answered, {len(sheet.gaps)} gaps", "dim"),
    ]
    for part in sheet.parts:
        parts += [Text(), Text(part.title, "bold")]
        for entry in part.entries:
            parts += _entry(entry)
    return Group(*parts)


def _entry(entry: Entry) -> list[RenderableType]:
    if entry.state == "gap":
        words = Text.assemble((f"{entry.label}: ", ""), (f"GAP  {entry.ask}", "yellow"))
        return [Padding(words, (0, 0, 0, 2), expand=False)]
    lines: list[RenderableType] = [Padding(Text(f"{entry.label}:"), (0, 0, 0, 2), expand=False)]
    for answer in entry.answers[:12]:
        source = f"  [{one_line(answer.source, 80)}]" if answer.source else ""
        text = Text.assemble(one_line(answer.text, 300), (source, "dim"))
        lines.append(Padding(text, (0, 0, 0, 4), expand=False))
    return lines
