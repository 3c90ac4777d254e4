"""Progress on standard error: every step on a terminal, now and then a line elsewhere."""

import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

import click

FIRST: Final = 5.0
"""Seconds of silence where nobody watches: a short run leaves no line in a log."""
EVERY: Final = 30.0
"""Seconds between two lines where nobody watches."""


@contextmanager
def progress(first: float = FIRST, every: float = EVERY) -> Iterator[Callable[[str], None]]:
    """Yield what is told the step that begins; a step that lasts is named again with the time."""
    if sys.stderr.isatty():
        yield lambda step: click.echo(f"{step} …", err=True)
        return
    began, ended, now = time.monotonic(), threading.Event(), [""]

    def repeat() -> None:
        wait = first
        while not ended.wait(wait):
            click.echo(f"{now[0]} … {time.monotonic() - began:.0f} s", err=True)
            wait = every

    def say(step: str) -> None:
        now[0] = step

    teller = threading.Thread(target=repeat, daemon=True)
    teller.start()
    try:
        yield say
    finally:
        ended.set()
        teller.join()
