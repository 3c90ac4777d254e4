"""``counterpitch queue``, ``show`` and ``judge``: what an analyst does."""

from typing import TYPE_CHECKING

import click

from counterpitch.cli.storing import (
    APPROACH,
    CASE,
    JUDGEMENTS,
    actor_option,
    database_option,
    day,
    document,
    known_channel,
    opened,
    when,
)

if TYPE_CHECKING:
    from rich.console import RenderableType

    from counterpitch.cases.nouns.approaches import ApproachDetail, QueueRow
    from counterpitch.cases.unread import Unread

_BANDS = ("none", "low", "elevated", "high")
_STATUSES = ("new", "needs-information", "confirmed", "false-alarm", "duplicate")
_KINDS = ("approach", "scam", "none")


@click.command()
@click.option("--band", "bands", multiple=True, type=click.Choice(_BANDS))
@click.option(
    "--status", "statuses", multiple=True, type=click.Choice((*_STATUSES, "all")),
    help="Repeatable; without it, what waits for a person.",
)  # fmt: skip
@click.option("--kind", "kinds", multiple=True, type=click.Choice(_KINDS))
@click.option("--channel", "channels", multiple=True)
@click.option("--text", default="", help='Words that must occur; "in quotes" as one.')
@click.option("--since", metavar="DAY", help="Received on this day or later.")
@click.option("--assignee", default="", help="Looked after by.")
@click.option("--case", type=CASE, help="In this case.")
@click.option("--newest", is_flag=True, help="Newest first, whatever the band.")
@click.option("--limit", default=20, show_default=True, type=click.IntRange(1, 500))
@click.option("--after", "cursor", help="The next page: the cursor that the last one ended with.")
@click.option("--json", "as_json", is_flag=True)
@database_option
def queue(
    bands: tuple[str, ...],
    statuses: tuple[str, ...],
    kinds: tuple[str, ...],
    channels: tuple[str, ...],
    text: str,
    since: str | None,
    assignee: str,
    case: int | None,
    newest: bool,
    limit: int,
    cursor: str | None,
    as_json: bool,
    database: str | None,
) -> None:
    """List approaches in the order in which they should be looked at."""
    for channel in channels:
        known_channel(channel)
    with opened(database) as store:
        import msgspec

        from counterpitch.cases import OPEN, STATUSES, QueueFilter
        from counterpitch.cases import case as case_of
        from counterpitch.cases import queue as queue_of
        from counterpitch.cases.unread import unread

        if case is not None:
            # A case that is not there is a slip; an empty list would hide it.
            case_of(store, case)
        wanted = STATUSES if "all" in statuses or case is not None else statuses or OPEN
        chosen = msgspec.convert(
            {
                "bands": bands, "statuses": wanted, "kinds": kinds, "channels": channels,
                "text": text, "since": day(since), "assignee": assignee, "case": case,
                "order": "newest" if newest else "severity",
            },
            QueueFilter,
        )  # fmt: skip
        page = queue_of(store, chosen, cursor=cursor, limit=limit)
        for_eyes = unread(store) if cursor is None else ()
    for each in for_eyes:
        click.echo(f"note: {_for_eyes(each)}", err=True)
    if as_json:
        click.echo(document(page))
        return
    if not page.rows:
        click.echo(_nothing(chosen != QueueFilter(statuses=OPEN), bool(for_eyes)))
        return
    from rich.console import Console

    Console(highlight=False).print(_table(page.rows))
    if page.next:
        click.echo(f"More: the same command with --after {page.next}")


def _nothing(filtered: bool, for_eyes: bool) -> str:
    """Return the sentence for an empty list."""
    if filtered:
        return "No approach is as asked for. Without options, all that waits is listed."
    if for_eyes:
        return "Nothing else waits."
    return "Nothing waits. Hand something in: counterpitch report FILE"


def _for_eyes(one: "Unread") -> str:
    """Return a line on a report that a person has to read with their own eyes."""
    from counterpitch.render.plain import one_line

    name, actor = one_line(one.name, 80), one_line(one.actor, 80)
    return (
        f"{name}, handed in {one.at:%Y-%m-%d} by {actor}, holds no message that could be read;"
        f" see counterpitch unread R-{one.id}."
    )


@click.command()
@click.argument("number", type=APPROACH, metavar="APPROACH")
@click.option("--json", "as_json", is_flag=True)
@click.option("-v", "--verbose", is_flag=True, help="All reasons, and the conversation.")
@actor_option
@database_option
def show(number: int, as_json: bool, verbose: bool, actor: str, database: str | None) -> None:
    """Show one approach: verdict, judgements, where it came from, journal. The view is noted."""
    with opened(database) as store:
        from counterpitch.cases import approach

        found = approach(store, number, viewer=actor)
    if as_json:
        click.echo(document(found))
        return
    from rich.console import Console

    console = Console(highlight=False)
    for part in _detail(found, verbose):
        console.print(part)


@click.command()
@click.argument("numbers", nargs=-1, required=True, type=APPROACH, metavar="APPROACH...")
@click.option(
    "--judgement", "word", required=True, type=click.Choice(JUDGEMENTS), help="What it is."
)
@click.option("--reason", required=True, help="Why, in a few words.")
@actor_option
@database_option
def judge(
    numbers: tuple[int, ...], word: str, reason: str, actor: str, database: str | None
) -> None:
    """Add a person's judgement to approaches; earlier ones stay."""
    with opened(database) as store:
        from counterpitch.cases import judge as judge_of

        count = judge_of(store, numbers, actor, word, reason)  # type: ignore[arg-type]
    click.echo(f"{count} judged: {word}.")


def _table(rows: "tuple[QueueRow, ...]") -> "RenderableType":
    from rich.table import Table
    from rich.text import Text

    from counterpitch.render.plain import one_line
    from counterpitch.render.terminal import STYLE, listed
    from counterpitch.render.words import rank

    grid = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
    grid.add_column("", no_wrap=True)
    grid.add_column("verdict", no_wrap=True)
    grid.add_column("rank", no_wrap=True, justify="right")
    grid.add_column("contact", overflow="fold", max_width=18)
    grid.add_column("received", no_wrap=True)
    grid.add_column("why", overflow="fold")
    for row in rows:
        band = Text(row.band, STYLE[row.band]).append(f"\n{row.status}", "not bold dim")
        received = Text(when(row.received_at)[:10]).append(f"\n{row.channel}", "dim")
        grid.add_row(
            f"A-{row.id}", band, Text(rank(row).replace(" scam", "\nscam")),
            Text(one_line(row.contact or "(nameless)", 44)), received,
            listed(each.title for each in row.reasons[:3]),
        )  # fmt: skip
    return grid


def _detail(found: "ApproachDetail", verbose: bool) -> "list[RenderableType]":
    from rich.text import Text

    from counterpitch.pipeline.assessed import assessor
    from counterpitch.render.plain import one_line
    from counterpitch.render.terminal import transcript, verdict_screen

    row = found.row
    parts: list[RenderableType] = [Text(f"A-{row.id}  {row.status}", "bold")]
    if found.conversation is None or found.verdict is None:
        parts.append(Text(f"Its content was erased on {when(row.erased_at)}."))
    else:
        guidance = assessor(quick=True).matcher.book.guidance
        depth = int(verbose)
        parts.append(verdict_screen(found.conversation, found.verdict, guidance, depth=depth))
        if verbose:
            parts.append(transcript(found.conversation, found.verdict))
    lines = [
        f"received  {when(r.at)}  {one_line(r.name, 60)}  by {one_line(r.actor, 30)}"
        f"\n          sha256 {r.sha256[:16]}…"
        for r in found.received
    ]
    lines += [f"revealed  {one_line(each)}" for each in found.revealed]
    lines += [
        f"assessed  {when(a.at)}  version {a.version}, rules {one_line(a.rules, 20)}"
        for a in found.assessments
    ]
    lines += [
        f"judged    {when(j.at)}  {j.judgement} by {one_line(j.actor, 30)}:"
        f" {one_line(j.reason or '(erased)', 200)}"
        for j in found.judgements
    ]
    lines += [f"in case   C-{number}" for number in found.cases]
    parts.append(Text("\n".join(["", *lines])))
    return parts
