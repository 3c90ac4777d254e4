"""``counterpitch case``: cases from opening to the evidence pack."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from counterpitch.cli.groups import Group
from counterpitch.cli.outfile import OUT_FILE
from counterpitch.cli.storing import (
    APPROACH,
    CASE,
    actor_option,
    database_option,
    day,
    document,
    opened,
    when,
)
from counterpitch.errors import UsageError
from counterpitch.render.plain import many

if TYPE_CHECKING:
    from counterpitch.cases import Store

_STATUSES = ("open", "investigating", "reported", "closed")
_ROLES = ("contact", "target", "witness", "bystander")


@click.group(cls=Group)
def case() -> None:
    """Keep approaches together as cases."""


@case.command("new")
@click.argument("title")
@click.argument("approaches", nargs=-1, type=APPROACH, metavar="[APPROACH]...")
@click.option("--owner", default="", help="Who looks after it.")
@click.option("--summary", default="")
@actor_option
@database_option
def case_new(
    title: str, approaches: tuple[int, ...], owner: str, summary: str, actor: str,
    database: str | None,
) -> None:  # fmt: skip
    """Open a case, with approaches if any are named."""
    with opened(database) as store:
        from counterpitch.cases import new_case

        number = new_case(
            store, title=title, actor=actor, approaches=approaches, owner=owner, summary=summary
        )
    click.echo(f"C-{number}")


@case.command("add")
@click.argument("number", type=CASE, metavar="CASE")
@click.argument("approaches", nargs=-1, type=APPROACH, metavar="[APPROACH]...")
@click.option("--note", help="Add a note.")
@click.option("--task", help="Add something to do.")
@click.option("--owner", default="", help="Who does it.")
@click.option("--due", "due_on", metavar="DAY", help="Until when.")
@click.option("--person", help="Add a person concerned.")
@click.option("--role", type=click.Choice(_ROLES), default="bystander", show_default=True)
@click.option(
    "--file", "files", multiple=True,
    type=click.Path(path_type=Path, exists=True, dir_okay=False), help="Add a file.",
)  # fmt: skip
@click.option("--reason", default="", help="Why these approaches belong together.")
@click.option("--reopen", is_flag=True, help="Open a closed case again; needs --reason.")
@actor_option
@database_option
def case_add(
    number: int, approaches: tuple[int, ...], note: str | None, task: str | None, owner: str,
    due_on: str | None, person: str | None, role: str, files: tuple[Path, ...], reason: str,
    reopen: bool, actor: str, database: str | None,
) -> None:  # fmt: skip
    """Put approaches, notes, tasks, people or files into a case."""
    until = day(due_on)
    if not (approaches or note or task or person or files):
        raise UsageError(
            "there is nothing to put into it.",
            hint="Name approaches, or give --note, --task, --person or --file.",
        )
    with opened(database) as store:
        from counterpitch import cases

        if approaches:
            _add_approaches(store, number, approaches, actor, reason, reopen=reopen)
        if note:
            cases.add_note(store, number, note, actor=actor)
        if task:
            cases.add_task(
                store, number, title=task, actor=actor, owner=owner,
                due_on=until.date() if until else None,
            )  # fmt: skip
        if person:
            cases.add_person(store, number, name=person, role=role, actor=actor)  # type: ignore[arg-type]
        for path in files:
            cases.add_file(store, number, content=path, name=path.name, actor=actor)
    click.echo(f"C-{number} is up to date.")


def _add_approaches(
    store: "Store", number: int, approaches: tuple[int, ...], actor: str, reason: str, *,
    reopen: bool,
) -> None:  # fmt: skip
    from counterpitch import cases

    closed = cases.case(store, number).row.status == "closed"
    if closed and not reopen:
        raise UsageError(
            f"C-{number} is closed, and nobody looks at it any more.",
            hint="Open it again and add to it: --reopen --reason TEXT. Or open a new case.",
        )
    new = cases.add_to_case(store, number, approaches, actor=actor, reason=reason, reopen=reopen)
    opened_again = f" C-{number} is open again." if closed else ""
    click.echo(f"{many(new, 'approach', 'approaches')} added.{opened_again}")


@case.command("move")
@click.argument("number", type=CASE, metavar="CASE")
@click.argument("status", type=click.Choice(_STATUSES))
@click.option("--reason", required=True, help="Why, in a few words.")
@actor_option
@database_option
def case_move(number: int, status: str, reason: str, actor: str, database: str | None) -> None:
    """Move a case to another status."""
    _move(number, status, reason, actor, database)


@case.command("close")
@click.argument("number", type=CASE, metavar="CASE")
@click.option("--reason", required=True, help="Why, in a few words.")
@actor_option
@database_option
def case_close(number: int, reason: str, actor: str, database: str | None) -> None:
    """Close a case; it is kept for as long as the desk keeps closed cases."""
    _move(number, "closed", reason, actor, database)


def _move(number: int, status: str, reason: str, actor: str, database: str | None) -> None:
    with opened(database) as store:
        from counterpitch.cases import case as case_of
        from counterpitch.cases import move_case
        from counterpitch.cases.closing import never_judged

        move_case(store, number, status, actor=actor, reason=reason)  # type: ignore[arg-type]
        left = never_judged(case_of(store, number)) if status == "closed" else ""
    click.echo(f"C-{number} is {status}.")
    if left:
        click.echo(left)


@case.command("retain")
@click.argument("number", type=CASE, metavar="CASE")
@click.argument("until", metavar="DAY")
@click.option("--reason", required=True, help="Why so long.")
@actor_option
@database_option
def case_retain(number: int, until: str, reason: str, actor: str, database: str | None) -> None:
    """Set the day until which a case is kept."""
    last = day(until)
    assert last is not None  # noqa: S101 - click demands it  # nosec B101
    with opened(database) as store:
        from counterpitch.cases import retain

        retain(store, number, last.date(), actor=actor, reason=reason)
    click.echo(f"C-{number} is kept until {last.date().isoformat()}.")


@case.command("pack")
@click.argument("number", type=CASE, metavar="CASE")
@click.option(
    "--out", "target", type=OUT_FILE,
    help="The ZIP to write.  [default: case-NUMBER.zip]",
)  # fmt: skip
@click.option("--with-bystanders", is_flag=True, help="Hide nobody; all originals go along.")
@actor_option
@database_option
def case_pack(
    number: int, target: Path | None, with_bystanders: bool, actor: str, database: str | None
) -> None:
    """Write the evidence pack: report, originals, manifest, journal, and a script to check it."""
    path = target or Path(f"case-{number}.zip")
    with opened(database) as store:
        from counterpitch.cases import pack

        done = pack(store, number, path, actor=actor, redact=not with_bystanders)
    click.echo(f"{path}: {many(done.files, 'file')}, {done.size:,} bytes, SHA-256 {done.sha256}")
    if done.redacted:
        click.echo(f"{many(done.hidden, 'place')} hidden (--with-bystanders hides none)")
    for each in done.originals:
        if each.withheld:
            click.echo(f"left out: original {each.sha256[:16]}…, {each.withheld}")
    click.echo(f"Public key, to be given by another way: {done.public_key}")


@case.command("list")
@click.option("--status", "statuses", multiple=True, type=click.Choice(_STATUSES))
@click.option("--owner", default="")
@click.option("--after", "cursor", help="The next page.")
@click.option("--limit", default=50, show_default=True, type=click.IntRange(1, 500))
@click.option("--json", "as_json", is_flag=True)
@database_option
def case_list(
    statuses: tuple[str, ...], owner: str, cursor: str | None, limit: int, as_json: bool,
    database: str | None,
) -> None:  # fmt: skip
    """List cases, newest first."""
    from counterpitch.render.plain import one_line

    with opened(database) as store:
        from counterpitch.cases import cases

        page = cases(store, statuses, owner=owner, cursor=cursor, limit=limit)  # type: ignore[arg-type]
    if as_json:
        click.echo(document(page))
        return
    if not page.rows:
        click.echo("There is no case. Open one: counterpitch case new TITLE APPROACH...")
    for row in page.rows:
        click.echo(
            f"C-{row.id:<6} {row.status:<14} {when(row.opened_at)}"
            f"  {many(row.approaches, 'approach', 'approaches'):>15}"
            f"  {many(row.open_tasks, 'task'):>9}  {one_line(row.title, 60)}"
        )
    if page.next:
        click.echo(f"More: the same command with --after {page.next}")


@case.command("show")
@click.argument("number", type=CASE, metavar="CASE")
@click.option("--json", "as_json", is_flag=True)
@database_option
def case_show(number: int, as_json: bool, database: str | None) -> None:
    """Show one case."""
    from counterpitch.render.plain import one_line

    with opened(database) as store:
        from counterpitch.cases import case as case_of

        found = case_of(store, number)
    if as_json:
        click.echo(document(found))
        return
    row = found.row
    click.echo(f"C-{row.id}  {row.status}  {one_line(row.title, 100)}  ({one_line(row.owner, 40)})")
    lines = [one_line(row.summary, 400)] if row.summary else []
    lines += [
        f"approach  A-{a.id}  {a.band}  {a.status}  {one_line(a.contact, 60)}"
        for a in found.approaches
    ]
    lines += [f"person    {p.role}  {one_line(p.name, 60)}" for p in found.people]
    lines += [
        f"task      {'done' if t.done_at else t.due_on or 'open'}  {one_line(t.title, 100)}"
        f"  ({one_line(t.owner, 40)})"
        for t in found.tasks
    ]
    lines += [f"note      {when(n.at)}  {one_line(n.text, 300)}" for n in found.notes]
    lines += [f"file      {one_line(f.name, 80)}  {f.size:,} bytes" for f in found.files]
    lines += [
        f"moved     {when(m.at)}  {m.before} → {m.after}: {one_line(m.reason, 200)}"
        for m in found.moves
    ]
    if row.retain_until:
        lines.append(f"kept      until {row.retain_until}: {one_line(row.retain_reason, 200)}")
    for line in lines:
        click.echo(line)
