import random
import time
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest

from counterpitch.cases import Store, counting, counts, judge, queue
from counterpitch.cases.nouns.approaches import JUDGEMENTS
from counterpitch.cases.nouns.page import QueueFilter
from counterpitch.cases.store import Store as AnyStore
from tests.cases.samples import received, words

Counted = counting._Counted


@pytest.fixture
def filled(store: Store, tmp_path: Path) -> Store:
    """A store with five approaches, two of them mails."""
    received(store, tmp_path, [words(n) for n in range(1, 4)])
    received(store, tmp_path, [words(n, channel="email") for n in (50, 51)])
    return store


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The channels that were counted in the database, in order."""
    found: list[str] = []
    real = counting._counted

    def noted(store: AnyStore, channel: str, began: float) -> Counted:
        found.append(channel)
        return real(store, channel, began)

    monkeypatch.setattr(counting, "_counted", noted)
    return found


def _mails(store: Store) -> list[int]:
    return [row.id for row in queue(store, QueueFilter(channels=("email",))).rows]


def _turn(monkeypatch: pytest.MonkeyPatch, *moments: float) -> None:
    """Have counting see these moments, one after the other, and the last one for ever."""
    left = list(moments)
    clock = SimpleNamespace(monotonic=lambda: left.pop(0) if len(left) > 1 else left[0])
    monkeypatch.setattr(counting, "time", clock)


def test_counts_follow_judgements_without_counting(filled: Store, counted: list[str]) -> None:
    """Counts by band and status change as soon as somebody judges, and nobody counts for it."""
    assert counts(filled) == {("high", "new"): 5}
    judge(filled, [1], "carl", "duplicate", "as A-5")
    assert counts(filled) == {("high", "new"): 4, ("high", "duplicate"): 1}
    judge(filled, [1, 2], "carl", "confirmed", "both of them")
    assert counts(filled) == {("high", "new"): 3, ("high", "confirmed"): 2}
    assert counted == [""]


def test_counts_of_one_channel(filled: Store, counted: list[str]) -> None:
    """Each channel is counted by itself, and follows judgements of its own alone."""
    first, second = _mails(filled)
    assert counts(filled, "email") == {("high", "new"): 2}
    assert counts(filled, "whatsapp") == {}
    judge(filled, [first], "dora", "confirmed", "clear")
    judge(filled, [({1, 2, 3} - {first, second}).pop()], "dora", "duplicate", "clear")
    assert counts(filled, "email") == {("high", "new"): 1, ("high", "confirmed"): 1}
    assert counted == ["email", "whatsapp"]


def test_what_is_told_is_not_the_store_s_own(filled: Store) -> None:
    """Whoever changes what they were told changes nothing for others."""
    counts(filled).clear()
    assert counts(filled) == {("high", "new"): 5}


def test_many_judgements_add_up(filled: Store, counted: list[str]) -> None:
    """After any judgements the counts are those that counting finds."""
    draw = random.Random(4)
    counts(filled), counts(filled, "email")
    for _ in range(40):
        numbers = draw.sample(range(1, 6), draw.randint(1, 3))
        judge(filled, numbers, "carl", draw.choice(JUDGEMENTS), "drawn")
    followed = (counts(filled), counts(filled, "email"))
    assert counted == ["", "email"]
    filled.recent.clear()
    assert followed == (counts(filled), counts(filled, "email"))


@pytest.mark.parametrize("before", [True, False])
def test_a_judgement_while_somebody_counts(
    filled: Store, monkeypatch: pytest.MonkeyPatch, before: bool
) -> None:
    """It counts once, whether or not the counting had seen it."""
    real = counting._counted

    def meanwhile(store: AnyStore, channel: str, began: float) -> Counted:
        if before:
            judge(filled, [1], "carl", "confirmed", "meanwhile")
        found = real(store, channel, began)
        if not before:
            judge(filled, [1], "carl", "confirmed", "meanwhile")
        return found

    monkeypatch.setattr(counting, "_counted", meanwhile)
    assert counts(filled) == {("high", "new"): 4, ("high", "confirmed"): 1}
    monkeypatch.setattr(counting, "_counted", real)
    assert counts(filled) == {("high", "new"): 4, ("high", "confirmed"): 1}


def test_a_late_tale_counts_once(filled: Store) -> None:
    """What the counting had seen before it was told of is not moved again."""
    judge(filled, [1], "carl", "confirmed", "clear")
    filled.recent.clear()
    assert counts(filled) == {("high", "new"): 4, ("high", "confirmed"): 1}
    counting.moved(filled, 1, {counting.Move(3, "linkedin", "new", "confirmed"): 1})
    assert counts(filled) == {("high", "new"): 4, ("high", "confirmed"): 1}


def test_what_others_do_is_seen_soon(
    filled: Store, opened: Callable[[], Store], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another process judges and takes in more: counted once what is held is too old."""
    assert counts(filled) == {("high", "new"): 5}
    other = opened()
    judge(other, [1], "dora", "confirmed", "clear")
    received(other, tmp_path, [words(60)])
    assert counts(filled) == {("high", "new"): 5}
    _turn(monkeypatch, time.monotonic() + counting.FRESH + 1)
    assert counts(filled) == {("high", "new"): 5, ("high", "confirmed"): 1}


def test_counting_never_takes_most_of_the_time(
    filled: Store, counted: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where counting takes long, it is done less often."""
    _turn(monkeypatch, 0.0, 1.0, 4.0, 19.0, 30.0, 30.1)
    for _ in range(4):
        counts(filled)
    assert counted == ["", ""], "at 0 it took 1 s, so that at 4 and 19 nobody counts"


def test_moves_are_forgotten(filled: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was judged is remembered as long as a counting may lack it, and no longer."""
    _turn(monkeypatch, 0.0, 1.0, 100.0)
    for _ in range(3):
        judge(filled, [1], "carl", "confirmed", "again")
    assert len(filled.recent["counts"].moves) == 1
