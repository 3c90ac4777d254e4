"""Which personas may be one person: Splink on DuckDB, and the edges that follow."""

import json
import logging
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import msgspec

from counterpitch.campaigns.edges import Edge, ordered
from counterpitch.campaigns.personas.persona import Persona
from counterpitch.campaigns.personas.records import Census, frequencies, records
from counterpitch.campaigns.personas.waterfall import Step, sentence, steps
from counterpitch.silence import DUCKDB

if TYPE_CHECKING:
    import pyarrow

_SETTINGS: Final = Path(__file__).parent / "data" / "settings.json"
SHOWN: Final = 0.5
"""Probability from which a pair becomes an edge."""
SURE: Final = 0.99
"""Probability from which it may link alone, if more than a name and a job says so."""
UNPROVEN: Final = 6.0
UNPROVEN_SHORT: Final = 3.0
"""Most log-odds of an edge from name, headline and employer alone, and of one with a short name:
what stands on one card hangs together, and namesakes share trades and towns."""
_AT_ONCE: Final = 4096
_UNREAD: Final = (
    "block_", "tf_", "name_key", "name_whole", "name_joined", "name_turned", "name_family",
    "name_initial", "name_words", "match_key",
)  # fmt: skip
"""Columns of a prediction, by how they begin, that no explanation shows."""
_PROOF: Final = frozenset({"address, number or account", "picture"})
"""Comparisons that tell a person from a namesake in the same trade."""


@lru_cache(maxsize=1)
def settings() -> dict[str, Any]:
    """Return the persona model that is shipped, as a Splink settings document."""
    return dict(json.loads(_SETTINGS.read_text("utf-8")))


def persona_edges(
    found: Iterable[Persona],
    model: Mapping[str, Any] | None = None,
    spark: Any = None,
    census: Census | None = None,
) -> list[Edge]:
    """Return the edges between personas that may be one person, in a fixed order.

    ``model`` is a Splink settings document, by default the shipped one; ``spark`` a Spark session
    that does the work in place of DuckDB (``spark.session``); ``census`` what is known of all
    personas where ``found`` are only those that share a key with another. A name gives no edge by
    itself, however rare it is; without a shared address, account or picture no edge is strong.
    """
    table = records(found, census)
    if table.num_rows < 2:
        return []
    chosen = dict(model or settings())
    edges = (_edge(row, chosen["comparisons"]) for row in _rows(table, chosen, spark, census))
    return sorted((edge for edge in edges if edge is not None), key=lambda e: (e.a, e.b))


def _rows(
    table: "pyarrow.Table", model: Mapping[str, Any], spark: Any, census: Census | None
) -> Iterator[dict[str, Any]]:
    if spark is None:
        return predicted(table, model, census)
    from counterpitch.campaigns.personas.spark import predicted_on_spark

    return predicted_on_spark(table, model, spark, SHOWN)


def predicted(
    table: "pyarrow.Table", model: Mapping[str, Any], census: Census | None = None
) -> Iterator[dict[str, Any]]:
    """Yield Splink's prediction of every pair from ``SHOWN`` on, with its intermediate columns."""
    linker, connection = linked(table, model, census)
    try:
        frame = linker.inference.predict(threshold_match_probability=SHOWN, warning_mode="never")
        found = connection.table(frame.physical_name)
        wanted = [column for column in found.columns if not column.startswith(_UNREAD)]
        for batch in found.select(*wanted).to_arrow_reader(_AT_ONCE):
            yield from batch.to_pylist()
    finally:
        connection.close()


def linked(
    table: "pyarrow.Table", model: Mapping[str, Any], census: Census | None = None
) -> tuple[Any, Any]:
    """Return a Splink linker over ``table``, and the DuckDB connection of its own."""
    import duckdb
    from splink import Linker
    from splink.internals.duckdb.database_api import DuckDBAPI

    logging.getLogger("splink").setLevel(logging.ERROR)
    connection = duckdb.connect(":memory:", config=dict(DUCKDB))
    connection.register("personas_in", table)
    connection.execute("CREATE TABLE personas AS SELECT * FROM personas_in")
    api = DuckDBAPI(connection=connection)
    frame = api.register("personas", dataset_display_name="personas")
    linker = Linker(frame, settings=dict(model), log_level=None)
    for column, lookup in frequencies(table, census).items():
        connection.from_arrow(lookup).create(f"tf_of_{column}")
        linker.table_management.register_term_frequency_lookup(
            api.register(f"tf_of_{column}"), column
        )
    return linker, connection


def _edge(row: Mapping[str, Any], comparisons: list[dict[str, Any]]) -> Edge | None:
    found = steps(row, comparisons)
    support = [step for step in found if step.positive and step.what != "name"]
    short = bool(row["name_short_l"] or row["name_short_r"])
    weight = round(sum(step.weight for step in found), 6)
    if weight <= 0 or not _is_supported(found, support, short):
        return None
    proven = any(step.what in _PROOF for step in support)
    cap = UNPROVEN_SHORT if short else UNPROVEN
    counted = weight if proven else min(weight, cap)
    evidence = msgspec.json.encode({"steps": found, "probability": row["match_probability"]})
    return ordered(
        Edge(
            str(row["unique_id_l"]), str(row["unique_id_r"]), "persona", counted,
            proven and row["match_probability"] >= SURE, sentence(found, counted),
            evidence.decode(),
        )
    )  # fmt: skip


def _is_supported(found: list[Step], support: list[Step], short: bool) -> bool:
    """Tell whether enough speaks for one person.

    A shared address, account or picture is enough. Without one, a name and something beside it:
    two colleagues have an employer and a headline in common, two namesakes a name. A short name
    needs two things beside it.
    """
    if any(step.what in _PROOF for step in support):
        return True
    alike = any(step.what == "name" and step.positive and step.weight > 0 for step in found)
    return alike and len(support) >= (2 if short else 1)
