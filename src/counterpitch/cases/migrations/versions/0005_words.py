"""Texts are found by their words, and parts of words among all words."""

import sqlalchemy as sa
from alembic import op

from counterpitch.cases import vocabulary
from counterpitch.cases.migrations import script
from counterpitch.cases.words import number, words

revision = "0005"
down_revision = "0004"

_STEP = 500
_WORDED = {
    "sqlite": "INSERT INTO search_words (rowid, words) VALUES (:id, :words)",
    "postgresql": "UPDATE search SET words = :words WHERE approach_id = :id",
}


def upgrade() -> None:
    """Lay out the index anew, and fill it from the texts that it held."""
    connection = op.get_bind()
    trigrams = _searched(connection) == "pg_trgm"
    script.run(revision)
    _fill(connection)
    if connection.dialect.name == "postgresql":
        _index(connection, trigrams)


def _searched(connection: sa.Connection) -> str:
    """Return how the database was searched, which is the same everywhere from here on."""
    found = connection.execute(sa.text("SELECT value FROM setting WHERE name = 'search'"))
    return str(found.scalar_one())


def _fill(connection: sa.Connection) -> None:
    name = connection.dialect.name
    last = 0
    chosen = sa.text(
        "SELECT approach_id, body FROM search WHERE approach_id > :last"
        " ORDER BY approach_id LIMIT :step"
    )
    while texts := connection.execute(chosen, {"last": last, "step": _STEP}).all():
        known: set[str] = set()
        rows = []
        for identifier, body in texts:
            found = words(body)
            known |= found
            kept = " ".join(found) if name == "sqlite" else [number(word) for word in found]
            rows.append({"id": identifier, "words": kept})
        connection.execute(sa.text(_WORDED[name]), rows)
        vocabulary.learn(connection, known)
        last = texts[-1].approach_id


def _index(connection: sa.Connection, trigrams: bool) -> None:
    """Index what is filled; before, it would take longer."""
    made = "USING gin ({})"
    connection.exec_driver_sql(f"CREATE INDEX ix_search_words ON search {made.format('words')}")
    connection.exec_driver_sql("DELETE FROM setting WHERE name = 'search'")
    if trigrams:
        grams = made.format("word gin_trgm_ops")
        connection.exec_driver_sql(f"CREATE INDEX ix_search_word_grams ON search_word {grams}")
