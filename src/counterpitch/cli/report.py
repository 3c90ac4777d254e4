"""``counterpitch report`` and ``counterpitch outcome``: what a colleague does."""

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from counterpitch.cli.storing import (
    actor_option,
    database_option,
    document,
    known_channel,
    opened,
    when,
)
from counterpitch.errors import CounterpitchError, ExitCode, UnreadableInput, UsageError
from counterpitch.render.plain import many

if TYPE_CHECKING:
    from counterpitch.cases import Receipt, Store


@click.command()
@click.argument("words", nargs=-1, metavar="[FILE|TEXT]...")
@click.option("--revealed", multiple=True, metavar="WHAT", help="What was revealed; repeatable.")
@click.option("--note", default="", help="What the person adds in their own words.")
@click.option("--channel", help="Where a pasted text was written: linkedin, whatsapp, ...")
@click.option("--from", "where_from", default="command line", help="How it came.")
@click.option("--consent", is_flag=True, help="The reporter may be named outside.")
@click.option(
    "--verdicts", type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="Verdicts of 'scan --jsonl' on the one FILE: what they judge is not assessed again.",
)  # fmt: skip
@click.option("--quick", is_flag=True, help="By rules alone: many times faster, and less sure.")
@click.option("--jobs", default=1, show_default=True, help="Processes to use; 0: all cores.")
@click.option("--resume", "resumed", is_flag=True, help="First finish reports that were cut off.")
@click.option("--json", "as_json", is_flag=True, help="The receipts as JSON, one a line.")
@actor_option
@database_option
def report(
    words: tuple[str, ...],
    revealed: tuple[str, ...],
    note: str,
    channel: str | None,
    where_from: str,
    consent: bool,
    verdicts: Path | None,
    quick: bool,
    jobs: int,
    resumed: bool,
    as_json: bool,
    actor: str,
    database: str | None,
) -> None:
    """Hand in a message, a file or many: kept as received, judged, with a receipt code.

    FILE is anything that scan reads; each gets a receipt of its own. TEXT is the message
    itself; without either, standard input is read. The same file again counts once. A file that
    gives nothing is told, the others are handed in all the same, and the exit code is then 3:
    an empty one is not taken, one in which no message can be read is kept for a person.
    """
    if channel is not None:
        known_channel(channel)
    contents = [] if resumed and not words else _contents(words)
    if verdicts is not None and (len(contents) != 1 or not isinstance(contents[0][1], Path)):
        raise UsageError("--verdicts goes with exactly one FILE.")
    with opened(database, make=True) as store:
        from counterpitch.cases import receive, resume
        from counterpitch.cases.evidence import ErasedBefore

        if resumed:
            click.echo(f"{resume(store)} reports that were cut off are finished.", err=as_json)
        refused: list[CounterpitchError] = []
        states: set[str] = set()
        for name, content in contents:
            try:
                receipt = receive(
                    store, content=content, actor=actor, name=name, where_from=where_from,
                    channel=channel, revealed=revealed, note=note, consent=consent, quick=quick,  # type: ignore[arg-type]
                    jobs=jobs or os.cpu_count() or 1, verdicts=verdicts, progress=_progress,
                )  # fmt: skip
            except (UnreadableInput, ErasedBefore) as error:
                if len(contents) == 1:
                    raise
                refused.append(error)
                click.echo(f"not handed in: {_about(name, error)}", err=True)
                continue
            states.add(receipt.state)
            _print(store, receipt, as_json, name)
    if refused:
        told = many(len(refused), "file")
        click.echo(f"{told} of {len(contents):,} could not be handed in; the others are.", err=True)
        sys.exit(max(each.exit_code for each in refused))
    if "unreadable" in states:
        sys.exit(ExitCode.UNREADABLE)


def _about(name: str, error: CounterpitchError) -> str:
    from counterpitch.render.plain import one_line

    hint = f" {error.hint}" if error.hint and not isinstance(error, UnreadableInput) else ""
    return f"{one_line(name, 80)}: {error.message}{hint}"


@click.command()
@click.argument("code")
@click.option("--json", "as_json", is_flag=True)
@database_option
def outcome(code: str, as_json: bool, database: str | None) -> None:
    """Tell what became of a report; CODE stands on the receipt."""
    with opened(database) as store:
        from counterpitch.cases import outcome as outcome_of

        found = outcome_of(store, code)
    if as_json:
        click.echo(document(found))
        return
    click.echo(f"{found.code}, received {when(found.at)} UTC")
    click.echo(found.answer)
    if found.others:
        click.echo(f"Reported by others as well: {found.others}.")


def _contents(words: tuple[str, ...]) -> list[tuple[str, Path | bytes | str]]:
    """Return what was named: files as they are, anything else as pasted text."""
    if not words or words == ("-",):
        from counterpitch.cli.inputs import standard_input

        with standard_input().open() as stream:
            return [("standard input", stream.read())]
    found: list[tuple[str, Path | bytes | str]] = []
    for word in words:
        short = len(word) < 1024 and "\n" not in word and "\x00" not in word
        if short and Path(word).is_dir():
            files = sorted(p for p in Path(word).rglob("*") if p.is_file())
            # Told from the folder on: how this computer is laid out is nobody's business.
            found += [(str(path.relative_to(Path(word).parent)), path) for path in files]
        elif short and Path(word).is_file():
            found.append((Path(word).name, Path(word)))
        elif short and Path(word).is_fifo():
            found.append(("pipe", _all_of(Path(word))))
        elif len(words) > 1:
            raise UsageError(
                "there is no such file.", where=word[:200],
                hint="Check the name; a text is handed in alone, in quotes.",
            )  # fmt: skip
        elif short and " " not in word:
            raise UsageError(
                "there is no such file, and one word alone is no message.", where=word[:200],
                hint="Check the name; or hand in the word by standard input: counterpitch report -",
            )  # fmt: skip
        else:
            found.append(("pasted text", word))
    return found


def _all_of(pipe: Path) -> bytes:
    """Return what comes through a pipe, which can be read only once."""
    from counterpitch.intake.origin import Origin

    with Origin.of_file(pipe).open() as stream:
        return stream.read()


def _progress(count: int) -> None:
    if sys.stderr.isatty():
        click.echo(f"\r{many(count, 'conversation')} kept", err=True, nl=False)


def _print(store: "Store", receipt: "Receipt", as_json: bool, name: str) -> None:
    if as_json:
        click.echo(document(receipt))
        return
    from counterpitch.render.plain import one_line
    from counterpitch.render.words import rank

    again = ", received before" if receipt.again else ""
    click.echo(f"\nReceipt {receipt.code}{again}: {one_line(name, 80)}")
    new = "all handed in before" if receipt.again else f"{receipt.new:,} new"
    number = f" (A-{receipt.approaches[0]})" if receipt.approaches_total == 1 else ""
    click.echo(
        f"{many(receipt.approaches_total, 'conversation')}{number}, {new};"
        f" see the outcome later: counterpitch outcome {receipt.code}"
    )
    if receipt.state == "unreadable":
        click.echo(_for_a_person(store, receipt.id))
    if receipt.approaches_total == 1:
        _screen(store, receipt.approaches[0])
    if receipt.approaches_total > 1:
        for each in receipt.verdicts[:10]:
            who = one_line(each.contact or "(nameless)", 40)
            click.echo(f"  A-{each.approach:<8} {each.band:<9} {rank(each):>10}  {who}")
    for notice in receipt.notices:
        click.echo(f"note: {one_line(notice, 300)}", err=True)


def _for_a_person(store: "Store", number: int) -> str:
    """Return what becomes of a report in which no message could be read."""
    from counterpitch.cases.unread import unread_one

    waits = unread_one(store, number) is not None
    then = "a person will look at it" if waits else "it does not wait for anybody any more"
    return f"No message could be read in it. It is kept as it is, and {then}."


def _screen(store: "Store", number: int) -> None:
    """Print one verdict with the four steps."""
    from rich.console import Console

    from counterpitch.assessment.advise import steps_of
    from counterpitch.cases import approach
    from counterpitch.pipeline.assessed import assessor
    from counterpitch.render.terminal import verdict_screen

    found = approach(store, number)
    if found.conversation is None or found.verdict is None:
        return
    guidance = assessor(quick=True).matcher.book.guidance
    steps = steps_of(found.verdict, guidance)
    screen = verdict_screen(found.conversation, found.verdict, guidance, steps=steps)
    Console(highlight=False).print(screen)
