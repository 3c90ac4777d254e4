"""How many pages are made at a time."""

import threading
import time

import anyio
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from counterpitch.web.app import PAGES
from counterpitch.web.desk import Desk
from counterpitch.web.door import Page, endpoint
from counterpitch.web.seats import SEATS, Group
from counterpitch.web.visit import Visit


def _most_at_once(desk: Desk, group: Group, asked: int = 8) -> int:
    """Return how many of ``asked`` pages of a group were made at the same moment."""
    lock, now, most = threading.Lock(), 0, 0

    def handler(visit: Visit) -> Response:
        nonlocal now, most
        with lock:
            now += 1
            most = max(most, now)
        time.sleep(0.1)
        with lock:
            now -= 1
        return PlainTextResponse("made")

    app = Starlette()
    app.state.desk = desk
    answer = endpoint(Page("GET", "/made", "anybody", handler, group=group))
    scope = {
        "type": "http", "method": "GET", "path": "/made", "query_string": b"", "headers": [],
        "app": app,
    }  # fmt: skip

    async def all_of_them() -> None:
        async with anyio.create_task_group() as tasks:
            for _ in range(asked):
                tasks.start_soon(answer, Request(dict(scope)))

    anyio.run(all_of_them)
    return most


@pytest.mark.parametrize("group", ["lists", "search", "figures"])
def test_groups_have_few_seats(desk: Desk, group: Group) -> None:
    """However many ask, two pages of a group are made at a time."""
    assert _most_at_once(desk, group) == SEATS


def test_what_may_wait_for_long_holds_nobody_up(desk: Desk) -> None:
    """Pages of no group do not wait for each other."""
    assert _most_at_once(desk, "any") > SEATS


def test_searches_do_not_sit_with_lists() -> None:
    """The queue and an approach share seats; a search has others, and so do trends."""
    groups = {page.path: page.group for page in PAGES if page.method == "GET"}
    assert groups["/queue"] == groups["/approaches/{number}"] == "lists"
    assert len({groups["/queue"], groups["/search"], groups["/trends"], groups["/login"]}) == 4
