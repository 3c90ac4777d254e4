"""``counterpitch own``: who is really behind a company, by registers that you loaded."""

import sys
from datetime import date
from pathlib import Path
from typing import Any

import click

from counterpitch.cli.owning import WithMore
from counterpitch.errors import UsageError

DEFAULT = Path("register")
_STOPPED = 130
"""The exit code of what was stopped by Ctrl-C, as shells have it."""

_REGISTER = click.option(
    "--in", "folder", type=click.Path(path_type=Path), default=DEFAULT, show_default=True,
    envvar="COUNTERPITCH_REGISTER", help="Folder of the register.",
)  # fmt: skip
_JSON = click.option("--json", "as_json", is_flag=True, help="The whole answer as JSON.")
_KNOWN = click.option("--known", help="By what was on file at this date (YYYY-MM-DD).")


@click.group(cls=WithMore)
def own() -> None:
    """Trace who owns and controls a company, with bounds, and what nobody says.

    Load the registers' own files once, then ask. Nothing is sent anywhere.
    """


@own.command()
@click.argument(
    "files", nargs=-1, required=True, metavar="FILE|FOLDER...",
    type=click.Path(path_type=Path, exists=True),
)  # fmt: skip
@click.option(
    "--to", "folder", type=click.Path(path_type=Path), default=DEFAULT, show_default=True,
    envvar="COUNTERPITCH_REGISTER", help="Folder of the register.",
)  # fmt: skip
@click.option("--date", "day", help="Date of the snapshot (YYYY-MM-DD); today if left out.")
@click.option("--add", is_flag=True, help="The files are changes: keep what they do not name.")
def load(files: tuple[Path, ...], folder: Path, day: str | None, add: bool) -> None:
    """Load PSC, BasicCompanyData, GLEIF, BODS, FollowTheMoney; plain, .gz or .zip.

    Formats are recognised by content; a FOLDER is walked, and what is of no register is counted.

    A source that is loaded again is updated by difference: what is gone stays on file as of
    its date, so that you can ask what was known before.
    """
    from counterpitch.ownership.load import load as run
    from counterpitch.ownership.load import snapshot_date

    try:
        outcome = run(
            files, folder, snapshot_date(day, date.today()), add=add,
            progress=lambda text: click.echo(f"  {text} …", err=True),
        )  # fmt: skip
    except KeyboardInterrupt:
        click.echo(f"Stopped; nothing in {folder} is left half written.", err=True)
        sys.exit(_STOPPED)
    for entry in outcome.loaded:
        damaged = f", {entry.damaged:,} damaged" if entry.damaged else ""
        click.echo(
            f"{entry.path}: {entry.reader}, {entry.lines:,} records{damaged},"
            f" {entry.interests:,} interests"
        )
    if outcome.gone:
        click.echo(f"{outcome.gone:,} interests of before are no longer there.")
    _tell(outcome.notices)
    click.echo(f"The register lies in {folder}.")


def _tell(notices: Any) -> None:
    from counterpitch.render.plain import one_line

    for notice in notices.kept[:20]:
        row = f", row {notice.row:,}" if notice.row is not None else ""
        place = "" if notice.path in notice.message else f"{Path(notice.path).name}{row}: "
        click.echo(f"  note: {one_line(place + notice.message, 420)}", err=True)
    more = notices.total() - min(20, len(notices.kept))
    if more > 0:
        click.echo(f"  and {more:,} more notes.", err=True)


@own.command()
@click.argument("company")
@_REGISTER
@_JSON
@click.option("--no-chains", is_flag=True, help="Owners only, without the chains.")
def trace(company: str, folder: Path, as_json: bool, no_chains: bool) -> None:
    """Show the ultimate owners of COMPANY (number, LEI, id or name) with bounds and chains."""
    _trace(company, folder, None, None, as_json, not no_chains)


@own.command()
@click.argument("day", metavar="DATE")
@click.argument("company")
@_REGISTER
@_KNOWN
@_JSON
def at(day: str, company: str, folder: Path, known: str | None, as_json: bool) -> None:
    """Trace COMPANY as it was on DATE; with --known, by what was on file then."""
    _trace(company, folder, _day(day), _day(known) if known else None, as_json, True)


def _trace(
    company: str, folder: Path, as_of: date | None, known: date | None, as_json: bool, chains: bool
) -> None:
    from counterpitch.ownership.find import company as find
    from counterpitch.ownership.past import view
    from counterpitch.ownership.register import Register
    from counterpitch.ownership.telling import told
    from counterpitch.ownership.trace import trace as run

    register = Register.open(folder)
    node = find(register, company)
    there = view(register, [node.id], as_of, known)
    answer = run(there, node.id, as_of, known, register.manifest.newest)
    _out(answer, as_json, told(answer, chains=chains))


@own.command()
@click.argument("holder")
@_REGISTER
@_JSON
@click.option("--most", type=click.IntRange(1), default=50, show_default=True)
def controls(holder: str, folder: Path, as_json: bool, most: int) -> None:
    """Show what HOLDER (a person or company) holds and controls, directly and through others."""
    from counterpitch.ownership.find import find
    from counterpitch.ownership.reach import below
    from counterpitch.ownership.register import Register
    from counterpitch.ownership.telling import label, standings
    from counterpitch.ownership.view import stored
    from counterpitch.render.plain import many, one_line

    register = Register.open(folder)
    node = find(register, holder)
    view = stored(register.data)
    number = view.number(node.id)
    if number is None:
        raise UsageError("it holds nothing in the register.", where=holder[:80])
    answer = below(view, number)
    count = many(len(answer.holdings), "company", "companies")
    lines = [label(node), f"{count} below" if answer.holdings else "Nothing below it on file"]
    for holding in answer.holdings[:most]:
        lines.append(f"  {label(holding.node)}")
        how = "directly" if holding.direct else "through others"
        lines.append(
            f"    {how}, {holding.share.text}; {standings(holding.share)};"
            f" control {holding.control}"
        )
    if len(answer.holdings) > most:
        lines.append(f"  … and {len(answer.holdings) - most:,} more (--most)")
    if answer.cut:
        lines.append("There is more below; the answer counts only the nearest.")
    lines += [f"Note: {one_line(remark, 500)}" for remark in answer.remarks]
    _out(answer, as_json, iter(lines))


@own.command()
@click.argument("first")
@click.argument("second")
@_REGISTER
@click.option("--most", type=click.IntRange(1), default=10, show_default=True)
def path(first: str, second: str, folder: Path, most: int) -> None:
    """Show the chains of holdings from FIRST to SECOND, or the other way round."""
    from counterpitch.ownership.above import above
    from counterpitch.ownership.chains import chain, step, ways
    from counterpitch.ownership.find import find
    from counterpitch.ownership.register import Register
    from counterpitch.ownership.telling import label, told_chain
    from counterpitch.ownership.trace import names
    from counterpitch.ownership.view import stored

    register = Register.open(folder)
    nodes = [find(register, text) for text in (first, second)]
    view = stored(register.data)
    if view.number(nodes[0].id) == view.number(nodes[1].id):
        raise UsageError(
            f"both are {label(nodes[0])}, one and the same.", where=second[:80],
            hint="Name two, to see how they are connected.",
        )  # fmt: skip
    for upper, lower in (nodes, nodes[::-1]):
        top, bottom = view.number(upper.id), view.number(lower.id)
        if top is None or bottom is None:
            continue
        found = above(view, bottom)
        if top not in found.nodes:
            continue
        place = found.nodes.index(top)
        listed, whole = ways(found, {place}, most)
        called = names(view.node(number) for number in found.nodes[:2000])
        click.echo(f"{label(upper)}\n  stands above {label(lower)}")
        for way in listed.get(place, []):
            steps = tuple(step(view, found, at) for at in reversed(way))
            for line in told_chain(chain(steps), called):
                click.echo(line)
        if not whole:
            click.echo("There are more chains than are listed.")
        return
    click.echo("Neither stands above the other by what is in the register.")


@own.command()
@click.argument("first", metavar="DATE")
@click.argument("second", metavar="DATE")
@_REGISTER
@click.option("--company", help="Only this company: also what it does to its owners.")
@click.option("--known", is_flag=True, help="When the register said so, not when it held.")
@click.option("--most", type=click.IntRange(1), default=200, show_default=True)
def diff(
    first: str, second: str, folder: Path, company: str | None, known: bool, most: int
) -> None:
    """Show what changed between two dates."""
    from counterpitch.ownership.changes import changes
    from counterpitch.ownership.find import find
    from counterpitch.ownership.register import Register
    from counterpitch.ownership.telling import told_interest
    from counterpitch.render.plain import one_line

    register = Register.open(folder)
    days = _day(first), _day(second)
    id = find(register, company).id if company else ""
    clock = "known" if known else "valid"
    count = 0
    for change in changes(register, *days, clock, id, most + 1):  # type: ignore[arg-type]
        count += 1
        if count > most:
            click.echo("… and more (--most)")
            break
        called = [
            _called(register, each) for each in (change.interest.owner, change.interest.owned)
        ]
        click.echo(f"{change.what}: {one_line(' → '.join(called))}")
        click.echo(f"    {told_interest(change.interest)}")
    if not count:
        click.echo("Nothing changed.")
    if id:
        _crossed(register, id, days, known)


def _called(register: Any, id: str) -> str:
    node = register.node(id)
    return f"{node.name or node.kind} [{id}]" if node else id


def _crossed(register: Any, id: str, days: tuple[date, date], known: bool) -> None:
    """Tell whose part crossed a threshold between two days."""
    from counterpitch.ownership.past import view
    from counterpitch.ownership.telling import label, standings
    from counterpitch.ownership.trace import trace as run

    owners: list[dict[str, Any]] = []
    for day in days:
        dates = (None, day) if known else (day, None)
        there = view(register, [id], *dates)
        found = run(there, id, *dates).owners if there.number(id) is not None else ()
        owners.append({owner.node.id: owner for owner in found})
    for owner_id in sorted({*owners[0], *owners[1]}):
        before, after = (each.get(owner_id) for each in owners)
        said = [standings(each.share) if each else "no part" for each in (before, after)]
        if said[0] != said[1]:
            known_owner = after or before
            click.echo(label(known_owner.node) if known_owner else owner_id)
            click.echo(f"    before: {said[0]}\n    after:  {said[1]}")


@own.command()
@click.argument("listed", metavar="LIST.csv", type=click.Path(path_type=Path, exists=True))
@_REGISTER
@click.option("--out", type=click.Path(path_type=Path), help="Write here instead of the terminal.")
def screen(listed: Path, folder: Path, out: Path | None) -> None:
    """Trace every company of LIST.csv; one row each, as CSV."""
    from counterpitch.ownership import screen as screening
    from counterpitch.ownership.register import Register

    register = Register.open(folder)
    rows = screening.asked(listed)

    def progress(done: int, whole: int) -> None:
        click.echo(f"\r  {done:,} of {whole:,}", err=True, nl=done == whole)

    stream = out.open("w", encoding="utf-8", newline="") if out else sys.stdout
    try:
        stream.write(screening.header())
        for answer in screening.screen(register, rows, progress):
            stream.write(screening.row(answer))
    except OSError as error:
        raise UsageError(f"it cannot be written ({error.strerror}).", where=str(out)) from None
    finally:
        if out:
            stream.close()


@own.command()
@click.argument("name")
@_REGISTER
@click.option("--domain", default="", help="A web or mail domain that is said to be theirs.")
@_JSON
def verify(name: str, folder: Path, domain: str, as_json: bool) -> None:
    """Check the firm that somebody claims to act for: does NAME exist, since when, where?

    Evidence about the claim only; nothing is looked up on the network.
    """
    from counterpitch.ownership.claim import NO_PROOF
    from counterpitch.ownership.register import Register
    from counterpitch.ownership.terminal.claim import lines
    from counterpitch.ownership.verify import verify as run

    if not name.strip():
        raise UsageError("no name is given.", hint="Give the firm's name, as it was told to you.")
    answer = run(Register.open(folder), name, date.today(), domain)
    _out(answer, as_json, iter([*lines(answer), NO_PROOF]))


@own.command()
@_REGISTER
@click.option("--numbers", is_flag=True, help="By official numbers only, without Splink.")
@click.option("--apply", "write", is_flag=True, help="Record the merges and compute with them.")
def match(folder: Path, numbers: bool, write: bool) -> None:
    """Show which companies and people of several sources are one, with the reasons."""
    from counterpitch.ownership.load import rebuild
    from counterpitch.ownership.match import proposals
    from counterpitch.ownership.merges import append
    from counterpitch.ownership.register import Register
    from counterpitch.render.plain import one_line

    register = Register.open(folder)
    found = proposals(register, date.today(), names=not numbers)
    for merge in found[:50]:
        called = " = ".join(_called(register, id) for id in (merge.one, merge.other))
        click.echo(f"{one_line(called)}  ({merge.rule}, {merge.probability:.3f})")
        click.echo(f"    {one_line('; '.join(merge.why), 300)}")
    click.echo(
        f"{len(found):,} merges {'recorded' if write else 'proposed (--apply records them)'}."
    )
    if write and found:
        append(folder, found)
        rebuild(register)


@own.command()
@click.argument("one")
@click.argument("other")
@_REGISTER
@click.option("--together", is_flag=True, help="They are one, by your own judgement.")
@click.option("--why", default="", help="Your reason, kept with the decision.")
def split(one: str, other: str, folder: Path, together: bool, why: str) -> None:
    """Take back that ONE and OTHER (ids) are the same; with --together, say that they are."""
    from counterpitch.ownership.load import rebuild
    from counterpitch.ownership.merges import Merge, append
    from counterpitch.ownership.register import Register

    register = Register.open(folder)
    for id in (one, other):
        if register.node(id) is None:
            raise UsageError("there is no such id in the register.", where=id[:80])
    reason = (why,) if why else ()
    append(folder, [Merge(one, other, "person", reason, 1.0, date.today(), apart=not together)])
    rebuild(register)
    click.echo(f"Recorded: {one} and {other} are {'one' if together else 'two'}.")


def _out(answer: Any, as_json: bool, lines: Any) -> None:
    if as_json:
        import msgspec

        click.echo(msgspec.json.encode(answer).decode())
        return
    for line in lines:
        click.echo(line)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UsageError(f"“{text[:40]}” is no date.", hint="Write it as 2026-11-28.") from None
