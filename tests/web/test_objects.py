"""What belongs to something else, or to somebody else, is not reached through one's own."""

from counterpitch.cases import add_file, add_task, case, new_case, receive
from counterpitch.cases.people import directory, tokens
from counterpitch.web.desk import Desk
from tests.web.conftest import Browser


def test_tasks_and_files_of_another_case_are_not_reached(
    desk: Desk, browsers: dict[str, Browser]
) -> None:
    """The number of a task or file works under the case that it belongs to only."""
    other = new_case(desk.store, title="Other", actor="analyst")
    task = add_task(desk.store, other, title="Call", actor="analyst")
    held = add_file(desk.store, other, content=b"%PDF", name="a.pdf", actor="analyst")
    browser = browsers["analyst"]
    assert browser.post(f"/cases/1/tasks/{task}", {"what": "done"}).status_code == 404
    assert case(desk.store, other).tasks[0].done_at is None
    assert browser.get(f"/cases/1/files/{held}").status_code == 404
    assert browser.get(f"/cases/{other}/files/{held}").content == b"%PDF"


def test_originals_are_given_out_under_their_own_approach_only(
    desk: Desk, browsers: dict[str, Browser]
) -> None:
    """The hash of an original opens it where it belongs, byte for byte, and nowhere else."""
    second = receive(desk.store, content="Another: text, hello\n", actor="x", quick=True)
    assert second.approaches
    browser = browsers["analyst"]
    there = f"/approaches/{second.approaches[0]}/originals/{second.sha256}"
    assert browser.get(there).content == b"Another: text, hello\n"
    assert browser.get(f"/approaches/1/originals/{second.sha256}").status_code == 404


def test_nobody_revokes_the_token_of_another(desk: Desk, browsers: dict[str, Browser]) -> None:
    """Not even a lead: they close the account instead."""
    analyst = directory.find_login(desk.store, "analyst")
    assert analyst is not None
    made, text = tokens.make(desk.store, analyst, "x", ["read"], now=desk.clock())
    answer = browsers["lead"].post(f"/settings/tokens/{made.id}/revoke")
    assert answer.status_code == 404
    assert tokens.bearer(desk.store, text, now=desk.clock())


def test_my_reports_are_mine(desk: Desk, browsers: dict[str, Browser]) -> None:
    """Somebody sees what they handed in, and not what others did."""
    receive(desk.store, content="Hello there, my friend\n", actor="analyst", name="mine.txt")
    assert "mine.txt" in browsers["analyst"].get("/mine").text
    assert "mine.txt" not in browsers["reporter"].get("/mine").text
    assert "pasted text" in browsers["reporter"].get("/mine").text


def test_numbers_that_are_none_are_nothing(browsers: dict[str, Browser]) -> None:
    """Letters, signs, huge and foreign digits in an address are a page that is not there."""
    for wrong in ("0", "-1", "x", "9" * 30, "٣", "1e3", "1%00", "%2e%2e"):
        answer = browsers["lead"].get(f"/approaches/{wrong}")
        assert answer.status_code == 404, wrong
        assert browsers["lead"].get(f"/cases/{wrong}").status_code == 404, wrong
