"""Pages of the disk that held what is erased: overwritten or freed, as far as a database can."""

from counterpitch.cases.store import Store
from counterpitch.cases.tables import (
    assessment,
    content,
    evidence_chunk,
    journal_payload,
    judgement,
)


def settle(store: Store) -> None:
    """Have the database really overwrite or drop what is gone, as far as it can be told to."""
    if store.sqlite:
        with store.write() as connection:
            for name in ("search_words", "search_word_grams"):
                connection.exec_driver_sql(f"INSERT INTO {name} ({name}) VALUES ('optimize')")  # noqa: S608  # nosec B608
        with store.engine.connect() as connection:
            raw = connection.connection.cursor()
            raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            raw.close()
        return
    with store.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        for table in (content, assessment, evidence_chunk, journal_payload, judgement):
            connection.exec_driver_sql(f'VACUUM "{table.name}"')
        connection.exec_driver_sql("VACUUM search, search_word")
