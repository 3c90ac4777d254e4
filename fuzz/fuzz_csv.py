"""Fuzzes the CSV records and the members of a ZIP made of the same bytes."""

import io
import zipfile
from pathlib import Path

from counterpitch.intake.archive import members
from counterpitch.intake.csvrows import csv_rows, find_header
from counterpitch.intake.notices import Notices
from counterpitch.intake.origin import Origin
from fuzz.harness import run

SAMPLES = Path(__file__).parents[1] / "tests" / "data" / "intake" / "linkedin"

HEAD = b"Id,Date,Text\n"


def target(data: bytes) -> None:
    """Read ``data`` as records below a header, and as the bytes of a ZIP."""
    origin = Origin.of_bytes("any.csv", HEAD + data)
    header = find_header(origin.head, ("id", "date", "text"), "date")
    if header is not None:
        for row in csv_rows(origin, header, Notices()):
            assert set(row.cells) >= {"id", "date", "text"}
    for member in members(Origin.of_bytes("any.zip", _zip_of(data)), Notices()):
        with member.open() as stream:
            stream.read()


def _zip_of(data: bytes) -> bytes:
    """Return a ZIP of the first half of ``data`` with the second half written into it."""
    out = io.BytesIO()
    half = len(data) // 2
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("a.csv", data[:half])
        file.writestr("b.csv", data[:50])
    made = bytearray(out.getvalue())
    for number, byte in enumerate(data[half : half + 12]):
        made[(number * 7919 + byte * 31) % len(made)] = byte
    return bytes(made)


if __name__ == "__main__":
    run(target, SAMPLES.rglob("*.csv"))
