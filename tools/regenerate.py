"""Writes what is generated into the documents: ``make docs``. Tests check that it is current.

- README.md: the real output of the demo, between its markers.
- docs/reference/commands.md: the help of every command.
- docs/reference/indicators.md: every indicator, by folder.
- docs/how-to.md: what is sent to a second reader, between its markers.
"""

import io
import os
from pathlib import Path

import click
from indicatorpage import indicator_page

ROOT = Path(__file__).parents[1]
WIDTH = 88


def demo_output() -> str:
    """Return what the first screen of the README shows."""
    from rich.console import Console

    from counterpitch.pipeline.scan import Tally, assessor, scan
    from counterpitch.render.terminal import table, verdict_screen

    os.chdir(ROOT)
    inputs = [Path("examples/linkedin-export.zip"), Path("examples/mail")]
    found = list(scan(inputs, Tally()))
    found.sort(key=lambda a: -max(a.verdict.probability, a.verdict.scam_probability))
    out = io.StringIO()
    console = Console(file=out, width=WIDTH, highlight=False, force_terminal=False)
    shown = found[:3]
    console.print(table([(a.conversation, a.verdict) for a in shown]))
    worst = shown[0]
    guidance = assessor().matcher.book.guidance
    console.print(verdict_screen(worst.conversation, worst.verdict, guidance))
    return "\n".join(each.rstrip() for each in out.getvalue().splitlines()).rstrip()


def readme() -> str:
    """Return README.md with the current output between its markers."""
    return _between((ROOT / "README.md").read_text("utf-8"), "output", "text", demo_output())


def sent() -> str:
    """Return what is sent to a second reader of the pasted example."""
    from counterpitch.pipeline.scan import Tally, assessor, scan
    from counterpitch.secondreader.masking import masked
    from counterpitch.secondreader.prompt import conversation_block

    found = next(iter(scan([ROOT / "examples" / "pasted.txt"], Tally())))
    return conversation_block(masked(found.conversation, assessor().matcher))


def how_to() -> str:
    """Return docs/how-to.md with what is sent between its markers."""
    return _between((ROOT / "docs" / "how-to.md").read_text("utf-8"), "sent", "text", sent())


def _between(text: str, name: str, language: str, new: str) -> str:
    start, end = f"<!-- {name} -->", f"<!-- /{name} -->"
    head, _, rest = text.partition(start)
    _, _, tail = rest.partition(end)
    return f"{head}{start}\n```{language}\n{new}\n```\n{end}{tail}"


def commands() -> str:
    """Return docs/reference/commands.md."""
    from counterpitch.cli.main import program

    parts = [
        "# Commands\n\nGenerated from the program: `make docs`.\n",
        "Exit codes: 0 done; 1 findings, with `--fail-on`; 2 usage; 3 nothing readable;"
        " 70 a defect of the program.\n",
    ]
    # With the program's own settings, as users see it: click keeps the help option that a
    # command was first called with, so that another one here would depend on what ran before.
    context = click.Context(
        program, info_name="counterpitch", max_content_width=96, **program.context_settings
    )
    for name in program.list_commands(context):
        command = program.get_command(context, name)
        if command is None:
            continue
        parts.append(_section(command, name, context))
        if isinstance(command, click.Group):
            below = click.Context(command, info_name=name, parent=context, max_content_width=96)
            parts += [
                _section(each, each_name, below)
                for each_name in command.list_commands(below)
                if (each := command.get_command(below, each_name))
            ]
    return "\n".join(parts)


def _section(command: click.Command, name: str, parent: click.Context) -> str:
    context = click.Context(command, info_name=name, parent=parent, max_content_width=96)
    return f"## {context.command_path}\n\n```text\n{command.get_help(context)}\n```\n"


def main() -> None:
    """Write all of them."""
    reference = ROOT / "docs" / "reference"
    (reference / "commands.md").write_text(commands(), "utf-8")
    (reference / "indicators.md").write_text(indicator_page(), "utf-8")
    (ROOT / "docs" / "how-to.md").write_text(how_to(), "utf-8")
    (ROOT / "README.md").write_text(readme(), "utf-8")


if __name__ == "__main__":
    main()
