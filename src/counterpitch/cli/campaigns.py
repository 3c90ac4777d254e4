"""``counterpitch link``, ``campaigns``, ``campaign``, ``why``, and judgements."""

import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from counterpitch.cli.notes import note_lines
from counterpitch.errors import UsageError
from counterpitch.intake.notices import Notices

if TYPE_CHECKING:
    from counterpitch.campaigns.judgements import Judgement
    from counterpitch.campaigns.linked import Linked

DEFAULT = "counterpitch-campaigns"

_state = click.option(
    "--state", "folder", type=click.Path(path_type=Path, file_okay=False), default=DEFAULT,
    envvar="COUNTERPITCH_STATE", show_default=True, help="The folder that holds what was linked.",
)  # fmt: skip
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
def link(
    inputs: tuple[str, ...],
    folder: Path,
    evidence: str,
    jobs: int,
    engine: str,
    master: str,
    work: str,
) -> None:
    """Find which approaches belong together, and why.

    FILE is JSON Lines or Parquet as 'counterpitch convert' writes them, or anything else that can
    be read. What was linked before stays and is not read again. Without FILE, or with the folder
    itself as FILE, what is there is grouped anew.
    """
    from counterpitch.campaigns.state import is_state, open_state

    wanted = [word for word in inputs if not is_state(Path(word))]
    states = [Path(word) for word in inputs if is_state(Path(word))]
    folder = states[0] if states else folder
    notices = Notices()
    if not wanted:
        from counterpitch.campaigns.link import relinked

        state = relinked(open_state(folder))
    elif engine == "spark":
        from counterpitch.campaigns.engines.spark import link_on_spark

        families = _families(evidence)
        state = link_on_spark(wanted, folder, notices, master=master, evidence=families, work=work)
    else:
        from counterpitch.campaigns.link import link as run

        paths = [_existing(word) for word in wanted]
        say = (lambda step: click.echo(f"{step} …", err=True)) if sys.stderr.isatty() else _silent
        state = run(paths, folder, notices, evidence=_families(evidence), jobs=jobs, say=say)
    for line in note_lines(notices):
        click.echo(line, err=True)
    _summary(state)


def _silent(_: str) -> None:
    return


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
        f"{state.manifest.approaches:,} approaches, {members:,} of them in {len(found.members):,}"
        f" campaigns: {state.folder}"
    )


@click.command()
@_state
@click.option("--most", type=int, default=30, show_default=True, help="How many are listed.")
@click.option("--judgements", "judged", is_flag=True, help="List what people decided instead.")
@_json
def campaigns(folder: Path, most: int, judged: bool, as_json: bool) -> None:
    """List the campaigns, the largest first."""
    from counterpitch.campaigns.told.lists import campaign_list, judgement_list

    found = _linked(folder)
    if judged:
        _print(judgement_list(found, as_json=as_json))
    else:
        _print(campaign_list(found, most, as_json=as_json))


@click.group()
def campaign() -> None:
    """Show one campaign."""


@campaign.command("show")
@click.argument("wanted", metavar="ID")
@_state
@_json
@click.option("--stages", is_flag=True, help="Also assess the members and say how far they got.")
def show(wanted: str, folder: Path, as_json: bool, stages: bool) -> None:
    """Show who, when, how many organisations, the template with its variants, what is shared.

    ID is a campaign's, also one it had before it was merged, or that of an approach in it.
    """
    from counterpitch.campaigns.page import page
    from counterpitch.campaigns.stages import stages_of
    from counterpitch.campaigns.told.pages import campaign_page

    found = _linked(folder)
    shown = page(found, found.campaign(wanted))
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
    _judge(
        folder,
        "same",
        lambda found: ((found.approach(one),), (found.approach(other),)),
        "same",
        reason,
    )


@click.command()
@click.argument("one", metavar="A")
@click.argument("other", metavar="B")
@_state
@_because
def different(one: str, other: str, folder: Path, reason: str) -> None:
    """Judge that approaches A and B do not belong to one campaign."""
    _judge(
        folder, "different",
        lambda found: ((found.approach(one),), (found.approach(other),)), "different", reason,
    )  # fmt: skip


@click.command()
@click.argument("one", metavar="CAMPAIGN")
@click.argument("other", metavar="CAMPAIGN")
@_state
@_because
def merge(one: str, other: str, folder: Path, reason: str) -> None:
    """Judge that two campaigns are one."""

    def sides(found: "Linked") -> tuple[tuple[str, ...], tuple[str, ...]]:
        a, b = found.campaign(one), found.campaign(other)
        if a == b:
            raise UsageError("these are one campaign already.")
        return (found.members[a][0],), (found.members[b][0],)

    _judge(folder, "same", sides, "merge", reason)


@click.command()
@click.argument("whole", metavar="CAMPAIGN")
@click.argument("approaches", nargs=-1, required=True, metavar="APPROACH...")
@_state
@_because
def split(whole: str, approaches: tuple[str, ...], folder: Path, reason: str) -> None:
    """Judge that APPROACH... are a campaign of their own, apart from the rest of CAMPAIGN."""
    found = _linked(folder)
    members = found.members[found.campaign(whole)]
    out = tuple(found.approach(each) for each in approaches)
    if strangers := [each for each in out if each not in members]:
        raise UsageError(f"{strangers[0]} is not in this campaign.")
    rest = tuple(each for each in members if each not in out)
    if not rest:
        raise UsageError("nothing would be left in the campaign.", hint="Name fewer approaches.")
    if len(out) > 1:
        _append(found, "same", (out[:1], out[1:]), "split", reason)
    _judge(folder, "different", lambda _: (out, rest), "split", reason)


@click.command()
@click.argument("number", type=int)
@_state
@_because
def undo(number: int, folder: Path, reason: str) -> None:
    """Take back judgement NUMBER; undoing an undo restores it."""
    from counterpitch.campaigns.judgements import Judgement

    found = _linked(folder)
    draft = Judgement(0, datetime.now(UTC), "undo", of=number, told="undo", why=reason)
    _apply(found, draft)


Sides = tuple[tuple[str, ...], tuple[str, ...]]


def _judge(
    folder: Path, act: Any, sides: "Callable[[Linked], Sides]", told: str, reason: str
) -> None:
    found = _linked(folder)
    _append(found, act, sides(found), told, reason, apply=True)


def _append(
    found: "Linked", act: Any, sides: Sides, told: str, reason: str, *, apply: bool = False
) -> None:
    from counterpitch.campaigns.judgements import Judgement, append

    one, other = sides
    draft = Judgement(0, datetime.now(UTC), act, one, other, told=told, why=reason)
    if apply:
        _apply(found, draft)
    else:
        append(found.state.judgements, draft)


def _apply(found: "Linked", draft: "Judgement") -> None:
    from counterpitch.campaigns.judgements import append
    from counterpitch.campaigns.link import relinked
    from counterpitch.campaigns.linked import Linked

    before = {frozenset(each) for each in found.members.values()}
    kept = append(found.state.judgements, draft)
    after = Linked(relinked(found.state))
    changed = [name for name, own in after.members.items() if frozenset(own) not in before]
    click.echo(f"Judgement {kept.number} is kept; 'counterpitch undo {kept.number}' takes it back.")
    for name in changed[:5]:
        click.echo(f"  {name} now has {len(after.members[name]):,} approaches")
    if len(after.members) != len(found.members):
        click.echo(f"  {len(found.members):,} campaigns before, {len(after.members):,} now")


def _linked(folder: Path) -> "Linked":
    from counterpitch.campaigns.linked import Linked
    from counterpitch.campaigns.state import open_state

    return Linked(open_state(folder))


def _print(found: Any) -> None:
    if isinstance(found, bytes):
        click.echo(found.decode())
        return
    from rich.console import Console

    console = Console(highlight=False)
    for each in found:
        console.print(each)
