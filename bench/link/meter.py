"""Measures a command: wall and CPU seconds, and the memory of all its processes together."""

import os
import subprocess
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import msgspec

EVERY = 0.1
CACHE = Path(tempfile.gettempdir()) / "counterpitch-bench-modules"
TICK = os.sysconf("SC_CLK_TCK")


class Measured(msgspec.Struct, frozen=True):
    """Seconds on the clock, on all processors together, and MB at the highest moment.

    ``peak_mb`` sums what is each process's own, with what several share divided among them (PSS).
    """

    wall: float
    cpu: float
    peak_mb: float
    output: str
    code: int


def measure(command: Sequence[str], **environment: str) -> Measured:
    """Run ``command`` in a session of its own and watch everything in it.

    Python may keep what it compiles, as it does wherever a package is installed: else each start
    would be measured with compiling all modules, of peers as of ours.
    """
    environment = {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": str(CACHE), **environment}
    began = time.perf_counter()
    process = subprocess.Popen(
        list(command), start_new_session=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        text=True, env={**os.environ, **environment},
    )  # fmt: skip
    cpu: dict[int, float] = {}
    peak, turn = 0.0, 0
    while process.poll() is None:
        pids = _session(process.pid)
        for pid in pids:
            cpu[pid] = max(cpu.get(pid, 0.0), _cpu(pid))
        # Adding up memory is dear, so it is done at every third look.
        if turn % 3 == 0:
            peak = max(peak, sum(map(_memory, pids)))
        turn += 1
        time.sleep(EVERY)
    output = process.stdout.read() if process.stdout else ""
    wall = time.perf_counter() - began
    return Measured(
        round(wall, 2), round(sum(cpu.values()), 2), round(peak, 1), output, process.returncode
    )


def _session(leader: int) -> list[int]:
    found = []
    for entry in os.listdir("/proc"):
        if entry.isdigit():
            fields = _stat(int(entry))
            if fields and int(fields[3]) == leader:
                found.append(int(entry))
    return found


def _stat(pid: int) -> list[str]:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []


def _cpu(pid: int) -> float:
    fields = _stat(pid)
    return (int(fields[11]) + int(fields[12])) / TICK if fields else 0.0


def _memory(pid: int) -> float:
    try:
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) / 1024
    except OSError:
        pass
    return 0.0
