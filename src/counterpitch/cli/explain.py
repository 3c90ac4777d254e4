"""``counterpitch explain`` and ``counterpitch check``: one conversation in full."""

import sys
from pathlib import Path

import click

from counterpitch.cli.inputs import named, standard_input
from counterpitch.cli.routes import chosen
from counterpitch.errors import ExitCode, UnreadableInput, UsageError
from counterpitch.intake.origin import Origin
from counterpitch.model.verdict import BANDS
from counterpitch.pipeline.history import recall
from counterpitch.pipeline.scan import Assessed, Tally, assessor, scan


@click.command()
@click.argument("wanted", metavar="ID")
@click.argument("inputs", nargs=-1, metavar="[FILE...]")
@click.option("--country", help="Country code whose reporting routes are shown.")
@click.option("--rules", type=click.Path(path_type=Path, exists=True, file_okay=False))
def explain(wanted: str, inputs: tuple[str, ...], country: str | None, rules: Path | None) -> None:
    """Explain one verdict in full: every condition, every quote, the whole conversation.

    ID is the id in the table, or its beginning. Without FILE, the files of the last scan
    are read again.
    """
    sources: list[Path | Origin] = named(inputs) if inputs else list(recall())
    if not sources:
        raise UsageError("no files are known.", hint="Name them: counterpitch explain ID FILE...")
    matching = [a for a in scan(sources, Tally(), rules=rules) if a.verdict.id.startswith(wanted)]
    exact = [a for a in matching if a.verdict.id == wanted] or matching
    if not exact:
        raise UsageError(f"no conversation has the id '{wanted}'.", hint="See counterpitch scan.")
    if len(exact) > 1:
        raise UsageError(f"{len(exact)} ids begin with '{wanted}'.", hint="Give more of the id.")
    _print_in_full(exact[0], rules, country)


def _print_in_full(assessed: Assessed, rules: Path | None, country: str | None) -> None:
    from rich.console import Console

    from counterpitch.assessment.advise import steps_for
    from counterpitch.render.terminal import transcript, verdict_screen
    from counterpitch.render.tree import evidence_tree

    console = Console(highlight=False)
    conversation, verdict = assessed.conversation, assessed.verdict
    matcher = assessor(rules).matcher
    guidance = matcher.book.guidance
    console.print(transcript(conversation, verdict))
    console.rule(style="dim")
    trees = [(f, matcher.explain(conversation, f.indicator)) for f in verdict.findings]
    console.print(evidence_tree(verdict, trees))
    console.rule(style="dim")
    console.print(
        verdict_screen(
            conversation, verdict, guidance, steps=steps_for(verdict.kind, guidance),
            routes=chosen(guidance, country) if verdict.kind == "approach" else (), depth=1,
        )
    )  # fmt: skip


@click.command()
@click.argument("text", required=False)
@click.option("--json", "as_json", is_flag=True, help="One line of JSON.")
@click.option("--fail-on", type=click.Choice(BANDS[1:]), help="Exit 1 from this band upwards.")
@click.option("--country", help="Country code whose reporting routes are shown.")
@click.option("--rules", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option("-v", "--verbose", is_flag=True, help="All reasons and all quotes.")
def check(
    text: str | None,
    as_json: bool,
    fail_on: str | None,
    country: str | None,
    rules: Path | None,
    verbose: bool,
) -> None:
    """Check one pasted message or conversation: the verdict on one screen.

    TEXT is the message itself or the name of a file; without it, standard input is read.
    """
    found = list(scan([_pasted(text)], Tally(), rules=rules))
    if not found:
        raise UnreadableInput("there is no text to check.", hint="Paste a message.")
    worst = max(found, key=lambda a: max(a.verdict.probability, a.verdict.scam_probability))
    if as_json:
        from counterpitch.render.jsonform import line

        click.echo(line(worst.conversation, worst.verdict))
    else:
        _print_screen(worst, rules, country, verbose)
    if fail_on and BANDS.index(worst.verdict.band) >= BANDS.index(fail_on):
        sys.exit(ExitCode.FINDINGS)


def _pasted(text: str | None) -> Path | Origin:
    if text is None or text == "-":
        return standard_input()
    if len(text) < 1024 and "\n" not in text and "\x00" not in text and Path(text).is_file():
        return Path(text)
    return Origin.of_bytes("pasted text", text.encode("utf-8", "surrogateescape"))


def _print_screen(
    assessed: Assessed, rules: Path | None, country: str | None, verbose: bool
) -> None:
    from rich.console import Console

    from counterpitch.assessment.advise import steps_for
    from counterpitch.render.terminal import verdict_screen

    guidance = assessor(rules).matcher.book.guidance
    verdict = assessed.verdict
    Console(highlight=False).print(
        verdict_screen(
            assessed.conversation, verdict, guidance, steps=steps_for(verdict.kind, guidance),
            routes=chosen(guidance, country) if country and verdict.kind == "approach" else (),
            depth=int(verbose),
        )
    )  # fmt: skip
