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
from counterpitch.campaigns.personas.records import frequencies, records
from counterpitch.campaigns.personas.waterfall import Step, sentence, steps

if TYPE_CHECKING:
    import pyarrow

_SETTINGS: Final = Path(__file__).parent / "data" / "settings.json"
SHOWN: Final = 0.5
"""Probability from which a pair becomes an edge."""
SURE: Final = 0.99
"""Probability from which it may link alone, if more than a name and a job says so."""
_PROOF: Final = frozenset({"address, number or account", "picture"})
"""Comparisons that tell a person from a namesake in the same trade."""


@lru_cache(maxsize=1)
def settings() -> dict[str, Any]:
    """Return the persona model that is shipped, as a Splink settings document."""
    return dict(json.loads(_SETTINGS.read_text("utf-8")))


def persona_edges(found: Iterable[Persona], model: Mapping[str, Any] | None = None) -> list[Edge]:
    """Return the edges between personas that may be one person, in a fixed order.

    ``model`` is a Splink settings document, by default the shipped one. A name gives no edge by
    itself, however rare it is; without a shared address, account or picture no edge is strong.
    """
    table = records(found)
    if table.num_rows < 2:
        return []
    chosen = dict(model or settings())
    edges = (_edge(row, chosen["comparisons"]) for row in predicted(table, chosen))
    return sorted((edge for edge in edges if edge is not None), key=lambda e: (e.a, e.b))


def predicted(table: "pyarrow.Table", model: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield Splink's prediction of every pair from ``SHOWN`` on, with its intermediate columns."""
    linker, close = linked(table, model)
    try:
        frame = linker.inference.predict(threshold_match_probability=SHOWN, warning_mode="never")
        yield from frame.as_record_list()
    finally:
        close()


def linked(table: "pyarrow.Table", model: Mapping[str, Any]) -> tuple[Any, Any]:
    """Return a Splink linker over ``table`` on a DuckDB of its own, and what closes it."""
    import duckdb
    from splink import Linker
    from splink.internals.duckdb.database_api import DuckDBAPI

    logging.getLogger("splink").setLevel(logging.ERROR)
    connection = duckdb.connect(":memory:")
    connection.register("personas_in", table)
    connection.execute("CREATE TABLE personas AS SELECT * FROM personas_in")
    api = DuckDBAPI(connection=connection)
    frame = api.register("personas", dataset_display_name="personas")
    linker = Linker(frame, settings=dict(model), log_level=None)
    for column, lookup in frequencies(table).items():
        connection.register(f"tf_{column}_in", lookup)
        connection.execute(f"CREATE TABLE tf_of_{column} AS SELECT * FROM tf_{column}_in")
        linker.table_management.register_term_frequency_lookup(
            api.register(f"tf_of_{column}"), column
        )
    return linker, connection.close


def _edge(row: Mapping[str, Any], comparisons: list[dict[str, Any]]) -> Edge | None:
    found = steps(row, comparisons)
    support = [step for step in found if step.positive and step.what != "name"]
    if not _is_supported(found, support, bool(row["name_short_l"] or row["name_short_r"])):
        return None
    weight = round(sum(step.weight for step in found), 6)
    if weight <= 0:
        return None
    proven = any(step.what in _PROOF for step in support)
    evidence = msgspec.json.encode({"steps": found, "probability": row["match_probability"]})
    return ordered(
        Edge(
            str(row["unique_id_l"]), str(row["unique_id_r"]), "persona", weight,
            proven and row["match_probability"] >= SURE, sentence(found, weight), evidence.decode(),
        )
    )  # fmt: skip


def _is_supported(found: list[Step], support: list[Step], short: bool) -> bool:
    """Tell whether more than a name speaks for one person; a short name needs more still."""
    if any(step.what in _PROOF for step in support):
        return True
    named = any(step.what == "name" and step.positive for step in found)
    return len(support) >= (2 if short and named else 1)
