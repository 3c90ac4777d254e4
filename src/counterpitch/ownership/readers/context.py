"""What every reader is given beside the file, and how it tells what it could not read."""

from datetime import date

from counterpitch.intake.notices import Notices
from counterpitch.intake.origin import Origin
from counterpitch.ownership.dates import Order, parse_date


class Context:
    """One file being read: the date of its snapshot, its notices and its count of lines."""

    def __init__(self, origin: Origin, snapshot: date, notices: Notices) -> None:
        self.origin = origin
        self.snapshot = snapshot
        self.notices = notices
        self.lines = 0
        self.damaged = 0

    def warn(self, kind: str, message: str, row: int | None = None) -> None:
        """Tell about something that was read with less certainty than its publisher meant."""
        self.notices.add(kind, message, self.origin.path, row=row)

    def lost(self, message: str, row: int | None = None) -> None:
        """Tell about a record that could not be read at all."""
        self.damaged += 1
        self.notices.add("damaged-record", message, self.origin.path, row=row)

    def broken(self, message: str, row: int | None = None) -> None:
        """Tell that the file breaks off: what it lacks cannot be told from what is gone."""
        self.damaged += 1
        self.notices.add("truncated", message, self.origin.path, row=row)

    def day(self, text: object, row: int | None = None, order: Order = "iso") -> date | None:
        """Return a date; one that cannot be told is None with a notice."""
        if not text:
            return None
        found = parse_date(str(text), order)
        if found is None:
            self.warn("unclear-date", f"“{str(text)[:40]}” is no clear date; left open.", row)
        return found

    def end(self, text: object, row: int | None = None, order: Order = "iso") -> date | None:
        """Return the date on which something ended; on an unclear one it had, by the snapshot.

        What is said to have ended must not go on as if it held.
        """
        if not str(text or "").strip():
            return None
        found = parse_date(str(text), order)
        if found is None:
            self.warn(
                "unclear-date", f"“{str(text)[:40]}” is no clear end; ended by the snapshot.", row
            )
        return found or self.snapshot

    def known(self, stated: date | None) -> date:
        """Return since when something is on file: as stated, never after the snapshot."""
        return min(stated, self.snapshot) if stated else self.snapshot
