"""``counterpitch link``: which approaches belong together."""

from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from counterpitch.cli.linking.place import database, opened_store, state_options
from counterpitch.cli.notes import note_lines
from counterpitch.cli.progress import progress
from counterpitch.cli.storing import user
from counterpitch.errors import UsageError
from counterpitch.intake.notices import Notices
from counterpitch.render.plain import many

if TYPE_CHECKING:
    from counterpitch.campaigns.state import State

_CSV: Final = click.Path(path_type=Path, exists=True, dir_okay=False)


@click.command()
@click.argument("inputs", nargs=-1, metavar="FILE...")
@state_options
@click.option(
    "--evidence", default="text,identifiers,personas", show_default=True,
    help="What to link by; fixed when the folder is made.",
)  # fmt: skip
@click.option("--jobs", type=int, default=0, help="Processes; as many as cores by default.")
@click.option("--engine", type=click.Choice(["local", "spark"]), default="local", show_default=True)
@click.option("--master", default="", help="Spark's master: local[2], yarn, k8s://...")
@click.option("--work", default="", help="Where Spark keeps tables: a URL all its machines see.")
@click.option(
    "--facts",
    type=_CSV,
    help="CSV of what you know of sites and servers: subject,fact,value,source.",
)
@click.option("--firms", type=_CSV, help="CSV of firms: name,domain,address,phone,...")
def link(
    inputs: tuple[str, ...], folder: Path, evidence: str, jobs: int, engine: str, master: str,
    work: str, facts: Path | None, firms: Path | None,
) -> None:  # fmt: skip
    """Find which approaches belong together, and why.

    FILE is JSON Lines or Parquet as 'counterpitch convert' writes them, or anything else that can
    be read. What was linked before stays; a file that was read, and an approach that is known word
    for word, is not read or kept again. Without FILE, or with the folder itself as FILE, what is
    there is grouped anew.

    With --database, what is new in a database of the desk is linked, and the journal notes the run.
    --facts and --firms are kept with the result and used again until others are given.
    """
    desk = database()
    if desk is not None:
        _link_store(desk, inputs, facts, firms, jobs)
        return
    from counterpitch.campaigns.state import is_state

    wanted = [word for word in inputs if not is_state(Path(word))]
    states = [Path(word) for word in inputs if is_state(Path(word))]
    folder = states[0] if states else folder
    notices = Notices()
    if engine == "spark" and not wanted and (facts or firms):
        raise UsageError(
            "on Spark all files are linked anew with what is supplied.", hint="Name them as well."
        )
    if not wanted and not facts and not firms:
        state = _regrouped(folder)
    elif engine == "spark":
        state = _on_spark(wanted, folder, notices, evidence, master, work, facts, firms)
    else:
        state = _here(wanted, folder, notices, evidence, jobs, facts, firms)
    _tell(notices)
    _summary(state)


def _regrouped(folder: Path) -> "State":
    from counterpitch.campaigns.engines.lean import lean
    from counterpitch.campaigns.regrouping import relinked
    from counterpitch.campaigns.state import open_state

    lean()
    return relinked(open_state(folder))


def _on_spark(
    wanted: list[str], folder: Path, notices: Notices, evidence: str, master: str, work: str,
    facts: Path | None, firms: Path | None,
) -> "State":  # fmt: skip
    from counterpitch.campaigns.engines.spark import link_on_spark
    from counterpitch.campaigns.supply import Supply

    return link_on_spark(
        wanted, folder, notices, master=master, evidence=_families(evidence), work=work,
        supply=Supply(facts, firms),
    )  # fmt: skip


def _here(
    wanted: list[str], folder: Path, notices: Notices, evidence: str, jobs: int,
    facts: Path | None, firms: Path | None,
) -> "State":  # fmt: skip
    from counterpitch.campaigns.engines.lean import lean
    from counterpitch.campaigns.link import link as run
    from counterpitch.campaigns.state import is_state, open_state
    from counterpitch.campaigns.supply import Supply

    lean()
    paths = [_existing(word) for word in wanted]
    before = open_state(folder).manifest.result if is_state(folder) else ""
    with progress() as say:
        state = run(
            paths, folder, notices, evidence=_families(evidence), jobs=jobs, say=say,
            supply=Supply(facts, firms),
        )  # fmt: skip
    if state.manifest.result == before:
        click.echo("Nothing new; all is as it was.")
    return state


def _link_store(
    desk: str, inputs: tuple[str, ...], facts: Path | None, firms: Path | None, jobs: int
) -> None:
    if inputs:
        raise UsageError(
            "a database is linked without files.", where="--database",
            hint="Hand files in first: counterpitch report FILE.",
        )  # fmt: skip
    with opened_store(desk) as store:
        from counterpitch.cases.linking.place import state_of
        from counterpitch.cases.linking.run import link_store

        notices = Notices()
        with progress() as say:
            run = link_store(store, actor=user(), facts=facts, firms=firms, jobs=jobs or 1,
                             notices=notices, say=say)  # fmt: skip
        _tell(notices)
        click.echo(
            f"{run.added:,} read, {_approaches(run.approaches)}, {run.in_campaigns:,} of them in"
            f" {many(run.campaigns, 'campaign')} ({run.seconds:.1f} s): {state_of(store)}"
        )


def _families(words: str) -> tuple[str, ...]:
    from counterpitch.campaigns.engines.unit import EVIDENCE

    found = tuple(each for each in EVIDENCE if each in words.split(","))
    unknown = set(words.split(",")) - set(EVIDENCE)
    if unknown or not found:
        raise UsageError(
            f"there is no evidence called {', '.join(sorted(unknown)) or 'nothing'}.",
            hint=f"There is: {', '.join(EVIDENCE)}.",
        )
    return found


def _existing(word: str) -> Path:
    path = Path(word)
    if not path.exists():
        raise UsageError("there is no such file or folder.", where=word, hint="Check the name.")
    return path


def _summary(state: "State") -> None:
    from counterpitch.campaigns.linked import Linked

    found = Linked(state)
    members = sum(map(len, found.members.values()))
    click.echo(
        f"{_approaches(state.manifest.approaches)}, {members:,} of them in"
        f" {many(len(found.members), 'campaign')}: {state.folder}"
    )


def _tell(notices: Notices) -> None:
    for line in note_lines(notices):
        click.echo(f"note: {line}", err=True)


def _approaches(count: int) -> str:
    return many(count, "approach", "approaches")
