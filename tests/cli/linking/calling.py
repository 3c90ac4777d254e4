"""Calls of the commands about campaigns, as a user makes them."""

import json
from pathlib import Path

from click.testing import CliRunner, Result

from counterpitch.cli.main import program

EXAMPLE = Path(__file__).parents[3] / "examples" / "campaigns.jsonl"


def call(*words: str, columns: str = "120") -> Result:
    """Run a command; an error of the program is raised as it is."""
    done = CliRunner().invoke(program, list(words), env={"COLUMNS": columns})
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done


def members(state: str) -> dict[str, int]:
    """Return the size of each campaign."""
    listed = json.loads(call("campaigns", "--state", state, "--json").output)
    return {each["campaign"]: each["approaches"] for each in listed}
