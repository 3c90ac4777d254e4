"""Reads the date of each row of a file, settling once which number is the day."""

from collections.abc import Callable
from itertools import islice

from counterpitch.intake.csvrows import CsvRow, csv_rows
from counterpitch.intake.linkedin.dates import When, day_first, parse_date
from counterpitch.intake.linkedin.export import Part
from counterpitch.intake.notices import Notices

LOOKED_AT = 5_000
"""How many rows are looked at for a date that tells days from months."""


def dater(part: Part, column: str, notices: Notices) -> Callable[[CsvRow], When | None]:
    """Return what reads the date in ``column``; what it has to guess goes to ``notices``."""
    rows = csv_rows(part.origin, part.header, Notices())
    days_come_first = day_first(row.cells[column] for row in islice(rows, LOOKED_AT))
    guessed = False

    def dated(row: CsvRow) -> When | None:
        nonlocal guessed
        text = row.cells[column]
        when = parse_date(text, days_come_first=days_come_first)
        if when is None:
            notices.add(
                "no-date",
                f"Row {row.number} has no date that can be read; its text was kept.",
                part.origin.path,
                row=row.number,
            )
        elif when.ambiguous and not guessed:
            guessed = True
            notices.add(
                "ambiguous-date",
                f"Dates such as {text.strip()[:20]!r} can be read with the day or with the month"
                " first; the month was taken to come first. The original export from LinkedIn"
                " leaves no doubt.",
                part.origin.path,
                row=row.number,
            )
        return when

    return dated
