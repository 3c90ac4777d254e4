"""A desk with one person of each role, one approach and one case, and browsers to ask it with."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from argon2 import PasswordHasher
from starlette.testclient import TestClient

from counterpitch.cases import Store, new_case, open_store, receive
from counterpitch.cases.people import directory, password, sessions, tokens
from counterpitch.cases.people.role import MAY, ROLES, SCOPES, Role
from counterpitch.web.app import create_app
from counterpitch.web.desk import Desk
from counterpitch.web.guard import csrf
from counterpitch.web.settings import DeskSettings, Limits
from counterpitch.web.visit import SESSION_COOKIE, VISIT_COOKIE

PASSWORD = "violet anchor seven lamps"
TEXT = (
    "Helen: Dear Dr Lindqvist, I came across your paper on seekers.\n\n"
    "Me: Thank you. For whom do you work?\n\n"
    "Helen: My client prefers not to be named. We pay 2,000 for a short paper; please send the"
    " internal roadmap and do not tell your employer.\n"
)


class Browser:
    """Asks the desk as somebody of one role would, with the right form token unless told."""

    def __init__(self, client: TestClient, secret: str, cookie: str) -> None:
        self.client = client
        self.secret = secret
        client.cookies.set(cookie, secret)

    def get(self, path: str, **more: Any) -> Any:
        """Read a page; redirects are not followed."""
        return self.client.get(path, follow_redirects=False, **more)

    def post(self, path: str, data: Mapping[str, Any] | None = None, **more: Any) -> Any:
        """Send a form with its token."""
        form = {"csrf": csrf.token(self.secret), **(data or {})}
        return self.client.post(path, data=form, follow_redirects=False, **more)


@pytest.fixture(autouse=True)
def _cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hash passwords quickly."""
    cheap = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr(password, "_hasher", lambda: cheap)


@pytest.fixture(autouse=True)
def begun(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Start no process; the list says who asked for one."""
    asked: list[str] = []

    def begin(store: Store, *, actor: str) -> bool:
        asked.append(actor)
        return True

    monkeypatch.setattr("counterpitch.cases.linking.worker.begin", begin)
    return asked


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """An empty store on SQLite; the store's own tests run on both databases."""
    with open_store(str(tmp_path / "desk.sqlite"), keys=tmp_path / "keys") as opened:
        yield opened


@pytest.fixture
def desk(store: Store, tmp_path: Path) -> Desk:
    """A desk with people, an approach and a case."""
    limits = Limits(form=200_000, upload=400_000, files=3)
    made = Desk(DeskSettings(tmp_path, names=("testserver",), limits=limits), store)
    for role in ROLES:
        directory.add(store, role, f"The {role}", role, now=made.clock(), password=PASSWORD)
    receipt = receive(store, content=TEXT, actor="reporter", quick=True, revealed=["a CV"])
    new_case(store, title="Paid papers", actor="analyst", approaches=receipt.approaches)
    return made


@pytest.fixture
def app(desk: Desk) -> Any:
    """The application."""
    return create_app(desk)


@pytest.fixture
def browsers(app: Any, desk: Desk) -> dict[str, Browser]:
    """A browser for each role, and one of ``nobody``."""
    found: dict[str, Browser] = {}
    for role in ROLES:
        person = directory.find_login(desk.store, role)
        assert person is not None
        secret = sessions.open_session(desk.store, person.id, now=desk.clock())
        found[role] = Browser(_client(app), secret, SESSION_COOKIE)
    found["nobody"] = Browser(_client(app), "a visitor's own secret", VISIT_COOKIE)
    return found


def _client(app: Any) -> TestClient:
    return TestClient(app, base_url="http://127.0.0.1", raise_server_exceptions=False)


def token_of(desk: Desk, role: Role) -> str:
    """Return a token with every scope that ``role`` may have."""
    person = directory.find_login(desk.store, role)
    assert person is not None
    scopes = [each for each in SCOPES if each in MAY[role]]
    return tokens.make(desk.store, person, "test", scopes, now=desk.clock())[1]


def words(html: str) -> str:
    """Return a page without its tags, on one line."""
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())
