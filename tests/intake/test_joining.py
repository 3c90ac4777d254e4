from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counterpitch.intake.fingerprint import Marked, marked
from counterpitch.intake.joining import as_one, joined
from counterpitch.intake.notices import Notices
from counterpitch.intake.unique import Unique
from counterpitch.model.conversation import Contact, Conversation, Owner
from counterpitch.model.message import Message

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def conversation(texts: str, **said: str) -> Conversation:
    """Make a conversation of one-letter messages, ten minutes between two letters."""
    messages = tuple(
        Message("contact", text, NOON + timedelta(minutes=10 * ord(text))) for text in texts
    )
    return Conversation("c", "text", messages, Contact(name="Ann"), title=said.get("title", ""))


def marks(texts: str) -> list[Marked]:
    """Return the marked messages of ``texts``."""
    return list(marked(conversation(texts), with_id=False))


def letters(found: list[Marked]) -> str:
    """Return the texts of ``found`` as one."""
    return "".join(each.message.text for each in found)


LETTERS = st.lists(st.sampled_from("abcdefgh"), unique=True).map(lambda x: "".join(sorted(x)))


@settings(max_examples=80, deadline=None)
@given(LETTERS, LETTERS)
def test_both_orders_join_alike(one: str, other: str) -> None:
    """Whichever comes first, each message stands once and in order of date."""
    expected = "".join(sorted(set(one) | set(other)))
    assert letters(joined(marks(one), marks(other))) == expected
    assert letters(joined(marks(other), marks(one))) == expected


def test_what_one_lacks_stands_between_what_both_hold() -> None:
    """In one minute, the messages that both hold say where the others belong."""
    held = [each._replace(message=Message("contact", each.message.text)) for each in marks("ad")]
    new = [each._replace(message=Message("contact", each.message.text)) for each in marks("abcd")]
    assert letters(joined(held, new)) == "abcd"
    assert letters(joined(new, held)) == "abcd"


def test_the_same_words_twice_stay_twice() -> None:
    """A message that one source holds twice and the other once is there twice."""
    twice = marks("aa")
    assert letters(joined(marks("a"), twice)) == letters(joined(twice, marks("a"))) == "aa"


def test_what_one_does_not_say_the_other_does() -> None:
    """Names and titles of the first are kept, and what it lacks is filled in."""
    one = Conversation("1", "text", (), Contact(name="Ann"), title="")
    other = Conversation("2", "text", (), Contact("Bob", "Head of X"), Owner(name="Me"), title="T")
    found = as_one(one, other, [])
    assert (found.id, found.contact.name, found.contact.headline) == ("1", "Ann", "Head of X")
    assert (found.owner.name, found.title) == ("Me", "T")


def test_memory_is_bounded() -> None:
    """What there is no room for is given out, oldest first, before anything more is read."""
    unique = Unique(Notices(), room=3_000)
    given_out: list[str] = []
    for number, (first, second) in enumerate(pairwise("abcdefgh")):
        words = conversation(first + second)
        one = Conversation(str(number), "text", words.messages, Contact(name=str(number)))
        given_out += [each.id for each in unique.add(one, number + 1, "p")]
    assert given_out == ["0", "1", "2", "3", "4"]
    assert [each.id for each in unique.rest()] == ["5", "6"]
    unique.close()


def test_joining_costs_no_more_than_its_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    """Once joining has cost enough, what adds to a conversation is given out whole beside it."""
    monkeypatch.setattr("counterpitch.intake.unique.EFFORT", 5)
    unique = Unique(Notices())
    for source, texts in enumerate(("ab", "bc", "cd"), 1):
        assert list(unique.add(conversation(texts), source, "p")) == []
    found = ["".join(m.text for m in each.messages) for each in unique.rest()]
    assert found == ["abc", "cd"]
    unique.close()
