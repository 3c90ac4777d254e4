"""Looks: brief reading over kept connections answers as any other, and mends itself."""

from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlalchemy as sa

from counterpitch.cases import Store, erase, receive
from counterpitch.cases import approach as approach_of
from counterpitch.cases.looking import HELD
from counterpitch.cases.ready import Ready, together
from counterpitch.cases.tables import approach, setting
from counterpitch.cases.tables.base import BigKey
from counterpitch.errors import CounterpitchError

TEXT = "Helen: We pay for a short paper.\n\nMe: Who asks?\n"

_NUMBER = sa.bindparam("number", 0, type_=BigKey)
_ONE = Ready(sa.select(approach).where(approach.c.id == _NUMBER))
_NAMED = Ready(sa.select(setting).where(setting.c.name == sa.bindparam("name", "")))
_BROKEN = Ready(sa.select(sa.column("x")).select_from(sa.table("nowhere")))


def test_several_questions_at_once(store: Store) -> None:
    """Each question takes what it names, and its rows are those that it finds alone."""
    receive(store, content=TEXT, actor="anna")
    with store.look() as look:
        rows, named, nothing = together(look, (_ONE, _NAMED, _ONE), number=1, name="search")
        assert rows == nothing == _ONE.all(look, number=1)
        assert named == _NAMED.all(look, name="search")
    with store.read() as connection:
        assert [tuple(row) for row in _ONE.all(connection, number=1)] == [tuple(rows[0])]


def test_one_state_for_all_questions(store: Store) -> None:
    """What is written in the middle of a look is not seen before its end (SQLite)."""
    if not store.sqlite:
        pytest.skip("PostgreSQL reads what is committed")
    with store.look() as look:
        assert not _ONE.all(look, number=1)
        receive(store, content=TEXT, actor="anna")
        assert not _ONE.all(look, number=1)
    with store.look() as look:
        assert _ONE.all(look, number=1)


def test_erasure_is_seen_at_once(store: Store) -> None:
    """No look that comes after an erasure shows a word of what was erased."""
    receive(store, content=TEXT, actor="anna")
    assert approach_of(store, 1).conversation is not None
    erase(store, actor="lead", reason="asked for", approaches=[1])
    found = approach_of(store, 1)
    assert found.conversation is None
    assert found.verdict is None


def test_a_refusal_leaves_the_next_look_alone(store: Store) -> None:
    """A question that the database refuses is told like any other, and the next one is answered."""
    expected = CounterpitchError if store.sqlite else sa.exc.ProgrammingError
    for _ in range(3):
        with pytest.raises(expected), store.look() as look:
            together(look, (_ONE, _BROKEN, _ONE), number=1)
    with pytest.raises(ZeroDivisionError), store.look() as look:
        _ONE.all(look, number=1 // 0)
    with store.look() as look:
        assert _ONE.all(look, number=1) == []


def test_a_connection_that_was_cut_is_replaced(store: Store) -> None:
    """A server that restarts, or a connection that was closed, costs no page."""
    with store.look() as look:
        first = look.driver
    first.close()
    with store.look() as look:
        assert look.driver is not first
        assert _ONE.all(look, number=1) == []


def test_looks_at_the_same_time(store: Store) -> None:
    """Whoever looks has a connection alone; few are kept, and none after the store is closed."""
    receive(store, content=TEXT, actor="anna")

    def one(_: int) -> int:
        with store.look() as look:
            return len(_ONE.all(look, number=1))

    with ThreadPoolExecutor(HELD + 4) as pool:
        assert sum(pool.map(one, range(200))) == 200
    assert 0 < len(store.looks.held) <= HELD
    store.close()
    assert not store.looks.held
