"""The tables of a run on a cluster; what is small comes to the driver."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from counterpitch.campaigns.engines import sparkmaps as maps
from counterpitch.campaigns.engines.related import Related
from counterpitch.campaigns.engines.unit import TEXT_ONLY, write_index
from counterpitch.campaigns.identifiers.rarity import telling
from counterpitch.campaigns.keys import schema as key_schema
from counterpitch.campaigns.keys import table as key_table
from counterpitch.campaigns.reuse.kernel import SIGNATURE
from counterpitch.campaigns.reuse.kernel import schema as signed_schema
from counterpitch.campaigns.reuse.resemblance import least_matches
from counterpitch.campaigns.reuse.signing import LEAST
from counterpitch.campaigns.source.rows import approach_schema, message_schema
from counterpitch.campaigns.sql import (
    companies,
    comparison,
    firm_keys,
    near_texts,
    proposals,
    representatives,
    same_texts,
    shared_identifiers,
    supplied_facts,
)
from counterpitch.campaigns.supply import FACTS, FIRMS

if TYPE_CHECKING:
    import pyarrow as pa

    from counterpitch.campaigns.personas.persona import Persona
    from counterpitch.campaigns.personas.records import Census


class Tables:
    """The tables of one run, as views of a session."""

    def __init__(self, session: Any, work: str, evidence: frozenset[str]) -> None:
        self._spark = session
        self._work = work
        self._evidence = evidence

    def read(self, inputs: Sequence[str]) -> None:
        """Sign every message, read every identifier and card; keep them in the work folder."""
        lines = [each for each in inputs if each.rstrip("/").endswith((".jsonl", ".json", ".gz"))]
        others = [each for each in inputs if each not in lines]
        self._sources = []
        if others:
            self._sources.append((self._spark.read.parquet(*others), maps.of_columns))
        if lines:
            self._sources.append((self._spark.read.text(lines), maps.of_lines))
        self._map("signed", maps.signed, signed_schema())
        self._map("approaches", maps.cards, approach_schema())
        if self._evidence != TEXT_ONLY:
            self._map("identified", maps.identified, key_schema())
        self._map("short", maps.short, key_schema())
        if "personas" in self._evidence:
            self._map("named", maps.named, maps.named_schema())

    def related(self, supplied: Path) -> Related:
        """Return what ties approaches, by the same queries as on one machine; ``supplied`` is the
        folder that holds what is known besides."""
        first = ", ".join(f"min({name}) AS {name}" for name in ("units", *SIGNATURE))
        self._view(
            "texts", f"SELECT text, {first} FROM signed WHERE units >= {LEAST} GROUP BY text"
        )
        self._view("passages", "SELECT DISTINCT text, explode(passages) AS key FROM signed")
        self._keep("pairs", proposals("passages"))
        self._keep("near", comparison("pairs", least_matches()))
        self._view("uses", "SELECT DISTINCT node, text, units FROM signed")
        self._view("ids", "SELECT node, min(approach) AS approach FROM approaches GROUP BY node")
        self._keep("reps", representatives())
        everyone = self._spark.sql("SELECT count(*) FROM ids").collect()[0][0]
        same, near = self._arrow(same_texts()), self._arrow(near_texts())
        keys = self._shared(everyone, supplied / FACTS)
        wanted = firm_keys() if (supplied / FIRMS).exists() else companies()
        named = self._arrow(wanted) if wanted == firm_keys() or keys.num_rows else key_table([])
        return Related(same, near, keys, named, everyone)

    def _shared(self, everyone: int, facts: Path) -> "pa.Table":
        import pyarrow.parquet as pq

        found = "SELECT * FROM short"
        if self._evidence != TEXT_ONLY:
            found = f"SELECT * FROM identified UNION ALL {found}"
        self._view("read_identifiers", f"SELECT DISTINCT * FROM ({found})")
        whole = "SELECT * FROM read_identifiers"
        if facts.exists():
            self._frame(pq.read_table(facts)).createOrReplaceTempView("facts")
            whole = f"{whole} UNION ALL ({supplied_facts('read_identifiers')})"
        self._keep("identifiers", whole)
        kept = telling(self._arrow(shared_identifiers()), everyone)
        if not kept.num_rows:
            return key_table([])
        self._spark.createDataFrame(kept).createOrReplaceTempView("telling")
        return self._arrow(
            "SELECT i.* FROM identifiers i LEFT SEMI JOIN telling t"
            " ON i.kind = t.kind AND i.key = t.key"
            " UNION ALL SELECT i.* FROM identifiers i LEFT ANTI JOIN telling t"
            " ON i.kind = t.kind AND i.key = t.key WHERE i.kind = 'photo'"
        )

    def personas(self) -> "tuple[list[Persona], Census] | None":
        """Return the personas that share a key with another that few share, and what is to be
        known of the others; None where personas are no evidence."""
        if "personas" not in self._evidence:
            return None
        from counterpitch.campaigns.personas.persona import Persona
        from counterpitch.campaigns.personas.records import CROWD, PRIOR, Census

        # Of an approach that came twice one is chosen, as on one machine.
        columns = ", ".join(("packed", "approach", *PRIOR, "blocks"))
        once = f"SELECT max(struct({columns})) AS one FROM named GROUP BY approach"
        self._keep("people", f"SELECT one.* FROM ({once})")
        blocks = "SELECT approach, explode(blocks) AS block FROM people"
        self._keep(
            "blocked",
            f"SELECT block FROM ({blocks}) GROUP BY block HAVING count(*) BETWEEN 2 AND {CROWD}",
        )
        held = f"SELECT approach FROM ({blocks}) LEFT SEMI JOIN blocked USING (block)"
        self._view("held", f"SELECT p.* FROM people p LEFT SEMI JOIN ({held}) USING (approach)")
        unpack = msgspec.msgpack.Decoder(Persona).decode
        found = self._column("SELECT packed FROM held ORDER BY approach")
        counts = {column: self._counts(column) for column in PRIOR}
        everyone = {
            column: int(self._column(f"SELECT count({column}) FROM people")[0]) for column in PRIOR
        }
        kept = frozenset(self._column("SELECT block FROM blocked"))
        return [unpack(each) for each in found], Census(kept, counts, everyone)

    def _counts(self, column: str) -> dict[str, int]:
        found = self._arrow(
            f"SELECT p.{column}, count(*) FROM people p LEFT SEMI JOIN held h"
            f" ON p.{column} = h.{column} GROUP BY p.{column}"
        )
        return dict(zip(found[0].to_pylist(), found[1].to_pylist(), strict=True))

    def _column(self, query: str) -> list[Any]:
        found: list[Any] = self._arrow(query)[0].to_pylist()
        return found

    def rows(self) -> int:
        """Return how many lines that are not blank, and rows, were given."""
        frames = (
            frame.filter("length(trim(value)) > 0") if read is maps.of_lines else frame
            for frame, read in self._sources
        )
        return sum(frame.count() for frame in frames)

    def counted(self) -> tuple[int, int]:
        """Return how many approaches and messages there are."""
        query = (
            "SELECT count(*), sum(n) FROM (SELECT max(messages) AS n FROM approaches GROUP BY node)"
        )
        row = self._spark.sql(query).collect()[0]
        return int(row[0]), int(row[1] or 0)

    def collect(self, edges: Path, part: Path) -> None:
        """Bring cards and messages of all approaches that are tied to the driver."""
        import pyarrow as pa
        import pyarrow.compute as pc
        import pyarrow.parquet as pq

        tied = pq.read_table(edges, columns=["a", "b"], filters=pc.field("tied"))
        names = pa.table({"approach": pa.array({*tied["a"].to_pylist(), *tied["b"].to_pylist()})})
        if not names.num_rows:
            names = pa.table({"approach": pa.array([], pa.string())})
        self._frame(names).createOrReplaceTempView("wanted")
        cards = self._arrow("SELECT a.* FROM approaches a LEFT SEMI JOIN wanted USING (approach)")
        cards = cards.cast(approach_schema())
        with pa.ipc.new_file(str(part / "approaches.000000.arrow"), cards.schema) as writer:
            writer.write_table(cards)
        self._frame(cards.select(["node"])).createOrReplaceTempView("wanted_nodes")
        self._map("said", maps.said, message_schema(), keep=False)
        said = self._arrow("SELECT s.* FROM said s LEFT SEMI JOIN wanted_nodes USING (node)")
        said = said.cast(message_schema())
        with pa.ipc.new_file(str(part / "messages.000000.arrow"), said.schema) as writer:
            writer.write_table(said)
        write_index(part / "messages.000000.npy", [said["node"].to_numpy()])

    def _frame(self, table: "pa.Table") -> Any:
        from pyspark.sql.pandas.types import from_arrow_schema

        schema = from_arrow_schema(table.schema)
        return self._spark.createDataFrame([tuple(r.values()) for r in table.to_pylist()], schema)

    def _map(self, name: str, make: Any, schema: "pa.Schema", *, keep: bool = True) -> None:
        from pyspark.sql.pandas.types import from_arrow_schema

        wanted = from_arrow_schema(schema)
        frames = [
            frame.mapInArrow(maps.Mapped(read, make), wanted) for frame, read in self._sources
        ]
        whole = frames[0]
        for each in frames[1:]:
            whole = whole.unionAll(each)
        self._store(name, whole) if keep else whole.createOrReplaceTempView(name)

    def _keep(self, name: str, query: str) -> None:
        self._store(name, self._spark.sql(query))

    def _store(self, name: str, frame: Any) -> None:
        path = f"{self._work}/{name}"
        frame.write.mode("overwrite").parquet(path)
        self._spark.read.schema(frame.schema).parquet(path).createOrReplaceTempView(name)

    def _view(self, name: str, query: str) -> None:
        self._spark.sql(query).createOrReplaceTempView(name)

    def _arrow(self, query: str) -> "pa.Table":
        return self._spark.sql(query).toArrow()
