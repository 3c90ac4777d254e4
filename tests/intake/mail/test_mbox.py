"""A mailbox is cut where messages begin, and nothing of it is lost."""

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counterpitch.intake.mail import mbox
from counterpitch.intake.mail.mbox import Piece, split, unescape

FROM = b"From 12345@xxx Mon Jun 02 08:14:22 +0000 2025\n"
BODY = st.lists(
    st.sampled_from(
        [b"hello", b">From here", b"", b"From my side", b"From a: b", b"--x", b"a" * 99]
    ),
    max_size=12,
).map(b"\n".join)


def cut(data: bytes) -> list[Piece]:
    """Return the messages of ``data``."""
    return list(split(io.BytesIO(data)))


@settings(max_examples=100, deadline=None)
@given(st.lists(BODY, min_size=1, max_size=8), st.sampled_from([b"\n", b"\r\n"]))
def test_joined_messages_are_found_again(bodies: list[bytes], newline: bytes) -> None:
    """Cutting and joining gives the same bytes; offsets point at the From lines."""
    mails = [FROM + b"Subject: %d\n\n" % at + body + b"\n\n" for at, body in enumerate(bodies)]
    mails = [each.replace(b"\n", newline) for each in mails]
    data = b"".join(mails)
    found = cut(data)
    assert [each.data for each in found] == mails
    assert all(data.startswith(b"From ", each.offset) for each in found)


@settings(max_examples=60, deadline=None)
@given(st.integers(4_000, 4_200), st.integers(0, 30))
def test_separators_at_the_edge_of_a_read_are_found(chunk: int, shift: int) -> None:
    """Where a read happens to end changes nothing."""
    mail = FROM + b"Subject: x\n\n" + b"text\n" * (780 + shift) + b"\n"
    before, mbox._CHUNK = mbox._CHUNK, chunk
    try:
        found = cut(mail * 9)
    finally:
        mbox._CHUNK = before
    assert [each.data for each in found] == [mail] * 9
    assert [each.offset for each in found] == [len(mail) * at for at in range(9)]


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=400) | st.text("From :@x\n2025Mon", max_size=400).map(str.encode))
def test_no_byte_is_lost(data: bytes) -> None:
    """Whatever the bytes, the pieces are the file but for blank pieces."""
    found = cut(data)
    joined = b"".join(each.data for each in found)
    assert joined.strip() in (data.strip(), data.strip(b"\xef\xbb\xbf\0 \t\r\n"))


def test_prose_is_no_separator() -> None:
    """A sentence that begins with From stays in its message."""
    text = b"Subject: a\n\nsome text\n\nFrom my point of view\nNote: fine\n\nFrom: x\n"
    assert len(cut(FROM + text)) == 1


def test_a_huge_message_is_cut_and_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    """Bytes past the cap are counted, and the next message is still found."""
    monkeypatch.setattr(mbox, "MAX_MESSAGE", 5_000)
    first = FROM + b"Subject: a\n\n" + b"x\n" * 10_000 + b"\n"
    found = cut(first + FROM + b"Subject: b\n\n")
    assert [each.offset for each in found] == [0, len(first)]
    assert (len(found[0].data), found[0].cut) == (5_000, len(first) - 5_000)


def test_unescaping_takes_one_mark() -> None:
    """One > goes from escaped From lines, other quotations keep theirs."""
    assert unescape(b">From a\n>>From b\n> From c\nx >From d") == (
        b"From a\n>From b\n> From c\nx >From d"
    )
