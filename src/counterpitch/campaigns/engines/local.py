"""One machine: a process for each core reads and signs, DuckDB joins, out of core."""

import multiprocessing
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from counterpitch.campaigns.engines.lean import without_pandas
from counterpitch.campaigns.engines.related import Related
from counterpitch.campaigns.engines.unit import PARTITIONS, Done, write_unit
from counterpitch.campaigns.identifiers.rarity import telling
from counterpitch.campaigns.keys import table as key_table
from counterpitch.campaigns.reuse.kernel import SIGNATURE
from counterpitch.campaigns.source.pieces import Piece
from counterpitch.campaigns.sql import (
    companies,
    comparison,
    near_texts,
    proposals,
    representatives,
    same_texts,
    shared_identifiers,
)
from counterpitch.campaigns.state import State
from counterpitch.campaigns.supply import FACTS
from counterpitch.errors import CounterpitchError

if TYPE_CHECKING:
    import pyarrow as pa

MEMORY: Final = "1200MB"
"""What DuckDB may hold in memory; beyond, it works on disk."""


def read_pieces(
    pieces: Sequence[Piece], folder: Path, first: int, evidence: frozenset[str], jobs: int = 0
) -> Iterator[Done]:
    """Write a unit for each piece into ``folder``, several at a time, counting from ``first``."""
    jobs = min(jobs or os.cpu_count() or 1, len(pieces))
    if jobs <= 1:
        for unit, piece in enumerate(pieces, first):
            yield write_unit(piece, folder, unit, evidence)
        return
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__])
    try:
        with ProcessPoolExecutor(jobs, context, without_pandas) as pool:
            waiting = [
                pool.submit(write_unit, piece, folder, unit, evidence)
                for unit, piece in enumerate(pieces, first)
            ]
            for future in as_completed(waiting):
                yield future.result()
    except BrokenProcessPool as error:
        raise CounterpitchError(
            "a process that read the input was killed, perhaps for want of memory.",
            hint="Nothing was changed; run the same command again, with --jobs 1 if it recurs.",
        ) from error


class Joiner:
    """DuckDB over the files of a state."""

    def __init__(self, state: State, scratch: Path) -> None:
        import duckdb

        self._state = state
        self._db = duckdb.connect()
        self._db.execute(f"SET memory_limit = '{MEMORY}'")
        self._db.execute(f"SET temp_directory = '{_quoted(scratch)}'")
        self._db.execute("SET preserve_insertion_order = false")
        self._db.execute("SET enable_progress_bar = false")

    def __enter__(self) -> "Joiner":
        return self

    def __exit__(self, *_: object) -> None:
        self._db.close()

    def compared(self, least: int, target: Path) -> None:
        """Write the pairs of texts with at least ``least`` matches, from nothing."""
        self._texts()
        self._db.execute("CREATE TABLE proposed (a BIGINT, b BIGINT, n BIGINT)")
        for part in range(PARTITIONS):
            if self._passages(part):
                self._db.execute(f"INSERT INTO proposed {proposals('passages')}")
        self._db.execute(
            "CREATE TABLE pairs AS SELECT a, b, sum(n)::BIGINT AS n FROM proposed GROUP BY a, b"
        )
        self._db.execute("DROP TABLE proposed")
        self._write("SELECT * FROM pairs", target / "pairs.000000.parquet")
        self._write(comparison("pairs", least), target / "near.000000.parquet")

    def extended(self, before: Path, first: int, least: int, target: Path) -> None:
        """Write what ``compared`` would write, from the result in ``before`` and the new units.

        ``first`` is the first new unit. Only passages that a new text has are looked at again: what
        they proposed before is taken back, what they propose now is added, pair by pair counted.
        """
        self._texts()
        self._db.execute("CREATE TABLE proposed (a BIGINT, b BIGINT, n BIGINT)")
        for part in range(PARTITIONS):
            if self._passages(part):
                self._change(first)
        stored = sorted(map(str, before.glob("pairs.*.parquet")))
        self._db.execute(
            "CREATE TABLE change AS SELECT a, b, sum(n)::BIGINT AS n FROM proposed GROUP BY a, b"
            " HAVING sum(n) <> 0"
        )
        self._db.execute(
            "CREATE TABLE known AS SELECT a, b, sum(n)::BIGINT AS n FROM"
            f" read_parquet({_listed(stored)}) SEMI JOIN change USING (a, b) GROUP BY a, b"
        )
        self._db.execute(
            "CREATE TABLE pairs AS SELECT a, b FROM change ANTI JOIN"
            " (SELECT * FROM known WHERE n > 0) USING (a, b) WHERE n > 0"
        )
        self._db.execute(
            "CREATE TABLE gone AS SELECT a, b FROM change c JOIN known k USING (a, b)"
            " WHERE k.n + c.n = 0"
        )
        self._write("SELECT a, b, n FROM change", target / f"pairs.{len(stored):06}.parquet")
        for path in stored:
            os.link(path, target / Path(path).name)
        near = f"SELECT * FROM read_parquet('{_quoted(before / 'near.000000.parquet')}')"
        self._write(
            f"{near} ANTI JOIN gone USING (a, b) UNION ALL {comparison('pairs', least)}",
            target / "near.000000.parquet",
        )

    def _change(self, first: int) -> None:
        self._db.execute(
            "CREATE OR REPLACE TABLE touched AS SELECT DISTINCT key FROM passages"
            f" WHERE unit >= {first}"
        )
        self._db.execute(
            "CREATE OR REPLACE TABLE present AS SELECT * FROM passages"
            " SEMI JOIN touched USING (key)"
        )
        self._db.execute(f"INSERT INTO proposed {proposals('present')}")
        self._db.execute(
            f"CREATE OR REPLACE TABLE earlier AS SELECT * FROM present WHERE unit < {first}"
        )
        self._db.execute(f"INSERT INTO proposed SELECT a, b, -n FROM ({proposals('earlier')})")

    def rows(self, query: str) -> Any:
        """Return the result of ``query`` as an Arrow table."""
        return self._db.sql(query).to_arrow_table()

    def related(self, result: Path) -> Related:
        """Return what ties approaches: texts they share, and identifiers."""
        ids = "SELECT node, min(approach) AS approach FROM {} GROUP BY node"
        self._table("ids", ids.format(self._read("approaches")))
        uses = "SELECT DISTINCT node, text, units FROM {}"
        self._table("uses", uses.format(self._read("uses")))
        self._table(
            "near", f"SELECT * FROM read_parquet('{_quoted(result / 'near.000000.parquet')}')"
        )
        self._table("reps", representatives())
        same, near = self.rows(same_texts()), self.rows(near_texts())
        everyone = self.rows("SELECT count(*) AS n FROM ids")["n"][0].as_py()
        keys = self._shared(everyone, result / FACTS)
        named = self.rows(companies()) if keys.num_rows else key_table([])
        return Related(same, near, keys, named, everyone)

    def firm_keys(self) -> "pa.Table":
        """Return the companies and domains of all approaches, for a list of firms; after
        ``related``."""
        if not self._state.files("identifiers"):
            return key_table([])
        return self.rows("SELECT DISTINCT * FROM identifiers WHERE kind IN ('company', 'domain')")

    def _supply(self, facts: Path) -> None:
        """Add the facts that are known of the domains, mailboxes and ids of approaches."""
        if not facts.is_file():
            return
        known = f"read_parquet('{_quoted(facts)}')"
        self._db.execute(
            "INSERT INTO identifiers SELECT DISTINCT i.approach, f.kind, f.value, f.key,"
            f' i.message, i.start, i."end", i.certainty, NULL FROM identifiers i JOIN {known} f'
            " ON i.value = f.subject WHERE i.kind IN ('domain', 'email') UNION"
            " SELECT a.approach, f.kind, f.value, f.key, -1, 0, 0, 1.0, NULL"
            f" FROM ids a JOIN {known} f ON a.approach = f.subject"
        )

    def _shared(self, everyone: int, facts: Path) -> "pa.Table":
        """Return the identifiers that may tie: those that are not everybody's, and all pictures."""
        files = self._state.files("identifiers")
        if not files:
            return key_table([])
        self._table("identifiers", f"SELECT DISTINCT * FROM read_parquet({_listed(files)})")
        self._supply(facts)
        self._db.register("telling", telling(self.rows(shared_identifiers()), everyone))
        return self.rows(
            "SELECT i.* FROM identifiers i SEMI JOIN telling USING (kind, key)"
            " UNION ALL SELECT * FROM identifiers WHERE kind = 'photo'"
            " AND (kind, key) NOT IN (SELECT (kind, key) FROM telling)"
        )

    def _table(self, name: str, query: str) -> None:
        self._db.execute(f"CREATE TABLE {name} AS {query}")

    def _read(self, name: str) -> str:
        return f"read_parquet({_listed(self._state.files(name))})"

    def _texts(self) -> None:
        """Make ``texts``, each once: the unit that was first holds it."""
        files = self._state.files("texts")
        if not files:
            words = ", ".join(f"{name} BIGINT" for name in SIGNATURE)
            self._db.execute(f"CREATE TABLE texts (text BIGINT, units INT, {words}, unit INT)")
            self._db.execute("CREATE TABLE later (text BIGINT, unit INT)")
            return
        self._db.execute(f"CREATE VIEW all_texts AS SELECT * FROM read_parquet({_listed(files)})")
        self._db.execute(
            "CREATE TABLE later AS SELECT t.text, t.unit FROM all_texts t JOIN (SELECT text,"
            " min(unit) AS unit FROM all_texts GROUP BY text HAVING count(*) > 1) f"
            " ON t.text = f.text WHERE t.unit <> f.unit"
        )
        self._db.execute(
            "CREATE VIEW texts AS SELECT * FROM all_texts ANTI JOIN later USING (text, unit)"
        )

    def _passages(self, part: int) -> bool:
        files = self._state.files(f"passages-{part:02}")
        if not files:
            return False
        once = "" if self._none_later() else "ANTI JOIN later USING (text, unit)"
        self._db.execute(
            "CREATE OR REPLACE VIEW passages AS SELECT text, key, unit"
            f" FROM read_parquet({_listed(files)}) {once}"
        )
        return True

    def _none_later(self) -> bool:
        return not self._db.execute("SELECT count(*) FROM later").fetchall()[0][0]

    def _write(self, query: str, path: Path) -> None:
        self._db.execute(f"COPY ({query}) TO '{_quoted(path)}' (FORMAT parquet)")


def _listed(paths: Sequence[str]) -> str:
    """Return paths as a list of SQL."""
    return "[" + ", ".join(f"'{_quoted(Path(path))}'" for path in paths) + "]"


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")
