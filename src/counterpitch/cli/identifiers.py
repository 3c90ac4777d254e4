"""``counterpitch identifiers``: what approaches could be tied by, each value with its place."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from counterpitch.cli.identified import MOST, print_lines, print_table, rows_of
from counterpitch.cli.inputs import named
from counterpitch.cli.notes import note_lines
from counterpitch.cli.outfile import OUT_FILE, whole
from counterpitch.errors import UnreadableInput, UsageError
from counterpitch.intake.notices import Notices
from counterpitch.model.conversation import Conversation
from counterpitch.render.plain import many, one_line

if TYPE_CHECKING:
    import pyarrow

    from counterpitch.campaigns.identifiers.supplied import Supplied
    from counterpitch.campaigns.keys import Key


@click.command()
@click.argument("inputs", nargs=-1, metavar="FILE...")
@click.option(
    "--facts",
    type=click.Path(path_type=Path, dir_okay=False),
    help="CSV of what you know of sites and mail servers (subject,fact,value,source).",
)
@click.option(
    "--firms",
    "listed",
    type=click.Path(path_type=Path, dir_okay=False),
    help="CSV of firms; shows which overlap in two independent ways.",
)
@click.option("--shared", is_flag=True, help="Only what two or more conversations share.")
@click.option("--people", is_flag=True, help="Also who may be one person under several names.")
@click.option(
    "--to",
    "target",
    type=OUT_FILE,
    help="Write all keys to a .parquet file.",
)
@click.option("--jsonl", is_flag=True, help="One JSON object a line, for other programs.")
@click.option("-q", "--quiet", is_flag=True, help="No notes on standard error.")
def identifiers(
    inputs: tuple[str, ...],
    facts: Path | None,
    listed: Path | None,
    shared: bool,
    people: bool,
    target: Path | None,
    jsonl: bool,
    quiet: bool,
) -> None:
    """Show the addresses, numbers, accounts, links, files and firms in FILE, with their place.

    Each value is in its normal form and says how many conversations have it. Sharing one is a
    reason to look, not proof. Nothing is opened or looked up.
    """
    conversations, keys = read_keys(inputs, facts, quiet=quiet)
    table = _table(keys)
    if target is not None:
        _write(table, target)
    rows = rows_of(table, {each.id: each for each in conversations}, shared=shared)
    if jsonl:
        print_lines(rows)
    else:
        print_table(rows, len(conversations))
    if people:
        _print_people(conversations, keys, jsonl=jsonl)
    if listed is not None:
        _print_firms(keys, listed, jsonl=jsonl, quiet=quiet)


def read_keys(
    inputs: Sequence[str], facts: Path | None, *, quiet: bool
) -> "tuple[list[Conversation], list[Key]]":
    """Read conversations and return them with their keys; notes go to standard error.

    Raises UnreadableInput where there is no conversation: nothing found would say too much.
    """
    from counterpitch.campaigns.identifiers.approach import keys_of
    from counterpitch.intake.gather import gather

    given, faults = _supplied(facts)
    notices = Notices()
    conversations = list(gather(named(inputs), notices))
    if not quiet:
        for line in (*faults, *note_lines(notices)):
            click.echo(f"note: {one_line(line, 400)}", err=True)
    if not conversations:
        raise UnreadableInput("nothing readable in what was named.", hint="Nothing is compared.")
    return conversations, [key for each in conversations for key in keys_of(each, given)]


def _supplied(facts: Path | None) -> "tuple[Supplied, tuple[str, ...]]":
    from counterpitch.campaigns.identifiers.supplied import Supplied, supplied

    found = supplied(facts) if facts is not None else Supplied({})
    return found, found.faults


def _table(keys: "Sequence[Key]") -> "pyarrow.Table":
    from counterpitch.campaigns.identifiers.rarity import weighed
    from counterpitch.campaigns.keys import table

    return weighed(table(keys))


def _write(table: "pyarrow.Table", target: Path) -> None:
    import pyarrow.parquet

    if target.suffix != ".parquet":
        raise UsageError("the name does not end in .parquet.", where=str(target))
    with whole(target) as part:
        pyarrow.parquet.write_table(table, part, compression="zstd")


def _print_people(
    conversations: "list[Conversation]", keys: "Sequence[Key]", *, jsonl: bool
) -> None:
    from counterpitch.campaigns.personas.persona import personas
    from counterpitch.campaigns.personas.resolve import persona_edges

    edges = persona_edges(personas(conversations, keys))
    _print_edges(edges, "Perhaps one person", jsonl=jsonl)


def _print_firms(keys: "Sequence[Key]", listed: Path, *, jsonl: bool, quiet: bool) -> None:
    from counterpitch.campaigns.firms.firm import firms
    from counterpitch.campaigns.firms.overlap import firm_links, sentence

    found = firms(keys, listed)
    for fault in () if quiet else found.faults:
        click.echo(f"note: {one_line(fault, 400)}", err=True)
    known = {firm.name: firm for firm in found.firms}
    links = firm_links(found.firms)
    if jsonl:
        print_lines([{"firms": [each.a, each.b], "link": each} for each in links])
        return
    click.echo(f"\nFirms that overlap in two independent ways: {len(links)}")
    for each in links:
        click.echo(f"  {one_line(sentence(each, known[each.a], known[each.b]), 400)}")


def _print_edges(edges: "Sequence[Any]", title: str, *, jsonl: bool) -> None:
    if jsonl:
        import msgspec

        print_lines([msgspec.to_builtins(edge) for edge in edges])
        return
    click.echo(f"\n{title}: {many(len(edges), 'pair')}")
    for edge in edges[:MOST]:
        alone = "" if edge.strong else " Not enough alone."
        click.echo(f"  {one_line(edge.a, 40)}  {one_line(edge.b, 40)}")
        click.echo(f"    {one_line(edge.reason, 400)}{alone}")
