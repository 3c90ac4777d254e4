import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counterpitch.intake import plaintext
from counterpitch.intake.notices import Notices

TALK = (
    ("Anna Berg", "Hello Jonas, I read your paper. Would you have time for a call?"),
    ("Jonas Weil", "What is it about?\nI am rather busy this month."),
    ("Anna Berg", "Our client pays for a short report."),
    ("Jonas Weil", "Thank you, no."),
)
SPLIT = [("contact" if who == "Anna Berg" else "owner", who, text) for who, text in TALK]


def _turns(text: str) -> list[tuple[str, str, str]]:
    found = plaintext.read_text(text, Notices())
    return [(each.sender, each.author, each.text) for each in found.messages]


def _as(layout: str, talk: tuple[tuple[str, str], ...] = TALK) -> str:
    return "\n".join(
        layout.format(who=who, text=text, at=f"10:{number + 10} AM")
        for number, (who, text) in enumerate(talk)
    )


@pytest.mark.parametrize(
    "layout",
    [
        "{who}\n{text}",
        "{who}\n{text}\n",
        "{who}\n\n{text}\n",
        "{who}\n{text}\n{at}",
        "{at}\n{who}\n{text}",
        "[{at}] {who}\n{text}\n",
        "[Tuesday {at}] {who} (Guest)\n{text}",
        "{who}\n\u200eTuesday {at}\u200e\n{text}",
        "{who}\nAPP  {at}\n{text}",
        "{who}\n:house_with_garden:  {at}\n{text}",
        "{text} by {who}\n{who}\n3/2 {at}\n{text}",
        "{who}  {at}\n{text}",
        "{who} sent the following message at {at}\nView {who}’s profile\n{who} {at}\n{text}",
        "[{at}, 23/02/2026] {who}: {text}",
    ],
)
def test_copies_of_messengers_are_split(layout: str) -> None:
    """Names alone, times above, beside or below, Teams, Slack, LinkedIn, WhatsApp Web: four turns."""
    found = [
        (side, who, "\n".join(line for line in text.split("\n") if not line.endswith(" AM")))
        for side, who, text in _turns(_as(layout.replace("{text} by", "Preview by")))
    ]
    assert found == SPLIT


def test_first_names_are_people_where_one_addresses_the_other() -> None:
    """One word alone may be anything; after a greeting it is a name."""
    assert [who for _, who, _ in _turns(_as("{who}\n{text}").replace(" Berg", "").replace(
        " Weil", ""))] == ["Anna", "Jonas", "Anna", "Jonas"]  # fmt: skip


def test_you_sent_marks_the_owner() -> None:
    """Messenger's "You sent" is the owner, the name above the first message the contact."""
    text = "Anna Berg\nHello, do you have time?\nYou sent\nYes, of course.\nAnna Berg\nGood, then."
    assert [each[:2] for each in _turns(text)] == [
        ("contact", "Anna Berg"), ("owner", "You"), ("contact", "Anna Berg"),
    ]  # fmt: skip


def test_the_day_of_whatsapp_web_is_kept() -> None:
    """Time and day of a copied line are the message's."""
    found = plaintext.read_text(_as("[{at}, 23/02/2026] {who}: {text}"), Notices())
    assert [f"{each.sent_at:%Y-%m-%d %H:%M}" for each in found.messages if each.sent_at][:2] == [
        "2026-02-23 10:10", "2026-02-23 10:11",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        # A letter that names its writer above and below.
        "Anna Berg\nLedger Advisory\n\nDear Jonas,\nwe met at the fair.\n\nKind regards\nAnna Berg",
        # Two adverts under the same headings.
        "Senior Engineer\nWe look for an engineer with five years.\n\nOur Offer\nYou get a share.\n\n"
        "Senior Engineer\nWe look for a second engineer.\n\nOur Offer\nAs above, our offer is good.",
        # Pros and cons, questions and answers.
        "Berlin\nThe office is new here.\nMunich\nThe office is old here.\nBerlin\nMore room.\n"
        "Munich\nMore sun there is.",
        # An agenda.
        "9:00\nRegistration\nCoffee is served in the hall.\n10:00\nOpening Remarks\nBy the chair of"
        " the board.\n11:00\nPanel Discussion\nWith all speakers of the day.",
        # Names once each: nobody speaks again.
        "Anna Berg\nShe leads the team in Leeds.\n\nJonas Weil\nHe leads the team in York.",
        # A team page: everybody once more below.
        "Anna Berg\nJonas Weil\nAnna Berg\nJonas Weil\nThey lead the two teams here.",
    ],
)
def test_ordinary_prose_is_never_split(text: str) -> None:
    """Signatures, headings of lists, agendas and team pages stay one message of the contact."""
    assert _turns(text) == [("contact", "", text)]


_PIECES = st.sampled_from(
    ["Anna Berg", "Jonas Weil", "Anna", "You sent", "", "10:42 AM", "[10:42] Anna Berg", "Ok",
     "Hello Jonas, how are you?", "We pay for it.", "View Anna’s profile", "x by Anna Berg"]
)  # fmt: skip


def test_what_a_page_shows_above_is_the_contacts_headline() -> None:
    """Pronouns and position of a copied LinkedIn page are no message."""
    page = (
        "Anna Berg\n(She/Her)\nTalent Partner at Kestrel Row\nTODAY\n"
        "Anna Berg sent the following message at 10:15 AM\nHello, do you have time?\n"
        "Jonas Weil sent the following message at 10:20 AM\nWho asks?"
    )
    found = plaintext.read_text(page, Notices())
    assert [each.text for each in found.messages] == ["Hello, do you have time?", "Who asks?"]
    assert found.contact.headline == "(She/Her) · Talent Partner at Kestrel Row"


@given(st.lists(_PIECES, min_size=1, max_size=30))
@settings(max_examples=200, deadline=None)
def test_nothing_is_lost(parts: list[str]) -> None:
    """Whatever the order of lines, each sentence comes back once, in one message."""
    text = "\n".join(parts)
    if not text.strip():
        return
    whole = "\n".join(each[2] for each in _turns(text))
    for said in ("Hello Jonas, how are you?", "We pay for it."):
        assert whole.count(said) == parts.count(said)


@given(st.lists(st.text(max_size=40), min_size=1, max_size=12), st.integers(2, 4))
@settings(max_examples=150, deadline=None)
def test_text_of_one_voice_is_one_message(parts: list[str], times: int) -> None:
    """Lines that recur, none of them a greeting or a time, do not become people by themselves."""
    words = [f"the {part} of it" for part in parts if part.isprintable()]
    text = "\n".join(words * times)
    if text.strip() and not any(mark in text for mark in ':：@<>"|='):
        assert len(_turns(text)) == 1


@pytest.mark.parametrize(
    "line", ["Anna Berg\n", "[10:42] Anna\n", "10:42\nAnna Berg\n", "Hi Hi Hi, ", "a" * 150 + "\n",
             "[" * 90 + "\n", "x by Anna Berg\nAnna Berg\n3/2 10:42\n"],
)  # fmt: skip
def test_hostile_pastes_take_linear_time(line: str) -> None:
    """Ten times as many lines take not much more than ten times as long."""

    def seconds(count: int) -> float:
        start = time.process_time()
        _turns(line * count)
        return time.process_time() - start

    seconds(500)
    assert seconds(10_000) < 40 * max(seconds(1_000), 0.005)
