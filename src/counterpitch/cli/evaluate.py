"""``counterpitch evaluate``: how well verdicts fit the labels of a corpus."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from counterpitch.cli.judging import Judging
from counterpitch.cli.notes import note_lines
from counterpitch.cli.outfile import OUT_FILE, whole
from counterpitch.errors import UnreadableInput, UsageError
from counterpitch.intake.notices import Notices

if TYPE_CHECKING:
    from counterpitch.evaluation.figures import Evaluation

_READ = click.Path(path_type=Path, exists=True, dir_okay=False)
_ANY = click.Path(path_type=Path, exists=True)


@click.command()
@click.argument("corpora", nargs=-1, required=True, metavar="CORPUS...", type=_ANY)
@click.option("--verdicts", type=_READ, help="Judge these verdicts (JSON Lines), joined by id.")
@click.option("--benign", multiple=True, type=_ANY, help="Honest texts, for false alarms.")
@click.option("--language", "languages", multiple=True, metavar="LANG",
              help="Only conversations in this language (en, zh ...).")  # fmt: skip
@click.option("--groups", type=_READ, help="TSV of id and group, for false alarms by group.")
@click.option("--swap", is_flag=True, help="Exchange origins; no score may change.")
@click.option("--evasion", is_flag=True, help="Disguise the approaches in nine ways.")
@click.option("--sample", default=0, metavar="N", type=click.IntRange(0),
              help="Change N conversations for --swap and --evasion, not all.")  # fmt: skip
@click.option("--jobs", default=1, show_default=True, type=click.IntRange(1, 256),
              help="Processes that judge.")  # fmt: skip
@click.option("--quick", is_flag=True, help="Judge by rules alone, without the recognisers.")
@click.option("--all-evidence", is_flag=True, help="Count quotes of what the owner does, too.")
@click.option("--errors", default=0, metavar="N", type=click.IntRange(0, 1000),
              help="Tell the N worst misses and false alarms.")  # fmt: skip
@click.option("--errors-to", type=OUT_FILE, help="Write them as Markdown.")
@click.option("--html", type=OUT_FILE, help="Write a report with plots.")
@click.option("--json", "json_file", type=OUT_FILE, help="Write all figures.")
@click.option("--resamples", default=1000, show_default=True, type=click.IntRange(0, 100_000),
              help="Bootstrap samples for the intervals.")  # fmt: skip
@click.option("--seed", default=1, show_default=True, help="For all that is drawn by chance.")
@click.option("--rules", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option("-q", "--quiet", is_flag=True, help="No progress and no notes.")
def evaluate(
    corpora: tuple[Path, ...],
    verdicts: Path | None,
    benign: tuple[Path, ...],
    languages: tuple[str, ...],
    groups: Path | None,
    swap: bool,
    evasion: bool,
    sample: int,
    jobs: int,
    quick: bool,
    all_evidence: bool,
    errors: int,
    errors_to: Path | None,
    html: Path | None,
    json_file: Path | None,
    resamples: int,
    seed: int,
    rules: Path | None,
    quiet: bool,
) -> None:
    """Measure verdicts against labelled conversations, with intervals, honestly.

    CORPUS is a file or folder of labelled conversation JSON Lines; gold quotes are taken
    from NAME-evidence.jsonl beside NAME.jsonl. The built-in program judges, or --verdicts
    does: a file as 'counterpitch scan --jsonl' writes it, for instance the out-of-fold
    verdicts of a cross-validation. Every figure is defined in docs/reference/evaluation.md.

    Exit codes: 0 done, 2 usage, 3 nothing readable, 70 a defect of the program.
    """
    from counterpitch.evaluation.corpus import in_languages, read_corpus
    from counterpitch.evaluation.figures import Settings, evaluation

    if verdicts and (swap or evasion):
        raise UsageError(
            "--swap and --evasion change texts and judge them again, which a file cannot.",
            hint="Leave out --verdicts.",
        )
    if sample and not (swap or evasion):
        raise UsageError(
            "--sample says how many are changed, not how.", hint="Add --swap or --evasion."
        )
    if errors_to and not errors:
        raise UsageError("--errors-to says where, not how many.", hint="Add --errors 20.")
    notices = Notices()
    corpus = read_corpus(corpora, notices)
    if not corpus.cases:
        _tell(notices, quiet)
        raise UnreadableInput(
            "no labelled conversation in what was named.",
            hint="Each line needs a label: covert_approach, legitimate or scam.",
        )
    corpus = in_languages(corpus, languages)
    run = Judging(notices, quiet, rules, verdicts, jobs, quick)
    judged = run.judged(corpus.cases)
    if not judged:
        _tell(notices, quiet)
        raise UnreadableInput("no verdict belongs to a labelled conversation.", where=str(verdicts))
    settings = Settings(resamples, seed, all_evidence, errors)
    extras = run.extras(
        corpus, judged, benign, groups, swap=swap, evasion=evasion, sample=sample, seed=seed
    )
    found = evaluation(judged, run.name, settings, extras, run.cautions(), note_lines(notices))
    _show(found, errors_to, html, json_file)
    _tell(notices, quiet)


def _show(
    found: "Evaluation", errors_to: Path | None, html: Path | None, json_file: Path | None
) -> None:
    import msgspec
    from rich.console import Console

    from counterpitch.evaluation.mistakes import as_markdown
    from counterpitch.evaluation.terminal.screen import screen

    console = Console(highlight=False, soft_wrap=False)
    console.print(screen(found))
    if found.mistakes is not None:
        markdown = as_markdown(found.mistakes)
        if errors_to is None:
            click.echo(f"\n{markdown}", nl=False)
        else:
            _write(errors_to, markdown.encode("utf-8", "replace"))
    if json_file is not None:
        _write(json_file, msgspec.json.format(msgspec.json.encode(found), indent=1) + b"\n")
    if html is not None:
        from counterpitch.evaluation.page import page

        _write(html, page(found).encode("utf-8", "replace"))


def _write(path: Path, data: bytes) -> None:
    with whole(path) as part:
        part.write_bytes(data)
    click.echo(f"Written: {path.resolve()}", err=True)


def _tell(notices: Notices, quiet: bool) -> None:
    for line in () if quiet else note_lines(notices):
        click.echo(f"note: {line}", err=True)
