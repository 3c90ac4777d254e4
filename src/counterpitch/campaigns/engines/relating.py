"""Approaches related: from texts that resemble each other, and identifiers, to what ties whom."""

from pathlib import Path
from typing import TYPE_CHECKING, Final

from counterpitch.campaigns.engines.comparing import NEAR, SEVERAL
from counterpitch.campaigns.engines.database import Database, listed, parquet
from counterpitch.campaigns.engines.related import Related
from counterpitch.campaigns.keys import table as key_table
from counterpitch.campaigns.sql import (
    companies,
    near_texts,
    representatives,
    same_texts,
    shared_identifiers,
    supplied_facts,
)
from counterpitch.campaigns.sql import firm_keys as firms_named
from counterpitch.campaigns.state import State
from counterpitch.campaigns.supply import FACTS

if TYPE_CHECKING:
    import pyarrow as pa

_NEAR: Final = {"a": "BIGINT", "b": "BIGINT", "matches": "INT"}
_USES: Final = {"node": "BIGINT", "text": "BIGINT", "units": "INT"}
_APPROACHES: Final = {"node": "BIGINT", "approach": "VARCHAR", "messages": "INT"}


def related(db: Database, state: State, result: Path, everyone: int) -> Related:
    """Return what ties approaches, of which there are ``everyone``: texts and identifiers.

    Only texts that have a partner are looked up; nearly all have none.
    """
    db.table("near", f"SELECT * FROM {parquet([str(result / NEAR)], _NEAR)}")
    several = parquet([str(result / SEVERAL)], {"text": "BIGINT"})
    wanted = f"SELECT a AS text FROM near UNION SELECT b FROM near UNION SELECT text FROM {several}"
    db.table("wanted", wanted)
    uses = parquet(state.files("uses"), _USES)
    db.table("uses", f"SELECT DISTINCT node, text, units FROM {uses} SEMI JOIN wanted USING (text)")
    db.mapped("approaches", state.files("approaches", "arrow"), _APPROACHES)
    db.table(
        "ids",
        "SELECT node, min(approach) AS approach FROM approaches SEMI JOIN uses USING (node)"
        " GROUP BY node",
    )
    db.table("reps", representatives())
    same, near = db.rows(same_texts()), db.rows(near_texts())
    keys = _shared(db, state, everyone, result / FACTS)
    named = db.rows(companies()) if keys.num_rows else key_table([])
    return Related(same, near, keys, named, everyone)


def firm_keys(db: Database, state: State) -> "pa.Table":
    """Return the companies and domains of all approaches, for a list of firms; after
    ``related``."""
    if not state.files("identifiers"):
        return key_table([])
    return db.rows(firms_named())


def counted(db: Database, state: State) -> tuple[int, int]:
    """Return how many approaches and messages there are; one that came in twice is one."""
    db.mapped("approaches", state.files("approaches", "arrow"), _APPROACHES)
    once = "SELECT max(messages) AS messages FROM approaches GROUP BY node"
    approaches, messages = db.one(f"SELECT count(*), sum(messages)::BIGINT FROM ({once})")
    return approaches, messages or 0


def more_counted(db: Database, state: State, first: int) -> tuple[int, int]:
    """Return what ``counted`` does, from the counts of ``state`` and the units from ``first``
    on."""
    db.mapped("new", state.files("approaches", "arrow", first=first), _APPROACHES)
    db.mapped("old", state.files("approaches", "arrow", last=first), _APPROACHES)
    db.table("came", "SELECT node, max(messages) AS messages FROM new GROUP BY node")
    db.table(
        "were",
        "SELECT node, max(messages) AS messages FROM old SEMI JOIN came USING (node) GROUP BY node",
    )
    approaches, messages = db.one(
        "SELECT count(*) - count(w.node), sum(greatest(c.messages - coalesce(w.messages, 0), 0))"
        "::BIGINT FROM came c LEFT JOIN were w USING (node)"
    )
    known = state.manifest
    return known.approaches + approaches, known.messages + (messages or 0)


def _shared(db: Database, state: State, everyone: int, facts: Path) -> "pa.Table":
    """Return the identifiers that may tie: those that are not everybody's, and all pictures."""
    files = state.files("identifiers")
    if not files:
        return key_table([])
    from counterpitch.campaigns.identifiers.rarity import telling

    db.table("identifiers", f"SELECT DISTINCT * FROM read_parquet({listed(files)})")
    _supply(db, state, facts)
    db.give("telling", telling(db.rows(shared_identifiers()), everyone))
    return db.rows(
        "SELECT i.* FROM identifiers i SEMI JOIN telling USING (kind, key)"
        " UNION ALL SELECT * FROM identifiers WHERE kind = 'photo'"
        " AND (kind, key) NOT IN (SELECT (kind, key) FROM telling)"
    )


def _supply(db: Database, state: State, facts: Path) -> None:
    """Add the facts that are known of the domains, mailboxes and ids of approaches."""
    if not facts.is_file():
        return
    columns = {"subject": "VARCHAR", "kind": "VARCHAR", "value": "VARCHAR", "key": "BIGINT"}
    db.view("facts", f"SELECT * FROM {parquet([str(facts)], columns)}")
    db.run(f"INSERT INTO identifiers {supplied_facts('identifiers')}")
