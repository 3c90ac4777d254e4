"""Public record-linkage sets as tables with the columns that both models need."""

import csv
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from counterpitch.campaigns.personas.name import person_name

Rows = list[dict[str, Any]]


def historical(folder: Path) -> Rows:
    """Return people of Wikidata with errors added: 25,235 records of about 5,156 people."""
    rows = pq.read_table(folder / "historical_50k_dev_clusters.parquet").to_pylist()
    return [_named(row, row["full_name"]) for row in rows]


def fake(folder: Path) -> Rows:
    """Return Splink's example of 1,000 invented records."""
    with (folder / "fake_1000.csv").open(encoding="utf-8", newline="") as stream:
        rows = [{k: v or None for k, v in row.items()} for row in csv.DictReader(stream)]
    return [_named(row, f"{row['first_name'] or ''} {row['surname'] or ''}") for row in rows]


def febrl(folder: Path) -> Rows:
    """Return FEBRL 4: 5,000 records and one damaged copy of each."""
    found = []
    for name in ("febrl_dataset4a.csv", "febrl_dataset4b.csv"):
        with (folder / name).open(encoding="utf-8", newline="") as stream:
            for row in csv.DictReader(stream, skipinitialspace=True):
                record = {key.strip(): value.strip() or None for key, value in row.items()}
                record["unique_id"] = record.pop("rec_id")
                record["cluster"] = str(record["unique_id"]).split("-")[1]
                record["first_name"] = record.pop("given_name")
                born = record.pop("date_of_birth") or ""
                record["dob"] = f"{born[:4]}-{born[4:6]}-{born[6:]}" if len(born) == 8 else None
                found.append(
                    _named(record, f"{record['first_name'] or ''} {record['surname'] or ''}")
                )
    return found


def _named(row: dict[str, Any], name: str | None) -> dict[str, Any]:
    """Add the columns of a persona's name."""
    parts = person_name(name or "")
    row |= {
        f"name_{part}": getattr(parts, part) or None
        for part in ("whole", "key", "joined", "turned", "family", "initial")
    }
    row["name_short"] = parts.short
    row["name_words"] = list(parts.words) or None
    first, last = row.get("first_name"), row.get("surname")
    row["first_and_surname"] = f"{first} {last}" if first and last else None
    return row


def table(rows: Rows) -> pa.Table:
    """Return ``rows`` as a table; ids as text."""
    for row in rows:
        row["unique_id"] = str(row["unique_id"])
    return pa.Table.from_pylist(rows)


def true_pairs(rows: Iterable[dict[str, Any]]) -> set[tuple[str, str]]:
    """Return every pair of records of one person, smaller id first."""
    members: dict[str, list[str]] = {}
    for row in rows:
        members.setdefault(str(row["cluster"]), []).append(str(row["unique_id"]))
    return {
        (one, other)
        for ids in members.values()
        for at, one in enumerate(sorted(ids))
        for other in sorted(ids)[at + 1 :]
    }
