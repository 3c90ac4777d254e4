import pytest

from counterpitch.features.scripts import is_unread
from counterpitch.model.conversation import Conversation
from counterpitch.model.message import Message


def told(*texts: str) -> bool:
    """Return what is said of a conversation of ``texts``."""
    return is_unread(Conversation("c", "text", tuple(Message("contact", each) for each in texts)))


@pytest.mark.parametrize(
    "text",
    [
        "社内報告書の提出を早急にお願い致します", "내부 보고서를 보내 주세요", "أرسل لي التقرير",
        "שלח לי את הדוח", "मुझे रिपोर्ट भेजो", "ส่งรายงานให้ฉัน", "Στείλε μου την αναφορά",
        "გამომიგზავნე ანგარიში",
    ],
)  # fmt: skip
def test_scripts_that_no_rule_covers(text: str) -> None:
    """Expect each to be told, with a link or a name in Latin letters beside it too."""
    assert told(text)
    assert told("OK", text, "t.me/a")


@pytest.mark.parametrize(
    "text",
    [
        "", "12:30", "Please send the report.", "Envoyez-moi le rapport, s’il vous plaît – après.",
        "Пришлите отчёт", "请把内部报告发给我", "The angle α and the Greek word λόγος in a paper",
        "She said ありがとう and went on to ask for the whole report of the week",
    ],
)  # fmt: skip
def test_what_is_read_is_not_told(text: str) -> None:
    """Latin, Cyrillic and Chinese letters are read; a word of another script changes nothing."""
    assert not told(text)
