"""``counterpitch scan``: verdicts on everything that was named."""

import heapq
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from counterpitch.cli.claiming import claims_of, documents, print_claims, register_option
from counterpitch.cli.forms import one_form
from counterpitch.cli.inputs import named
from counterpitch.cli.outfile import OUT_FILE
from counterpitch.errors import ExitCode, UnreadableInput, UsageError
from counterpitch.intake.origin import Origin
from counterpitch.model.verdict import BANDS
from counterpitch.pipeline.history import remember
from counterpitch.pipeline.scan import Assessed, Tally, assessor, lines
from counterpitch.pipeline.scan import scan as run
from counterpitch.render.plain import many

if TYPE_CHECKING:
    from counterpitch.ownership.claim import Claims

KEPT: Final = 500
"""Conversations kept for the table and the report: the most severe ones."""


@click.command()
@click.argument("inputs", nargs=-1, metavar="FILE...")
@click.option("--json", "as_json", is_flag=True, help="One JSON document.")
@click.option("--jsonl", is_flag=True, help="One line a conversation, for pipes.")
@click.option("--csv", is_flag=True, help="One row a conversation, formula-safe.")
@click.option("--html", type=OUT_FILE, help="Write a report.")
@click.option("--all", "everything", is_flag=True, help="Show conversations without findings too.")
@click.option("--fail-on", type=click.Choice(BANDS[1:]), help="Exit 1 from this band upwards.")
@click.option("--country", help="Country code whose reporting routes are shown (GB, US, DE...).")
@click.option("--rules", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option("--quick", is_flag=True, help="By rules alone: many times faster, and less sure.")
@click.option("--jobs", default=1, show_default=True, help="Processes to use; 0: all cores.")
@register_option
@click.option("-v", "--verbose", count=True, help="-v: reasons; -vv: the conversations too.")
@click.option("-q", "--quiet", is_flag=True, help="No progress and no warnings.")
def scan(
    inputs: tuple[str, ...],
    as_json: bool,
    jsonl: bool,
    csv: bool,
    html: Path | None,
    everything: bool,
    fail_on: str | None,
    country: str | None,
    rules: Path | None,
    quick: bool,
    jobs: int,
    folder: Path | None,
    verbose: int,
    quiet: bool,
) -> None:
    """Read exports, mails and chats and give an explained verdict on each conversation.

    FILE is a LinkedIn export (ZIP, folder or CSV), mail (.eml, .mbox, folder), a WhatsApp,
    Telegram or Signal export, pasted text, conversation JSON Lines or Parquet; '-' reads
    standard input. Formats are recognised by content.

    Exit codes: 0 done, 1 findings with --fail-on, 2 usage, 3 nothing readable,
    70 a defect of the program.
    """
    form = one_form(json=as_json, jsonl=jsonl, csv=csv)
    claims = claims_of(folder)
    sources = named(inputs)
    remember([each for each in sources if isinstance(each, Path)], quick=quick, rules=rules)
    tally = Tally()
    keep = _Most(KEPT, everything)
    if form == "jsonl" and jobs == 1 and html is None and claims is None:
        _write_lines(lines(sources, tally, rules=rules, quick=quick))
    else:
        found = _watched(
            run(sources, tally, rules=rules, jobs=jobs or os.cpu_count() or 1, quick=quick),
            tally,
            quiet or form is not None,
        )
        _write(form or "table", found, keep, tally, claims)
    if form is None and tally.conversations:
        _print_table(keep, tally, verbose, rules, country, claims, _again(sources, rules, quick))
    if html is not None:
        _write_report(html, keep, tally, rules, country)
    if not quiet:
        _print_notices(tally)
    if tally.conversations == 0:
        raise UnreadableInput(
            "nothing readable in what was named.",
            hint="Formats: LinkedIn export, .eml, .mbox, WhatsApp, Telegram, Signal, JSONL; plain"
            " text where you name the file itself.",
        )
    if fail_on and any(tally.bands[band] for band in BANDS[BANDS.index(fail_on) :]):
        sys.exit(ExitCode.FINDINGS)


class _Most:
    """Keeps the most severe conversations, so that memory does not grow with the input."""

    def __init__(self, size: int, everything: bool) -> None:
        self._size = size
        self._everything = everything
        self._heap: list[tuple[float, int, Assessed]] = []
        self._count = 0

    def add(self, assessed: Assessed) -> None:
        verdict = assessed.verdict
        if verdict.band == "none" and not self._everything:
            return
        self._count += 1
        severity = max(verdict.probability, verdict.scam_probability)
        entry = (severity, -self._count, assessed)
        if len(self._heap) < self._size:
            heapq.heappush(self._heap, entry)
        else:
            heapq.heappushpop(self._heap, entry)

    @property
    def left_out(self) -> int:
        return self._count - len(self._heap)

    def sorted(self) -> list[Assessed]:
        return [entry[2] for entry in sorted(self._heap, key=lambda e: (-e[0], -e[1]))]


def _watched(found: Iterator[Assessed], tally: Tally, quiet: bool) -> Iterator[Assessed]:
    """Pass conversations through, with a progress line on a terminal."""
    if quiet or not sys.stderr.isatty():
        yield from found
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (
        BarColumn(),
        TextColumn("{task.completed:,} conversations"),
        TextColumn("{task.fields[messages]:,} messages"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("", total=None, messages=0)
        for assessed in found:
            if tally.conversations % 64 == 0:
                progress.update(task, completed=tally.conversations, messages=tally.messages)
            yield assessed


def _write(
    form: str, found: Iterator[Assessed], keep: _Most, tally: Tally, claims: "Claims | None"
) -> None:
    """Stream the machine-readable forms, and keep what the table and the report need."""
    writer = {"json": _json, "jsonl": _jsonl, "csv": _csv, "table": _nothing}[form]
    writer(_kept(found, keep), tally, claims)


def _kept(found: Iterator[Assessed], keep: _Most) -> Iterator[Assessed]:
    for assessed in found:
        keep.add(assessed)
        yield assessed


def _nothing(found: Iterator[Assessed], tally: Tally, claims: "Claims | None") -> None:
    for _ in found:
        pass


def _jsonl(found: Iterator[Assessed], tally: Tally, claims: "Claims | None") -> None:
    from counterpitch.render.jsonform import line

    out = sys.stdout.buffer
    for assessed in found:
        beside = documents(claims, assessed.conversation)
        out.write(line(assessed.conversation, assessed.verdict, claims=beside) + b"\n")
    out.flush()


def _write_lines(found: Iterator[bytes]) -> None:
    """Write lines alone: nothing else is made of the verdicts."""
    out = sys.stdout.buffer
    for each in found:
        out.write(each + b"\n")
    out.flush()


def _json(found: Iterator[Assessed], tally: Tally, claims: "Claims | None") -> None:
    import msgspec

    from counterpitch.model.verdict import SCHEMA
    from counterpitch.render.jsonform import line

    out = sys.stdout.buffer
    out.write(f'{{"schema":"{SCHEMA}","verdicts":['.encode())
    for number, assessed in enumerate(found):
        beside = documents(claims, assessed.conversation)
        written = line(assessed.conversation, assessed.verdict, claims=beside)
        out.write((b",\n" if number else b"\n") + written)
    notices: dict[str, Any] = {
        "notices": tally.notices.kept,
        "notices_total": tally.notices.total(),
        "conversations": tally.conversations,
        "messages": tally.messages,
    }
    out.write(b"\n]," + msgspec.json.encode(notices)[1:] + b"\n")
    out.flush()


def _csv(found: Iterator[Assessed], tally: Tally, claims: "Claims | None") -> None:
    from counterpitch.render.csvform import header, row

    out = sys.stdout.buffer
    out.write(header().encode())
    for assessed in found:
        out.write(row(assessed.conversation, assessed.verdict).encode("utf-8", "replace"))
    out.flush()


def _again(sources: list[Path | Origin], rules: Path | None, quick: bool) -> str:
    """Return how to read one conversation in full: ``explain`` recalls how files were read.

    Standard input and pipes cannot be read a second time.
    """
    if not any(not isinstance(source, Path) or source.is_fifo() for source in sources):
        return "counterpitch explain '{id}'"
    options = (" --quick" if quick else "") + (f" --rules '{rules}'" if rules else "")
    return f"save what you piped in, then counterpitch explain '{{id}}' FILE{options}"


def _print_table(
    keep: _Most, tally: Tally, verbose: int, rules: Path | None, country: str | None,
    claims: "Claims | None", again: str,
) -> None:  # fmt: skip
    from rich.console import Console

    from counterpitch.cli.routes import chosen
    from counterpitch.render.terminal import table, transcript, verdict_screen

    console = Console(highlight=False, soft_wrap=False)
    shown = keep.sorted()
    if shown:
        console.print(table([(a.conversation, a.verdict) for a in shown]))
    bands = ", ".join(f"{tally.bands[band]} {band}" for band in reversed(BANDS))
    read = f"{many(tally.conversations, 'conversation')}, {many(tally.messages, 'message')}"
    console.print(
        f"\n{read}: {bands}"
        + (f"; the {len(shown)} most severe are shown" if keep.left_out else "")
    )
    guidance = assessor(rules).matcher.book.guidance
    for assessed in shown if verbose else ():
        console.rule(style="dim")
        console.print(
            verdict_screen(
                assessed.conversation, assessed.verdict, guidance, depth=verbose - 1,
                routes=chosen(guidance, country) if country else (),
            )
        )  # fmt: skip
        print_claims(claims, assessed.conversation, console)
        if verbose > 1:
            console.print(transcript(assessed.conversation, assessed.verdict))
    if claims is not None and not verbose:
        _print_claimed(shown, claims, console)
    if shown and not verbose:
        told = again.replace("{id}", shown[0].verdict.id)
        console.print(f"Read one in full: {told}", style="dim")
        console.print(guidance.closing(), style="dim italic")


def _print_claimed(shown: list[Assessed], claims: "Claims", console: Any) -> None:
    """Print what speaks against the companies claimed, one line each; -v has the rest."""
    from counterpitch.ownership.claim import BESIDE
    from counterpitch.ownership.terminal.claim import summary

    found = [each for assessed in shown for each in claims(assessed.conversation)]
    if not found:
        return
    console.print("\nCompanies that contacts claim, by the register", style="bold")
    for each in dict.fromkeys(found):
        console.print(summary(each))
    console.print(f"{BESIDE} Rows and honest explanations: -v.\n", style="dim")


def _write_report(
    path: Path, keep: _Most, tally: Tally, rules: Path | None, country: str | None
) -> None:
    from counterpitch.assessment.advise import steps_of
    from counterpitch.cli.routes import chosen
    from counterpitch.render.html import Report, write

    guidance = assessor(rules).matcher.book.guidance
    report = Report(
        pairs=tuple((a.conversation, a.verdict) for a in keep.sorted()),
        conversations=tally.conversations,
        messages=tally.messages,
        left_out=keep.left_out,
        bands=dict(tally.bands),
        notices=tuple(tally.notices.kept),
        notices_total=tally.notices.total(),
        guidance=guidance,
        routes=tuple(chosen(guidance, country)),
        advice=lambda verdict: steps_of(verdict, guidance),
    )
    try:
        write(report, path)
    except OSError as error:
        raise UsageError(
            f"the report cannot be written ({error.strerror}).", where=str(path),
            hint="Name another file.",
        ) from None  # fmt: skip
    click.echo(f"Report: {path.resolve()}", err=True)


def _print_notices(tally: Tally) -> None:
    from counterpitch.cli.notes import note_lines

    for line in note_lines(tally.notices):
        click.echo(f"note: {line}", err=True)
