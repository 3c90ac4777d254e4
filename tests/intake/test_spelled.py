from datetime import UTC, datetime

import pytest

from counterpitch.intake.mail.quote import written_moment
from counterpitch.intake.notices import Notices
from counterpitch.intake.plaintext import read_text
from counterpitch.intake.spelled import spelled

MOMENT = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "Montag, 2. März 2026 09:30", "Montag, 2. März 2026 um 09:30 Uhr", "lundi 2 mars 2026 09:30",
        "lundi 2 mars 2026 à 9h30", "lunes, 2 de marzo de 2026 9:30", "2 марта 2026 г. в 9:30",
        "lunes, 2 de marzo de 2026 9:30 a. m.",
    ],
)  # fmt: skip
def test_names_of_months_are_read(text: str) -> None:
    """Expect the date as mail programs write it for people, in quotations of real mails too."""
    assert spelled(text) == MOMENT
    assert written_moment(text) == (MOMENT, True)


@pytest.mark.parametrize(
    "text", ["2. jui 2026 09:30", "32. März 2026 09:30", "2. März 2026 25:00", "2. Foo 2026 09:30"]
)
def test_what_is_no_date_or_not_certain(text: str) -> None:
    """June or July, days and hours that do not exist: expect none."""
    assert spelled(text) is None


@pytest.mark.parametrize(
    "head",
    [
        "Von: Ann Bell <ann@a.example>\nGesendet: Montag, 2. März 2026 09:30\nAn: Bo <bo@b.example>\n"
        "Betreff: Frage",
        "De : Ann Bell <ann@a.example>\nEnvoyé : lundi 2 mars 2026 09:30\nÀ : Bo <bo@b.example>\n"
        "Objet : Question",
    ],
)
def test_a_pasted_mail_keeps_its_date(head: str) -> None:
    """German and French heads, as Outlook shows them."""
    (message,) = read_text(f"{head}\n\nHello Bo", Notices()).messages
    assert (message.sent_at, message.text) == (MOMENT, "Hello Bo")
