"""Queries compiled once answer as SQLAlchemy would."""

from datetime import UTC, datetime
from typing import Any

import pytest
import sqlalchemy as sa

from counterpitch.cases import Store, receive
from counterpitch.cases.ready import Ready
from counterpitch.cases.tables import approach
from counterpitch.cases.tables.base import BigKey
from counterpitch.errors import CounterpitchError

TEXT = "Helen: We pay for a short paper.\n\nMe: Who asks?\n"

_BELOW = sa.bindparam("below", 0, type_=BigKey)
_MOST = sa.bindparam("most", 0, type_=sa.Integer)


def test_rows_are_those_of_sqlalchemy(store: Store) -> None:
    """Values, names and types are the same, with lists and limits in the query."""
    receive(store, content=TEXT, actor="anna")
    chosen = (
        sa.select(approach)
        .where(approach.c.status.in_(("new", "confirmed")), approach.c.id < _BELOW)
        .order_by(approach.c.id)
        .limit(_MOST)
    )
    values = {"below": 99, "most": 5}
    with store.read() as connection:
        expected = connection.execute(chosen, values).all()
        found = Ready(chosen).all(connection, **values)
    assert expected
    assert [tuple(row) for row in found] == [tuple(row) for row in expected]
    assert found[0].received_at.tzinfo is UTC
    assert isinstance(found[0].received_at, datetime)


def test_values_are_those_of_the_call(store: Store) -> None:
    """What one call was told does not hold for the next; nothing found is None."""
    there = sa.literal_column("'search'", sa.Text)
    named = Ready(sa.select(there.label("name")).where(there == sa.bindparam("name", "")))
    with store.read() as connection:
        assert named.first(connection, name="search") is not None
        assert named.first(connection, name="no such") is None
        assert named.first(connection) is None


def test_what_is_made_of_a_row_is_kept_until_it_changes(store: Store) -> None:
    """The same row gives the very same thing, a changed row another; few are kept."""
    receive(store, content=TEXT, actor="anna")
    chosen = sa.select(approach.c.id, approach.c.contact, approach.c.received_at)
    seen: list[str] = []

    def made(row: Any) -> tuple[str, datetime]:
        seen.append(row.contact)
        return row.contact, row.received_at

    kept, apart = Ready(chosen, made, 8), Ready(chosen)
    with store.read() as connection:
        first = kept.first(connection)
        assert first == (apart.first(connection).contact, apart.first(connection).received_at)
    with store.look() as look:
        assert kept.first(look) == first
        assert kept.first(look) is kept.first(look)
    before = len(seen)
    with store.write() as writing:
        writing.execute(approach.update().values(contact="Irene"))
    with store.look() as look:
        assert kept.first(look) == ("Irene", first[1])
    assert seen[before:] == ["Irene"]


def test_one_transaction(store: Store) -> None:
    """Queries of one reading see one state, whatever is written meanwhile (SQLite)."""
    if not store.sqlite:
        pytest.skip("PostgreSQL reads what is committed")
    count = Ready(sa.select(approach.c.id))
    with store.read() as connection:
        before = count.all(connection)
        receive(store, content=TEXT, actor="anna")
        assert count.all(connection) == before


def test_refusals_are_sqlalchemys(store: Store) -> None:
    """What the driver refuses is told in a sentence, like everything that a database says."""
    broken = Ready(sa.select(sa.column("x")).select_from(sa.table("nowhere")))
    expected = CounterpitchError if store.sqlite else sa.exc.ProgrammingError
    with pytest.raises(expected), store.read() as connection:
        broken.all(connection)
