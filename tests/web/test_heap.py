"""What the process holds of memory stays near what it uses, though threads come and go."""

import subprocess
import sys

import pytest

from counterpitch.web.heap import HEAPS

_WORK = """
import sys, threading
from pathlib import Path
from counterpitch.web import heap
if sys.argv[1] == "bounded" and not heap.bounded():
    raise SystemExit(7)
# Threads that live at the same time, each with a few hundred small pieces of the C library.
meet = threading.Barrier(12)
def work():
    held = [bytearray(900) for _ in range(400)]
    meet.wait()
    del held
threads = [threading.Thread(target=work) for _ in range(12)]
for each in threads: each.start()
for each in threads: each.join()
# The heaps of threads are reserved 64 MiB at a time, at addresses that are multiples of it.
spans = [line.split()[0].split("-") for line in Path("/proc/self/maps").read_text().splitlines()]
print(len({int(low, 16) for low, _ in spans if int(low, 16) % (64 << 20) == 0}))
"""


def _heaps(how: str) -> int:
    done = subprocess.run(
        [sys.executable, "-c", _WORK, how], capture_output=True, text=True, check=False
    )
    if done.returncode == 7 or not done.stdout:
        pytest.skip("the C library is not glibc")
    return int(done.stdout)


def test_threads_share_few_heaps() -> None:
    """Twelve threads at once make many heaps of their own; bounded, they make two at most."""
    assert _heaps("bounded") <= HEAPS
    assert _heaps("as it comes") > HEAPS
