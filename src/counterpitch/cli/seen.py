"""``counterpitch seen``: compare what was seen with other organisations, without showing it."""

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from counterpitch.cli.groups import Group
from counterpitch.cli.identifiers import read_keys
from counterpitch.cli.outfile import OUT_FILE
from counterpitch.errors import UsageError
from counterpitch.render.plain import one_line

if TYPE_CHECKING:
    from counterpitch.campaigns.keys import Key

_KEY = click.option(
    "--key", "key_file", required=True, type=click.Path(path_type=Path, dir_okay=False),
    help="The community's key file.",
)  # fmt: skip
_OWN = click.option(
    "--own", multiple=True, metavar="DOMAIN",
    help="A domain of your organisation; what holds it is left out. May be given again.",
)  # fmt: skip


@click.group(cls=Group)
def seen() -> None:
    """Ask other organisations whether they saw the same, without showing whom it met.

    What a member of the community can and cannot learn: docs/sharing-seen-elsewhere.md.
    """


@seen.command("new-key")
@click.argument("path", type=OUT_FILE)
def new_key(path: Path) -> None:
    """Make a key for a community; hand it to the members on a safe way."""
    from counterpitch.campaigns.community.key import new_key as make

    key = make(path)
    click.echo(f"Key {key.number}: {path}. Who has this file can test guesses; keep it secret.")


@seen.command("export")
@click.argument("inputs", nargs=-1, metavar="FILE...")
@_KEY
@_OWN
@click.option("--to", "target", required=True, type=OUT_FILE)
@click.option("--from", "sender", default="", help="A name for you that the others know.")
@click.option(
    "--id",
    "wanted",
    multiple=True,
    metavar="ID",
    help="Only this conversation (an id or its beginning). May be given again.",
)
@click.option("-q", "--quiet", is_flag=True, help="No notes on standard error.")
def export(
    inputs: tuple[str, ...],
    key_file: Path,
    own: tuple[str, ...],
    target: Path,
    sender: str,
    wanted: tuple[str, ...],
    quiet: bool,
) -> None:
    """Write keyed hashes of the contacts' identifiers in FILE, padded and in no order."""
    from counterpitch.campaigns.community.key import read_key
    from counterpitch.campaigns.community.seenfile import write_seen
    from counterpitch.campaigns.community.tag import tags

    key = read_key(key_file)
    keys = _comparable(inputs, own, wanted, quiet=quiet)
    found = tags(key, keys)
    month = datetime.now(UTC).strftime("%Y-%m")
    lines = write_seen(target, key, found, sender=sender, month=month)
    click.echo(f"{len(found)} values as {lines} tags under key {key.number}: {target}", err=True)


@seen.command("match")
@click.argument("inputs", nargs=-1, metavar="FILE...")
@_KEY
@_OWN
@click.option(
    "--with",
    "theirs",
    required=True,
    multiple=True,
    type=click.Path(path_type=Path, dir_okay=False),
    help="A file from another member. May be given again.",
)
@click.option("-q", "--quiet", is_flag=True, help="No notes on standard error.")
def match(
    inputs: tuple[str, ...],
    key_file: Path,
    own: tuple[str, ...],
    theirs: tuple[Path, ...],
    quiet: bool,
) -> None:
    """Show which identifiers in FILE others have sent too, with their place in your messages."""
    from counterpitch.campaigns.community.key import read_key
    from counterpitch.campaigns.community.match import seen_elsewhere
    from counterpitch.campaigns.community.seenfile import read_seen

    key = read_key(key_file)
    files = [read_seen(path, key) for path in theirs]
    for path, file in zip(theirs, files, strict=True):
        if file.damaged and not quiet:
            click.echo(f"{path}: {file.damaged} lines are no tag and were left out.", err=True)
    found = seen_elsewhere(key, _comparable(inputs, own, (), quiet=quiet), files)
    for each in found:
        click.echo(f"{each.kind}  {one_line(each.value, 100)}")
        click.echo(f"  seen by {one_line(', '.join(each.senders), 200)}")
        for held in each.keys:
            where = (
                "contact's data" if held.place.message < 0 else f"message {held.place.message + 1}"
            )
            click.echo(f"  yours: {one_line(held.approach, 60)}, {where}")
    click.echo(f"{len(found)} of your values were seen elsewhere.")


def _comparable(
    inputs: tuple[str, ...], own: tuple[str, ...], wanted: tuple[str, ...], *, quiet: bool
) -> "list[Key]":
    """Return the keys that may be compared: without one's own, of the conversations wanted."""
    from counterpitch.campaigns.community.own import without_own
    from counterpitch.campaigns.community.texts import text_keys

    conversations, keys = read_keys(inputs, None, quiet=quiet)
    if wanted:
        chosen = {c.id for c in conversations if c.id.startswith(wanted)}
        if not chosen:
            raise UsageError(f"no conversation has the id '{wanted[0]}'.")
        keys = [key for key in keys if key.approach in chosen]
        conversations = [each for each in conversations if each.id in chosen]
    return without_own([*keys, *text_keys(conversations)], own)
