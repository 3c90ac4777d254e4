"""What is uploaded: kept byte for byte, never run or shown raw, bounded in size and number."""

import io
import zipfile
from collections.abc import Iterator
from typing import Any

import pytest

from counterpitch.cases import approach, receive
from counterpitch.web import picture
from counterpitch.web.desk import Desk
from counterpitch.web.downloads import headers
from counterpitch.web.form import file_name
from tests.web.conftest import Browser

EVIL = b"<html><script>alert(1)</script>We pay you for the internal roadmap</html>"


def _files(*contents: tuple[str, bytes]) -> list[tuple[str, tuple[str, bytes]]]:
    return [("files", (name, content)) for name, content in contents]


def test_an_original_comes_back_as_a_file_to_save(desk: Desk, browsers: dict[str, Browser]) -> None:
    """A page of markup is never shown by the desk: attachment, no sniffing, sandboxed."""
    receipt = receive(desk.store, content=EVIL, actor="x", name='évil\n".html', quick=True)
    number = receipt.approaches[0]
    answer = browsers["analyst"].get(f"/approaches/{number}/originals/{receipt.sha256}")
    assert answer.content == EVIL
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"].startswith("attachment;")
    assert "\n" not in answer.headers["content-disposition"]
    assert "sandbox" in answer.headers["content-security-policy"]
    entries = approach(desk.store, number).journal
    assert entries[-1].action != "received"


def test_too_much_is_refused_before_it_is_read(browsers: dict[str, Browser]) -> None:
    """Announced or not, a body over the limit is refused in a sentence."""
    big = b"x" * 500_000
    answer = browsers["analyst"].post("/report", files=_files(("a.txt", big)))
    assert answer.status_code == 413
    assert "larger than" in answer.text
    many = _files(*((f"{n}.txt", b"hello") for n in range(5)))
    answer = browsers["analyst"].post("/report", files=many)
    assert answer.status_code == 400


def test_a_body_without_a_length_is_counted_too(browsers: dict[str, Browser]) -> None:
    """A stream that never says how long it is ends at the limit."""

    def stream() -> Iterator[bytes]:
        for _ in range(100):
            yield b"a" * 10_000

    client = browsers["analyst"].client
    kind = {"content-type": "application/x-www-form-urlencoded"}
    answer = client.post("/queue/judge", content=stream(), headers=kind)
    assert answer.status_code == 413


def test_an_archive_bomb_is_told_and_kept(desk: Desk, browsers: dict[str, Browser]) -> None:
    """A small ZIP that would unpack to hundreds of megabytes is answered, and quickly."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", b"0" * 150_000_000)
    answer = browsers["analyst"].post("/report", files=_files(("bomb.zip", whole.getvalue())))
    assert answer.status_code == 200
    assert "receipt" in answer.text


@pytest.mark.parametrize(
    ("given", "name"),
    [("../../etc/passwd", "passwd"), ("C:\\x\\y.txt", "y.txt"), ("", "unnamed"), ("..", "unnamed"),
     ("a\u202egpj.exe", "agpj.exe"), ("a\r\nSet-Cookie: x", "aSet-Cookie: x"),
     ("x" * 300 + ".txt", "x" * 100 + ".txt")],
)  # fmt: skip
def test_file_names_are_names_only(given: str, name: str) -> None:
    """No path, no control or bidirectional character, no endless name."""
    assert file_name(given) == name
    told = headers(given)["Content-Disposition"]
    assert told.isascii()
    assert "\r" not in told
    assert "\n" not in told


def test_a_picture_is_kept_and_its_text_proposed(
    browsers: dict[str, Browser], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What OCR reads is shown for correction; only the corrected text is assessed, marked so."""
    monkeypatch.setattr(picture, "can_read", lambda: True)
    monkeypatch.setattr(picture, "proposed", lambda content: "Contact: We pay for <b>papers</b>")
    shot = b"\x89PNG\r\n\x1a\n" + b"not really"
    browser = browsers["analyst"]
    answer = browser.post("/report", {"revealed": "a CV"}, files=_files(("shot.png", shot)))
    assert "We pay for &lt;b&gt;papers" in answer.text
    assert 'value="a CV"' in answer.text
    done = browser.post(
        "/report", {"shot-name": "shot.png", "shot-text": "Contact: We pay 2,000 for a paper"}
    )
    assert done.status_code == 200
    page = browser.get("/approaches/2").text
    assert "read by OCR" in page
    assert "text of shot.png" in page


def test_damaged_and_huge_pictures_are_left_to_the_person() -> None:
    """A broken file, and one whose header promises billions of pixels, read as no text."""
    import struct
    import zlib

    header = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    chunk = (
        struct.pack(">I", 13) + b"IHDR" + header + struct.pack(">I", zlib.crc32(b"IHDR" + header))
    )
    bomb = b"\x89PNG\r\n\x1a\n" + chunk
    for content in (bomb, b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"RIFF0000WEBP"):
        assert picture.is_picture(content)
        assert picture.proposed(content) == ""
    assert not picture.is_picture(b"<svg onload=alert(1)>")


def test_sides_of_a_chat_become_labels() -> None:
    """Lines on the right are proposed as the owner's, neighbours are joined."""
    lines = [
        picture.Line("Hello,", 20, 200, 0, 20), picture.Line("who pays?", 20, 220, 22, 42),
        picture.Line("Who are you?", 180, 390, 90, 110),
    ]  # fmt: skip
    assert picture.sided(lines, 400) == "Contact: Hello, who pays?\nMe: Who are you?"
    assert picture.sided(lines[:2], 400) == "Hello,\nwho pays?"


def test_a_real_screenshot_is_read() -> None:
    """With the reader of pictures installed, the words of a drawn chat come out, sides told."""
    if not picture.can_read():
        pytest.skip("rapidocr is not installed: no picture was read")
    from PIL import Image, ImageDraw, ImageFont

    drawn = Image.new("RGB", (640, 240), "white")
    brush, font = ImageDraw.Draw(drawn), ImageFont.load_default(26)
    brush.text((20, 20), "We pay 2,000 for a short paper", "black", font)
    brush.text((330, 130), "Who is your client?", "black", font)
    held = io.BytesIO()
    drawn.save(held, "PNG")
    lines = picture.proposed(held.getvalue()).splitlines()
    assert lines[0].startswith("Contact: We pay 2,000 for")
    assert lines[1].startswith("Me: Who is your client")


def test_files_of_a_case_are_kept(desk: Desk, browsers: dict[str, Browser]) -> None:
    """Uploaded to a case, a file comes back as it went in."""
    sent: Any = _files(("profile.pdf", b"%PDF-1.7 \x00\xff"))
    assert browsers["analyst"].post("/cases/1/files", files=sent).status_code == 303
    assert browsers["analyst"].get("/cases/1/files/1").content == b"%PDF-1.7 \x00\xff"
