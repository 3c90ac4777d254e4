"""A cluster: the same kernel by ``mapInArrow``, the same SQL, on Spark.

What is large stays on the cluster; checked pairs, identifiers that several hold, and the messages
of
those approaches that are tied come to the driver, where grouping is the same code as on one
machine.
"""

import os
import shutil
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import msgspec

from counterpitch.campaigns.engines.related import Related
from counterpitch.campaigns.engines.unit import TEXT_ONLY, short_keys_of, write_index
from counterpitch.campaigns.identifiers.rarity import telling
from counterpitch.campaigns.keys import schema as key_schema
from counterpitch.campaigns.keys import table as key_table
from counterpitch.campaigns.reuse.kernel import SIGNATURE, kernel
from counterpitch.campaigns.reuse.kernel import schema as signed_schema
from counterpitch.campaigns.reuse.resemblance import least_matches
from counterpitch.campaigns.reuse.signing import LEAST
from counterpitch.campaigns.source import columns, objects
from counterpitch.campaigns.source.rows import Rows, approach_schema, message_schema
from counterpitch.campaigns.sql import (
    companies,
    comparison,
    near_texts,
    proposals,
    representatives,
    same_texts,
    shared_identifiers,
)
from counterpitch.campaigns.state import State, open_or_make
from counterpitch.errors import CounterpitchError, UsageError
from counterpitch.intake.interchange.lenient import Lenient
from counterpitch.intake.interchange.wire import Wire
from counterpitch.intake.notices import Notices
from counterpitch.intake.origin import Origin
from counterpitch.model.conversation import Conversation
from counterpitch.model.message import Locator

if TYPE_CHECKING:
    import pyarrow as pa

AT_ONCE: Final = 4096
"""Rows of a batch that Spark hands to Python."""


def link_on_spark(
    inputs: Sequence[str],
    folder: Path,
    notices: Notices,
    *,
    master: str = "",
    evidence: Sequence[str] = (),
    work: str = "",
) -> State:
    """Link ``inputs`` (any paths or URLs that Spark reads: Parquet or JSON Lines), from nothing.

    ``work`` is where Spark keeps tables between its steps: a URL that all its machines see; by
    default a folder of the state. Judgements of the state are kept and honoured.
    """
    from counterpitch.campaigns.link import regroup, write_edges

    wanted = tuple(each for each in evidence or ("text", "identifiers") if each != "personas")
    if "personas" in evidence:
        notices.add(
            "left-out", "Personas are linked on one machine only; they were left out.", str(folder)
        )
    state = open_or_make(folder, wanted)
    if state.manifest.parts and state.manifest.engine != "spark":
        raise UsageError(
            "this folder was linked on one machine.",
            where=str(folder),
            hint="Name another with --state; judgements.jsonl can be copied there.",
        )
    state.clear()
    part, target = state.fresh("part"), state.fresh("result")
    session = _session(master)
    try:
        run = _Run(session, work or f"{part.resolve()}/work", frozenset(state.manifest.evidence))
        run.read(inputs)
        related = run.related()
        made = State(state.folder, msgspec.structs.replace(state.manifest, parts=(part.name,)))
        write_edges(related, made, target)
        run.collect(target / "edges.parquet", part)
        regroup(made, target)
        counted = run.counted()
        lost = run.rows() - counted[0]
    except Exception as error:
        raise _told(error) from error
    finally:
        session.stop()
    if lost:
        notices.add(
            "damaged-row",
            f"{lost:,} lines or rows are no conversation and were left out.",
            inputs[0],
        )
    shutil.rmtree(part / "work", ignore_errors=True)
    made = made.commit(
        result=target.name, engine="spark", approaches=counted[0], messages=counted[1]
    )
    made.clear()
    return made


def _session(master: str) -> Any:
    try:
        from pyspark.sql import SparkSession
    except ImportError as error:
        raise UsageError(
            "Spark is not installed.", hint="Install counterpitch with its extra 'spark'."
        ) from error
    builder = SparkSession.builder.appName("counterpitch link")
    builder = builder.master(master) if master else builder
    settings = {
        "spark.sql.execution.arrow.maxRecordsPerBatch": str(AT_ONCE),
        "spark.sql.execution.arrow.pyspark.enabled": "true",
        "spark.sql.session.timeZone": "UTC",
        "spark.ui.enabled": "false",
        "spark.log.level": "ERROR",
    }
    if master.startswith("local"):
        # Workers of this machine run what runs this; on a cluster its settings say.
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
        settings["spark.sql.shuffle.partitions"] = "4"
        settings["spark.driver.bindAddress"] = settings["spark.driver.host"] = "127.0.0.1"
    for name, value in settings.items():
        builder = builder.config(name, value)
    try:
        return builder.getOrCreate()
    except Exception as error:
        raise UsageError(
            f"Spark did not start ({str(error)[:120]}).",
            hint="It needs Java 17 or later; see docs/reference/spark.md.",
        ) from error


def _told(error: Exception) -> Exception:
    if isinstance(error, CounterpitchError):
        return error
    first = next(iter(str(error).splitlines()), "")[:200]
    return CounterpitchError(
        f"Spark gave up ({type(error).__name__}: {first}).", hint="Nothing was changed."
    )


class _Run:
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
            self._sources.append((self._spark.read.parquet(*others), _of_columns))
        if lines:
            self._sources.append((self._spark.read.text(lines), _of_lines))
        self._map("signed", _signed, signed_schema())
        self._map("approaches", _cards, approach_schema())
        if self._evidence != TEXT_ONLY:
            self._map("identified", _identified, key_schema())
        self._map("short", _short, key_schema())

    def related(self) -> Related:
        """Return what ties approaches, by the same queries as on one machine."""
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
        keys = self._shared(everyone)
        named = self._arrow(companies()) if keys.num_rows else key_table([])
        return Related(same, near, keys, named, everyone)

    def _shared(self, everyone: int) -> "pa.Table":
        found = "SELECT * FROM short"
        if self._evidence != TEXT_ONLY:
            found = f"SELECT * FROM identified UNION ALL {found}"
        self._view("identifiers", f"SELECT DISTINCT * FROM ({found})")
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

    def rows(self) -> int:
        """Return how many lines that are not blank, and rows, were given."""
        frames = (
            frame.filter("length(trim(value)) > 0") if read is _of_lines else frame
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
        self._map("said", _said, message_schema(), keep=False)
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
        frames = [frame.mapInArrow(_Mapped(read, make), wanted) for frame, read in self._sources]
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


class _Mapped:
    """What runs on every machine: batches in, batches of one of the tables out."""

    def __init__(self, read: Any, make: Any) -> None:
        self._read, self._make = read, make

    def __call__(self, batches: "Iterator[pa.RecordBatch]") -> "Iterator[pa.RecordBatch]":
        for batch in batches:
            if batch.num_rows:
                yield from self._make(*self._read(batch)).combine_chunks().to_batches()


Read = tuple[Rows, Sequence[Conversation] | None, Any]


def _of_columns(batch: "pa.RecordBatch") -> Read:
    return columns.rows(batch), None, batch


def _of_lines(batch: "pa.RecordBatch") -> Read:
    strict, lenient = Wire(), Lenient(Origin.of_bytes("lines", b""), Notices())
    place = Locator("", "lines", 1)
    encoded = (each.encode("utf-8", "replace") for each in batch.column(0).to_pylist() if each)
    read = (strict.decode(line, place) or lenient.decode(line, place) for line in encoded)
    found = [each for each in read if each is not None]
    return objects.rows(found), found, None


def _conversations(rows: Rows, found: Sequence[Conversation] | None, batch: Any) -> Any:
    return found if found is not None else objects.of_batch(batch.filter(columns.speaking(batch)))


def _signed(rows: Rows, found: Any, batch: Any) -> "pa.Table":
    return kernel(rows.messages).cast(signed_schema())


def _cards(rows: Rows, found: Any, batch: Any) -> "pa.Table":
    return rows.approaches.cast(approach_schema())


def _said(rows: Rows, found: Any, batch: Any) -> "pa.Table":
    import pyarrow as pa

    schema = message_schema()
    return rows.messages.cast(schema.set(4, pa.field("text", pa.string()))).cast(schema)


def _short(rows: Rows, found: Any, batch: Any) -> "pa.Table":
    return short_keys_of(rows).cast(key_schema())


def _identified(rows: Rows, found: Any, batch: Any) -> "pa.Table":
    from counterpitch.campaigns.identifiers.identify import identifiers

    return identifiers(_conversations(rows, found, batch)).cast(key_schema())
