"""The protocol server as a process of its own, and the conversations that are sent to it."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from counterpitch.indicators.matcher import Matcher
from counterpitch.pipeline.assessed import assessor
from counterpitch.secondreader.endpoint import Endpoint, endpoint

SERVER = Path(__file__).with_name("server.py")


class Served:
    """A running protocol server and what it was sent."""

    def __init__(self, root: str, log: Path) -> None:
        self.root = root
        self._log = log

    def at(self, manner: str, timeout: float = 20.0, key: str = "") -> Endpoint:
        """Return the endpoint that behaves in ``manner``."""
        return endpoint(f"{self.root}/{manner}/v1", "", key, timeout)

    def requests(self) -> list[dict[str, Any]]:
        """Return what was received so far, oldest first."""
        if not self._log.exists():
            return []
        return [json.loads(line) for line in self._log.read_text("utf-8").splitlines()]

    def bodies(self) -> list[dict[str, Any]]:
        """Return the bodies received so far, decoded."""
        return [json.loads(each["body"]) for each in self.requests() if each["body"]]


def started(log: Path, *files: str) -> tuple["subprocess.Popen[bytes]", int]:
    """Start a server; return its process and its port."""
    process = subprocess.Popen(
        [sys.executable, str(SERVER), str(log), *files], stdout=subprocess.PIPE
    )
    assert process.stdout is not None
    return process, int(process.stdout.readline())


@pytest.fixture
def served(tmp_path: Path, server_process: tuple[str, Path]) -> Served:
    """Return the running server with an empty log."""
    root, log = server_process
    log.unlink(missing_ok=True)
    return Served(root, log)


@pytest.fixture(scope="session")
def server_process(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """Run one server for all tests of this session."""
    log = tmp_path_factory.mktemp("server") / "log.jsonl"
    process, port = started(log)
    yield f"http://127.0.0.1:{port}", log
    process.kill()
    process.wait()


@pytest.fixture(scope="session")
def matcher() -> Matcher:
    """Return the matcher of the built-in rules."""
    return assessor().matcher
