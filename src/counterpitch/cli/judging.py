"""Who judges in ``counterpitch evaluate``: the program or a file of verdicts."""

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from counterpitch.intake.notices import Notices

if TYPE_CHECKING:
    from counterpitch.evaluation.case import Case, Judged
    from counterpitch.evaluation.corpus import Corpus
    from counterpitch.evaluation.figures import Extras
    from counterpitch.evaluation.gold import GoldQuote
    from counterpitch.model.conversation import Conversation
    from counterpitch.model.verdict import Verdict
    from counterpitch.rulebook.book import Rulebook


class Judging:
    """One call of the command: who judges, and what is told on the way."""

    def __init__(
        self, notices: Notices, quiet: bool, rules: Path | None, verdicts: Path | None,
        jobs: int = 1, quick: bool = False,
    ) -> None:  # fmt: skip
        self._notices = notices
        self._quiet = quiet
        self._rules = rules
        self._file = verdicts
        self._jobs = jobs
        self._quick = quick
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

    def _judge(self, conversations: "Iterable[Conversation]") -> "Iterator[Verdict]":
        """Yield the verdicts in order."""
        if self._jobs > 1:
            from counterpitch.pipeline.parallel import assessed_by

            found = assessed_by(self._jobs, conversations, self._rules, quick=self._quick)
            yield from (each.verdict for each in found)
            return
        from counterpitch.pipeline.assessed import assessor

        yield from map(assessor(self._rules, quick=self._quick).assess, conversations)

    def judged(self, cases: "Sequence[Case]") -> "list[Judged]":
        """Return the cases with their verdicts; cases without one become a notice."""
        from counterpitch.evaluation.case import Judged

        found = self._verdicts([case.conversation for case in cases], "judging")
        return [Judged(case, found[case.id]) for case in cases if case.id in found]

    def _verdicts(self, conversations: "Sequence[Conversation]", what: str) -> "dict[str, Verdict]":
        if self._known is not None:
            return self._joined(conversations, self._known)
        with _progress(what, len(conversations), self._quiet) as step:
            found: dict[str, Verdict] = {}
            for each, verdict in zip(conversations, self._judge(conversations), strict=True):
                found[each.id] = verdict
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
        sample: int,
        seed: int,
    ) -> "Extras":
        """Return what stands beside the labelled verdicts."""
        from counterpitch.evaluation.evasion.evasions import EVASIONS
        from counterpitch.evaluation.evasion.figures import evasion_figures
        from counterpitch.evaluation.figures import Extras
        from counterpitch.evaluation.groups import read_groups
        from counterpitch.evaluation.origins.origin import origins
        from counterpitch.evaluation.sample import sampled
        from counterpitch.evaluation.swap import swap_check

        tried = judged if not sample else sampled(judged, sample, seed)
        # Honest conversations stay as they were: all of them are ranked.
        shown = [each for each in judged if each.honest] + [e for e in tried if e.covert]
        covert = sum(each.covert for each in tried)
        with _progress("disguising", evasion * covert * len(EVASIONS), self._quiet) as step:
            disguised = evasion_figures(shown, self._judge, seed, step) if evasion else ()
        with _progress("moving", swap * len(tried) * len(origins()), self._quiet) as step:
            places = self._book().places
            moved = swap_check(tried, self._judge, places, step) if swap else None
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
