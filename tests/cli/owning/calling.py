"""Calls of ``counterpitch own``, as a user makes them."""

from click.testing import CliRunner, Result

from counterpitch.cli.main import program


def run(*words: str) -> Result:
    """Call ``own``; an error is raised."""
    return CliRunner().invoke(program, ["own", *words], catch_exceptions=False)
