import pyarrow as pa
import pytest

from counterpitch.campaigns.reuse.boilerplate import strip, stripped

BODY = "We pay 800 euros for a short paper on radar."


@pytest.mark.parametrize(
    "tail",
    [
        "\n-- \nAnn Reed\nLedger & Vale Advisory",
        "\n\nSent from my iPhone",
        "\nVon meinem iPhone gesendet",
        "\nEnvoyé de mon iPhone",
        "\nEnviado desde mi Android",
        "\nОтправлено с iPhone",
        "\n发自我的iPhone",
        "\n\nOn Mon, 3 Mar 2025 at 10:04, Sam Reed <sam@office.example> wrote:\n> Thanks\n> Sam",
        "\n\nAm 3. März 2025 um 10:04 schrieb Sam Reed <sam@office.example>:\nDanke",
        "\n\n在 2025年3月3日 写道：\n谢谢",
        "\n\n-----Original Message-----\nFrom: Sam\nThanks",
        "\n> a quoted line",
        "\n\nThis e-mail is confidential and intended solely for the addressee.",
        "\n\nDiese E-Mail enthält vertrauliche Informationen, nur für den Adressaten.",
        "\n\nСодержимое: данное сообщение является конфиденциальным.",
        "\n\n本邮件仅供收件人使用，内容保密。",
        "\n\nI'd like to add you to my professional network on LinkedIn.",
    ],
)
def test_boilerplate_is_taken_off(tail: str) -> None:
    """Expect the body alone, by the single text and by the column alike."""
    assert strip(BODY + tail).strip() == BODY
    assert [each.strip() for each in stripped(pa.array([BODY + tail])).to_pylist()] == [BODY]


def test_a_body_without_boilerplate_stays_as_it_is() -> None:
    """Expect texts to be untouched, null to stay null."""
    texts = pa.array([BODY, None, "a -- b", "I wrote: nothing"])
    assert stripped(texts).to_pylist() == texts.to_pylist()


def test_a_message_that_is_all_boilerplate_keeps_its_words() -> None:
    """Expect something to compare by, where nothing else would be left."""
    assert strip("Sent from my iPhone") == "Sent from my iPhone"


def test_a_body_cannot_hide_behind_a_signature_line() -> None:
    """Expect only as much to be taken off as a signature has lines."""
    body = "\n".join(f"This is line {at} of what is really said." for at in range(40))
    assert "line 30" in strip(f"Hello\n-- \n{body}")
