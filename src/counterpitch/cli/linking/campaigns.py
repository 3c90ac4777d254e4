"""``counterpitch campaigns``, ``campaign`` and ``why``: what was linked, and by what reasons."""

import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from counterpitch.cli.groups import Group
from counterpitch.cli.linking.place import database, linked_in, opened_store, state_options
from counterpitch.errors import UsageError

if TYPE_CHECKING:
    from rich.console import RenderableType

    from counterpitch.campaigns.linked import Linked
    from counterpitch.cases.linking.warning import Party

UNBROKEN: Final = 100_000
"""Columns where no line is to be broken."""
_json = click.option("--json", "as_json", is_flag=True, help="One JSON document.")


@click.command()
@state_options
@click.option("--most", type=int, default=30, show_default=True, help="How many are listed.")
@click.option("--pairs", is_flag=True, help="Also list campaigns of two approaches.")
@click.option("--judgements", "judged", is_flag=True, help="List what people decided instead.")
@_json
def campaigns(folder: Path, most: int, pairs: bool, judged: bool, as_json: bool) -> None:
    """List the campaigns, the largest first; those of two approaches are counted."""
    from counterpitch.campaigns.told.lists import campaign_list, judgement_list

    found = linked_in(folder)
    if judged:
        _print(judgement_list(found, as_json=as_json))
    else:
        _print(campaign_list(found, most, pairs=pairs, as_json=as_json, width=_width()))


@click.group(cls=Group)
def campaign() -> None:
    """Show one campaign."""


@campaign.command("show")
@click.argument("wanted", metavar="ID")
@state_options
@_json
@click.option("--stages", is_flag=True, help="Also assess the members and say how far they got.")
@click.option("--all", "everyone", is_flag=True, help="With --json: every member, not 200.")
def show(wanted: str, folder: Path, as_json: bool, stages: bool, everyone: bool) -> None:
    """Show who, when, how many organisations, the template with its variants, what is shared.

    ID is a campaign's, also one it had before it was merged, or that of an approach in it. With
    --database also who was approached and who handed it in.
    """
    from counterpitch.campaigns.page import MEMBERS, page
    from counterpitch.campaigns.stages import stages_of
    from counterpitch.campaigns.told.pages import campaign_page

    found = linked_in(folder)
    shown = page(found, found.campaign(wanted), 0 if everyone else MEMBERS)
    reached = stages_of(found, shown) if stages else {}
    of = database()
    warn = _warned(of, found, shown.campaign) if of is not None else ()
    besides = {"warn": warn} if of is not None else {}
    _print(campaign_page(shown, reached, as_json=as_json, besides=besides))
    if warn and not as_json:
        _print(_told(warn))


def _warned(of: str, found: "Linked", campaign: str) -> "tuple[Party, ...]":
    """Return who else is to be warned, from the database that was linked."""
    from counterpitch.cases.linking.asking import handed_in
    from counterpitch.cases.linking.place import number_of
    from counterpitch.cases.linking.recipients import recipients
    from counterpitch.cases.linking.warning import parties

    rows = found.archive.rows(found.members[campaign])
    numbers = [number_of(each) for each in rows["approach"].to_pylist()]
    to = dict(zip(numbers, (each or "" for each in rows["organisation"].to_pylist()), strict=True))
    with opened_store(of) as store:
        return parties(handed_in(store, numbers), to, recipients(store, numbers))


def _told(warn: "tuple[Party, ...]") -> "Iterator[RenderableType]":
    from rich.text import Text

    from counterpitch.cases.linking.warning import line
    from counterpitch.render.plain import one_line

    yield Text("\nWho else to warn", style="bold")
    for party in warn:
        yield Text(f"  {one_line(line(party), 400)}")
        for number, note in party.notes[:3]:
            yield Text(f"    note on {number}: {one_line(note, 300)}")


@click.command()
@click.argument("one", metavar="A")
@click.argument("other", metavar="B")
@state_options
@_json
def why(one: str, other: str, folder: Path, as_json: bool) -> None:
    """Say why two approaches are one campaign: the chain of reasons, and what would break it."""
    from counterpitch.campaigns.told.chains import why_page
    from counterpitch.campaigns.why import why as explain

    found = linked_in(folder)
    a, b = found.approach(one), found.approach(other)
    if a == b:
        raise UsageError("these are one and the same approach.", hint="Name two.")
    _print(why_page(explain(found, a, b), as_json=as_json))


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
