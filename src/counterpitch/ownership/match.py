"""Proposes which nodes of several sources are one: by number, by LEI, then by name with Splink."""

import math
from collections.abc import Iterator
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any, Final

import yaml

from counterpitch.errors import UsageError
from counterpitch.ownership.find import bare
from counterpitch.ownership.merges import Merge, recorded
from counterpitch.ownership.register import Register

_POSTCODE: Final = r"regexp_extract(upper({0}), '([A-Z]{{1,2}}[0-9][A-Z0-9]? ?[0-9][A-Z]{{2}})', 1)"
_COMPANIES: Final = "'company', 'partnership', 'trust', 'state', 'arrangement'"


@cache
def model() -> Any:
    """Return the weights that are shipped."""
    text = files("counterpitch.ownership").joinpath("data/matching.yml").read_text("utf-8")
    return yaml.safe_load(text)


def proposals(register: Register, today: date, *, names: bool = True) -> list[Merge]:
    """Return merges that nobody has decided about yet: by numbers, and by names unless told not."""
    decided = {frozenset((m.one, m.other)) for m in recorded(register.folder)}
    found = list(by_number(register, today))
    if names:
        for kind in ("company", "person"):
            found += by_name(register, kind, today)
    unique: dict[frozenset[str], Merge] = {}
    for each in found:
        pair = frozenset((each.one, each.other))
        if pair not in decided:
            unique.setdefault(pair, each)
    return sorted(unique.values(), key=lambda m: (m.one, m.other))


def by_number(register: Register, today: date) -> Iterator[Merge]:
    """Yield nodes that carry the same official number: of a company register, or an LEI."""
    rows = register.sql(
        """SELECT number, list_sort(list(id)) FROM (
          SELECT DISTINCT id, unnest(numbers) AS number FROM nodes WHERE kind <> 'person'
        ) WHERE number LIKE 'GB-COH:%' OR number LIKE 'LEI:%' OR number LIKE 'XI-LEI:%'
        GROUP BY number HAVING count(*) BETWEEN 2 AND 50 ORDER BY number"""
    )
    for number, ids in rows:
        for other in ids[1:]:
            yield Merge(ids[0], other, "number", (f"both carry the number {number}",), 1.0, today)


def by_name(register: Register, kind: str, today: date) -> Iterator[Merge]:
    """Yield nodes of ``kind`` that Splink takes for one, from the shipped weights."""
    if not _candidates(register, kind):
        return
    for row in _predicted(register, kind):
        one, other = sorted((row["unique_id_l"], row["unique_id_r"]))
        yield Merge(
            one, other, "splink", tuple(_why(row, kind)), float(row["match_probability"]), today
        )


def _candidates(register: Register, kind: str) -> int:
    """Table ``matched``: nodes that share a name with another of the kind; returns how many."""
    narrow = "kind = 'person'" if kind == "person" else f"kind IN ({_COMPANIES})"
    connection = register.connection()
    connection.execute(
        f"""CREATE OR REPLACE TEMP TABLE matched AS
        WITH named AS (
          SELECT id AS unique_id, {bare("name")} AS key, born,
            coalesce({_POSTCODE.format("addresses[1]")}, '') AS postcode,
            coalesce(lower(addresses[1]), '') AS address,
            coalesce(list_sort([n FOR n IN numbers IF n LIKE 'stated:%'])[1], '') AS number
          FROM nodes WHERE name <> '' AND {narrow}
        )
        SELECT * FROM named WHERE key <> '' AND key IN (
          SELECT key FROM named GROUP BY key HAVING count(*) BETWEEN 2 AND 200
        )"""
    )
    [(count,)] = connection.execute("SELECT count(*) FROM matched").fetchall()
    return int(count)


def _predicted(register: Register, kind: str) -> Iterator[dict[str, Any]]:
    try:
        from splink import Linker, SettingsCreator
        from splink.internals.duckdb.database_api import DuckDBAPI
    except ImportError:
        raise UsageError(
            "matching by name needs the package 'splink'.",
            hint="pip install 'counterpitch[link]', or match by numbers only (--numbers).",
        ) from None
    import logging

    logging.getLogger("splink").setLevel(logging.ERROR)
    api = DuckDBAPI(connection=register.connection())
    settings = SettingsCreator(
        link_type="dedupe_only",
        comparisons=[_comparison(n, level) for n, level in enumerate(model()[kind]["levels"])],
        blocking_rules_to_generate_predictions=[
            {"blocking_rule": rule, "sql_dialect": "duckdb"} for rule in model()[kind]["blocking"]
        ],
        probability_two_random_records_match=model()["prior"],
        retain_intermediate_calculation_columns=True,
    )
    linker = Linker(api.register("matched"), settings, log_level=None)
    frame = linker.inference.predict(
        threshold_match_probability=model()["threshold"], warning_mode="never"
    )
    yield from frame.as_record_list()


def _comparison(number: int, level: dict[str, Any]) -> dict[str, Any]:
    return {
        "output_column_name": f"c{number}",
        "comparison_description": level["what"],
        "comparison_levels": [
            {
                "sql_condition": level["sql"], "label_for_charts": level["what"],
                "m_probability": level["m"], "u_probability": level["u"],
            },
            {
                "sql_condition": "ELSE", "label_for_charts": "otherwise",
                "m_probability": 1 - level["m"], "u_probability": 1 - level["u"],
            },
        ],
    }  # fmt: skip


def _why(row: dict[str, Any], kind: str) -> Iterator[str]:
    """Tell what agrees and what does not, each with its weight in bits."""
    for number, level in enumerate(model()[kind]["levels"]):
        agrees = row[f"gamma_c{number}"] == 1
        ratio = level["m"] / level["u"] if agrees else (1 - level["m"]) / (1 - level["u"])
        yield f"{'' if agrees else 'not '}{level['what']} ({math.log2(ratio):+.1f})"
