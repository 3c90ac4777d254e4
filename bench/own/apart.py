"""Runs one measurement in a process of its own: wall and CPU seconds, peak memory, its result."""

import multiprocessing
import resource
import time
from collections.abc import Callable
from typing import Any, NamedTuple


class Measured(NamedTuple):
    """Seconds by the clock and of the CPU, and peak memory in GB of the whole process."""

    wall: float
    cpu: float
    gigabytes: float
    result: Any

    def figures(self) -> dict[str, float]:
        """Return what is frozen."""
        return {
            "wall_s": round(self.wall, 3), "cpu_s": round(self.cpu, 3),
            "peak_gb": round(self.gigabytes, 3),
        }  # fmt: skip


def apart(function: Callable[..., Any], *arguments: Any) -> Measured:
    """Run ``function``, which times itself with `clock`, in a fresh process."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_run, args=(theirs, function, arguments))
    process.start()
    theirs.close()
    try:
        wall, cpu, peak, result = ours.recv()
    finally:
        process.join()
    return Measured(wall, cpu, peak, result)


def _run(pipe: Any, function: Callable[..., Any], arguments: tuple[Any, ...]) -> None:
    clock = Clock()
    result = function(clock, *arguments)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    pipe.send((clock.wall, clock.cpu, peak, result))


class Clock:
    """Adds up the time of the blocks that it is entered for."""

    def __init__(self) -> None:
        self.wall = 0.0
        self.cpu = 0.0

    def __enter__(self) -> "Clock":
        self._wall, self._cpu = time.perf_counter(), time.process_time()
        return self

    def __exit__(self, *_: object) -> None:
        self.wall += time.perf_counter() - self._wall
        self.cpu += time.process_time() - self._cpu
