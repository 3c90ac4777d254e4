"""``counterpitch journal``: the record that cannot be changed unseen."""

import re
import sys
from pathlib import Path
from typing import Final

import click

from counterpitch.cli.groups import Group
from counterpitch.cli.outfile import OUT_FILE, whole
from counterpitch.cli.storing import database_option, document, opened, when
from counterpitch.errors import ExitCode, UsageError
from counterpitch.render.plain import many

_BASE64: Final = re.compile(r"[A-Za-z0-9+/]{43}=")
"""What 32 bytes look like in base64."""


@click.group(cls=Group)
def journal() -> None:
    """Check and sign the record of everything that happened."""


@journal.command("verify")
@database_option
def verify(database: str | None) -> None:
    """Recompute the whole chain; exit code 1 with the first broken entry if it does not hold."""
    with opened(database) as store:
        from counterpitch.cases import verify_journal

        found = verify_journal(store)
    if not found.holds:
        click.echo(f"BROKEN at entry {found.broken}: {found.problem}.")
        click.echo(f"{many(found.entries, 'entry', 'entries')} before it hold{_s(found.entries)}.")
        sys.exit(ExitCode.FINDINGS)
    click.echo(
        f"{many(found.entries, 'entry', 'entries')} hold{_s(found.entries)};"
        f" the last is {found.head}."
    )
    if found.erased:
        click.echo(f"{found.erased:,} of them had their content erased, as later entries say.")


@journal.command("head")
@click.option("--out", type=OUT_FILE, help="Write it to a file.")
@database_option
def head(out: Path | None, database: str | None) -> None:
    """Sign the end of the journal as it is now; keep the file somewhere else."""
    with opened(database) as store:
        from counterpitch.cases import sign_head

        signed = sign_head(store)
    text = document(signed).decode() + "\n"
    if out is None:
        click.echo(text, nl=False)
        return
    with whole(out) as part:
        part.write_text(text, "utf-8")
    click.echo(f"{out}: entry {signed.seq:,}, {signed.day}. Public key: {signed.public_key}")


@journal.command("check-head")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--public-key", required=True, help="Base64, or a file that holds it.")
@click.option("--signature-only", is_flag=True, help="Do not look into the database.")
@database_option
def check_head(file: Path, public_key: str, signature_only: bool, database: str | None) -> None:
    """Check a signed head: its signature, and that the journal still leads to it.

    Every entry up to the signed one is recomputed, as "journal verify" does.
    """
    from counterpitch.cases.journal.signing import read_head, signature_problem

    signed = read_head(file)
    problem = signature_problem(signed, _key(public_key))
    if not problem and not signature_only:
        with opened(database) as store:
            from counterpitch.cases.journal.verify import chain_problem

            problem = chain_problem(store, signed)
    if problem:
        click.echo(f"NOT OK: {problem}.")
        sys.exit(ExitCode.FINDINGS)
    also = (
        "; only the signature was checked, not the journal" if signature_only
        else ", and the journal holds and leads to it"
    )  # fmt: skip
    click.echo(f"OK: entry {signed.seq:,} of {signed.day} is signed with this key{also}.")


def _key(given: str) -> str:
    """Return the public key that was given as it is, or as the name of a file."""
    if Path(given).is_file():
        return Path(given).read_text("utf-8", "replace")
    if not _BASE64.fullmatch(given.strip()):
        raise UsageError(
            "there is no such file, and a key it is not either.", where=given[:200],
            hint="Give the file with the key, or the key itself in base64.",
        )  # fmt: skip
    return given


def _s(count: int) -> str:
    """Return the ending of a verb: one entry holds, two hold."""
    return "s" if count == 1 else ""


@journal.command("list")
@click.option("--subject", default="", help="approach:12, case:3, receipt:7, store.")
@click.option("--limit", default=50, show_default=True, type=click.IntRange(1, 1000))
@click.option("--after", "cursor", help="The next page.")
@click.option("--json", "as_json", is_flag=True)
@database_option
def list_entries(
    subject: str, limit: int, cursor: str | None, as_json: bool, database: str | None
) -> None:
    """List entries, newest first."""
    from counterpitch.render.plain import one_line

    with opened(database) as store:
        from counterpitch.cases import journal_page

        page = journal_page(store, subject=subject, cursor=cursor, limit=limit)
    if as_json:
        click.echo(document(page))
        return
    for each in page.rows:
        told = "(erased)" if each.payload is None else document(each.payload).decode()
        click.echo(
            f"{each.seq:>8}  {when(each.at)}  {one_line(each.actor, 20):<20}"
            f" {each.action:<16} {each.subject:<16} {one_line(told, 100)}"
        )
    if page.next:
        click.echo(f"More: the same command with --after {page.next}")
