"""``counterpitch link``, ``campaigns``, ``campaign``, ``why``, and judgements."""

import os
import shutil
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar, cast

import click

from counterpitch.cli.groups import Group
from counterpitch.cli.notes import note_lines
from counterpitch.cli.progress import progress
from counterpitch.cli.storing import opened as store_opened
from counterpitch.cli.storing import user
from counterpitch.errors import UsageError
from counterpitch.intake.notices import Notices
from counterpitch.render.plain import many

if TYPE_CHECKING:
    from counterpitch.campaigns.judgements import Judgement
    from counterpitch.campaigns.linked import Linked
    from counterpitch.campaigns.sides import Word

DEFAULT = "counterpitch-campaigns"

_META: Final = "counterpitch.campaigns.database"
UNBROKEN: Final = 100_000
F = TypeVar("F", bound=Callable[..., Any])


def _state(command: F) -> F:
    """Add ``--state`` and ``--database``: a folder, or the one beside a database of the desk."""

    @wraps(command)
    def inner(*words: Any, folder: Path, database: str | None, **named: Any) -> Any:
        if database is not None:
            folder = _beside(database)
            click.get_current_context().meta[_META] = database
        return command(*words, folder=folder, **named)

    with_state = click.option(
        "--state", "folder", type=click.Path(path_type=Path, file_okay=False), default=DEFAULT,
        envvar="COUNTERPITCH_STATE", show_default=True,
        help="The folder that holds what was linked.",
    )(inner)  # fmt: skip
    return cast(F, click.option(
        "--database", metavar="URL",
        help="What was linked of a database instead: 'desk' (the desk's own), a file, or"
        " postgresql://user@host/name.",
    )(with_state))  # fmt: skip


def _url(database: str) -> str | None:
    return None if database == "desk" else database


def _beside(database: str) -> Path:
    with store_opened(_url(database)) as store:
        from counterpitch.cases.linking.place import state_of

        return state_of(store)


_CSV: Final = click.Path(path_type=Path, exists=True, dir_okay=False)
_json = click.option("--json", "as_json", is_flag=True, help="One JSON document.")
_because = click.option("--because", "reason", default="", help="Your reason, kept with it.")


@click.command()
@click.argument("inputs", nargs=-1, metavar="FILE...")
@_state
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
    if _META in click.get_current_context().meta:
        _link_store(inputs, facts, firms, jobs)
        return
    from counterpitch.campaigns.state import is_state, open_state

    wanted = [word for word in inputs if not is_state(Path(word))]
    states = [Path(word) for word in inputs if is_state(Path(word))]
    folder = states[0] if states else folder
    notices = Notices()
    if engine == "spark" and not wanted and (facts or firms):
        raise UsageError(
            "on Spark all files are linked anew with what is supplied.", hint="Name them as well."
        )
    if not wanted and not facts and not firms:
        from counterpitch.campaigns.engines.lean import lean
        from counterpitch.campaigns.regrouping import relinked

        lean()
        state = relinked(open_state(folder))
    elif engine == "spark":
        from counterpitch.campaigns.engines.spark import link_on_spark
        from counterpitch.campaigns.supply import Supply

        families = _families(evidence)
        state = link_on_spark(
            wanted, folder, notices, master=master, evidence=families, work=work,
            supply=Supply(facts, firms),
        )  # fmt: skip
    else:
        from counterpitch.campaigns.engines.lean import lean
        from counterpitch.campaigns.link import link as run
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
    for line in note_lines(notices):
        click.echo(f"note: {line}", err=True)
    _summary(state)


def _link_store(inputs: tuple[str, ...], facts: Path | None, firms: Path | None, jobs: int) -> None:
    if inputs:
        raise UsageError(
            "a database is linked without files.", where="--database",
            hint="Hand files in first: counterpitch report FILE.",
        )  # fmt: skip
    with store_opened(_url(click.get_current_context().meta[_META])) as store:
        from counterpitch.cases.linking.place import state_of
        from counterpitch.cases.linking.run import link_store

        notices = Notices()
        with progress() as say:
            run = link_store(store, actor=user(), facts=facts, firms=firms, jobs=jobs or 1,
                             notices=notices, say=say)  # fmt: skip
        for line in note_lines(notices):
            click.echo(f"note: {line}", err=True)
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


def _summary(state: Any) -> None:
    from counterpitch.campaigns.linked import Linked

    found = Linked(state)
    members = sum(map(len, found.members.values()))
    click.echo(
        f"{_approaches(state.manifest.approaches)}, {members:,} of them in"
        f" {many(len(found.members), 'campaign')}: {state.folder}"
    )


@click.command()
@_state
@click.option("--most", type=int, default=30, show_default=True, help="How many are listed.")
@click.option("--pairs", is_flag=True, help="Also list campaigns of two approaches.")
@click.option("--judgements", "judged", is_flag=True, help="List what people decided instead.")
@_json
def campaigns(folder: Path, most: int, pairs: bool, judged: bool, as_json: bool) -> None:
    """List the campaigns, the largest first; those of two approaches are counted."""
    from counterpitch.campaigns.told.lists import campaign_list, judgement_list

    found = _linked(folder)
    if judged:
        _print(judgement_list(found, as_json=as_json))
    else:
        _print(campaign_list(found, most, pairs=pairs, as_json=as_json, width=_width()))


@click.group(cls=Group)
def campaign() -> None:
    """Show one campaign."""


@campaign.command("show")
@click.argument("wanted", metavar="ID")
@_state
@_json
@click.option("--stages", is_flag=True, help="Also assess the members and say how far they got.")
@click.option("--all", "everyone", is_flag=True, help="With --json: every member, not 200.")
def show(wanted: str, folder: Path, as_json: bool, stages: bool, everyone: bool) -> None:
    """Show who, when, how many organisations, the template with its variants, what is shared.

    ID is a campaign's, also one it had before it was merged, or that of an approach in it.
    """
    from counterpitch.campaigns.page import MEMBERS, page
    from counterpitch.campaigns.stages import stages_of
    from counterpitch.campaigns.told.pages import campaign_page

    found = _linked(folder)
    shown = page(found, found.campaign(wanted), 0 if everyone else MEMBERS)
    reached = stages_of(found, shown) if stages else {}
    _print(campaign_page(shown, reached, as_json=as_json))


@click.command()
@click.argument("one", metavar="A")
@click.argument("other", metavar="B")
@_state
@_json
def why(one: str, other: str, folder: Path, as_json: bool) -> None:
    """Say why two approaches are one campaign: the chain of reasons, and what would break it."""
    from counterpitch.campaigns.told.chains import why_page
    from counterpitch.campaigns.why import why as explain

    found = _linked(folder)
    a, b = found.approach(one), found.approach(other)
    if a == b:
        raise UsageError("these are one and the same approach.", hint="Name two.")
    _print(why_page(explain(found, a, b), as_json=as_json))


@click.command()
@click.argument("one", metavar="A")
@click.argument("other", metavar="B")
@_state
@_because
def same(one: str, other: str, folder: Path, reason: str) -> None:
    """Judge that approaches A and B belong to one campaign."""
    _judged(folder, "same", (one, other), reason)


@click.command()
@click.argument("one", metavar="A")
@click.argument("other", metavar="B")
@_state
@_because
def different(one: str, other: str, folder: Path, reason: str) -> None:
    """Judge that approaches A and B do not belong to one campaign."""
    _judged(folder, "different", (one, other), reason)


@click.command()
@click.argument("one", metavar="CAMPAIGN")
@click.argument("other", metavar="CAMPAIGN")
@_state
@_because
def merge(one: str, other: str, folder: Path, reason: str) -> None:
    """Judge that two campaigns are one."""
    _judged(folder, "merge", (one, other), reason)


@click.command()
@click.argument("whole", metavar="CAMPAIGN")
@click.argument("approaches", nargs=-1, required=True, metavar="APPROACH...")
@_state
@_because
def split(whole: str, approaches: tuple[str, ...], folder: Path, reason: str) -> None:
    """Judge that APPROACH... are a campaign of their own, apart from the rest of CAMPAIGN."""
    _judged(folder, "split", (whole, *approaches), reason)


@click.command()
@click.argument("number", type=int)
@_state
@_because
def undo(number: int, folder: Path, reason: str) -> None:
    """Take back judgement NUMBER; undoing an undo restores it."""
    _judged(folder, "undo", (str(number),), reason)


def _judged(folder: Path, word: "Word", names: tuple[str, ...], reason: str) -> None:
    """Keep a judgement, in a folder or beside a database, and say what became of it."""
    from counterpitch.campaigns.sides import judge

    linked = _linked(folder)
    # Read at once: the files go when the judgement is kept.
    before = dict(linked.members)
    database = click.get_current_context().meta.get(_META)
    if database is None:
        kept = judge(linked, word, names, at=datetime.now(UTC), why=reason)
    else:
        kept = _judged_on_desk(database, word, names, reason)
    _changed(before, _linked(folder), kept)


def _judged_on_desk(
    database: str, word: "Word", names: tuple[str, ...], reason: str
) -> "Judgement":
    with store_opened(_url(database)) as store:
        from counterpitch.cases.linking.judging import judge_campaigns

        return judge_campaigns(store, word, names, actor=user(), reason=reason)


def _changed(before: dict[str, list[str]], after: "Linked", kept: "Judgement") -> None:
    known = {frozenset(each) for each in before.values()}
    changed = [name for name, own in after.members.items() if frozenset(own) not in known]
    click.echo(f"Judgement {kept.number} is kept; 'counterpitch undo {kept.number}' takes it back.")
    for name in changed[:5]:
        click.echo(f"  {name} now has {_approaches(len(after.members[name]))}")
    if len(after.members) != len(before):
        click.echo(f"  {many(len(before), 'campaign')} before, {len(after.members):,} now")


def _linked(folder: Path) -> "Linked":
    from counterpitch.campaigns.engines.lean import lean
    from counterpitch.campaigns.linked import Linked
    from counterpitch.campaigns.state import open_state

    state = open_state(folder)
    if not state.manifest.result:
        raise UsageError(
            "linking was begun here and not finished.", where=str(folder),
            hint="Run counterpitch link again first; what was read is kept.",
        )  # fmt: skip
    lean()
    return Linked(state)


def _approaches(count: int) -> str:
    return many(count, "approach", "approaches")


def _print(found: Any) -> None:
    if isinstance(found, bytes):
        click.echo(found.decode())
        return
    from rich.console import Console

    console = Console(highlight=False, width=_width())
    for each in found:
        console.print(each)


def _width() -> int:
    """Return the columns there are; in a pipe or a file no line is broken unless COLUMNS is set."""
    if sys.stdout.isatty() or os.environ.get("COLUMNS"):
        return shutil.get_terminal_size().columns
    return UNBROKEN
