"""``counterpitch own areas``: does a company's work lie in one of the 17 sensitive areas?"""

import re
import sys
from pathlib import Path

import click

from counterpitch.cli.console import console
from counterpitch.cli.inputs import refuse_missing
from counterpitch.errors import ExitCode, UnreadableInput, UsageError

LONGEST = 4 * 1024**2
_DIVISIONS = set(range(1, 100)) - {4, 34, 40, 44, 48, 54, 57, 67, 76, 83, 89}
"""The divisions of SIC 2007, which are the first two digits of a code."""


@click.command()
@click.argument("text", metavar="FILE|TEXT")
@click.option("--sic", multiple=True, help="A SIC code of the company; may be repeated.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document.")
@click.option("--fail-on-likely", is_flag=True, help="Exit 1 if an area is likely.")
def areas(text: str, sic: tuple[str, ...], as_json: bool, fail_on_likely: bool) -> None:
    """Name the sensitive areas of the UK's NSI Act that a description points to, with reasons.

    FILE|TEXT is what the company says of itself, in English. Not legal advice.
    """
    from counterpitch.ownership.areas.classify import classify

    codes = tuple(map(_sic, sic))
    told = text_of(text)
    if not told.strip() and not sic:
        raise UsageError("there is no text.", hint="Give what the company says of itself.")
    found = classify(told, codes)
    if as_json:
        import msgspec

        rows = [
            {"area": each.area.id, "title": each.area.title, "schedule": each.area.schedule,
             "level": each.level, "reasons": each.reasons}
            for each in found
        ]  # fmt: skip
        click.echo(msgspec.json.encode(rows).decode())
    else:
        from counterpitch.ownership.terminal.areas import screen

        console().print(screen(found))
    if fail_on_likely and any(each.level == "likely" for each in found):
        sys.exit(ExitCode.FINDINGS)


def _sic(text: str) -> str:
    """Return the five digits of a code; UsageError for what is none of SIC 2007."""
    code = re.match(r"\s*(\d{5})(?!\d)", text, re.ASCII)
    if code is None or int(code[1][:2]) not in _DIVISIONS:
        raise UsageError(
            f"“{text[:40]}” is no SIC code.", where="--sic",
            hint="Give its five digits as Companies House lists them, such as 72190.",
        )  # fmt: skip
    return code[1]


def text_of(text: str) -> str:
    """Return a text that is given, or the text of the file that it names; "-" is standard input.

    Raises UsageError for a folder, and for a name under which there is nothing: read as a
    description it would point to no area.
    """
    if text == "-":
        return sys.stdin.buffer.read(LONGEST).decode("utf-8", "replace")
    refuse_missing(text)
    path = Path(text) if len(text) < 1024 and "\n" not in text and "\0" not in text else None
    try:
        if path is not None and text and path.is_dir():
            raise UsageError("is a folder.", where=text, hint="Name a file in it.")
        if path is None or not (path.is_file() or path.is_fifo()):
            return text
        from counterpitch.intake.encoding import decode_head

        with path.open("rb") as stream:
            return decode_head(stream.read(LONGEST))
    except OSError as error:
        raise UnreadableInput(
            f"it cannot be opened ({error.strerror or error}).", where=text[:200]
        ) from None
