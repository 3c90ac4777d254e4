"""``counterpitch due``, ``erase`` and ``export-person``: what data protection asks for."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from counterpitch.cli.outfile import OUT_FILE
from counterpitch.cli.storing import (
    APPROACH,
    CASE,
    actor_option,
    database_option,
    day,
    document,
    opened,
)
from counterpitch.errors import UsageError
from counterpitch.render.plain import many

if TYPE_CHECKING:
    from counterpitch.cases import Store


@click.command()
@click.option("--on", "on", metavar="DAY", help="As of this day.  [default: today]")
@click.option("--json", "as_json", is_flag=True)
@database_option
def due(on: str | None, as_json: bool, database: str | None) -> None:
    """List what is due to be erased: closed cases past their day, and old false alarms."""
    from counterpitch.render.plain import one_line

    chosen = day(on)
    with opened(database) as store:
        from counterpitch.cases import due as due_of

        found = due_of(store, chosen.date() if chosen else None)
    if as_json:
        click.echo(document(found))
        return
    if not found:
        click.echo("Nothing is due.")
    for each in found:
        letter = "C" if each.kind == "case" else "A"
        click.echo(
            f"{letter}-{each.id:<8} since {each.since}  {one_line(each.title, 60)}"
            f"  ({one_line(each.reason, 80)})"
        )


@click.command()
@click.argument("approaches", nargs=-1, type=APPROACH, metavar="[APPROACH]...")
@click.option("--case", type=CASE, help="A case, with what is in no other case.")
@click.option("--person", default="", help="All that is about this name, address or reporter.")
@click.option("--reason", required=True, help="Why, in a few words.")
@click.option("--shared", is_flag=True, help="Also originals that hold something else too.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@actor_option
@database_option
def erase(
    approaches: tuple[int, ...], case: int | None, person: str, reason: str, shared: bool,
    yes: bool, actor: str, database: str | None,
) -> None:  # fmt: skip
    """Erase content for good. Hashes stay, so the journal still holds.

    For a person every original is read through, which takes a while in a large store: a name
    may stand in the header of a mail or in a file of a case alone.
    """
    if not approaches and case is None and not person.strip():
        raise UsageError(
            "there is nothing to erase.", hint="Name approaches, or give --case or --person."
        )
    with opened(database) as store:
        from counterpitch.cases import erase as erase_of

        if not yes:
            what = _what(store, approaches, case, person)
            click.confirm(f"{what} This cannot be undone. Erase?", abort=True, err=True)
        done = erase_of(
            store, actor=actor, reason=reason, approaches=approaches, case=case, person=person,
            shared=shared,
        )  # fmt: skip
    click.echo(
        f"{many(len(done.approaches), 'approach', 'approaches')},"
        f" {many(len(done.originals), 'original')} and what"
        f" {many(done.entries, 'journal entry', 'journal entries')} said are erased."
    )
    if done.cases:
        click.echo(f"with it went files of {', '.join(f'C-{n}' for n in done.cases)}.")
    for each in done.kept:
        click.echo(f"kept: original {each.sha256[:16]}… {each.why} (--shared erases it)")
    if done.naming:
        told = ", ".join(f"{each[:16]}…" for each in done.naming[:5])
        click.echo(f"named in the words of {many(len(done.naming), 'original')}: {told}")
    if done.mentions:
        numbers = ", ".join(f"A-{n}" for n in done.mentions[:20])
        click.echo(f"only named in: {numbers}; look whether these must go too.")


def _what(store: "Store", approaches: tuple[int, ...], case: int | None, person: str) -> str:
    """Return what an erasure concerns, for whoever is asked whether to go on."""
    from counterpitch.cases import case as case_of
    from counterpitch.cases import subjects
    from counterpitch.cases.holding import originals_with
    from counterpitch.render.plain import one_line

    told = [f"A-{number}" for number in approaches]
    if case is not None:
        found = case_of(store, case)
        told.append(f"C-{case} “{one_line(found.row.title, 60)}” with what is in no other case")
    if person:
        with store.read() as connection:
            held = subjects.find(connection, person)
        originals = originals_with(store, person)
        numbers = ", ".join(f"A-{number}" for number in held.about[:20]) or "no approach"
        more = f" and {len(held.about) - 20:,} more" if len(held.about) > 20 else ""
        told.append(
            f"“{one_line(person, 60)}”: {numbers}{more}, {many(len(held.receipts), 'report')},"
            f" {many(len(originals.about), 'original')} that hold them and"
            f" {len(originals.naming):,} that only name them,"
            f" and the name wherever somebody wrote it into a case"
        )
    return "; ".join(told) + "." if told else ""


@click.command("export-person")
@click.argument("person")
@click.option(
    "--out", "target", required=True, type=OUT_FILE,
    help="The ZIP to write.",
)  # fmt: skip
@actor_option
@database_option
def export_person(person: str, target: Path, actor: str, database: str | None) -> None:
    """Write all that is held on PERSON (name, address or reporter), bystanders hidden.

    Every original is read through, which takes a while in a large store.
    """
    with opened(database) as store:
        from counterpitch.cases import export_person as export_of

        done = export_of(store, person, target, actor=actor)
    click.echo(
        f"{target}: {many(done.approaches, 'conversation')}, {many(done.receipts, 'report')},"
        f" {many(done.cases, 'case entry', 'case entries')}; named in {done.mentions} more;"
        f" {many(done.originals, 'original')} with the name or address."
    )
    if done.originals:
        click.echo(
            "Which originals still hold them stands in held.json; erase --person tells more."
        )
