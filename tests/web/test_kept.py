"""Dear figures are worked out once, however many ask, and shown a little old meanwhile."""

import threading
import time

import pytest

from counterpitch.web.kept import FRESH, SHOWN, Kept


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


def _wait(until: "threading.Event") -> None:
    assert until.wait(10)


def test_one_works_it_out_for_all() -> None:
    """Eight ask at once: it is made once, and all get it."""
    kept, made, found = Kept(Clock()), [], []

    def make() -> int:
        made.append(1)
        time.sleep(0.05)
        return 7

    threads = [threading.Thread(target=lambda: found.append(kept.get("k", make))) for _ in range(8)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert made == [1]
    assert found == [(7, 1000.0)] * 8


def test_old_figures_are_shown_while_new_ones_are_made() -> None:
    """After its time a result is given once more at once, with its age, and replaced behind."""
    clock, done = Clock(), threading.Event()
    kept = Kept(clock)
    assert kept.get("k", lambda: "old") == ("old", 1000.0)
    clock.now += FRESH + 1

    def fresh() -> str:
        done.set()
        return "new"

    assert kept.get("k", fresh) == ("old", 1000.0)
    _wait(done)
    for _ in range(200):
        if kept.get("k", fresh)[0] == "new":
            break
        time.sleep(0.01)
    assert kept.get("k", fresh) == ("new", clock.now)


def test_what_is_too_old_is_not_shown() -> None:
    """Nobody sees figures of this morning: then whoever asks waits."""
    clock = Clock()
    kept = Kept(clock)
    kept.get("k", lambda: "old")
    clock.now += SHOWN + 1
    assert kept.get("k", lambda: "new")[0] == "new"
    assert kept.get("other", lambda: "its own")[0] == "its own"


def test_a_failure_is_not_kept() -> None:
    """What went wrong once is tried again by the next who asks."""
    kept = Kept(Clock())

    def broken() -> str:
        raise ValueError

    with pytest.raises(ValueError):  # noqa: PT011
        kept.get("k", broken)
    assert kept.get("k", lambda: "fine")[0] == "fine"


def test_what_is_too_old_to_be_shown_is_let_go() -> None:
    """Figures of a thousand past weeks are not held for ever."""
    clock = Clock()
    kept = Kept(clock)
    for week in range(1000):
        assert kept.get(("trends", week), lambda week=week: week)[0] == week  # type: ignore[misc]
        clock.now += SHOWN / 4
    assert len(kept._found) <= 6
    assert len(kept._locks) <= 6
