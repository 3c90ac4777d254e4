"""The demo: a year of invented work, opened without a password on this computer only."""

from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from counterpitch.cases import OPEN, cases, counts, open_store, trends
from counterpitch.cases.journal.verify import verify_journal
from counterpitch.web.app import create_app
from counterpitch.web.demo import invented, story
from counterpitch.web.desk import Desk
from counterpitch.web.settings import DeskSettings


@pytest.fixture
def filled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A small demo."""
    monkeypatch.setattr(invented, "COUNT", 40)
    with open_store(str(tmp_path / "demo.sqlite"), keys=tmp_path / "keys") as store:
        story.fill(store)
        yield Desk(DeskSettings(tmp_path, demo=True), store)


def test_it_looks_like_a_year_of_work(filled: Desk) -> None:
    """Reports over the year, most of them judged, cases, a whole journal, people of every role."""
    counted = counts(filled.store)
    assert (
        sum(counted.values()) == 40 + 21
    )  # and two campaigns with letters of strangers between them
    assert any(counted.get((band, status)) for band in ("high", "elevated") for status in OPEN)
    assert len(cases(filled.store).rows) == 3
    assert verify_journal(filled.store).holds
    assert trends(filled.store).received > 10


def test_a_viewer_is_let_in_and_may_look_through_other_eyes(filled: Desk) -> None:
    """From this computer the first page is the queue; the roles change what is there."""
    client = TestClient(create_app(filled), base_url="http://127.0.0.1", client=("127.0.0.1", 5))
    page = client.get("/")
    assert page.url.path == "/queue"
    token = page.text.partition('name="csrf" value="')[2].partition('"')[0]
    reporter = client.post("/demo/as", data={"csrf": token, "role": "reporter"})
    assert reporter.url.path == "/report"
    assert client.get("/queue").status_code == 403


def test_from_elsewhere_it_stays_shut(filled: Desk) -> None:
    """A visitor of another address is not logged in, whatever it was started with."""
    client = TestClient(create_app(filled), base_url="http://127.0.0.1", client=("192.0.2.9", 5))
    assert client.get("/demo").status_code == 404
