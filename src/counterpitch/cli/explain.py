"""``counterpitch explain`` and ``counterpitch check``: one conversation in full."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from counterpitch.cli.claiming import claims_of, documents, print_claims, register_option
from counterpitch.cli.inputs import message_or_file, named
from counterpitch.cli.notes import note_lines
from counterpitch.cli.routes import chosen
from counterpitch.cli.secondreader import opinion_on, second_reader_options
from counterpitch.errors import ExitCode, UnreadableInput, UsageError
from counterpitch.indicators.matcher import Matcher
from counterpitch.intake.origin import Origin
from counterpitch.model.conversation import Conversation
from counterpitch.model.match import MatchNode
from counterpitch.model.opinion import Opinion
from counterpitch.model.verdict import BANDS, Finding, Verdict
from counterpitch.pipeline.history import LastScan, recall
from counterpitch.pipeline.scan import Assessed, Tally, assessor, scan

if TYPE_CHECKING:
    from counterpitch.ownership.claim import Claims
    from counterpitch.secondreader.endpoint import Endpoint


@click.command()
@click.argument("wanted", metavar="ID")
@click.argument("inputs", nargs=-1, metavar="[FILE...]")
@click.option("--country", help="Country code whose reporting routes are shown.")
@click.option("--rules", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option("--quick", is_flag=True, help="By rules alone, as scan --quick.")
@register_option
@second_reader_options
def explain(
    wanted: str,
    inputs: tuple[str, ...],
    country: str | None,
    rules: Path | None,
    quick: bool,
    folder: Path | None,
    reader: "Endpoint | None",
) -> None:
    """Explain one verdict in full: every condition, every quote, the whole conversation.

    ID is the id in the table, or its beginning. Without FILE, the files of the last scan
    are read again. What the last scan read is judged as it was there: by rules alone after
    scan --quick, and with its --rules.
    """
    claims = claims_of(folder)
    last = recall()
    sources: list[Path | Origin] = named(inputs) if inputs else list(last.there)
    if not sources:
        raise UsageError(
            "nothing was scanned yet.", hint="Name files: counterpitch explain ID FILE..."
        )
    if not inputs:
        click.echo(f"note: read again for this, from the last scan: {_some(sources)}", err=True)
    quick, rules = _as_scanned(last, sources, quick, rules)
    found = scan(sources, Tally(), rules=rules, quick=quick)
    matching = [each for each in found if each.verdict.id.startswith(wanted)]
    exact = [a for a in matching if a.verdict.id == wanted] or matching
    if not exact:
        within = "" if inputs else " in the files of the last scan"
        hint = f"The id stands below the contact in the table of a scan. {_NAME_FILES}"
        raise UsageError(f"no conversation{within} has the id '{wanted}'.", hint=hint)
    if len(exact) > 1:
        raise UsageError(f"{len(exact)} ids begin with '{wanted}'.", hint="Give more of the id.")
    _print_in_full(exact[0], rules, country, claims, sent=reader is not None)
    if reader is not None:
        _print_opinion(exact[0], opinion_on(exact[0], reader, rules))


def _as_scanned(
    last: LastScan, sources: list[Path | Origin], quick: bool, rules: Path | None
) -> tuple[bool, Path | None]:
    """Return how to judge what the last scan read, so that the verdict shown is explained."""
    paths = [each for each in sources if isinstance(each, Path)]
    if len(paths) < len(sources) or not last.read(paths):
        return quick, rules
    if last.quick and not quick:
        click.echo("note: judged by rules alone, as in the last scan (--quick).", err=True)
    elif quick and not last.quick:
        click.echo(
            "note: the last scan read closely; by rules alone the verdict may differ.", err=True
        )
    if rules is None and last.rules is not None:
        rules = Path(last.rules)
        if not rules.is_dir():
            raise UsageError(
                "the rules of the last scan are no longer there.", where=last.rules,
                hint="Name rules with --rules.",
            )  # fmt: skip
        click.echo(f"note: judged by the rules of the last scan: {rules}", err=True)
    return quick or last.quick, rules


_NAME_FILES: Final = "With other files: counterpitch explain ID FILE..."


def _some(sources: list[Path | Origin], most: int = 3) -> str:
    """Return the first names of what is read."""
    names = [str(each) if isinstance(each, Path) else each.path for each in sources]
    more = f" and {len(names) - most:,} more" if len(names) > most else ""
    return ", ".join(names[:most]) + more


def _print_in_full(
    assessed: Assessed, rules: Path | None, country: str | None, claims: "Claims | None", *,
    sent: bool,
) -> None:  # fmt: skip
    from rich.console import Console

    from counterpitch.assessment.advise import steps_of
    from counterpitch.render.terminal import transcript, verdict_screen
    from counterpitch.render.tree import evidence_tree

    console = Console(highlight=False)
    conversation, verdict = assessed.conversation, assessed.verdict
    matcher = assessor(rules).matcher
    guidance = matcher.book.guidance
    routes = chosen(guidance, country)
    console.print(transcript(conversation, verdict))
    console.rule(style="dim")
    trees = [(f, _tree(f, verdict, matcher, conversation)) for f in verdict.findings]
    console.print(evidence_tree(verdict, trees))
    console.rule(style="dim")
    console.print(
        verdict_screen(
            conversation, verdict, guidance, steps=steps_of(verdict, guidance),
            routes=routes if verdict.kind == "approach" else (), depth=1, sent=sent,
        )
    )  # fmt: skip
    print_claims(claims, conversation, console)


def _tree(
    finding: Finding, verdict: Verdict, matcher: Matcher, conversation: Conversation
) -> MatchNode:
    """Return the conditions of a finding; in a close reading beneath what was read there."""
    rule = (
        matcher.explain(conversation, finding.indicator)
        if finding.indicator in matcher.by_name
        else None
    )
    if not verdict.recognisers:
        assert rule is not None  # noqa: S101 - without a reading every finding is a rule's  # nosec B101
        return rule
    quotes = MatchNode("the sentences that carry it, read in context", True, finding.quotes)
    return MatchNode(
        "read closely", True, (), (quotes, rule) if rule is not None and rule.met else (quotes,)
    )


@click.command()
@click.argument("text", required=False)
@click.option("--json", "as_json", is_flag=True, help="One line of JSON.")
@click.option("--fail-on", type=click.Choice(BANDS[1:]), help="Exit 1 from this band upwards.")
@click.option("--country", help="Country code whose reporting routes are shown.")
@click.option("--rules", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option("-v", "--verbose", is_flag=True, help="All reasons and all quotes.")
@register_option
@second_reader_options
def check(
    text: str | None,
    as_json: bool,
    fail_on: str | None,
    country: str | None,
    rules: Path | None,
    verbose: bool,
    folder: Path | None,
    reader: "Endpoint | None",
) -> None:
    """Check one pasted message or conversation: the verdict on one screen.

    TEXT is the message itself or the name of a file; without it, standard input is read.
    """
    claims, tally = claims_of(folder), Tally()
    found = list(scan([message_or_file(text)], tally, rules=rules))
    notes = note_lines(tally.notices)
    if not found:
        raise UnreadableInput("there is no text to check.", hint=" ".join(notes) or _PASTE)
    for line in (*notes, *_others(len(found))):
        click.echo(f"note: {line}", err=True)
    worst = max(found, key=lambda a: max(a.verdict.probability, a.verdict.scam_probability))
    if as_json:
        beside = documents(claims, worst.conversation)
        _print_json(worst, None if reader is None else opinion_on(worst, reader, rules), beside)
    else:
        _print_screen(worst, rules, country, verbose, claims, sent=reader is not None)
        if reader is not None:
            _print_opinion(worst, opinion_on(worst, reader, rules))
    if fail_on and BANDS.index(worst.verdict.band) >= BANDS.index(fail_on):
        sys.exit(ExitCode.FINDINGS)


_PASTE: Final = "Paste a message."


def _others(count: int) -> list[str]:
    """Return a line that says that ``check`` shows one of several conversations."""
    if count < 2:
        return []
    return [f"the most severe of {count} conversations is shown; counterpitch scan shows all."]


def _print_json(
    assessed: Assessed, opinion: Opinion | str | None, claims: list[dict[str, Any]] | None
) -> None:
    from counterpitch.render.jsonform import line

    beside = None
    if isinstance(opinion, Opinion):
        from counterpitch.render.opinion import opinion_document

        beside = opinion_document(opinion, assessed.verdict)
    elif opinion is not None:
        beside = {"error": opinion}
    click.echo(line(assessed.conversation, assessed.verdict, beside, claims))


def _print_opinion(assessed: Assessed, opinion: Opinion | str) -> None:
    """Print an opinion beneath the verdict; why there is none has been told on stderr."""
    if isinstance(opinion, Opinion):
        from rich.console import Console

        from counterpitch.render.opinion import opinion_screen

        Console(highlight=False).print(opinion_screen(opinion, assessed.verdict))


def _print_screen(
    assessed: Assessed, rules: Path | None, country: str | None, verbose: bool,
    claims: "Claims | None", *, sent: bool,
) -> None:  # fmt: skip
    from rich.console import Console

    from counterpitch.assessment.advise import steps_of
    from counterpitch.render.terminal import verdict_screen

    guidance = assessor(rules).matcher.book.guidance
    verdict = assessed.verdict
    # Asked for whatever the verdict, so that a mistyped country is told.
    routes = chosen(guidance, country) if country else ()
    console = Console(highlight=False)
    console.print(
        verdict_screen(
            assessed.conversation, verdict, guidance, steps=steps_of(verdict, guidance),
            routes=routes if verdict.kind == "approach" else (),
            depth=int(verbose), sent=sent,
        )
    )  # fmt: skip
    print_claims(claims, assessed.conversation, console)
