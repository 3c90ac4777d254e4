"""Prepared statements past the driver answer as the driver would."""

import threading

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from counterpitch.cases import Store, verify_journal
from counterpitch.cases.journal.append import LOCK, Event
from counterpitch.cases.journal.jotting import jot
from counterpitch.cases.prepared import numbered
from counterpitch.cases.ready import Ready
from counterpitch.errors import CounterpitchError

_THERE = sa.literal_column("'search'", sa.Text)
_NAMED = Ready(sa.select(_THERE.label("name")).where(sa.bindparam("name", "") == _THERE))


@given(st.lists(st.sampled_from(["%(a)s", "%(b)s", "%%", "x", " ", "$"])))
def test_places_are_numbered_by_name(parts: list[str]) -> None:
    """Each name has one number, in order of its first place; a doubled per cent sign is one."""
    text, names = numbered("".join(parts))
    order = list(dict.fromkeys(each for each in parts if each in ("%(a)s", "%(b)s")))
    assert names == tuple(each[2] for each in order)
    whole = {"%%": "%", **{each: f"${n}" for n, each in enumerate(order, 1)}}
    assert text == "".join(whole.get(each, each) for each in parts)


def test_values_come_back_as_they_went(store: Store) -> None:
    """Numbers, texts, bytes and nothing pass in both directions (PostgreSQL)."""
    if store.sqlite:
        pytest.skip("SQLite prepares by itself")
    told = {"n": -(2**62), "t": "量子 ' \\ %s \u2028", "b": bytes(range(256)), "x": None}
    text = "SELECT %(n)s::bigint, %(t)s::text, %(b)s::bytea, %(x)s::text, 1.5::float8, true"
    with store.look(single=True) as look:
        for _ in range(3):
            (row,) = look.run(text, told)
            assert row == (told["n"], told["t"], told["b"], None, 1.5, True)


def test_a_refusal_is_the_drivers(store: Store) -> None:
    """A statement that cannot be run is refused each time, and the next one is answered."""
    if store.sqlite:
        pytest.skip("SQLite prepares by itself")
    with store.look(single=True) as look:
        refused = look.dialect.loaded_dbapi.Error
        for _ in range(2):
            with pytest.raises(refused, match="division by zero"):
                look.run("SELECT 1 / %(n)s::int", {"n": 0})
            with pytest.raises(refused, match="nowhere"):
                look.run("SELECT 1 FROM nowhere", {})
        assert look.run("SELECT 1 / %(n)s::int", {"n": 1}) == [(1,)]


def test_a_server_that_went_is_told_in_a_sentence(store: Store) -> None:
    """A connection that the server cut while somebody looks is an error in words, once."""
    if store.sqlite:
        pytest.skip("SQLite has no server")
    with pytest.raises(CounterpitchError, match="the database refuses"):
        _asked_over_a_cut(store)
    with store.look() as look:
        assert _NAMED.all(look, name="search")


def _asked_over_a_cut(store: Store) -> None:
    with store.look() as look:
        number = look.driver.info.backend_pid
        with store.write() as connection:
            connection.execute(sa.text("SELECT pg_terminate_backend(:n)"), {"n": number})
        for _ in range(100):
            _NAMED.all(look, name="search")


def test_an_entry_waits_where_another_writes(store: Store) -> None:
    """Where the end of the chain is held by another writer, the entry comes after it."""
    if store.sqlite:
        pytest.skip("SQLite has one writer")
    with store.write() as connection:
        connection.execute(sa.text("SELECT pg_advisory_xact_lock(:k)"), {"k": LOCK})
        done: list[bool] = []
        waiting = threading.Thread(
            target=lambda: done.append(
                jot(store, "bea", Event("viewed", "approach:1"), there=_NAMED, name="search")
            )
        )
        waiting.start()
        waiting.join(0.3)
        assert not done
    waiting.join(30)
    assert done == [True]
    assert verify_journal(store).holds
