"""The queue: what waits, most urgent first; filter, search, judge many at once."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Final, cast, get_args

import msgspec
from starlette.responses import Response

from counterpitch.cases import (
    OPEN,
    STATUSES,
    Overtaken,
    QueueFilter,
    counts,
    judge,
    newest_judgement,
    queue,
    search,
)
from counterpitch.cases.nouns.approaches import JUDGEMENTS, JudgementWord
from counterpitch.cases.nouns.page import Status
from counterpitch.cases.unread import Unread, unread
from counterpitch.errors import CounterpitchError, UsageError
from counterpitch.model.conversation import Channel
from counterpitch.model.verdict import BANDS, Band
from counterpitch.web.door import Doors
from counterpitch.web.rows import Waiting, waiting
from counterpitch.web.visit import Visit

doors = Doors()
AGES: Final = {"7": "the last week", "30": "the last 30 days", "90": "the last 90 days",
               "365": "the last year"}  # fmt: skip
LIMIT: Final = 25


class Asked(msgspec.Struct, frozen=True):
    """What the filter says, as its form shows it."""

    text: str = ""
    band: str = ""
    status: str = "open"
    channel: str = ""
    age: str = ""
    order: str = "severity"

    def query(self, **change: str) -> dict[str, str]:
        """Return the query of this filter with something changed, defaults left out."""
        whole = {**msgspec.structs.asdict(self), **change}
        plain = msgspec.structs.asdict(Asked())
        return {name: value for name, value in whole.items() if value and value != plain.get(name)}


class QueuePage(msgspec.Struct, frozen=True):
    """What the queue shows. ``here`` is its own address, ``following`` the next page's query.

    ``bands`` counts what is open by band, of the channel that the filter names; ``open`` all.
    """

    asked: Asked
    rows: tuple[Waiting, ...]
    following: str
    bands: tuple[tuple[Band, int], ...]
    open: int
    total: int
    channels: tuple[str, ...]
    ages: dict[str, str]
    statuses: tuple[str, ...]
    judgements: tuple[str, ...]
    here: str
    seen: int
    """The number of the newest judgement of all when the page was made."""
    unread: tuple[Unread, ...] = ()
    trouble: str = ""


class SearchPage(msgspec.Struct, frozen=True):
    """What a search found, newest first."""

    text: str
    rows: tuple[Waiting, ...]
    following: str


def asked(visit: Visit) -> Asked:
    """Return the filter that the address asks for; what is unknown falls away."""
    band, status = visit.query("band"), visit.query("status") or "open"
    channel, age = visit.query("channel"), visit.query("age")
    return Asked(
        visit.query("text", limit=200),
        band if band in BANDS else "",
        status if status in ("open", "all", *STATUSES) else "open",
        channel if channel in get_args(Channel) else "",
        age if age in AGES else "",
        "newest" if visit.query("order") == "newest" else "severity",
    )


def chosen(wanted: Asked, now: float) -> QueueFilter:
    """Return the store's filter for what was asked."""
    statuses: tuple[Status, ...] = OPEN
    if wanted.status == "all":
        statuses = STATUSES
    elif wanted.status != "open":
        statuses = (cast(Status, wanted.status),)
    since = None
    if wanted.age:
        since = datetime.fromtimestamp(now, UTC) - timedelta(days=int(wanted.age))
    return QueueFilter(
        bands=(cast(Band, wanted.band),) if wanted.band else (),
        statuses=statuses,
        channels=(wanted.channel,) if wanted.channel else (),
        text=wanted.text,
        since=since,
        order="newest" if wanted.order == "newest" else "severity",
    )


def queue_with(visit: Visit, trouble: str = "", status: int = 422) -> Response:
    """Show the queue, with what went wrong."""
    from urllib.parse import urlencode

    # Before the rows are read: what is judged between the two counts as not seen.
    seen = newest_judgement(visit.desk.store) if visit.person.may("work") else 0
    wanted, cursor = asked(visit), visit.query("cursor") or None
    found = queue(visit.desk.store, chosen(wanted, visit.now), cursor=cursor, limit=LIMIT)
    counted = counts(visit.desk.store)
    within = counts(visit.desk.store, wanted.channel) if wanted.channel else counted
    bands = tuple((band, _open_of(within, band)) for band in reversed(BANDS))
    page = QueuePage(
        wanted,
        waiting(found.rows, visit.now),
        urlencode({**wanted.query(), "cursor": found.next}) if found.next else "",
        bands,
        sum(_open_of(counted, band) for band in BANDS),
        sum(counted.values()),
        get_args(Channel),
        AGES,
        STATUSES,
        JUDGEMENTS,
        urlencode(wanted.query()),
        seen,
        () if cursor or wanted.query() else unread(visit.desk.store),
        trouble,
    )
    return visit.render("queue.html", page, status if trouble else 200)


def _open_of(counted: Mapping[tuple[Band, Status], int], band: Band) -> int:
    return sum(counted.get((band, status), 0) for status in OPEN)


@doors.get("/queue", "read", group="lists")
def queue_page(visit: Visit) -> Response:
    """Show the queue."""
    return queue_with(visit)


@doors.post("/queue/judge", "work")
def judge_many(visit: Visit) -> Response:
    """Judge what is ticked, all with one reason."""
    form = visit.form
    try:
        numbers = [int(each) for each in form.many("approach") if _is_number(each)]
        if not numbers:
            raise UsageError("Nothing is ticked.", hint="Tick what you want to judge.")
        word = cast(JudgementWord, form.text("judgement"))
        judge(
            visit.desk.store, numbers, visit.person.login, word, form.text("reason"),
            seen=form.number("seen"),
        )  # fmt: skip
    except Overtaken as error:
        told = f"{error.message} Tick what you want to judge all the same."
        return queue_with(visit, told, error.status)
    except CounterpitchError as error:
        return queue_with(visit, str(error))
    back = form.text("here", limit=1000)
    return visit.to(f"/queue?{back}" if back else "/queue", "judged-many")


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 16


@doors.get("/search", "read", group="search")
def search_page(visit: Visit) -> Response:
    """Search everything that was ever received, judged or not."""
    from urllib.parse import urlencode

    text = visit.query("text", limit=200)
    if not text:
        return visit.render("search.html", SearchPage("", (), ""))
    found = search(visit.desk.store, text, cursor=visit.query("cursor") or None, limit=LIMIT)
    following = urlencode({"text": text, "cursor": found.next}) if found.next else ""
    page = SearchPage(text, waiting(found.rows, visit.now), following)
    return visit.render("search.html", page)
