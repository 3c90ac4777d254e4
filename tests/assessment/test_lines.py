"""Lines written by the core are those that verdicts and the JSON form give, to the last byte."""

from datetime import UTC, datetime, timedelta, timezone
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counterpitch import _native
from counterpitch.assessment.assess import Assessor
from counterpitch.assessment.ledger import ledger, ledger_tables
from counterpitch.assessment.lines import LineWriter
from counterpitch.indicators.matcher import Matcher
from counterpitch.model.conversation import Contact, Conversation
from counterpitch.model.message import Locator, Message
from counterpitch.recognisers.recogniser import Recogniser, available
from counterpitch.render.jsonform import line
from counterpitch.rulebook.book import rulebook

PITCH = (
    "We pay $4,000 for a short report and keep it between us. Which of your colleagues sign off "
    "the yield reports? Delete this chat and write to me on Telegram."
)
ANSWER = "I cannot share names, it is confidential. My manager is Dana and we use the old tool."


@cache
def writer(*, close: bool = False) -> tuple[Assessor, LineWriter]:
    """Return an assessor and the writer of its lines."""
    book = rulebook()
    recogniser = Recogniser(book.moves) if close else None
    assessor = Assessor(Matcher(book), recogniser)
    return assessor, LineWriter(assessor)


def assert_same(conversation: Conversation, *, close: bool = False) -> None:
    """Demand the line, band and kind of the verdict."""
    assessor, lines = writer(close=close)
    verdict = assessor.assess(conversation)
    written = lines.line(conversation)
    assert written.text == line(conversation, verdict)
    assert (written.band, written.kind) == (verdict.band, verdict.kind)


def conversation(
    texts: list[str], times: list[datetime | None], name: str = "", place: str = ""
) -> Conversation:
    """Return a conversation in which both speak in turn."""
    locator = Locator(place, name, row=1) if place else None
    messages = tuple(
        Message("owner" if n % 2 else "contact", text, sent_at=at, locator=locator if n else None)
        for n, (text, at) in enumerate(zip(texts, times, strict=True))
    )
    return Conversation(name or "x", "linkedin", messages, Contact(name=name, headline=place))


ZONES = st.sampled_from([UTC, timezone(timedelta(hours=8)), timezone(-timedelta(minutes=210))])
TIMES = st.none() | st.datetimes(timezones=ZONES)
TEXTS = st.sampled_from([PITCH, ANSWER, "你们的良率数据可以给我吗？报酬丰厚。", ""]) | st.text(
    max_size=60
)
NAMES = st.text(max_size=20) | st.sampled_from(
    ['"quoted\\"', "tab\tand\x00", "\u2028", "half \ud800"]
)


@pytest.mark.skipif(_native.Ledger is None, reason="the extension has not been built")
def test_the_core_writes_lines_itself() -> None:
    """What is compared below is written by the core: it gives a line, and no None."""
    assessor, _ = writer()
    core = assessor.matcher.core
    assert core is not None
    own = ledger(assessor.matcher.book, core.indicators)
    assert own is not None
    found = core.line(conversation([PITCH, ANSWER], [None, None]), own)
    assert found is not None
    assert len(found[0]) > 2000


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(TEXTS, TIMES), max_size=5), NAMES, NAMES)
def test_lines_are_those_of_verdicts(
    turns: list[tuple[str, datetime | None]], name: str, place: str
) -> None:
    """Any texts, times in any zone, names with quotes, controls and half characters."""
    texts, times = [text for text, _ in turns], [at for _, at in turns]
    assert_same(conversation(texts, times, name, place))


@pytest.mark.skipif(not available(), reason="no artefact of recognisers")
@pytest.mark.parametrize(
    "text", [PITCH, "Lunch at noon? The canteen has soup.", "Thanks for the invoice, all fine.", ""]
)
def test_with_recognisers_too(text: str) -> None:
    """What the gate holds back and what is read closely: the same line."""
    assert_same(conversation([text, ANSWER], [None, None]), close=True)


@pytest.mark.skipif(_native.Ledger is None, reason="the extension has not been built")
@pytest.mark.parametrize(
    "field", ["kinds", "stages", "order", "weights", "numbers", "asked_starts"]
)
def test_damaged_tables_are_refused(field: str) -> None:
    """A table that does not fit the others is an error and no crash."""
    assessor, _ = writer()
    core = assessor.matcher.core
    assert core is not None
    assert _native.Ledger is not None
    tables = ledger_tables(assessor.matcher.book, core.indicators)

    class Damaged:
        """The tables with one field of other numbers."""

        def __getattr__(self, name: str) -> object:
            return b"\xff" * 12 if name == field else getattr(tables, name)

    with pytest.raises(ValueError, match="does not fit"):
        _native.Ledger(Damaged(), lambda _: b"")
