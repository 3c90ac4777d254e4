"""The outcome: what a reporter sees later, with the receipt code alone."""

import msgspec
from starlette.responses import Response

from counterpitch.cases import outcome
from counterpitch.cases.nouns.receipts import Outcome
from counterpitch.errors import CounterpitchError
from counterpitch.model.guidance import Step
from counterpitch.web.door import Doors
from counterpitch.web.plainwords import steps, unread_steps, words_for
from counterpitch.web.visit import Visit

doors = Doors()


class AskPage(msgspec.Struct, frozen=True):
    """The form that asks for a receipt code."""

    trouble: str = ""
    code: str = ""


class OutcomePage(msgspec.Struct, frozen=True):
    """What became of a report, and what to do meanwhile."""

    outcome: Outcome
    words: str
    steps: tuple[Step, ...]


@doors.get("/outcome", "anybody")
def ask(visit: Visit) -> Response:
    """Ask for the receipt code."""
    return visit.render("ask.html", AskPage())


@doors.post("/outcome", "anybody")
def asked(visit: Visit) -> Response:
    """Go to the outcome of the code that was typed."""
    code = "".join(visit.form.text("code", limit=60).split())
    plain = "".join(each for each in code if each.isascii() and (each.isalnum() or each == "-"))
    if not plain:
        return visit.render("ask.html", AskPage("Type the code first.", code), 422)
    return visit.to(f"/outcome/{plain}")


@doors.get("/outcome/{code}", "anybody")
def outcome_page(visit: Visit) -> Response:
    """Show the outcome. So many an hour from one address, so that nobody can try codes."""
    visit.desk.paces.outcome.step(visit.desk.store, visit.address, visit.now)
    code = visit.part("code")
    try:
        found = outcome(visit.desk.store, code)
    except CounterpitchError as error:
        return visit.render("ask.html", AskPage(str(error), code[:40]), 404)
    band, kind = found.statuses[0][:2] if found.statuses else ("none", "none")
    words = words_for(kind, band) if found.statuses else ""
    unreadable = found.state == "unreadable" and not found.statuses
    todo = unread_steps() if unreadable else steps(kind, band)
    return visit.render("outcome.html", OutcomePage(found, words, todo))
