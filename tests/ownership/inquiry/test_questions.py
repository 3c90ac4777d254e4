"""The question list: each open thing is asked about once, with what it rests on."""

from pathlib import Path

from counterpitch.ownership.areas.classify import classify
from counterpitch.ownership.inquiry.questions import Question, questions, reasons
from counterpitch.ownership.signals.find import signals
from tests.ownership.example import DAY, TARGET, example, traced


def asked(tmp_path: Path) -> tuple[Question, ...]:
    """The questions about the example."""
    store = example(tmp_path / "register")
    found = signals(store, TARGET, DAY)
    return questions(traced(store), found, classify("We build quantum computers."))


def test_the_unknown_owner_is_asked_about(tmp_path: Path) -> None:
    """A statement of the register becomes a question to the company that made it."""
    found = [q for q in asked(tmp_path) if q.topic == "owner" and "find out" in q.asks]
    assert found
    assert found[0].of.startswith("<script>")


def test_open_thresholds_are_asked_about_with_their_record(tmp_path: Path) -> None:
    """A band that leaves a threshold open is asked for, and its record named."""
    found = [q for q in asked(tmp_path) if q.topic == "share"]
    assert any("exact shares" in q.asks and q.source_ref for q in found)


def test_signals_and_areas_are_asked_about(tmp_path: Path) -> None:
    """Each signal has its question, and each likely area."""
    topics = {q.topic for q in asked(tmp_path)}
    assert topics == {"owner", "share", "signal", "area"}


def test_each_question_comes_once_heaviest_first(tmp_path: Path) -> None:
    """No repetition, and what settles most stands first."""
    found = asked(tmp_path)
    assert len({(q.of, q.asks) for q in found}) == len(found)
    assert [q.weight for q in found] == sorted((q.weight for q in found), reverse=True)


def test_every_reason_has_words() -> None:
    """Each publisher's reason is explained and says what to ask."""
    for reason in reasons().values():
        assert reason.means.endswith(".")
        assert reason.ask.endswith((".", "."))
