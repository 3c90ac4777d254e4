"""Runs an importer again and again and kills it (SIGKILL) at random points; prints what it did.

A process of its own, so that every importer is forked from one that has all modules loaded:
``python -m tests.cases.killing FOLDER SEED KILLS URL...``. Each URL is an empty store, into which
one import goes, killed and started again until it gets through; the last one is let through once
KILLS kills have hit. Prints one JSON object: ``rounds`` imports that got through, ``hit`` kills that
found the importer at work, ``stages`` how many approaches were stored at each of them.
"""

import json
import os
import random
import signal
import sys
import time
from pathlib import Path

from counterpitch.cases import open_store, receive, receiving


def main(folder: Path, seed: int, kills: int, urls: list[str]) -> dict[str, object]:
    """Import into each store until it got through, killed on the way; return what happened.

    The first import is not killed: it tells how long one takes on this machine now. As other work
    on the machine comes and goes, one that got through shortens the waits, a kill that hit makes
    them longer: two of three hit, early and late.
    """
    receiving.BATCH = 5  # type: ignore[misc]
    draw = random.Random(seed)
    stages: list[int] = []
    rounds = 1
    takes = _timed(urls[0], folder, None)
    for url in urls[1:]:
        if len(stages) >= kills:
            break
        while len(stages) < kills:
            # Short waits too, as the original is soon stored; and long ones, as opening takes long.
            if _timed(url, folder, takes * draw.random() ** draw.choice((0.4, 1, 2))) >= 0:
                takes *= 0.9
                break
            takes *= 1.05
            stages.append(_stored(url))
        else:
            _timed(url, folder, None)
        rounds += 1
    return {"rounds": rounds, "hit": len(stages), "stages": stages}


def _timed(url: str, folder: Path, wait: float | None) -> float:
    """Run one importer; return its seconds, or -1 if it was killed after ``wait`` seconds."""
    began = time.perf_counter()
    child = os.fork()
    if child == 0:
        _import(url, folder)
    if wait is not None:
        time.sleep(wait)
        os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        return -1.0
    if os.waitstatus_to_exitcode(status) != 0:
        raise SystemExit(f"the importer failed with {os.waitstatus_to_exitcode(status)}")
    return time.perf_counter() - began


def _import(url: str, folder: Path) -> None:
    code = 1
    try:
        with open_store(url, keys=folder) as store:
            receive(
                store, content=folder / "words.jsonl", verdicts=folder / "verdicts.jsonl",
                actor="importer", quick=True,
            )  # fmt: skip
        code = 0
    finally:
        os._exit(code)


def _stored(url: str) -> int:
    import sqlalchemy as sa

    from counterpitch.cases.tables import approach

    with open_store(url) as store, store.read() as connection:
        chosen = sa.select(sa.func.count()).select_from(approach)
        return int(connection.execute(chosen).scalar_one())


if __name__ == "__main__":
    found = main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), sys.argv[4:])
    print(json.dumps(found))
