import shutil
from collections.abc import Iterator
from typing import Any

import msgspec
import pytest

from counterpitch.campaigns.edges import Edge
from counterpitch.campaigns.personas.resolve import persona_edges, settings
from counterpitch.campaigns.personas.spark import spark_settings
from tests.campaigns.personas.test_resolve import crowd, said


def test_every_condition_is_translated() -> None:
    """No function of DuckDB's alone is left in the document for Spark, and levels stay as many."""
    made, before = spark_settings(settings()), settings()
    text = str(made)
    assert not any(
        word in text
        for word in ("list_intersect", "jaro_winkler_similarity", "array_length", "xor(")
    )
    assert [len(c["comparison_levels"]) for c in made["comparisons"]] == [
        len(c["comparison_levels"]) for c in before["comparisons"]
    ]


def _without_running_java() -> None:
    """End the Java that another test began: a jar is only taken along when Java starts."""
    from pyspark import SparkContext

    context: Any = SparkContext
    if context._gateway is not None:
        context._gateway.shutdown()
        context._gateway = context._jvm = None


@pytest.fixture(scope="module")
def spark() -> Iterator[Any]:
    """Return a Spark session on two cores, or skip where Java or PySpark is missing."""
    pytest.importorskip("pyspark")
    if shutil.which("java") is None:
        pytest.skip("no Java here")
    from counterpitch.campaigns.personas.spark import session

    _without_running_java()
    found = session("local[2]")
    yield found
    found.stop()


def _rounded(edges: list[Edge]) -> list[Edge]:
    return [
        msgspec.structs.replace(edge, weight=round(edge.weight, 4), evidence="") for edge in edges
    ]


def test_spark_and_duckdb_give_the_same_edges(spark: Any) -> None:
    """To the pair, weight and sentence: both engines read one document."""
    cards = [
        (f"a{n}", ("Helen Ashworth", "Ashworth, Helen", "Imogen Thistlewood", "Imogen Thistlewod", "Wang Wei", "Claire Dumont")[n % 6],
         ("Research director", "Partner")[n % 2], f"Vale House {n % 3}", f"h{n % 7}@ledger.example")
        for n in range(24)
    ]  # fmt: skip
    people = said(*cards, *crowd(20))
    local = persona_edges(people)
    assert _rounded(persona_edges(people, spark=spark)) == _rounded(local)
    assert len(local) > 10
