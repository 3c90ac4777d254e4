"""Reports that the program could not read are shown to those who judge."""

import pytest

from counterpitch.cases import receive
from counterpitch.web import picture
from counterpitch.web.desk import Desk
from tests.web.conftest import Browser

PDF = b"%PDF-1.7 \x00\xff" * 20


def test_the_queue_shows_what_a_person_has_to_read(
    desk: Desk, browsers: dict[str, Browser]
) -> None:
    """It stands above the list, its original can be saved, and what was found takes it off."""
    held = receive(desk.store, content=PDF, actor="eva", name="<b>offer</b>.pdf")
    analyst = browsers["analyst"]
    page = analyst.get("/queue").text
    assert "Read these yourself" in page
    assert "<b>offer" not in page
    answer = analyst.get(f"/unread/{held.id}/original")
    assert answer.content == PDF
    assert answer.headers["content-disposition"].startswith("attachment;")
    assert analyst.post(f"/unread/{held.id}", {"reason": " "}).status_code == 422
    assert analyst.post(f"/unread/{held.id}", {"reason": "a brochure"}).status_code == 303
    assert "Read these yourself" not in analyst.get("/queue").text
    assert analyst.get(f"/unread/{held.id}/original").status_code == 404


def test_nothing_read_is_not_called_harmless(desk: Desk, browsers: dict[str, Browser]) -> None:
    """At once and later, the reporter hears that nothing was read, not that nothing was asked."""
    sent = [("files", ("offer.pdf", PDF))]
    at_once = browsers["reporter"].post("/report", files=sent).text
    held = receive(desk.store, content=PDF, actor="eva", name="offer.pdf")
    later = browsers["nobody"].get(f"/outcome/{held.code}").text
    for page in (at_once, later):
        assert "No message could be read in it" in page
        assert "Nothing here asks" not in page
        assert "Read the reasons above" not in page


def test_a_picture_waits_until_its_text_is_given(
    browsers: dict[str, Browser], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A reporter who leaves before the text is confirmed is not lost; one who stays is read."""
    monkeypatch.setattr(picture, "can_read", lambda: True)
    monkeypatch.setattr(picture, "proposed", lambda content: "Contact: We pay")
    analyst = browsers["analyst"]
    analyst.post("/report", files=[("files", ("shot.png", b"\x89PNG\r\n\x1a\n not really"))])
    assert "shot.png" in analyst.get("/queue").text
    analyst.post("/report", {"shot-name": "shot.png", "shot-text": "Contact: We pay 2,000"})
    assert "Read these yourself" not in analyst.get("/queue").text
