"""What people do beside judging, noted in the journal: checks of a profile, evidence taken out."""

from typing import Final, Literal

from counterpitch.cases.journal.append import Event, append
from counterpitch.cases.nouns.journal import JournalEntry
from counterpitch.cases.store import Store
from counterpitch.cases.text import plain
from counterpitch.errors import UsageError

CheckResult = Literal["fits", "odd", "open"]
CHECK_RESULTS: Final[tuple[CheckResult, ...]] = ("fits", "odd", "open")
CHECKED: Final = "checked"


def note_check(
    store: Store, approach: int, *, actor: str, check: str, result: CheckResult, note: str = ""
) -> None:
    """Note what a check of the contact's profile showed; an earlier note stays."""
    if result not in CHECK_RESULTS:
        raise UsageError("A check fits, is odd, or stays open.", hint="Choose one of the three.")
    payload = {"check": plain(check, 80), "result": result, "note": plain(note, 2000)}
    with store.write() as connection:
        event = Event(CHECKED, f"approach:{approach}", payload)
        append(connection, store.clock(), actor, [event])


def note_taken(store: Store, subject: str, *, actor: str, what: str) -> None:
    """Note that ``actor`` took evidence out: an original, or a list as CSV."""
    with store.write() as connection:
        append(connection, store.clock(), actor, [Event("exported", subject, {"what": what})])


def checks_of(entries: tuple[JournalEntry, ...]) -> dict[str, JournalEntry]:
    """Return the newest note on each check among the journal entries of an approach."""
    found: dict[str, JournalEntry] = {}
    for entry in entries:
        if entry.action == CHECKED and entry.payload is not None:
            found[str(entry.payload.get("check", ""))] = entry
    return found
