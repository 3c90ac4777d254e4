"""``counterpitch own verify``: the firm that somebody claims to act for."""

from datetime import date
from pathlib import Path

import click

from counterpitch.cli.owning.asking import json_option, print_answer, register_option
from counterpitch.errors import UsageError


@click.command()
@click.argument("name")
@register_option
@click.option("--domain", default="", help="A web or mail domain that is said to be theirs.")
@json_option
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
    print_answer(answer, as_json, iter([*lines(answer), NO_PROOF]))
