"""A desk with one person of each role."""

import pytest
from argon2 import PasswordHasher

from counterpitch.cases import Store
from counterpitch.cases.people import directory, password
from counterpitch.cases.people.person import Person
from counterpitch.cases.people.role import ROLES

NOW = 1_800_000_000.0
PASSWORD = "violet anchor seven lamps"


@pytest.fixture(autouse=True)
def _cheap(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Hash passwords quickly, but where passwords themselves are tested."""
    if request.path.name != "test_password.py":
        cheap = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
        monkeypatch.setattr(password, "_hasher", lambda: cheap)


@pytest.fixture
def people(store: Store) -> dict[str, Person]:
    """One person of each role; all have the same password, hashed once each."""
    return {
        role: directory.add(store, f"{role}@desk.example", role.title(), role, now=NOW,
                            password=PASSWORD)
        for role in ROLES
    }  # fmt: skip
