"""WhatsApp: every telephone's dates, its own lines left out, nothing hidden."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.intake.chat_samples import (
    EXPORTS,
    check_expected,
    kinds,
    read_bytes,
    samples,
    target,
    told,
)

from counterpitch.errors import UnreadableInput
from counterpitch.intake import signal, whatsapp
from counterpitch.intake.origin import Origin


@pytest.mark.parametrize("path", samples("whatsapp"), ids=lambda path: path.name)
def test_samples(path: Path) -> None:
    """Each sample is recognised and read as the file beside it says."""
    assert whatsapp.identify(Origin.of_file(path))
    check_expected(whatsapp, path)


@pytest.mark.parametrize(
    ("stamp", "expected"),
    [
        ("[14/03/25, 09:05:07] ", "2025-03-14T09:05:07"),
        ("[14.03.25, 09:05:07] ", "2025-03-14T09:05:07"),
        ("[2025-03-14, 09:05:07] ", "2025-03-14T09:05:07"),
        ("14/03/2025, 9:05 - ", "2025-03-14T09:05:00"),
        ("3/14/25, 9:05\u202fPM - ", "2025-03-14T21:05:00"),
        ("3/14/25, 12:05 am - ", "2025-03-14T00:05:00"),
        ("14/03/2025, 9:05 p. m. - ", "2025-03-14T21:05:00"),
        ("14.3.2025 klo 9.05 - ", "2025-03-14T09:05:00"),
        ("14-03-2025 09:05 - ", "2025-03-14T09:05:00"),
        ("2025/3/14 下午9:05 - ", "2025-03-14T21:05:00"),
        ("2025/3/14 上午12:05 - ", "2025-03-14T00:05:00"),
        ("\u200e[14/03/25, 09:05:07] ", "2025-03-14T09:05:07"),
    ],
)
def test_dates(stamp: str, expected: str) -> None:
    """Each telephone's way of writing a date is read."""
    data = f"{stamp}Ines: Hi".encode()
    assert whatsapp.identify(Origin.of_bytes("x.txt", data))
    (found,), notices = read_bytes(whatsapp, data)
    assert told(found) == [(expected, "Ines", "Hi")]
    assert found.messages[0].zone_assumed
    assert notices.total() == 0


def test_month_order_from_the_course_of_dates() -> None:
    """Without a day over twelve, the order in which dates do not go back decides."""
    days = ["1/9/25", "2/3/25", "3/1/25"]
    (found,), notices = read_bytes(
        whatsapp, "\n".join(f"{day}, 9:05 - Ines: Hi" for day in days).encode()
    )
    assert [f"{each.sent_at:%m-%d}" for each in found.messages] == ["01-09", "02-03", "03-01"]
    assert "ambiguous-dates" not in kinds(notices)


def test_ambiguous_dates() -> None:
    """Where nothing decides, the day stands first and a notice says so."""
    (found,), notices = read_bytes(whatsapp, b"03/04/25, 9:05 - Ines: Hi")
    assert f"{found.messages[0].sent_at:%m-%d}" == "04-03"
    assert kinds(notices) == {"ambiguous-dates": 1}


def test_nobody_hides_a_message_behind_a_system_wording() -> None:
    """A person who writes words of a system line is still read."""
    text = "13/04/25, 9:05 - Ines: You created group; end-to-end encrypted"
    (found,), _ = read_bytes(whatsapp, text.encode())
    assert found.messages[0].text == "You created group; end-to-end encrypted"


def test_impossible_date() -> None:
    """A date that does not exist keeps the message, undated, with a notice."""
    (found,), notices = read_bytes(whatsapp, b"31/02/25, 9:05 - Ines: Hi")
    assert (found.messages[0].text, found.messages[0].sent_at) == ("Hi", None)
    assert kinds(notices) == {"damaged-date": 1}


@pytest.mark.parametrize(
    ("path", "owner"),
    [("WhatsApp Chat with Ines.txt", "Maya"), ("WhatsApp Chat - Maya.zip!_chat.txt", "Ines")],
)
def test_file_name_names_the_contact(path: str, owner: str) -> None:
    """The person whom the file is named after is the contact."""
    data = b"13/04/25, 9:05 - Ines: Hi\n13/04/25, 9:06 - Maya: Yes"
    (found,), notices = read_bytes(whatsapp, data, path)
    assert found.owner.name == owner
    assert notices.total() == 0


def test_group() -> None:
    """In a group everyone but the owner is a contact; the busiest gives the name."""
    data = "\n".join(
        f"13/04/25, 9:0{n} - {who}: Hi"
        for n, who in enumerate(["You", "Ana", "Ben", "Ben", "Ana", "Ben"])
    )
    (found,), _ = read_bytes(whatsapp, data.encode())
    assert found.contact.name == "Ben"
    assert [each.sender for each in found.messages] == ["owner"] + ["contact"] * 5


def test_long_chat_is_split(monkeypatch: pytest.MonkeyPatch) -> None:
    """A chat over the limit is split with a notice; no message is lost."""
    monkeypatch.setattr(whatsapp, "MESSAGE_LIMIT", 3)
    data = "\n".join(f"13/04/25, 9:0{n} - Ines: {n}" for n in range(8))
    found, notices = read_bytes(whatsapp, data.encode())
    assert [len(each.messages) for each in found] == [3, 3, 2]
    assert len({each.id for each in found}) == 3
    assert kinds(notices)["chat-split"] == 2


def test_only_system_lines() -> None:
    """A chat without any message raises a sentence."""
    with pytest.raises(UnreadableInput, match="no message"):
        read_bytes(whatsapp, b"13/04/25, 9:05 - You created group")


def test_signal_is_not_whatsapp() -> None:
    """Brackets with the year first and no seconds are Signal's."""
    origin = Origin.of_bytes("x.txt", b"[2025-03-14, 09:05] Ines: Hi")
    assert signal.identify(origin)
    assert not whatsapp.identify(origin)
    seconds = Origin.of_bytes("x.txt", b"[2025-03-14, 09:05:01] Ines: Hi")
    assert whatsapp.identify(seconds)
    assert not signal.identify(seconds)


printable = st.characters(exclude_categories=["Cs", "Cc", "Cf", "Zl", "Zp"])
lines = st.text(printable, min_size=1).map(str.strip).filter(bool)


@settings(max_examples=60, deadline=None)
@given(st.lists(lines, min_size=1, max_size=6))
def test_texts_survive(texts: list[str]) -> None:
    """Whatever people write on one line is read again, unless it is a mark of a file."""
    data = "\n".join(f"13/04/25, 9:05 - Ines: {text}" for text in texts)
    (found,), _ = read_bytes(whatsapp, data.encode())
    assert [each.text for each in found.messages if not each.attachments] == [
        text for text, each in zip(texts, found.messages, strict=True) if not each.attachments
    ]


@pytest.mark.corpora
@pytest.mark.parametrize(
    "shape", ["[mmddyy]_24hrs", "ddmmyy_24hrs", "mmddyy_24hrs", "mmddyyyy_12hrs", "yyyymmdd_24hrs"]
)
def test_corpora(shape: str) -> None:
    """Each public fixture is read as its target says."""
    path = EXPORTS / f"test__whatsapp__test_{shape}.txt"
    if not path.is_file():
        pytest.skip("the corpora are absent")
    assert whatsapp.identify(Origin.of_file(path))
    (found,), _ = read_bytes(whatsapp, path.read_bytes())
    assert told(found) == target("whatsapp")
