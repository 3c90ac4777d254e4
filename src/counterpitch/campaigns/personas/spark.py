"""Personas on a Spark cluster: the same settings document, the same records, the same edges."""

import copy
import logging
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

from counterpitch.campaigns.personas.records import frequencies

if TYPE_CHECKING:
    import pyarrow

_RENAMED: Final = {"JAROWINKLER_SIMILARITY": "jaro_winkler"}
"""Functions that Splink's library for Spark calls otherwise than the translation does."""


def spark_settings(model: Mapping[str, Any]) -> dict[str, Any]:
    """Return a settings document with its SQL translated from DuckDB's to Spark's dialect."""
    found = copy.deepcopy(dict(model))
    found["sql_dialect"] = "spark"
    for comparison in found["comparisons"]:
        for level in comparison["comparison_levels"]:
            level["sql_condition"] = _translated(level["sql_condition"])
    for rule in found["blocking_rules_to_generate_predictions"]:
        rule["sql_dialect"] = "spark"
    return found


def _translated(condition: str) -> str:
    import sqlglot

    if condition == "ELSE":
        return condition
    text = str(sqlglot.transpile(condition, read="duckdb", write="spark")[0])
    for name, renamed in _RENAMED.items():
        text = text.replace(name, renamed)
    return text


def session(master: str) -> Any:
    """Return a Spark session with the jar that Splink brings for its comparisons."""
    from pyspark.sql import SparkSession
    from splink.internals.spark.jar_location import similarity_jar_location

    return (
        SparkSession.builder.master(master)
        .config("spark.jars", similarity_jar_location())
        .config("spark.ui.enabled", "false")
        .config("spark.sql.shuffle.partitions", "8")
        .getOrCreate()
    )


def predicted_on_spark(
    table: "pyarrow.Table", model: Mapping[str, Any], spark: Any, shown: float
) -> Iterator[dict[str, Any]]:
    """Yield what ``resolve.predicted`` yields, worked out by the session ``spark``."""
    from splink import Linker
    from splink.internals.spark.database_api import SparkAPI

    logging.getLogger("splink").setLevel(logging.ERROR)
    make: Any = SparkAPI
    api = make(spark_session=spark, break_lineage_method="persist")
    frame = api.register(_frame(spark, table), dataset_display_name="personas")
    linker = Linker(frame, settings=spark_settings(model), log_level=None)
    for column, lookup in frequencies(table).items():
        known = api.register(_frame(spark, lookup), dataset_display_name=f"tf_of_{column}")
        linker.table_management.register_term_frequency_lookup(known, column)
    found = linker.inference.predict(threshold_match_probability=shown, warning_mode="never")
    yield from found.as_record_list()


def _frame(spark: Any, table: "pyarrow.Table") -> Any:
    return spark.createDataFrame(table)
