"""The group ``counterpitch own``: its commands are loaded when they are called."""

import subprocess
import sys

from click.testing import CliRunner

from counterpitch.cli.main import program

LOADED = """
import sys
from counterpitch.cli.own import own
own.get_command(None, "trace")
print(sorted(name for name in sys.modules if name.startswith("counterpitch.cli.owning.")))
"""


def test_a_command_loads_its_own_module_only() -> None:
    """Fetching one command imports its module and what all share, and nothing of the others."""
    done = subprocess.run(
        [sys.executable, "-c", LOADED], capture_output=True, text=True, check=True
    )
    assert done.stdout.split("'")[1::2] == [
        "counterpitch.cli.owning.asking", "counterpitch.cli.owning.trace",
    ]  # fmt: skip


def test_an_unknown_command_is_a_usage_error() -> None:
    """What does not exist is said, with exit code 2."""
    done = CliRunner().invoke(program, ["own", "conquer"])
    assert done.exit_code == 2
    assert "conquer" in done.output
