"""``counterpitch own``: who is really behind a company, by registers that you loaded."""

import click

from counterpitch.cli.owning import Commands


@click.group(cls=Commands)
def own() -> None:
    """Trace who owns and controls a company, with bounds, and what nobody says.

    Load the registers' own files once, then ask. Nothing is sent anywhere.
    """
