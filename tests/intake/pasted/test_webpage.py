import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counterpitch.intake import plaintext
from counterpitch.intake.gather import gather
from counterpitch.intake.notices import Notices
from counterpitch.intake.origin import Origin
from counterpitch.model.conversation import Conversation

CHAT = """<!DOCTYPE html><html><head><meta charset="{0}"><title>Messages</title>
<style>p {{ color: red }}</style><script>var a = "Anna Berg: no";</script></head><body>
<div><b>Anna Berg</b> <span>10:42 AM</span></div><p>Grüße! Read <a href="https://a.example/x">our
offer</a>.</p><div><b>Jonas Weil</b> <span>10:45 AM</span></div><p>Thanks, what is it?</p>
</body></html>"""


def _read(data: bytes, name: str = "saved.html") -> Conversation:
    (found,) = gather([Origin.of_bytes(name, data)], Notices())
    return found


@pytest.mark.parametrize("charset", ["utf-8", "iso-8859-1", "utf-16"])
def test_a_saved_page_is_read_as_a_browser_shows_it(charset: str) -> None:
    """Speakers, words and links, in whatever it is encoded; no tag, style, title or script."""
    found = _read(CHAT.format(charset).encode(charset))
    first, second = found.messages
    assert (first.author, first.text) == ("Anna Berg", "Grüße! Read our offer.")
    assert (second.sender, second.text) == ("owner", "Thanks, what is it?")
    assert [link.target for link in first.links] == ["https://a.example/x"]
    assert not second.links


def test_where_it_comes_from_is_kept() -> None:
    """The file and its digest are named; rows of what is shown are none of the file."""
    data = CHAT.format("utf-8").encode()
    place = _read(data).messages[0].locator
    assert place is not None
    assert (place.path, place.row) == ("saved.html", None)
    assert place.source == Origin.of_bytes("saved.html", data).digest


@pytest.mark.parametrize(
    ("name", "text", "read"),
    [
        ("body.htm", "<p>Hello <b>you</b></p><p>Bye</p>", "Hello you\n\nBye"),
        ("standard input", "<html><body>Hello<br>you</body></html>", "Hello\nyou"),
        ("page", "<?xml version='1.0'?>\n<!-- saved -->\n<html><p>Hi</p></html>", "Hi"),
        ("chat.txt", "Use <b>bold</b> words", "Use <b>bold</b> words"),
        ("notes.html", "a < b and b > c", "a < b and b > c"),
    ],
)
def test_what_counts_as_a_page(name: str, text: str, read: str) -> None:
    """What begins as a page, or is named and looks like one; a text that mentions a tag is none."""
    assert _read(text.encode(), name).messages[0].text == read


def test_a_page_without_words_says_so() -> None:
    """A page of scripts alone holds no text, and that is a notice."""
    notices = Notices()
    data = b"<html><script>render()</script></html>"
    assert not list(gather([Origin.of_bytes("app.html", data)], notices))
    assert "There is no text in this file" in notices.kept[0].message


@given(st.lists(st.sampled_from(["<p>", "</p>", "<div ", "<!--", "-->", "Anna", "\n", "<a href=",
                                 "&amp;", "\x00", "10:42", ">", "<html>", '"', "\u202e"])))  # fmt: skip
@settings(max_examples=150, deadline=None)
def test_broken_markup_is_read(parts: list[str]) -> None:
    """Whatever is broken, a message or a notice comes back and nothing fails."""
    notices = Notices()
    data = ("<html>x " + "".join(parts)).encode()
    found = list(gather([Origin.of_bytes("x.html", data)], notices))
    assert found or notices.kept
    assert all(each.kind != "reader-failed" for each in notices.kept)


def test_a_hostile_page_takes_linear_time() -> None:
    """Ten times as many unclosed tags and links take not much more than ten times as long."""

    def seconds(count: int) -> float:
        data = b"<html>" + b"<div><a href=x><p>y" * count
        start = time.process_time()
        list(plaintext.read(Origin.of_bytes("x.html", data), Notices()))
        return time.process_time() - start

    seconds(1_000)
    assert seconds(20_000) < 40 * max(seconds(2_000), 0.005)
