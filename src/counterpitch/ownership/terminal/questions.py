"""The question list on one screen."""

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from counterpitch.ownership.inquiry.questions import Question
from counterpitch.render.plain import one_line


def screen(found: tuple[Question, ...]) -> RenderableType:
    """Return the questions, numbered, each with its reason and the record behind it."""
    if not found:
        return Text("Nothing is left open by the register. Ask for the register of members anyway.")
    parts: list[RenderableType] = []
    for number, each in enumerate(found, 1):
        head = Text.assemble(
            (f"{number:>2}. ", "dim"), (f"{one_line(each.of, 60)}: ", "bold"),
            one_line(each.asks, 300),
        )  # fmt: skip
        record = f"  [{one_line(each.source_ref, 100)}]" if each.source_ref else ""
        why = one_line(each.why[:1].upper() + each.why[1:], 300) + record
        parts += [head, Padding(Text(why, "dim"), (0, 0, 0, 4), expand=False)]
    return Group(*parts)
