"""``counterpitch desk``: starts where it may, and says in a sentence where it may not."""

import os
import signal
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest


def _command(folder: Path, *options: str) -> tuple[list[str], dict[str, str]]:
    environment = {**os.environ, "COUNTERPITCH_DATA": str(folder), "PYTHONUNBUFFERED": "1"}
    return [sys.executable, "-m", "counterpitch", "desk", *options], environment


def test_it_opens_and_ends(tmp_path: Path) -> None:
    """A free port, the address on the screen, the first start in the browser, a clean end."""
    command, environment = _command(tmp_path, "--port", "0")
    server = subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    try:
        assert server.stdout is not None
        told = server.stdout.readline()
        address = told.split()[5]
        assert address.startswith("http://127.0.0.1:")
        page = urllib.request.urlopen(address, timeout=30)  # noqa: S310
        assert page.url.endswith("/start")
        assert b"A new desk" in page.read()
    finally:
        server.send_signal(signal.SIGINT)
        _, errors = server.communicate(timeout=30)
    assert "Traceback" not in errors
    assert (tmp_path / "desk.sqlite").exists()


@pytest.mark.parametrize(
    ("options", "told"),
    [(("--demo", "--host", "0.0.0.0"), "this computer only"),  # noqa: S104
     (("--openid-issuer", "https://login.example"), "go together"),
     (("--database", "mysql://x"), "not supported")],
)  # fmt: skip
def test_what_makes_no_sense_is_a_sentence(
    tmp_path: Path, options: tuple[str, ...], told: str
) -> None:
    """A wrong call ends with exit code 2 and one sentence."""
    command, environment = _command(tmp_path, *options)
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60)
    assert done.returncode == 2
    assert told in done.stderr
    assert "Traceback" not in done.stderr


def test_a_port_in_use_is_a_sentence(tmp_path: Path) -> None:
    """Where something else listens, the desk says so and how to go on."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        command, environment = _command(tmp_path, "--port", port)
        done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60)
    assert done.returncode == 2
    assert "Choose another --port" in done.stderr
