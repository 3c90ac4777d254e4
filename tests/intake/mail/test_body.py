"""MIME parts become what a person saw, with what came along."""

import base64
import hashlib

import pytest

from counterpitch.intake.mail import attachment
from counterpitch.intake.mail.body import Body, read_body
from counterpitch.intake.mail.envelope import parse_head
from counterpitch.model.message import Link


def body(data: bytes) -> Body:
    """Return the body of a whole mail."""
    headers, begin = parse_head(data, 0, len(data))
    return read_body(data, headers, begin, len(data), escaped=False)


def multipart(kind: str, *parts: bytes) -> bytes:
    """Return a mail of several parts."""
    joined = b"".join(b"--b\n" + part + b"\n" for part in parts)
    return b"Content-Type: multipart/" + kind.encode() + b"; boundary=b\n\n" + joined + b"--b--\n"


PLAIN = b"Content-Type: text/plain\n\n"
HTML = b"Content-Type: text/html\n\n"


@pytest.mark.parametrize(
    ("mail", "text"),
    [
        (b"Subject: a\n\nhello", "hello"),
        (b"Content-Type: text\n\nhello", "hello"),
        (HTML + b"<p>a</p><p>b</p>", "a\n\nb"),
        (PLAIN + b"<html><p>a</p>", "a"),
        (b"Content-Transfer-Encoding: base64\n\naGVsbG8=", "hello"),
        (b"Content-Transfer-Encoding: base64\n\naGVsbG8", "hello"),
        (b"Content-Transfer-Encoding: base64\n\nIt is not, you see.", "It is not, you see."),
        (b"Content-Transfer-Encoding: quoted-printable\n\nca=C3=A9 =\nx", "caé x"),
        (multipart("mixed", PLAIN + b"one", PLAIN + b"two"), "one\n\ntwo"),
        (multipart("mixed", b"\nbare part"), "bare part"),
        (multipart("alternative", PLAIN + b"plain", HTML + b"<p>rich</p>"), "plain"),
        (multipart("alternative", PLAIN, HTML + b"<p>rich</p>"), "rich"),
        (multipart("alternative", PLAIN + b"View in your browser", HTML + b"rich"), "rich"),
        (multipart("alternative", PLAIN + b"Hi", HTML + b"<p>" + b"l " * 30), "l " * 29 + "l"),
        (b"Content-Type: multipart/mixed\n\n--x\n\nhello\n--x--", "hello"),
        (b"Content-Type: multipart/mixed; boundary=gone\n\nhello", "hello"),
        (b"Content-Type: multipart/mixed; boundary=b\n\n--b\n\nunclosed", "unclosed"),
    ],
)  # fmt: skip
def test_text(mail: bytes, text: str) -> None:
    """The text is found behind missing, wrong and nested declarations."""
    assert body(mail).text() == text


def test_links_of_the_html_are_kept_beside_the_plain_text() -> None:
    """The plain text is shown; what its HTML twin links to is not lost."""
    found = body(
        multipart(
            "alternative", PLAIN + b"our site", HTML + b"<a href=https://a.example>our site</a>"
        )
    )
    assert (found.text(), found.links) == ("our site", [Link("https://a.example", "our site")])


def test_attachments_are_measured_and_hashed() -> None:
    """Size and hash are those of the decoded file."""
    data = bytes(range(256)) * 9_000
    part = (
        b"Content-Type: application/pdf\nContent-Disposition: attachment; filename=a.pdf\n"
        b"Content-Transfer-Encoding: base64\n\n" + base64.encodebytes(data)
    )
    found = body(multipart("mixed", PLAIN + b"see attached", part))
    only = found.attachments[0]
    assert (only.name, only.media_type, only.size) == ("a.pdf", "application/pdf", len(data))
    assert only.sha256 == hashlib.sha256(data).hexdigest()
    assert found.text() == "see attached"


def test_large_attachments_are_only_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    """Past the limit the size is right and there is no hash."""
    monkeypatch.setattr(attachment, "MAX_HASHED", 100)
    data = base64.encodebytes(b"x" * 1_000)
    found = attachment.describe(data, 0, len(data), name="a", media_type="", encoding="base64")
    assert (found.size, found.sha256) == (1_000, "")


def test_endless_nesting_ends() -> None:
    """Parts inside parts are followed to a limit, and many parts cost little."""
    deep = b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (at, at) for at in range(500)
    )
    assert body(deep + b"\nhello").parts <= 25
    wide = body(multipart("mixed", *[PLAIN + b"x"] * 5_000))
    assert wide.parts <= 501
    assert "many-parts" in {kind for kind, _ in wide.remarks}


def test_an_attachment_cut_short_has_no_size_and_no_hash() -> None:
    """What was not read to its end is named, and never mistaken for another file."""
    part = b"Content-Type: a/b; name=f.bin\nContent-Transfer-Encoding: base64\n\naGVsbG8="
    data = b"Content-Type: multipart/mixed; boundary=b\n\n--b\n" + part
    headers, begin = parse_head(data, 0, len(data))
    found = read_body(data, headers, begin, len(data), escaped=False, cut=True).attachments[0]
    assert (found.name, found.size, found.sha256) == ("f.bin", None, "")
