import csv
import io

import pytest

from counterpitch.intake.linkedin import identify, read
from counterpitch.intake.linkedin.dates import day_first, parse_date
from counterpitch.intake.linkedin.people import slug, split_names
from counterpitch.intake.notices import Notices
from counterpitch.intake.origin import Origin
from counterpitch.model.conversation import Conversation

HEAD = "CONVERSATION ID,CONVERSATION TITLE,FROM,SENDER PROFILE URL,TO,RECIPIENT PROFILE URLS,DATE,SUBJECT,CONTENT,FOLDER"  # fmt: skip
INVITED = "From,To,Sent At,Message,Direction,inviterProfileUrl,inviteeProfileUrl"
PROFILE = "First Name,Last Name,Maiden Name,Headline\nNoor,Okafor,,Engineer\n"
ME = ("Noor Okafor", "https://www.linkedin.com/in/noor-okafor-sample")
PETRA = ("Petra Vane", "https://www.linkedin.com/in/petra-vane-sample")
ANA = ("Ana Lind", "https://www.linkedin.com/in/ana-lind-sample")
Person = tuple[str, str]


def row(given: str, sender: Person, to: Person, date: str, text: str, folder: str = "INBOX") -> str:
    """Return one row of messages.csv."""
    out = io.StringIO()
    csv.writer(out).writerow([given, "", *sender, *to, date, "", text, folder])
    return out.getvalue()


def export(**files: str) -> dict[str, Origin]:
    """Return the files of an export as siblings."""
    made: dict[str, Origin] = {}
    for name, text in files.items():
        origin = Origin.of_bytes(f"{name}.csv", text.encode())
        origin.siblings = made
        made[f"{name}.csv".lower()] = origin
    return made


def told(files: dict[str, Origin]) -> tuple[list[Conversation], list[str]]:
    """Return the conversations of all files, and the kinds of notices."""
    notices = Notices()
    found = [
        each for origin in files.values() if identify(origin) for each in read(origin, notices)
    ]
    return found, [each.kind for each in notices.kept]


def sides(conversation: Conversation) -> list[str]:
    """Return who wrote each message."""
    return [message.sender for message in conversation.messages]


def test_lone_files() -> None:
    """Connections alone hold no messages, which is said once; other tables are not claimed."""
    table = "First Name,Last Name,Email Address,Company,Position,Connected On\nA,B,,,,\n"
    assert told(export(Connections=table)) == ([], ["no-messages"])
    assert not identify(Origin.of_bytes("x.csv", b"Name,Date,Text\n1,2,3\n"))
    assert not identify(Origin.of_bytes("messages.csv", b"id,from,to,body\n"))
    assert not identify(Origin.of_bytes("x.bin", b"\x00\xff" * 50))


def test_owner_by_occurrence() -> None:
    """Without a profile, who is in most conversations is the owner."""
    rows = HEAD + "\r\n" + row("1", PETRA, ME, "2025-06-01 10:00:00 UTC", "hi")
    rows += row("2", ANA, ME, "2025-06-01 09:00:00 UTC", "hello")
    found, kinds = told(export(messages=rows))
    assert [each.contact.name for each in found] == ["Petra Vane", "Ana Lind"]
    assert found[0].owner.name == "Noor Okafor"
    assert kinds == []


def test_owner_of_a_single_conversation_is_guessed() -> None:
    """With one conversation and no profile, the first recipient is taken, and it is said."""
    rows = HEAD + "\r\n" + row("1", PETRA, ME, "2025-06-01 10:00:00 UTC", "hi")
    found, kinds = told(export(messages=rows))
    assert sides(found[0]) == ["contact"]
    assert kinds == ["owner-guessed"]


def test_namesake_cannot_speak_as_the_owner() -> None:
    """A contact who bears the owner's name is still the contact: the profile decides."""
    double = (ME[0], "https://www.linkedin.com/in/other-okafor-sample")
    rows = HEAD + "\r\n" + row("1", double, ME, "2025-06-02 10:00:00 UTC", "hi")
    rows += row("2", PETRA, ME, "2025-06-01 10:00:00 UTC", "hi")
    found, _ = told(export(messages=rows, Profile=PROFILE))
    assert sides(found[0]) == ["contact"]
    assert found[0].contact.profile_url == double[1]


def test_owner_who_changed_name() -> None:
    """A profile name that occurs nowhere does not make strangers of everybody."""
    rows = HEAD + "\r\n" + row("1", PETRA, ME, "2025-06-02 10:00:00 UTC", "hi")
    rows += row("2", ME, ANA, "2025-06-01 10:00:00 UTC", "hi")
    profile = PROFILE.replace("Okafor", "Married")
    found, _ = told(export(messages=rows, Profile=profile))
    assert [sides(each) for each in found] == [["contact"], ["owner"]]


def test_namesake_does_not_get_a_connections_job() -> None:
    """Two profiles of one name are two people: the job of one is not given to the other."""
    head = "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n"
    table = (
        head + "Petra,Vane,https://www.linkedin.com/in/real-petra,,Old Quay Labs,Dean,01 Jan 2024\n"
    )
    rows = HEAD + "\r\n" + row("1", PETRA, ME, "2025-06-02 10:00:00 UTC", "hi")
    found, _ = told(export(messages=rows, Profile=PROFILE, Connections=table))
    assert (found[0].contact.headline, found[0].contact.company) == ("", "")


def test_note_that_the_conversation_repeats_is_read_once() -> None:
    """LinkedIn also files an accepted note as a message: it is not counted twice."""
    rows = HEAD + "\r\n" + row("1", PETRA, ME, "2025-06-01 10:00:00 UTC", "Shall we  connect?")
    note = f'{INVITED}\n{PETRA[0]},{ME[0]},"6/1/25, 10:00 AM",Shall we connect?,INCOMING,{PETRA[1]},{ME[1]}\n'
    found, _ = told(export(messages=rows, Invitations=note))
    assert len(found) == 1
    assert len(found[0].messages) == 1


def test_note_opens_the_oldest_conversation() -> None:
    """With two conversations of one contact, the note belongs to the first."""
    rows = HEAD + "\r\n" + row("new", PETRA, ME, "2025-08-01 10:00:00 UTC", "again")
    rows += row("old", PETRA, ME, "2025-06-02 10:00:00 UTC", "hi")
    note = f'{INVITED}\n{PETRA[0]},{ME[0]},"6/1/25, 10:00 AM",Note,INCOMING,{PETRA[1]},{ME[1]}\n'
    found, _ = told(export(messages=rows, Invitations=note))
    assert [[m.text for m in each.messages] for each in found] == [["again"], ["Note", "hi"]]
    assert found[1].messages[0].zone_assumed


def test_row_without_id_or_date_is_kept() -> None:
    """Rows without an id go together by their two sides; a text without a date is kept."""
    rows = HEAD + "\r\n" + row("", PETRA, ME, "", "second") + row("", PETRA, ME, "x", "first")
    found, kinds = told(export(messages=rows, Profile=PROFILE))
    assert [m.text for m in found[0].messages] == ["first", "second"]
    assert kinds == ["no-date", "no-date"]


def test_assistants_without_rows_are_not_mentioned() -> None:
    """An empty file of exchanges with an assistant gives no notice."""
    assert told(export(guide_messages=HEAD + "\r\n")) == ([], [])


@pytest.mark.parametrize(
    ("text", "expected", "assumed", "ambiguous"),
    [
        ("2025-06-01 14:03:22 UTC", "2025-06-01T14:03:22+00:00", False, False),
        ("2025/06/01 14:03:22 UTC", "2025-06-01T14:03:22+00:00", False, False),
        ("2025-06-01T14:03:22Z", "2025-06-01T14:03:22+00:00", False, False),
        ("2025-06-01T14:03:22+02:00", "2025-06-01T12:03:22+00:00", False, False),
        ("2025-06-01 14:03", "2025-06-01T14:03:00+00:00", True, False),
        ("1/29/26, 2:37 PM", "2026-01-29T14:37:00+00:00", True, False),
        ("3/9/26, 12:07\u202fAM", "2026-03-09T00:07:00+00:00", True, False),
        ("29/01/2026 14:37", "2026-01-29T14:37:00+00:00", True, False),
        ("05/06/2026 14:37", "2026-05-06T14:37:00+00:00", True, True),
        ("05.06.2026 14:37", "2026-06-05T14:37:00+00:00", True, False),
        ("08 Feb 2026", "2026-02-08T00:00:00+00:00", True, False),
        ("45809.5857", "2025-06-01T14:03:24+00:00", True, False),
    ],
)
def test_dates(text: str, expected: str, assumed: bool, ambiguous: bool) -> None:
    """LinkedIn's dates and what spreadsheet programs make of them."""
    when = parse_date(text)
    assert when is not None
    assert (when.at.isoformat(), when.zone_assumed, when.ambiguous) == (
        expected,
        assumed,
        ambiguous,
    )


@pytest.mark.parametrize("text", ["", "soon", "2025-13-40 10:00:00 UTC", "31/31/2025", "00000 x"])
def test_no_dates(text: str) -> None:
    """What is no date is None and raises nothing."""
    assert parse_date(text) is None


def test_day_first_is_learnt() -> None:
    """One date that can only be read one way settles the file."""
    assert day_first(["05/06/2025 1:00", "25/06/2025 1:00"]) is True
    assert day_first(["05/06/2025", "06/25/2025"]) is False
    assert day_first(["05/06/2025"]) is None


def test_people() -> None:
    """Slugs are decoded, and names with a title are not torn apart."""
    assert slug("https://www.linkedin.com/in/zo%C3%AB-Brandt/?x=1") == "zoë-brandt"
    assert split_names("Jane Doe, Ph.D.", 1) == ["Jane Doe, Ph.D."]
    assert split_names("Jane Doe, Ph.D., Ana Lind", 2) == ["Jane Doe, Ph.D.", "Ana Lind"]
    assert split_names("A B, C D, E F", 2) == []
