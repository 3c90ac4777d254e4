"""Report: what a colleague sees. Handing in, the answer at once, the outcome later."""

from collections.abc import Sequence
from typing import Final, cast, get_args

import msgspec
from starlette.responses import Response

from counterpitch.cases import receive
from counterpitch.cases.nouns.receipts import Receipt
from counterpitch.cases.people import links
from counterpitch.cases.people.secret import digest
from counterpitch.cases.reports import Handed, reports_of
from counterpitch.cases.unread import TYPED
from counterpitch.errors import CounterpitchError, UsageError
from counterpitch.model.conversation import Channel
from counterpitch.web import knowledge, picture
from counterpitch.web.door import Doors
from counterpitch.web.faults import Missing
from counterpitch.web.form import LONG_TEXT, Form, Upload
from counterpitch.web.plainwords import Told, told
from counterpitch.web.visit import Visit

doors = Doors()
CHANNELS: Final[tuple[str, ...]] = get_args(Channel)
OCR: Final = "read by OCR from a picture, corrected by the reporter"


class ReportPage(msgspec.Struct, frozen=True):
    """The form. ``action`` is where it is sent; ``text`` what was typed before a mistake."""

    action: str
    known: bool
    revealed: tuple[str, ...]
    channels: tuple[str, ...]
    trouble: str = ""
    text: str = ""
    note: str = ""
    ticked: tuple[str, ...] = ()
    channel: str = ""


class Shot(msgspec.Struct, frozen=True):
    """A picture that was kept: its name, its receipt code, and the text it seems to hold."""

    name: str
    code: str
    text: str


class PicturePage(msgspec.Struct, frozen=True):
    """The proposed text of pictures, to be corrected; what else was told travels along."""

    action: str
    shots: tuple[Shot, ...]
    can_read: bool
    codes: tuple[str, ...]
    note: str
    ticked: tuple[str, ...]
    channel: str
    consent: bool


class AnswerPage(msgspec.Struct, frozen=True):
    """The answer to a report: receipt codes, verdicts, what to do."""

    codes: tuple[str, ...]
    told: Told
    unread: tuple[str, ...]
    again: bool
    action: str


class MinePage(msgspec.Struct, frozen=True):
    """What somebody handed in, newest first."""

    handed: tuple[Handed, ...]


class Reporter(msgspec.Struct, frozen=True):
    """Who hands something in, and by what way."""

    actor: str
    where_from: str
    action: str
    known: bool


def _account(visit: Visit) -> Reporter:
    return Reporter(visit.person.login, "desk", "/report", True)


def _link(visit: Visit) -> Reporter:
    """Return the nameless reporter of a link; the browser's own cookie tells them apart."""
    secret = visit.part("secret")
    link = links.valid(visit.desk.store, secret)
    if link is None:
        raise Missing("report link")
    browser = digest(visit.secret)[:8]
    return Reporter(f"link:{link.label} #{browser}", f"link {link.label}", f"/r/{secret}", False)


def _form(visit: Visit, who: Reporter, trouble: str = "", status: int = 200) -> Response:
    form = visit.form
    text = "" if not trouble else form.raw("text", limit=10**9)[:LONG_TEXT]
    page = ReportPage(
        who.action, who.known, knowledge.revealed(), CHANNELS, trouble, text,
        form.raw("note", limit=10**9)[:4000], form.many("revealed"), form.text("channel"),
    )  # fmt: skip
    return visit.render("report.html", page, status)


@doors.get("/report", "report")
def report_page(visit: Visit) -> Response:
    """Show the form to somebody with an account."""
    return _form(visit, _account(visit))


@doors.post("/report", "report", uploads=True)
def hand_in(visit: Visit) -> Response:
    """Take a report of somebody with an account."""
    return _hand_in(visit, _account(visit))


@doors.get("/r/{secret}", "anybody")
def link_page(visit: Visit) -> Response:
    """Show the form to whoever has a report link."""
    return _form(visit, _link(visit))


@doors.post("/r/{secret}", "anybody", uploads=True)
def hand_in_by_link(visit: Visit) -> Response:
    """Take a report of whoever has a report link; so many an hour from one address."""
    visit.desk.paces.report.step(visit.desk.store, visit.address, visit.now)
    return _hand_in(visit, _link(visit))


@doors.get("/mine", "report")
def mine(visit: Visit) -> Response:
    """Show what one handed in, and what became of it."""
    handed = reports_of(visit.desk.store, visit.person.login)
    return visit.render("mine.html", MinePage(handed))


def _hand_in(visit: Visit, who: Reporter) -> Response:
    form = visit.form
    try:
        text, files = form.raw("text", limit=LONG_TEXT).strip(), form.uploads("files")
        corrected = _corrected(form)
        if not text and not files and not corrected:
            raise UsageError(
                "There is nothing in this report yet.",
                hint="Paste the conversation, or add a file or a screenshot.",
            )
        return _taken(visit, who, text, files, corrected)
    except CounterpitchError as error:
        return _form(visit, who, str(error), 422)


def _corrected(form: Form) -> Sequence[tuple[str, str]]:
    """Return name and text of each picture whose text a person has corrected."""
    names, texts = form.many("shot-name"), form.long("shot-text", limit=LONG_TEXT)
    return [(name, text.strip()) for name, text in zip(names, texts, strict=False) if text.strip()]


def _taken(
    visit: Visit,
    who: Reporter,
    text: str,
    files: Sequence[Upload],
    corrected: Sequence[tuple[str, str]],
) -> Response:
    pictures = [each for each in files if picture.is_picture(each.content)]
    rest = [each for each in files if not picture.is_picture(each.content)]
    kept = [_receive(visit, who, text.encode(), "pasted text")] if text else []
    kept += [_receive(visit, who, each.content, each.name) for each in rest]
    kept += [
        _receive(visit, who, words.encode(), f"{TYPED}{name}", OCR) for name, words in corrected
    ]
    if pictures:
        return _ask(visit, who, pictures, kept)
    unread = tuple(note for one in kept if one.state == "unreadable" for note in one.notices)
    earlier = tuple(each for each in visit.form.many("code") if len(each) < 40)
    codes = (*(one.code for one in kept), *earlier)
    page = AnswerPage(
        tuple(dict.fromkeys(codes)), told(tuple(kept)), unread,
        bool(kept) and all(one.again for one in kept), who.action,
    )  # fmt: skip
    return visit.render("answer.html", page)


def _receive(visit: Visit, who: Reporter, content: bytes, name: str, how: str = "") -> Receipt:
    form = visit.form
    channel = form.text("channel")
    known = cast(Channel, channel) if channel in CHANNELS else None
    ticked = tuple(each for each in form.many("revealed") if each in knowledge.revealed())
    return receive(
        visit.desk.store, content=content, actor=who.actor, name=name,
        where_from=f"{who.where_from}; {how}" if how else who.where_from, channel=known,
        revealed=ticked, note=form.text("note", limit=4000), consent=form.ticked("consent"),
    )  # fmt: skip


def _ask(
    visit: Visit, who: Reporter, pictures: Sequence[Upload], kept: Sequence[Receipt]
) -> Response:
    """Keep pictures as they came and ask the person to correct what was read in them."""
    shots = tuple(
        Shot(each.name, _receive(visit, who, each.content, each.name).code,
             picture.proposed(each.content))
        for each in pictures
    )  # fmt: skip
    form = visit.form
    page = PicturePage(
        who.action, shots, picture.can_read(), tuple(one.code for one in kept),
        form.text("note", limit=4000), form.many("revealed"), form.text("channel"),
        form.ticked("consent"),
    )  # fmt: skip
    return visit.render("picture.html", page)
