"""How fast the desk's pages are with many approaches stored, and whether it holds for long.

``python -m bench.desk.pages --approaches 100000 --seconds 10`` measures; ``--soak 600`` mixes
reading, judging and reporting for ten minutes and tells errors and the growth of memory, which it
shows every 20 seconds. The server is one process with one worker; the clients are threads of this one, over kept connections.
``--database`` takes PostgreSQL too. The database stays in ``--folder`` and is used again.
"""

import argparse
import http.client
import itertools
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote, urlencode

import sqlalchemy as sa

from bench.desk.corpus import write
from counterpitch.cases import Store, judge, new_case, open_store, receive
from counterpitch.cases.people import directory, sessions
from counterpitch.cases.rows import week_of
from counterpitch.cases.tables import approach
from counterpitch.cases.tables.base import from_micros
from counterpitch.web.guard import csrf
from counterpitch.web.visit import SESSION_COOKIE

CLIENTS: Final = 8
_WORDS: Final = ("roadmap", "Ada Abel", "paper", "interview", "Ledger & Vale", "雷达", "budget")
_DAYS: Final = 900


def fill(store: Store, count: int, folder: Path) -> dict[str, int]:
    """Fill an empty store; return how many approaches went in a second, and a processor second."""
    words, verdicts = write(folder, count)
    began, used = time.perf_counter(), time.process_time()
    receive(store, content=words, actor="bench", verdicts=verdicts, quick=True)
    took, used = time.perf_counter() - began, time.process_time() - used
    rate = {
        "import_per_second": round(count / took),
        "import_per_processor_second": round(count / used),
    }
    words.unlink()
    verdicts.unlink()
    _spread(store)
    draw = random.Random(5)
    numbers = draw.sample(range(1, count + 1), int(0.7 * count))
    for at in range(0, len(numbers), 500):
        word = draw.choice(("confirmed", "false-alarm", "false-alarm", "duplicate"))
        judge(store, numbers[at : at + 500], "bench", word, "measured")  # type: ignore[arg-type]
    for case in range(20):
        new_case(store, title=f"Case {case}", actor="bench", approaches=numbers[case : case + 3])
    return rate


def _spread(store: Store) -> None:
    """Spread the times of receipt over years: all came in one file, within minutes."""
    draw, now = random.Random(7), time.time()
    with store.write() as connection:
        numbers = connection.execute(sa.select(approach.c.id)).scalars().all()
        rows = []
        for number in numbers:
            at = from_micros(int((now - draw.random() * _DAYS * 86400) * 1e6))
            rows.append({"n": number, "at": at, "w": week_of(at)})
        change = approach.update().where(approach.c.id == sa.bindparam("n"))
        connection.execute(
            change.values(received_at=sa.bindparam("at"), week=sa.bindparam("w")), rows
        )


@contextmanager
def serving(database: str, folder: Path) -> Iterator[tuple[int, int]]:
    """Start the desk in a process of its own; yield its port and process id."""
    environment = {**os.environ, "COUNTERPITCH_DATA": str(folder), "PYTHONUNBUFFERED": "1"}
    command = [sys.executable, "-m", "counterpitch", "desk", "--port", "0", "--database", database]
    with (folder / "server.log").open("wb") as log:
        server = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=log, env=environment)
    try:
        assert server.stdout is not None
        told = server.stdout.readline().decode()
        yield int(told.partition("127.0.0.1:")[2].split()[0]), server.pid
    finally:
        server.terminate()
        server.wait(20)


class Client:
    """A browser that keeps its connection and counts what it sees."""

    def __init__(self, port: int, secret: str, seed: int) -> None:
        self._port = port
        self._secret = secret
        self.draw = random.Random(seed)
        self.times: list[float] = []
        self.errors: list[str] = []
        self._open()

    def _open(self) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=60)

    def get(self, path: str) -> None:
        """Read a page."""
        self._ask("GET", path, None)

    def post(self, path: str, form: dict[str, str]) -> None:
        """Send a form."""
        whole = {"csrf": csrf.token(self._secret), **form}
        self._ask("POST", path, urlencode(whole).encode())

    def _ask(self, method: str, path: str, body: bytes | None) -> None:
        headers = {"Cookie": f"{SESSION_COOKIE}={self._secret}"}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        began = time.perf_counter()
        try:
            self._connection.request(method, path, body, headers)
            answer = self._connection.getresponse()
            answer.read()
            if answer.status not in (200, 303):
                self.errors.append(f"{method} {path}: {answer.status}")
        except OSError as error:
            self.errors.append(f"{method} {path}: {type(error).__name__}")
            self._open()
        self.times.append(time.perf_counter() - began)


Act = Callable[[Client], None]


def acts(count: int) -> dict[str, Act]:
    """Return what each measured page is, by name; numbers and words are drawn anew each time."""

    def one(client: Client) -> None:
        client.get(f"/approaches/{client.draw.randint(1, count)}")

    def found(client: Client) -> None:
        client.get(f"/search?text={quote(client.draw.choice(_WORDS))}")

    def listed(client: Client) -> None:
        client.get(client.draw.choice(("/queue", "/queue?band=high", "/queue?status=all")))

    def drawn(client: Client) -> None:
        client.get(f"/trends?weeks={client.draw.choice((13, 26, 52, 104))}")

    return {"queue": listed, "approach": one, "search": found, "trends": drawn}


def mixed(count: int) -> Act:
    """Return what a busy day looks like: mostly reading, some judging, now and then a report."""
    pages = acts(count)

    def act(client: Client) -> None:
        chance = client.draw.random()
        if chance < 0.4:
            pages["queue"](client)
        elif chance < 0.75:
            pages["approach"](client)
        elif chance < 0.85:
            pages["search"](client)
        elif chance < 0.9:
            pages["trends"](client)
        elif chance < 0.99:
            number = client.draw.randint(1, count)
            form = {"judgement": "needs-information", "reason": "soak"}
            client.post(f"/approaches/{number}/judge", form)
        else:
            text = f"Helen: We pay for a short paper {client.draw.random()}\n\nMe: Who asks?\n"
            client.post("/report", {"text": text})

    return act


_SEEDS: Final = itertools.count()


def run(port: int, secrets: list[str], act: Act, seconds: float) -> dict[str, Any]:
    """Let the clients act for ``seconds``; return rate, times in ms, and errors.

    What they draw is another thing each time: who looks at the same approach again within ten
    minutes makes no new entry in the journal, and would measure less.
    """
    clients = [Client(port, secret, next(_SEEDS)) for secret in secrets]
    end = time.perf_counter() + seconds

    def work(client: Client) -> None:
        while time.perf_counter() < end:
            act(client)

    began = time.perf_counter()
    threads = [threading.Thread(target=work, args=(each,)) for each in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    took = time.perf_counter() - began
    times = sorted(1000 * each for client in clients for each in client.times)
    errors = [each for client in clients for each in client.errors]
    return {
        "per_second": round(len(times) / took, 1),
        "median_ms": round(times[len(times) // 2], 1),
        "p95_ms": round(times[int(0.95 * (len(times) - 1))], 1),
        "pages": len(times),
        "errors": len(errors),
        "first_errors": errors[:5],
    }


def processor(pid: int) -> float:
    """Return the seconds of processor time that a process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def memory(pid: int, kind: str = "VmRSS") -> float:
    """Return the resident memory of a process in MB: all of it, or its own (``RssAnon``)."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith(f"{kind}:"):
            return round(int(line.split()[1]) / 1024, 1)
    return 0.0


def sloped(at: list[float], values: list[float]) -> tuple[float, float]:
    """Return the slope of a line through values, and its standard error (0 for two values).

    Figures that are worked out once a minute make the memory swing by a third, so that a slope
    without its error says little.
    """
    slope, start = statistics.linear_regression(at, values)
    rest = [value - start - slope * x for x, value in zip(at, values, strict=True)]
    spread = sum((x - statistics.mean(at)) ** 2 for x in at)
    freedom = len(at) - 2
    error = (sum(each**2 for each in rest) / freedom / spread) ** 0.5 if freedom else 0.0
    return slope, error


PART: Final = 20.0
"""Seconds between two looks at the memory during a soak."""


def soak(port: int, pid: int, secrets: list[str], count: int, seconds: float) -> dict[str, Any]:
    """Mix everything for ``seconds``; return rate, errors, and the memory every 20 seconds.

    Memory grows until every cache of bounded size is full and every connection is open: that is the
    warm-up. So growth is told as the slope of a line through the second half of the time, with its
    standard error, and as the least of each minute, when nothing is being worked out. SQLite
    maps its file once for each connection, and what it read of it counts as resident; so growth is
    judged by what is the process's own (anonymous).
    """
    parts: list[dict[str, Any]] = []
    whole, own, at = [memory(pid)], [memory(pid, "RssAnon")], [0.0]
    began = time.perf_counter()
    for _ in range(max(2, round(seconds / PART))):
        parts.append(run(port, secrets, mixed(count), min(PART, seconds / 2)))
        whole.append(memory(pid))
        own.append(memory(pid, "RssAnon"))
        at.append(time.perf_counter() - began)
        print(f"{at[-1]:6.0f} s  own memory {own[-1]:6.1f} MB  pages/s {parts[-1]['per_second']}"
              f"  p95 {parts[-1]['p95_ms']} ms  errors {parts[-1]['errors']}",
              file=sys.stderr, flush=True)  # fmt: skip
    pages = sum(each["pages"] for each in parts)
    half = len(at) // 2
    slope, error = sloped(at[half:], own[half:])
    lows = [min(own[n : n + 3]) for n in range(half, len(own) - 2, 3)]
    return {
        "seconds": seconds,
        "pages": pages,
        "per_second": round(pages / at[-1], 1),
        "errors": sum(each["errors"] for each in parts),
        "first_errors": [told for each in parts for told in each["first_errors"]][:5],
        "p95_ms": [each["p95_ms"] for each in parts],
        "memory_mb": whole,
        "own_memory_mb": own,
        "own_memory_of_the_second_half_mb": {
            "mean": round(statistics.mean(own[half:]), 1),
            "least": min(own[half:]),
            "most": max(own[half:]),
            "slope_mb_a_minute": round(60 * slope, 2),
            "standard_error_of_the_slope": round(60 * error, 2),
            "least_of_each_minute": lows,
            "slope_bytes_a_page": round(slope * 2**20 * at[-1] / pages),
        },
    }


def main() -> None:
    """Fill where needed, measure, and write what was found as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--approaches", type=int, default=100_000)
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--soak", type=float, default=0, metavar="SECONDS")
    parser.add_argument("--database", help="PostgreSQL; by default SQLite in --folder")
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()) / "desk-bench")
    parser.add_argument("--results", type=Path)
    asked = parser.parse_args()
    asked.folder.mkdir(parents=True, exist_ok=True)
    database = asked.database or str(asked.folder / f"desk-{asked.approaches}.sqlite")
    found: dict[str, Any] = {"approaches": asked.approaches, "clients": CLIENTS, "workers": 1}
    with open_store(database) as store:
        if not directory.anybody(store):
            found |= fill(store, asked.approaches, asked.folder)
            directory.add_first(store, "bench", "Bench", "violet anchor seven lamps",
                                now=time.time())  # fmt: skip
        found["database"] = "sqlite" if store.sqlite else "postgresql"
        person = directory.find_login(store, "bench")
        assert person is not None
        now = time.time()
        secrets = [sessions.open_session(store, person.id, now=now) for _ in range(CLIENTS)]
    with serving(database, asked.folder) as (port, pid):
        for name, act in acts(asked.approaches).items():
            run(port, secrets, act, min(2.0, asked.seconds))
            before = processor(pid)
            found[name] = run(port, secrets, act, asked.seconds)
            used = 1000 * (processor(pid) - before) / max(1, found[name]["pages"])
            # Unlike the rate, this hardly depends on what else the machine does.
            found[name]["processor_ms_per_page"] = round(used, 2)
        found["memory_mb"] = memory(pid)
        if asked.soak:
            found["soak"] = soak(port, pid, secrets, asked.approaches, asked.soak)
    found["load_average"] = os.getloadavg()
    text = json.dumps(found, indent=1)
    sys.stdout.write(f"{text}\n")
    if asked.results:
        asked.results.write_text(f"{text}\n", "utf-8")


if __name__ == "__main__":
    main()
