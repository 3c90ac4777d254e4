"""The journal: what happened, in order, and the proof that nothing was changed since."""

import msgspec
from starlette.responses import Response

from counterpitch.cases import journal_page
from counterpitch.cases.journal.signing import sign_head
from counterpitch.cases.journal.verify import verify_journal
from counterpitch.cases.nouns.journal import JournalEntry, Verification
from counterpitch.web.door import Doors
from counterpitch.web.downloads import attachment
from counterpitch.web.visit import Visit

doors = Doors()


class JournalPage(msgspec.Struct, frozen=True):
    """What the journal shows; ``proof`` once it was asked for."""

    entries: tuple[JournalEntry, ...]
    following: str
    subject: str
    proof: Verification | None = None


def _page(visit: Visit, proof: Verification | None = None) -> Response:
    subject = visit.query("subject", limit=80)
    found = journal_page(
        visit.desk.store, subject=subject, cursor=visit.query("cursor") or None, limit=60
    )
    page = JournalPage(found.rows, found.next or "", subject, proof)
    return visit.render("journal.html", page)


@doors.get("/journal", "audit")
def journal(visit: Visit) -> Response:
    """Show the journal, newest first."""
    return _page(visit)


@doors.post("/journal/verify", "audit")
def verify(visit: Visit) -> Response:
    """Compute every link of the chain again and say whether it holds."""
    return _page(visit, verify_journal(visit.desk.store))


@doors.post("/journal/head", "audit")
def head(visit: Visit) -> Response:
    """Give out today's signed head, by which others can check the journal later."""
    signed = sign_head(visit.desk.store)
    content = msgspec.json.format(msgspec.json.encode(signed), indent=2)
    return attachment(content, f"journal-head-{signed.day}.json", "application/json")
