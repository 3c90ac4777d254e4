"""A store on each database: every test that takes ``store`` runs on SQLite and PostgreSQL."""

import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

import pytest

from counterpitch.cases import Store, open_store
from tests.cases import postgres

_NUMBERS = count(1)


class Clock:
    """A clock that a test turns."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now

    def forward(self, **by: float) -> None:
        """Move on."""
        self.now += timedelta(**by)


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The folder of a running PostgreSQL server."""
    reason = postgres.why_not()
    if reason:
        pytest.skip(reason)
    with postgres.running() as folder:
        yield folder


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with the schema, to be copied: making it takes longer."""
    path = tmp_path_factory.mktemp("made") / "desk.sqlite"
    open_store(str(path)).close()
    return path


@pytest.fixture(scope="session")
def template(server: str) -> str:
    """The name of a PostgreSQL database with the schema, to be copied."""
    open_store(postgres.new_database(server, "made")).close()
    return "made"


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database of each kind."""
    if request.param == "sqlite":
        shutil.copy(request.getfixturevalue("made"), tmp_path / "desk.sqlite")
        return f"sqlite:///{tmp_path / 'desk.sqlite'}"
    folder: str = request.getfixturevalue("server")
    name: str = request.getfixturevalue("template")
    return postgres.new_database(folder, f"test_{next(_NUMBERS)}", template=name)


@pytest.fixture
def clock() -> Clock:
    """A clock that moves a second at each look, and further when told."""
    return Clock()


@pytest.fixture
def opened(url: str, clock: Clock, tmp_path: Path) -> Iterator[Callable[[], Store]]:
    """Open the same database again, as another process would."""
    stores: list[Store] = []

    def again() -> Store:
        stores.append(open_store(url, clock=clock, keys=tmp_path / "keys"))
        return stores[-1]

    yield again
    for each in stores:
        each.close()


@pytest.fixture
def store(opened: Callable[[], Store]) -> Store:
    """An empty store."""
    return opened()
