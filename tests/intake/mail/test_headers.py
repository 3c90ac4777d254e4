"""Headers are decoded, however broken, and character sets that lie are found out."""

import pytest

from counterpitch.intake.mail.charset import decode
from counterpitch.intake.mail.encoded import addresses, header_text, mailbox, mailboxes, parameters
from counterpitch.intake.mail.envelope import moment, parse_head

RUSSIAN = "Уважаемый коллега, предлагаем вам оплачиваемую консультацию по вашей теме."
CHINESE = "尊敬的博士，我们想请您就贵领域撰写一份付费报告。"


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (b"plain", "plain"),
        (b"=?utf-8?q?a_=E2=82=AC?=", "a €"),
        (b"=?UTF-8?B?4oKs?= x", "€ x"),
        (b"=?utf-8?b?4oI=?=\r\n =?utf-8?b?rA==?=", "€"),
        (b"=?utf-8?q?one?= two =?utf-8?q?three?=", "one two three"),
        (b"=?gb2312?B?xOO6ww==?=", "你好"),
        (b"=?koi8-r?B?8NLJ18XU?=", "Привет"),
        (b"=?iso-2022-jp?B?GyRCRnxLXBsoQg==?=", "日本"),
        (b"=?nonsense?q?caf=C3=A9?=", "café"),
        (b"=?utf-8?b?4oKs", "=?utf-8?b?4oKs"),
        (b"=?utf-8?b?!!!?=", ""),
        ("Grüße".encode(), "Grüße"),
        ("Grüße".encode("latin-1"), "Grüße"),
        (b"two\r\n lines", "two lines"),
    ],
)
def test_header_text(raw: bytes, text: str) -> None:
    """Encoded words, 8-bit bytes and folded lines become one readable line."""
    assert header_text(raw) == text


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ('"Tan, Mei" <Mei@X.example>', ("Tan, Mei", "mei@x.example")),
        ("mei@x.example", ("", "mei@x.example")),
        ("mei@x.example (Mei Tan)", ("Mei Tan", "mei@x.example")),
        ("boss@bank.example <mei@x.example>", ("boss@bank.example", "mei@x.example")),
        ("<mei@x.example", ("", "mei@x.example")),
        ("Mei Tan", ("Mei Tan", "")),
        ("", ("", "")),
    ],
)
def test_mailbox(value: str, expected: tuple[str, str]) -> None:
    """The address in angle brackets counts, not one written into the name."""
    assert mailbox(value) == expected


def test_addresses() -> None:
    """All addresses of a list are found, also behind names with commas."""
    assert addresses('"A, B" <A@x.example>, c@y.example; d') == ["a@x.example", "c@y.example"]


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        (b"a/b; name=plain.pdf", "plain.pdf"),
        (b'a/b; name="a; b.pdf"', "a; b.pdf"),
        (b"a/b; name*=utf-8''%e2%82%ac.pdf", "€.pdf"),
        (b"a/b; name*1=two.pdf; name*0=one", "onetwo.pdf"),
        (b"a/b; name*0*=utf-8''%e2%82; name*1*=%ac.pdf", "€.pdf"),
        (b'a/b; name="=?utf-8?b?4oKs?=.pdf"', "€.pdf"),
        (b'a/b; name="open', "open"),
    ],
)
def test_parameters(raw: bytes, name: str) -> None:
    """Names of files are put together from all their encodings."""
    assert parameters(raw) == ("a/b", {"name": name})


@pytest.mark.parametrize(
    ("text", "actual", "declared"),
    [
        (RUSSIAN, "utf-8", "us-ascii"),
        (RUSSIAN, "utf-8", "iso-8859-1"),
        (RUSSIAN, "cp1251", ""),
        (RUSSIAN, "koi8-r", ""),
        (RUSSIAN, "koi8-r", "utf-8"),
        (RUSSIAN, "cp1251", "windows-1251"),
        (CHINESE, "gb18030", ""),
        (CHINESE, "gb18030", "gb2312"),
        (CHINESE, "gbk", "us-ascii"),
        ("尊敬的博士，我們想請您撰寫一份報告。", "big5", "big5"),
        ("日本語の手紙です", "iso-2022-jp", ""),
        ("日本語の手紙です", "iso-2022-jp", "iso-2022-jp"),
        ("Grüße aus Köln", "latin-1", "x-unknown"),
        ("Grüße aus Köln", "utf-16", "utf-16"),
        ("plain", "ascii", "rot13"),
        ("plain", "ascii", "punycode"),
    ],
)
def test_character_sets(text: str, actual: str, declared: str) -> None:
    """A text is read although its character set is missing, unknown or wrong."""
    assert decode(text.encode(actual), declared)[0] == text


def test_headers_without_a_blank_line_end_at_the_text() -> None:
    """A line that is no header begins the body, and folded values stay whole."""
    data = b"From: a@x.example\nSubject: one\n two\nhello there\nmore"
    headers, body = parse_head(data, 0, len(data))
    assert headers.text(b"subject") == "one two"
    assert data[body:] == b"hello there\nmore"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Mon, 2 Jun 2025 10:00:00 +0200", ("2025-06-02T08:00:00+00:00", False)),
        ("2 Jun 2025 10:00:00", ("2025-06-02T10:00:00+00:00", True)),
        ("Mon, 99 Jun 2025 10:00:00 +0000", ("", False)),
        ("nonsense", ("", False)),
    ],
)
def test_moment(text: str, expected: tuple[str, bool]) -> None:
    """Dates come out in UTC; one without a zone says so; nonsense is no date."""
    found, assumed = moment(text)
    assert (found.isoformat() if found else "", assumed) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("Jane <JANE@x.example>, b@x.example", ["Jane <jane@x.example>", "b@x.example"]),
        ("a@x.example; Bo Lind <b@x.example>", ["a@x.example", "Bo Lind <b@x.example>"]),
        ('"Roe, Jane" <j@x.example>, "B" <b@x.example>',
         ["Roe, Jane <j@x.example>", "B <b@x.example>"]),
        ("Roe, Jane <j@x.example>", ["Roe, Jane <j@x.example>"]),
        ("Team: Jane <j@x.example>, c@x.example;", ["Jane <j@x.example>", "c@x.example"]),
        ("'b@x.example' <b@x.example>, \"c@x.example\" <d@x.example>",
         ["b@x.example", "c@x.example <d@x.example>"]),
        ("undisclosed-recipients:;", []),
        ("a<b<c@x.example>d@x.example>e", ["a <c@x.example>", "d@x.example"]),
        ("<>" * 9 + "<", []),
        ("", []),
    ],
)  # fmt: skip
def test_mailboxes(value: str, expected: list[str]) -> None:
    """Everybody in To or Cc, each with the name beside the address, in whatever order."""
    assert mailboxes(value) == expected


def test_recipients_are_kept_once_and_not_by_the_thousand() -> None:
    """To and Cc of all lines together, nobody twice, a hundred at most."""
    many = b", ".join(b"p%d@x.example" % n for n in range(200))
    head = b"To: Jane <j@x.example>\r\nTo: Jane <j@x.example>\r\nCc: " + many + b"\r\n\r\n"
    kept = parse_head(head, 0, len(head))[0].kept().recipients
    assert kept[:2] == ("Jane <j@x.example>", "p0@x.example")
    assert len(kept) == 100
