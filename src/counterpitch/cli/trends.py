"""``counterpitch trends``: the picture over time."""

from typing import TYPE_CHECKING

import click

from counterpitch.cli.forms import one_form
from counterpitch.cli.storing import database_option, day, document, opened
from counterpitch.render.plain import many, took

if TYPE_CHECKING:
    from counterpitch.cases.nouns.trends import Times, Trends

_SHOWN = ("channel", "stage", "sector", "area", "lure")


@click.command()
@click.option("--since", metavar="DAY", help="From the week of this day.  [default: 26 weeks]")
@click.option("--until", metavar="DAY", help="To before the week of this day.")
@click.option("--csv", "table", metavar="TABLE", help="One table as CSV, small cells hidden.")
@click.option("--json", "as_json", is_flag=True, help="Everything, small cells included.")
@database_option
def trends(
    since: str | None, until: str | None, table: str | None, as_json: bool, database: str | None
) -> None:
    """Show approaches per week, by kind, how long answers took, beside public figures.

    Days and weeks are those of receipt, not those on which the messages were written. In CSV
    counts from 1 to 4 are given as <5, and so many others as "hidden" that no total of another
    table of the same period gives them away. The tables of two periods that differ by little still
    can: publish one.

    TABLE is one of weeks, channel, stage, sector, area, lure, kind, band, times, funnel,
    yardsticks.
    """
    one_form(csv=table, json=as_json)
    first, last = day(since), day(until)
    with opened(database) as store:
        from counterpitch.cases import trends as trends_of
        from counterpitch.cases import trends_csv

        found = trends_of(
            store, since=first.date() if first else None, until=last.date() if last else None
        )
    if table:
        click.echo(trends_csv(found, table), nl=False)
    elif as_json:
        click.echo(document(found))
    else:
        _print(found)


def _print(found: "Trends") -> None:
    from counterpitch.render.plain import one_line

    click.echo(
        f"{many(found.approaches, 'approach', 'approaches')} from {found.since} to {found.until}"
        f" ({found.before:,} in the period before), {many(found.received, 'conversation')} received"
    )
    most = max((week.approaches for week in found.weeks), default=0) or 1
    for week in found.weeks:
        bar = "█" * round(30 * week.approaches / most)
        click.echo(f"  {week.monday}  {week.approaches:>6,}  {week.before:>6,}  {bar}")
    for name in _SHOWN:
        cells = found.breakdowns[name][:8]
        if cells:
            told = ", ".join(
                f"{one_line(c.value, 40) or '(not known)'} {c.approaches:,} ({c.before:,})"
                for c in cells
            )
            click.echo(f"by {name}: {told}")
    click.echo(f"to triage: {_times(found.to_triage)}; to answer: {_times(found.to_answer)}")
    click.echo("funnel: " + " → ".join(f"{each.step} {each.count:,}" for each in found.funnel))
    beside = ", ".join(f"{each.step} {each.beside:,}" for each in found.funnel if each.beside)
    if beside:
        click.echo(f"beside the funnel (not part of the step before): {beside}")
    for each in found.yardsticks:
        own = "" if each.own is None else f"{each.own:g}; "
        click.echo(f"{each.said} ({each.public:g}). Here: {own}{each.told}.")


def _times(times: "Times") -> str:
    if times.median is None:
        return "nothing yet"
    middle, most = took(times.median), took(times.ninetieth or 0.0)
    return f"half within {middle}, nine of ten within {most}"
