"""Cases: what was received, what was found, who judged it, and a journal that proves it.

Every verb takes an open ``Store`` first, returns frozen structs (``counterpitch.cases.nouns``) and
raises ``CounterpitchError`` in one sentence. An ``actor`` is the plain id of a person or token; the
store does not know who may do what, its caller checks. Every change is one transaction that also
writes the journal.

The store::

    open_store(url | None = None, *, clock=now, keys=None) -> Store      # also a context manager
    store.read() / store.write(durable=True) -> connection               # SQLAlchemy, transaction
    data_folder() -> Path

In::

    receive(store, *, content: Path | bytes | str, actor, name="", where_from="", channel=None,
            revealed=(), note="", consent=False, quick=False, jobs=1, rules=None,
            verdicts=None, progress=...) -> Receipt
    receipt_of(store, id) -> Receipt
    resume(store) -> int                 # finishes what a crash cut off; call it at start
    reassess(store, ids, *, actor, how=How(quick=, jobs=, rules=)) -> int   # a version beside
    original(store, sha256) -> Iterator[bytes]                           # byte for byte

Out::

    queue(store, QueueFilter(...), *, cursor=None, limit=50) -> Page[QueueRow]
    search(store, text, *, cursor=None, limit=50) -> Page[QueueRow]      # newest first
    counts(store) -> {(band, status): n}             # own judgements at once, others in 2 s
    approach(store, id, *, viewer=None) -> ApproachDetail                # viewer: noted in journal
    conversation_at(store, id, version) -> Conversation | None
    outcome(store, code) -> Outcome                                      # for the reporter

Judged::

    judge(store, ids, actor, judgement, reason, *, seen=None) -> int     # seen: newest one shown
    newest_judgement(store) -> int
    assign(store, ids, actor, assignee) -> int

Cases::

    new_case(store, *, title, actor, approaches=(), owner="", summary="") -> int
    add_to_case(store, case, approaches, *, actor, reason="", reopen=False) -> int
    move_case(store, case, status, *, actor, reason)
    edit_case(store, case, *, actor, title=None, summary=None, owner=None)
    add_person(store, case, *, name, role, actor, note="") -> int
    add_task(store, case, *, title, actor, owner="", due_on=None) -> int
    finish_task(store, task, *, actor, done=True)
    add_note(store, case, text, *, actor) -> int
    add_file(store, case, *, content, name, actor, in_pack=True) -> int
    cases(store, statuses=(), *, owner="", cursor=None, limit=50) -> Page[CaseRow]
    case(store, id) -> CaseDetail
    tasks(store, *, owner="") -> tuple[CaseTask, ...]
    pack(store, case, target: Path | BinaryIO, *, actor, redact=True) -> PackSummary

Figures::

    trends(store, *, since=None, until=None) -> Trends
    trends_csv(trends, table) -> str     # small cells suppressed; names in trending.export.TABLES

Journal::

    journal_page(store, *, subject="", cursor=None, limit=100) -> Page[JournalEntry]
    verify_journal(store) -> Verification
    sign_head(store) -> SignedHead                                       # on demand
    daily_head(store) -> SignedHead | None                               # once a day; call often

Duties::

    retain(store, case, until, *, actor, reason)
    retention_days(store, *, closed=None, dismissed=None, actor="") -> (days, days)
    due(store, on=None) -> tuple[Due, ...]
    erase(store, *, actor, reason, approaches=(), case=None, person="", shared=False) -> Erasure
    export_person(store, person, target, *, actor) -> PersonExport
"""

from counterpitch.cases.casefiles import (
    add_file,
    add_note,
    add_person,
    add_task,
    add_to_case,
    edit_case,
    finish_task,
    move_case,
    new_case,
)
from counterpitch.cases.caselists import case, cases, tasks
from counterpitch.cases.counting import counts
from counterpitch.cases.detail import approach, conversation_at, viewed
from counterpitch.cases.erasure import Erasure, erase
from counterpitch.cases.evidence import pieces as original
from counterpitch.cases.journal.entries import journal_page
from counterpitch.cases.journal.signing import daily_head, public_key, sign_head
from counterpitch.cases.journal.verify import verify_journal
from counterpitch.cases.judging import Overtaken, assign, judge, newest_judgement
from counterpitch.cases.lists import queue, search
from counterpitch.cases.nouns.page import OPEN, STATUSES, Page, QueueFilter
from counterpitch.cases.nouns.receipts import Outcome, Receipt
from counterpitch.cases.outcomes import outcome
from counterpitch.cases.pack.make import PackSummary, pack
from counterpitch.cases.personexport import PersonExport, export_person
from counterpitch.cases.reassessing import How, outdated, reassess
from counterpitch.cases.receipts import receipt_of
from counterpitch.cases.receiving import receive, resume
from counterpitch.cases.retention import due, retain, retention_days
from counterpitch.cases.store import Store, data_folder, open_store
from counterpitch.cases.trending.export import trends_csv
from counterpitch.cases.trending.figures import trends

__all__ = [
    "OPEN",
    "STATUSES",
    "Erasure",
    "How",
    "Outcome",
    "Overtaken",
    "PackSummary",
    "Page",
    "PersonExport",
    "QueueFilter",
    "Receipt",
    "Store",
    "add_file",
    "add_note",
    "add_person",
    "add_task",
    "add_to_case",
    "approach",
    "assign",
    "case",
    "cases",
    "conversation_at",
    "counts",
    "daily_head",
    "data_folder",
    "due",
    "edit_case",
    "erase",
    "export_person",
    "finish_task",
    "journal_page",
    "judge",
    "move_case",
    "new_case",
    "newest_judgement",
    "open_store",
    "original",
    "outcome",
    "outdated",
    "pack",
    "public_key",
    "queue",
    "reassess",
    "receipt_of",
    "receive",
    "resume",
    "retain",
    "retention_days",
    "search",
    "sign_head",
    "tasks",
    "trends",
    "trends_csv",
    "verify_journal",
    "viewed",
]
