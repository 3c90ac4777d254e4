"""Two Splink models over the same records, blocks and training: Splink's own, and ours."""

import copy
import logging
import time
from typing import Any

import duckdb
import pyarrow as pa
import splink.comparison_library as cl
from splink import Linker, SettingsCreator, block_on
from splink.internals.duckdb.database_api import DuckDBAPI

from counterpitch.campaigns.personas.resolve import settings

SEED = 7
U_PAIRS = 1_000_000


def blocks(columns: set[str]) -> list[Any]:
    """Return the blocking rules of Splink's worked example, where the columns are there."""
    place = "postcode_fake" if "postcode_fake" in columns else "postcode"
    wanted = [
        (("first_name", "surname"), ("substr(first_name,1,3)", "substr(surname,1,4)")),
        (("surname", "dob"), ("surname", "dob")),
        (("first_name", "dob"), ("first_name", "dob")),
        ((place, "first_name"), (place, "first_name")),
        ((place, "surname"), (place, "surname")),
        (("dob", "birth_place"), ("dob", "birth_place")),
        (("email",), ("email",)),
        (("soc_sec_id",), ("soc_sec_id",)),
        ((place, "dob"), (f"substr({place},1,3)", "dob")),
        ((place, "first_name"), (f"substr({place},1,3)", "first_name")),
        ((place, "surname"), (f"substr({place},1,3)", "surname")),
    ]
    return [block_on(*rule) for needed, rule in wanted if columns.issuperset(needed)]


def _shared(columns: set[str]) -> list[Any]:
    """Return what both models compare alike: everything but the name."""
    listed = {
        "dob": cl.DateOfBirthComparison("dob", input_is_string=True),
        "postcode_fake": cl.PostcodeComparison("postcode_fake"),
        "postcode": cl.ExactMatch("postcode").configure(term_frequency_adjustments=True),
        "birth_place": cl.ExactMatch("birth_place").configure(term_frequency_adjustments=True),
        "occupation": cl.ExactMatch("occupation").configure(term_frequency_adjustments=True),
        "city": cl.ExactMatch("city").configure(term_frequency_adjustments=True),
        "email": cl.EmailComparison("email"),
        "suburb": cl.ExactMatch("suburb").configure(term_frequency_adjustments=True),
        "soc_sec_id": cl.LevenshteinAtThresholds("soc_sec_id", [2]),
    }
    return [comparison for column, comparison in listed.items() if column in columns]


def splink_names() -> list[Any]:
    """Return Splink's own comparison of names, with its defaults."""
    return [
        cl.ForenameSurnameComparison(
            "first_name", "surname", forename_surname_concat_col_name="first_and_surname"
        )
    ]


def our_names() -> list[Any]:
    """Return the shipped comparison of names, to be trained on the same records."""
    name = copy.deepcopy(settings()["comparisons"][0])
    return [name]


def predictions(table: pa.Table, names: list[Any]) -> tuple[list[tuple[str, str, float]], float]:
    """Train on ``table`` without labels and return (id, id, probability) from 0.01, and seconds."""
    began = time.process_time()
    columns = set(table.column_names)
    logging.getLogger("splink").setLevel(logging.ERROR)
    connection = duckdb.connect(":memory:")
    connection.execute("SET threads=2")
    connection.register("input", table)
    connection.execute("CREATE TABLE records AS SELECT * FROM input")
    frame = DuckDBAPI(connection=connection).register("records", dataset_display_name="records")
    linker = Linker(
        frame,
        SettingsCreator(
            link_type="dedupe_only",
            blocking_rules_to_generate_predictions=blocks(columns),
            comparisons=[*names, *_shared(columns)],
            retain_intermediate_calculation_columns=False,
        ),
        log_level=None,
    )
    _train(linker)
    rows = linker.inference.predict(threshold_match_probability=0.01).as_record_list()
    connection.close()
    pairs = [(r["unique_id_l"], r["unique_id_r"], r["match_probability"]) for r in rows]
    return pairs, time.process_time() - began


def _train(linker: Any) -> None:
    linker.training.estimate_probability_two_random_records_match(
        [block_on("first_name", "surname", "dob")], recall=0.6
    )
    linker.training.estimate_u_using_random_sampling(max_pairs=U_PAIRS, seed=SEED)
    for rule in (block_on("first_name", "surname"), block_on("dob")):
        linker.training.estimate_parameters_using_expectation_maximisation(rule)


def splink_personas(people: list[dict[str, Any]]) -> list[tuple[str, str, float]]:
    """Link invented people as Splink's documentation would: its comparisons, blocks, training."""
    logging.getLogger("splink").setLevel(logging.ERROR)
    connection = duckdb.connect(":memory:")
    connection.register("input", pa.Table.from_pylist(people))
    connection.execute("CREATE TABLE records AS SELECT * FROM input")
    frame = DuckDBAPI(connection=connection).register("records", dataset_display_name="records")
    compared: list[Any] = [
        cl.NameComparison("name").configure(term_frequency_adjustments=True),
        cl.ExactMatch("headline").configure(term_frequency_adjustments=True),
        cl.ExactMatch("company").configure(term_frequency_adjustments=True),
        cl.EmailComparison("email"),
    ]
    rules: list[Any] = [block_on("name"), block_on("email"), block_on("company", "headline")]
    made = SettingsCreator(
        link_type="dedupe_only",
        blocking_rules_to_generate_predictions=rules,
        comparisons=compared,
        retain_intermediate_calculation_columns=False,
    )
    linker = Linker(frame, made, log_level=None)
    linker.training.estimate_probability_two_random_records_match([block_on("email")], recall=0.4)
    linker.training.estimate_u_using_random_sampling(max_pairs=U_PAIRS, seed=SEED)
    for rule in (block_on("name"), block_on("company", "headline")):
        linker.training.estimate_parameters_using_expectation_maximisation(rule)
    rows = linker.inference.predict(threshold_match_probability=0.5).as_record_list()
    connection.close()
    return [(r["unique_id_l"], r["unique_id_r"], r["match_probability"]) for r in rows]
