"""``counterpitch evaluate``: how well verdicts fit the labels of a corpus."""

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from counterpitch.cli.notes import note_lines
from counterpitch.errors import UnreadableInput, UsageError
from counterpitch.intake.notices import Notices

if TYPE_CHECKING:
    from counterpitch.evaluation.case import Case, Judge, Judged
    from counterpitch.evaluation.corpus import Corpus
    from counterpitch.evaluation.figures import Evaluation, Extras
    from counterpitch.evaluation.gold import GoldQuote
    from counterpitch.model.conversation import Conversation
    from counterpitch.model.verdict import Verdict
    from counterpitch.rulebook.book import Rulebook

_FILE = click.Path(path_type=Path, dir_okay=False)
_READ = click.Path(path_type=Path, exists=True, dir_okay=False)
_ANY = click.Path(path_type=Path, exists=True)


@click.command()
@click.argument("corpora", nargs=-1, required=True, metavar="CORPUS...", type=_ANY)
@click.option("--verdicts", type=_READ, help="Judge these verdicts (JSON Lines), joined by id.")
@click.option("--benign", multiple=True, type=_ANY, help="Honest texts, for false alarms.")
@click.option("--groups", type=_READ, help="TSV of id and group, for false alarms by group.")
@click.option("--swap", is_flag=True, help="Exchange origins; no score may change.")
@click.option("--evasion", is_flag=True, help="Disguise the approaches in nine ways.")
@click.option("--all-evidence", is_flag=True, help="Count quotes of what the owner does, too.")
@click.option("--errors", default=0, metavar="N", type=click.IntRange(0, 1000),
              help="Tell the N worst misses and false alarms.")  # fmt: skip
@click.option("--errors-to", type=_FILE, help="Write them as Markdown.")
@click.option("--html", type=_FILE, help="Write a report with plots.")
@click.option("--json", "json_file", type=_FILE, help="Write all figures.")
@click.option("--resamples", default=1000, show_default=True, type=click.IntRange(0, 100_000),
              help="Bootstrap samples for the intervals.")  # fmt: skip
@click.option("--seed", default=1, show_default=True, help="For all that is drawn by chance.")
@click.option("--rules", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option("-q", "--quiet", is_flag=True, help="No progress and no notes.")
def evaluate(
    corpora: tuple[Path, ...],
    verdicts: Path | None,
    benign: tuple[Path, ...],
    groups: Path | None,
    swap: bool,
    evasion: bool,
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
    from counterpitch.evaluation.corpus import read_corpus
    from counterpitch.evaluation.figures import Settings, evaluation

    if verdicts and (swap or evasion):
        raise UsageError(
            "--swap and --evasion change texts and judge them again, which a file cannot.",
            hint="Leave out --verdicts.",
        )
    notices = Notices()
    corpus = read_corpus(corpora, notices)
    if not corpus.cases:
        _tell(notices, quiet)
        raise UnreadableInput(
            "no labelled conversation in what was named.",
            hint="Each line needs a label: covert_approach, legitimate or scam.",
        )
    run = _Run(notices, quiet, rules, verdicts)
    judged = run.judged(corpus.cases)
    if not judged:
        _tell(notices, quiet)
        raise UnreadableInput("no verdict belongs to a labelled conversation.", where=str(verdicts))
    settings = Settings(resamples, seed, all_evidence, errors)
    extras = run.extras(corpus, judged, benign, groups, swap=swap, evasion=evasion, seed=seed)
    found = evaluation(judged, run.name, settings, extras, run.cautions(), note_lines(notices))
    _show(found, errors_to, html, json_file)
    _tell(notices, quiet)


class _Run:
    """One call of the command: who judges, and what is told on the way."""

    def __init__(
        self, notices: Notices, quiet: bool, rules: Path | None, verdicts: Path | None
    ) -> None:
        self._notices = notices
        self._quiet = quiet
        self._rules = rules
        self._file = verdicts
        self._known = self._read(verdicts) if verdicts else None
        version = self._book().version
        self.name = f"verdicts of {verdicts.name}" if verdicts else f"built-in rules {version}"

    def cautions(self) -> tuple[str, ...]:
        """Return what a reader of the figures must know: what the weights were fitted on."""
        fitted = self._book().weights.fitted_on
        if self._known is not None or not fitted:
            return ()
        return (
            f"The weights of these rules were fitted on: {fitted}. On texts that they were fitted"
            " on, figures flatter; then judge out-of-fold verdicts (--verdicts).",
        )

    def _book(self) -> "Rulebook":
        from counterpitch.rulebook.book import rulebook

        return rulebook(self._rules)

    def _read(self, path: Path) -> "dict[str, Verdict]":
        from counterpitch.evaluation.verdictfile import read_verdicts

        return read_verdicts(path, self._book().weights.bands, self._notices)

    def _judge(self) -> "Judge":
        from counterpitch.pipeline.assessed import assessor

        return assessor(self._rules).assess

    def judged(self, cases: "Sequence[Case]") -> "list[Judged]":
        """Return the cases with their verdicts; cases without one become a notice."""
        from counterpitch.evaluation.case import Judged

        found = self._verdicts([case.conversation for case in cases], "judging")
        return [Judged(case, found[case.id]) for case in cases if case.id in found]

    def _verdicts(self, conversations: "Sequence[Conversation]", what: str) -> "dict[str, Verdict]":
        if self._known is not None:
            return self._joined(conversations, self._known)
        judge = self._judge()
        with _progress(what, len(conversations), self._quiet) as step:
            found: dict[str, Verdict] = {}
            for each in conversations:
                found[each.id] = judge(each)
                step()
        return found

    def _joined(
        self, conversations: "Sequence[Conversation]", known: "dict[str, Verdict]"
    ) -> "dict[str, Verdict]":
        for each in conversations:
            if each.id not in known:
                self._notices.add(
                    "no-verdict", "A conversation has no verdict and is left out.", str(self._file)
                )
        return {each.id: known[each.id] for each in conversations if each.id in known}

    def extras(
        self,
        corpus: "Corpus",
        judged: "Sequence[Judged]",
        benign: Sequence[Path],
        groups: Path | None,
        *,
        swap: bool,
        evasion: bool,
        seed: int,
    ) -> "Extras":
        """Return what stands beside the labelled verdicts."""
        from counterpitch.evaluation.evasion.evasions import EVASIONS
        from counterpitch.evaluation.evasion.figures import evasion_figures
        from counterpitch.evaluation.figures import Extras
        from counterpitch.evaluation.groups import read_groups
        from counterpitch.evaluation.origins.origin import origins
        from counterpitch.evaluation.swap import swap_check

        covert = sum(each.covert for each in judged)
        with _progress("disguising", evasion * covert * len(EVASIONS), self._quiet) as step:
            disguised = evasion_figures(judged, self._judge(), seed, step) if evasion else ()
        with _progress("moving", swap * len(judged) * len(origins()), self._quiet) as step:
            places = self._book().places
            moved = swap_check(judged, self._judge(), places, step) if swap else None
        return Extras(
            gold=self._gold(corpus),
            benign=self._benign(benign),
            groupings=read_groups(groups, self._notices) if groups else {},
            evasion=disguised,
            swap=moved,
        )

    def _gold(self, corpus: "Corpus") -> "dict[str, tuple[GoldQuote, ...]]":
        from counterpitch.evaluation.gold import evidence_files, read_gold

        return read_gold(evidence_files(corpus.files), corpus.cases, self._notices)

    def _benign(self, paths: Sequence[Path]) -> "dict[str, list[Verdict]]":
        from counterpitch.evaluation.corpus import corpus_files, stem
        from counterpitch.evaluation.honest import honest

        found: dict[str, list[Verdict]] = {}
        for path in corpus_files(paths):
            texts = honest(path, self._notices)
            found.setdefault(stem(path), []).extend(self._verdicts(texts, stem(path)).values())
        return found


def _show(
    found: "Evaluation", errors_to: Path | None, html: Path | None, json_file: Path | None
) -> None:
    import msgspec
    from rich.console import Console

    from counterpitch.evaluation.mistakes import as_markdown
    from counterpitch.evaluation.terminal import screen

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
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    except OSError as error:
        raise UsageError(
            f"this file cannot be written ({error.strerror}).", where=str(path),
            hint="Name another one.",
        ) from None  # fmt: skip
    click.echo(f"Written: {path.resolve()}", err=True)


def _tell(notices: Notices, quiet: bool) -> None:
    for line in () if quiet else note_lines(notices):
        click.echo(f"note: {line}", err=True)


@contextmanager
def _progress(what: str, total: int, quiet: bool) -> Iterator[Callable[[], None]]:
    """Give a function that moves a progress line on; on a terminal only."""
    if quiet or not total or not sys.stderr.isatty():
        yield lambda: None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(what, total=total)
        yield lambda: progress.advance(task)
