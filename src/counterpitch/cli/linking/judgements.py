"""``counterpitch same``, ``different``, ``merge``, ``split`` and ``undo``: what people judge."""

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from counterpitch.cli.linking.place import database, linked_in, opened_store, state_options
from counterpitch.cli.storing import user
from counterpitch.render.plain import many

if TYPE_CHECKING:
    from counterpitch.campaigns.judgements import Judgement
    from counterpitch.campaigns.linked import Linked
    from counterpitch.campaigns.sides import Word

_because = click.option("--because", "reason", default="", help="Your reason, kept with it.")


@click.command()
@click.argument("one", metavar="A")
@click.argument("other", metavar="B")
@state_options
@_because
def same(one: str, other: str, folder: Path, reason: str) -> None:
    """Judge that approaches A and B belong to one campaign."""
    _judged(folder, "same", (one, other), reason)


@click.command()
@click.argument("one", metavar="A")
@click.argument("other", metavar="B")
@state_options
@_because
def different(one: str, other: str, folder: Path, reason: str) -> None:
    """Judge that approaches A and B do not belong to one campaign."""
    _judged(folder, "different", (one, other), reason)


@click.command()
@click.argument("one", metavar="CAMPAIGN")
@click.argument("other", metavar="CAMPAIGN")
@state_options
@_because
def merge(one: str, other: str, folder: Path, reason: str) -> None:
    """Judge that two campaigns are one."""
    _judged(folder, "merge", (one, other), reason)


@click.command()
@click.argument("whole", metavar="CAMPAIGN")
@click.argument("approaches", nargs=-1, required=True, metavar="APPROACH...")
@state_options
@_because
def split(whole: str, approaches: tuple[str, ...], folder: Path, reason: str) -> None:
    """Judge that APPROACH... are a campaign of their own, apart from the rest of CAMPAIGN."""
    _judged(folder, "split", (whole, *approaches), reason)


@click.command()
@click.argument("number", type=int)
@state_options
@_because
def undo(number: int, folder: Path, reason: str) -> None:
    """Take back judgement NUMBER; undoing an undo restores it."""
    _judged(folder, "undo", (str(number),), reason)


def _judged(folder: Path, word: "Word", names: tuple[str, ...], reason: str) -> None:
    """Keep a judgement, in a folder or beside a database, and say what became of it."""
    from counterpitch.campaigns.sides import judge

    linked = linked_in(folder)
    # Read at once: the files go when the judgement is kept.
    before = dict(linked.members)
    desk = database()
    if desk is None:
        kept = judge(linked, word, names, at=datetime.now(UTC), why=reason)
    else:
        kept = _judged_on_desk(desk, word, names, reason)
    _changed(before, linked_in(folder), kept)


def _judged_on_desk(desk: str, word: "Word", names: tuple[str, ...], reason: str) -> "Judgement":
    with opened_store(desk) as store:
        from counterpitch.cases.linking.judging import judge_campaigns

        return judge_campaigns(store, word, names, actor=user(), reason=reason)


def _changed(before: dict[str, list[str]], after: "Linked", kept: "Judgement") -> None:
    known = {frozenset(each) for each in before.values()}
    changed = [name for name, own in after.members.items() if frozenset(own) not in known]
    click.echo(f"Judgement {kept.number} is kept; 'counterpitch undo {kept.number}' takes it back.")
    for name in changed[:5]:
        click.echo(f"  {name} now has {many(len(after.members[name]), 'approach', 'approaches')}")
    if len(after.members) != len(before):
        click.echo(f"  {many(len(before), 'campaign')} before, {len(after.members):,} now")
