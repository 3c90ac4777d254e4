"""Jots down one entry by itself, past SQLAlchemy: a page that is looked at adds one every time.

It is a transaction of its own, and the chain is that of ``append``. PostgreSQL is asked in two
goes instead of nine: the end of the chain under its lock, then the entry and the commit. After a
power cut (not a crash of the program) the last such entries may be missing.
"""

import os
from typing import Any, Final

from counterpitch.cases.journal.append import (
    ENTRY,
    HEAD,
    LOCK,
    PAYLOAD,
    Event,
    end_of,
    rows,
)
from counterpitch.cases.journal.chain import SALT_BYTES
from counterpitch.cases.looking import Look
from counterpitch.cases.ready import Ready, refusal
from counterpitch.cases.store import Store
from counterpitch.cases.tables import journal, journal_payload
from counterpitch.cases.text import plain
from counterpitch.cases.writing import inserting

_LOCKED: Final = f"SELECT pg_advisory_xact_lock({LOCK})"


def jot(store: Store, actor: str, event: Event, *, there: Ready, **values: int | str) -> bool:
    """Add ``event`` if the question ``there`` finds anything; tell whether it did."""
    with store.look(writing=True) as look:
        try:
            if store.sqlite:
                return _jotted(store, look, actor, event, there, values)
            with look.driver.pipeline():
                look.driver.execute("BEGIN")
                look.driver.execute(_LOCKED)
                return _jotted(store, look, actor, event, there, values)
        except look.dialect.loaded_dbapi.Error as error:
            raise refusal(error, "an entry of the journal", look.dialect) from error


def _jotted(
    store: Store, look: Look, actor: str, event: Event, there: Ready, values: dict[str, Any]
) -> bool:
    """Ask both questions before the first answer is waited for, then write."""
    found = there.begun(look.dialect, look.driver, values)
    end = HEAD.begun(look.dialect, look.driver, {})
    if not there.told(look.dialect, found):
        look.driver.execute("ROLLBACK")
        return False
    last, who = end_of(HEAD.told(look.dialect, end)), plain(actor, 200) or "unknown"
    entry, payload = rows(last, store.clock(), who, event, os.urandom(SALT_BYTES))
    sign = "?" if store.sqlite else "%s"
    look.driver.execute(inserting(journal.name, ENTRY, sign), entry)
    look.driver.execute(inserting(journal_payload.name, PAYLOAD, sign), payload)
    look.driver.execute("COMMIT")
    return True
