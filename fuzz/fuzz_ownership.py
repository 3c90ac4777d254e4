"""Fuzzes the readers of registers: any bytes give nodes, interests and notices, never an error."""

import json
import tempfile
from datetime import date
from pathlib import Path

from counterpitch.intake.notices import Notices
from counterpitch.intake.origin import Origin
from counterpitch.ownership.edge import Interest
from counterpitch.ownership.readers import bods, ftm, gleif
from counterpitch.ownership.readers.context import Context
from fuzz.harness import run

LEI = "TESTTESTTESTTEST0101"
SEEDS = [
    json.dumps([{"statementId": "a", "recordId": "c", "recordType": "entity", "recordDetails": {
        "entityType": {"type": "registeredEntity"}, "name": "x"}}, {"statementId": "b",
        "recordId": "r", "recordType": "relationship", "recordDetails": {"subject": "c",
        "interestedParty": {"reason": "unknown"}, "interests": [{"type": "shareholding",
        "share": {"exact": 60}, "startDate": "2020-01-01"}]}}]),
    json.dumps({"id": "o", "schema": "Ownership", "properties": {"owner": ["a"], "asset": ["b"],
               "percentage": ["25-50%"], "startDate": ["2020"]}}),
    json.dumps([{"LEI": LEI, "ExceptionCategory": "DIRECT", "ExceptionReason": "NO_LEI"}]),
    f'<lei:LEIData xmlns:lei="http://www.gleif.org/data/schema/leidata/2016"><lei:LEIRecord>'
    f"<lei:LEI>{LEI}</lei:LEI><lei:Entity><lei:LegalName>x</lei:LegalName></lei:Entity>"
    "</lei:LEIRecord></lei:LEIData>",
    f"lei,entity_legal_name,entity_entity_status\n{LEI},x,ACTIVE\n",
]  # fmt: skip


def target(data: bytes) -> None:
    """Read ``data`` with every reader that takes it; demand fractions that are some."""
    origin = Origin.of_bytes("fuzz", data)
    for reader in (gleif, bods, ftm):
        if not reader.identify(origin):
            continue
        for row in reader.read(Context(origin, date(2026, 11, 28), Notices())):
            if isinstance(row, Interest):
                assert 0 <= row.lo <= row.hi <= 1
                assert row.owner
                assert row.owned


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        for number, seed in enumerate(SEEDS):
            Path(folder, f"{number}.seed").write_text(seed)
        run(target, Path(folder).iterdir())
