"""What a user supplies beside the approaches: facts of sites and servers, and a list of firms.

Both are kept with the result, so that later runs go on with them until others are given. They
are joined to every approach, also to those that were read before.
"""

import os
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Final

import msgspec

from counterpitch.campaigns.keys import number
from counterpitch.intake.notices import Notices

FACTS: Final = "facts.parquet"
FIRMS: Final = "firms.csv"


class Supply(msgspec.Struct, frozen=True):
    """Paths of the two CSV."""

    facts: Path | None = None
    firms: Path | None = None


def keep(supply: Supply, before: Path | None, target: Path, notices: Notices) -> None:
    """Put what is supplied into the folder ``target`` of a result, or what ``before`` had."""
    for name in (FACTS, FIRMS):
        if before is not None and (before / name).is_file():
            os.link(before / name, target / name)
    if supply.facts is not None:
        (target / FACTS).unlink(missing_ok=True)
        _write_facts(supply.facts, target / FACTS, notices)
    if supply.firms is not None:
        from counterpitch.campaigns.firms.firm import firms

        (target / FIRMS).unlink(missing_ok=True)
        _say(firms((), supply.firms).faults, supply.firms, notices)
        shutil.copyfile(supply.firms, target / FIRMS)


def _write_facts(path: Path, target: Path, notices: Notices) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    from counterpitch.campaigns.identifiers.supplied import supplied

    found = supplied(path)
    _say(found.faults, path, notices)
    rows = [
        {"subject": subject, "kind": each.kind, "value": each.value,
         "key": number(each.kind, each.value)}
        for subject, facts in sorted(found.facts.items())
        for each in facts
    ]  # fmt: skip
    words = [(name, pa.string()) for name in ("subject", "kind", "value")]
    pq.write_table(pa.Table.from_pylist(rows, pa.schema([*words, ("key", pa.int64())])), target)


def _say(faults: Iterable[str], path: Path, notices: Notices) -> None:
    for fault in faults:
        notices.add("damaged-row", fault, str(path))
