import pytest

from counterpitch.intake.gather import gather
from counterpitch.intake.notices import Notices
from counterpitch.intake.origin import Origin
from counterpitch.model.source import Notice

MAIL = """From: Nils Aker <n@aker.example>
To: me@lab.example
Subject: CV request
Date: Tue, 03 Mar 2026 10:12:00 +0100
Message-ID: <k1@x.example>
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary=b

--b
Content-Type: text/plain

Please see attached.
--b
Content-Type: application/pdf
Content-Disposition: attachment; filename="offer.pdf"

x
--b
Content-Type: application/msword
Content-Disposition: attachment; filename="task.docx"

x
--b--
"""


def kept(text: str) -> list[Notice]:
    """Return the notices about a file of ``text``."""
    notices = Notices()
    list(gather([Origin.of_bytes("x", text.encode())], notices))
    return notices.kept


def test_attachments_that_were_not_read_are_named() -> None:
    """What a brochure or a form asks for was not seen, and the note says so once."""
    assert [each.message for each in kept(MAIL)] == [
        "2 attachments were not read (offer.pdf, task.docx)."
    ]


@pytest.mark.parametrize(
    "text",
    [
        "内部の報告書を送ってください。上司には言わないでください。現金で払います。",
        "أرسل لي التقرير الداخلي ولا تخبر مديرك. سأدفع نقدا.",
        "내부 보고서를 보내 주세요. https://pay.example/a",
    ],
)
def test_a_language_that_is_not_read_is_told(text: str) -> None:
    """A demand that no rule can read is not passed over in silence."""
    (told,) = kept(text)
    assert told.kind == "language"
    assert "This language is not read" in told.message
