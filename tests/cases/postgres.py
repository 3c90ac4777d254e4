"""A PostgreSQL server of our own for the tests: in a temporary folder, on a socket, no fsync."""

import contextlib
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg


def binaries() -> Path | None:
    """Return the folder of the newest server that Debian installed; None if there is none."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=_version)
    return found[-1].parent if found else None


def _version(path: Path) -> float:
    with contextlib.suppress(ValueError):
        return float(path.parts[-3])
    return 0.0


def _owner() -> list[str]:
    """Return how a command is run as somebody else: the server refuses to run as root."""
    if os.getuid() != 0:
        return []
    return ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"]


def why_not() -> str:
    """Return why no server can be started here, in one line; empty if it can."""
    if binaries() is None:
        return "PostgreSQL is not installed (Debian: apt install postgresql)"
    if os.getuid() == 0:
        with contextlib.suppress(KeyError):
            pwd.getpwnam("postgres")
            return "" if shutil.which("setpriv") else "root cannot become postgres: no setpriv"
        return "root may not run PostgreSQL, and there is no user postgres"
    return ""


@contextlib.contextmanager
def running() -> Iterator[str]:
    """Yield the URL of a server without its database: ``postgresql://...?host=`` is added by use."""
    where = binaries()
    assert where is not None
    folder = Path(tempfile.mkdtemp(prefix="cp-pg-"))
    if os.getuid() == 0:
        shutil.chown(folder, "postgres", "postgres")
    data = folder / "data"
    environment = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "HOME": str(folder)}
    start = [*_owner(), str(where / "initdb"), "-D", str(data), "-A", "trust", "-U", "postgres"]
    subprocess.run(
        [*start, "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"], check=True, cwd=folder,
        env=environment, capture_output=True,
    )  # fmt: skip
    options = ("fsync=off", "full_page_writes=off", "synchronous_commit=off", "listen_addresses=")
    settings = [each for option in options for each in ("-c", option)]
    server = subprocess.Popen(
        [*_owner(), str(where / "postgres"), "-D", str(data), "-k", str(folder), *settings],
        cwd=folder, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        _wait(folder, server)
        yield str(folder)
    finally:
        # Fast shutdown: does not wait for anybody who is still connected.
        server.send_signal(signal.SIGINT)
        server.wait(30)
        shutil.rmtree(folder, ignore_errors=True)


def _wait(folder: Path, server: "subprocess.Popen[bytes]") -> None:
    import time

    for _ in range(300):
        if server.poll() is not None:
            raise RuntimeError(f"PostgreSQL ended with code {server.returncode}")
        with contextlib.suppress(psycopg.OperationalError):
            psycopg.connect(host=str(folder), user="postgres", dbname="postgres").close()
            return
        time.sleep(0.05)
    raise RuntimeError("PostgreSQL did not answer within 15 seconds")


def new_database(folder: str, name: str, *, template: str = "template0", locale: str = "") -> str:
    """Make an empty database and return its URL."""
    with psycopg.connect(
        host=folder, user="postgres", dbname="postgres", autocommit=True
    ) as connection:
        wanted = f" LC_COLLATE '{locale}' LC_CTYPE '{locale}'" if locale else ""
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE {template}{wanted}'.encode())
    return f"postgresql://postgres@/{name}?host={folder}"
