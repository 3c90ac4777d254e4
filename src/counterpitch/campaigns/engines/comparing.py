"""Texts compared: from passages to pairs that resemble each other, from nothing or by what is new.

How often each pair is proposed is kept with a sign, so that a run over what is new gives, to the
row, what a run over everything would.
"""

import os
from pathlib import Path
from typing import Final

from counterpitch.campaigns.engines.database import Database, parquet
from counterpitch.campaigns.engines.signatures import write_near
from counterpitch.campaigns.engines.unit import PARTITIONS
from counterpitch.campaigns.reuse.kernel import SIGNATURE
from counterpitch.campaigns.reuse.signing import LEAST
from counterpitch.campaigns.sql import comparison, proposals
from counterpitch.campaigns.state import State

PAIRS: Final = "pairs"
NEAR: Final = "near.000000.parquet"
LATER: Final = "later.parquet"
SEVERAL: Final = "several.parquet"
FEW: Final = 2_000_000
"""New passages up to which all partitions are looked at in one go."""
_TEXTS: Final = {"text": "BIGINT", "unit": "INT"}
_PASSAGES: Final = {"text": "BIGINT", "key": "BIGINT", "unit": "INT"}
_PAIRS: Final = {"a": "BIGINT", "b": "BIGINT"}
_USES: Final = {"node": "BIGINT", "text": "BIGINT", "units": "INT"}
_SIGNED: Final = {"text": "BIGINT", **dict.fromkeys(SIGNATURE, "BIGINT"), "unit": "INT"}


def can_extend(before: Path) -> bool:
    """Tell whether the result in ``before`` holds what an extension needs."""
    return all((before / name).is_file() for name in (NEAR, LATER, SEVERAL))


def compared(db: Database, state: State, least: int, target: Path) -> None:
    """Write the pairs of texts with at least ``least`` matches, from nothing."""
    db.mapped("signed", state.files("texts", "arrow"), _SIGNED)
    db.table(
        "later",
        "SELECT t.text, t.unit FROM signed t JOIN (SELECT text, min(unit) AS unit FROM signed"
        " GROUP BY text HAVING min(unit) <> max(unit)) f ON t.text = f.text WHERE t.unit <> f.unit",
    )
    db.run("CREATE TABLE proposed (a BIGINT, b BIGINT, n BIGINT)")
    once = _any_later(db)
    for names in _groups(db, state):
        passages = parquet([path for name in names for path in state.files(name)], _PASSAGES)
        db.view("passages", _once(passages, once))
        db.run(f"INSERT INTO proposed {proposals('passages')}")
    pairs = target / f"{PAIRS}.000000.parquet"
    db.write("SELECT a, b, sum(n)::BIGINT AS n FROM proposed GROUP BY a, b", pairs)
    db.run("DROP TABLE proposed")
    if not write_near(state.files("texts", "arrow"), pairs, least, target / NEAR):
        db.view("texts", _once("signed", once))
        db.write(comparison(parquet([str(pairs)], _PAIRS), least), target / NEAR)
    db.write("SELECT * FROM later", target / LATER)
    uses = parquet(state.files("uses"), _USES)
    db.write(_several(uses), target / SEVERAL)


def extended(
    db: Database, state: State, before: Path, first: int, least: int, target: Path
) -> None:
    """Write what ``compared`` would write, from the result in ``before`` and the units from
    ``first`` on.

    Only passages that a new text has are looked at again: what they proposed before is taken back,
    what they propose now is added, pair by pair counted.
    """
    db.mapped("signed", state.files("texts", "arrow"), _SIGNED)
    _later(db, before, first)
    db.run("CREATE TABLE proposed (a BIGINT, b BIGINT, n BIGINT)")
    for names in _groups(db, state, first):
        _change(db, state, names, first)
    stored = sorted(map(str, before.glob(f"{PAIRS}.*.parquet")))
    db.table(
        "change",
        "SELECT a, b, sum(n)::BIGINT AS n FROM proposed GROUP BY a, b HAVING sum(n) <> 0",
    )
    known = parquet(stored, {"a": "BIGINT", "b": "BIGINT", "n": "BIGINT"})
    db.table(
        "known",
        f"SELECT a, b, sum(n)::BIGINT AS n FROM {known} SEMI JOIN change USING (a, b)"
        " GROUP BY a, b",
    )
    number = max(int(Path(path).name.split(".")[1]) for path in stored) + 1
    db.write("SELECT a, b, n FROM change", target / f"{PAIRS}.{number:06}.parquet")
    for path in stored:
        os.link(path, target / Path(path).name)
    _recompared(db, before, least, target)
    db.write("SELECT * FROM later", target / LATER)
    _more_several(db, state, before, first, target)


def _recompared(db: Database, before: Path, least: int, target: Path) -> None:
    """Write ``near``: without pairs that nothing proposes any more, with those that are new."""
    db.table(
        "pairs",
        "SELECT a, b FROM change ANTI JOIN (SELECT * FROM known WHERE n > 0) USING (a, b)"
        " WHERE n > 0",
    )
    db.table(
        "gone",
        "SELECT a, b FROM change c JOIN known k USING (a, b) WHERE k.n + c.n = 0",
    )
    # Before the join, so that signatures of others are passed over and not carried along.
    db.table("needed", "SELECT a AS text FROM pairs UNION SELECT b FROM pairs")
    db.table(
        "texts",
        "SELECT * FROM signed SEMI JOIN needed USING (text) ANTI JOIN later USING (text, unit)",
    )
    near = parquet([str(before / NEAR)], {"a": "BIGINT", "b": "BIGINT", "matches": "INT"})
    db.write(
        f"SELECT * FROM {near} ANTI JOIN gone USING (a, b) UNION ALL {comparison('pairs', least)}",
        target / NEAR,
    )


def _groups(db: Database, state: State, first: int = 0) -> list[list[str]]:
    """Return the partitions of passages, all together where little is new."""
    names = [f"passages-{part:02}" for part in range(PARTITIONS)]
    files = [path for name in names for path in state.files(name, first=first)]
    count = db.one(f"SELECT count(*) FROM {parquet(files, _PASSAGES)}")[0]
    return [names] if count <= FEW else [[name] for name in names]


def _change(db: Database, state: State, names: list[str], first: int) -> None:
    old = parquet([path for name in names for path in state.files(name, last=first)], _PASSAGES)
    new = parquet([path for name in names for path in state.files(name, first=first)], _PASSAGES)
    db.table("fresh", f"SELECT text, key FROM {new} ANTI JOIN later USING (text, unit)")
    db.table("touched", "SELECT DISTINCT key FROM fresh")
    db.table(
        "earlier",
        f"SELECT text, key FROM {old} SEMI JOIN touched USING (key)"
        " ANTI JOIN later USING (text, unit)",
    )
    db.view("present", "SELECT text, key FROM earlier UNION ALL SELECT text, key FROM fresh")
    db.run(f"INSERT INTO proposed {proposals('present')}")
    db.run(f"INSERT INTO proposed SELECT a, b, -n FROM ({proposals('earlier')})")


def _later(db: Database, before: Path, first: int) -> None:
    """Make ``later``: texts (text, unit) that an earlier unit holds already."""
    db.table("coming", f"SELECT text, unit FROM signed WHERE unit >= {first}")
    db.table(
        "later",
        f"SELECT text, unit FROM {parquet([str(before / LATER)], _TEXTS)} UNION ALL"
        " SELECT text, unit FROM coming WHERE text IN"
        f" (SELECT text FROM signed SEMI JOIN coming USING (text) WHERE unit < {first})"
        " OR (text, unit) NOT IN (SELECT (text, min(unit)) FROM coming GROUP BY text)",
    )


def _several(uses: str) -> str:
    """Return the query for texts that more than one approach holds."""
    return (
        f"SELECT text FROM {uses} WHERE units >= {LEAST} GROUP BY text"
        " HAVING min(node) <> max(node)"
    )


def _more_several(db: Database, state: State, before: Path, first: int, target: Path) -> None:
    every = parquet(state.files("uses"), _USES)
    db.table("used", f"SELECT text FROM {parquet(state.files('uses', first=first), _USES)}")
    again = _several(f"(SELECT * FROM {every} SEMI JOIN used USING (text))")
    known = parquet([str(before / SEVERAL)], {"text": "BIGINT"})
    db.write(f"SELECT text FROM {known} UNION {again}", target / SEVERAL)


def _once(rows: str, some_later: bool) -> str:
    return f"SELECT * FROM {rows} {'ANTI JOIN later USING (text, unit)' if some_later else ''}"


def _any_later(db: Database) -> bool:
    return bool(db.one("SELECT count(*) FROM later")[0])
