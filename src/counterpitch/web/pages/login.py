"""Logging in and out; the second factor."""

import msgspec
from starlette.responses import Response

from counterpitch.cases.people import logins, sessions, totp
from counterpitch.web.door import Doors
from counterpitch.web.faults import LoginNeeded
from counterpitch.web.visit import SESSION_COOKIE, VISIT_COOKIE, Visit

doors = Doors()


class LoginPage(msgspec.Struct, frozen=True):
    """What the login page shows; ``openid`` names the organisation's own login."""

    trouble: str = ""
    login: str = ""
    next: str = ""
    openid: str = ""


class CodePage(msgspec.Struct, frozen=True):
    """What the page for the second factor shows."""

    trouble: str = ""
    next: str = ""


def safe_next(path: str) -> str:
    """Return ``path`` if it leads to a page of this desk, else the first page."""
    inside = path.startswith("/") and not path.startswith(("//", "/\\"))
    return path if inside and path.isprintable() and "\\" not in path else "/"


def _openid(visit: Visit) -> str:
    provider = visit.desk.openid
    return provider.label if provider else ""


@doors.get("/login", "anybody")
def login_page(visit: Visit) -> Response:
    """Show the login."""
    if not visit.desk.begun():
        return visit.to("/start")
    if visit.somebody:
        return visit.to(safe_next(visit.query("next")))
    page = LoginPage(next=safe_next(visit.query("next")), openid=_openid(visit))
    return visit.render("login.html", page)


@doors.post("/login", "anybody")
def log_in(visit: Visit) -> Response:
    """Check name and password; open a session, or half of one."""
    login, goal = visit.form.text("login", limit=200), safe_next(visit.form.text("next"))
    try:
        password = visit.form.raw("password", limit=1000)
        person = logins.by_password(visit.desk.store, login, password, visit.address, now=visit.now)
    except (logins.Refused, logins.TooMany) as error:
        page = LoginPage(str(error), login, goal, _openid(visit))
        status = 429 if isinstance(error, logins.TooMany) else 401
        return visit.render("login.html", page, status)
    if person.second_factor:
        secret = sessions.open_session(visit.desk.store, person.id, now=visit.now, complete=False)
        answer = visit.to("/login/code", next=goal)
        visit.keep(answer, SESSION_COOKIE, secret, int(sessions.HALF))
        return answer
    return opened(visit, person.id, person.login, goal)


def opened(visit: Visit, person_id: str, login: str, goal: str, detail: str = "") -> Response:
    """Open a session under a new secret, note the login, and go to ``goal``."""
    if visit.cookie:
        sessions.close(visit.desk.store, visit.cookie)
    secret = sessions.open_session(visit.desk.store, person_id, now=visit.now)
    logins.note(visit.desk.store, login, visit.address, "in", visit.now, detail)
    answer = visit.to(goal)
    visit.keep(answer, SESSION_COOKIE, secret, int(sessions.LONGEST))
    visit.drop(answer, VISIT_COOKIE)
    return answer


@doors.get("/login/code", "anybody")
def code_page(visit: Visit) -> Response:
    """Ask for the second factor."""
    if visit.session is None:
        return visit.to("/login")
    return visit.render("code.html", CodePage(next=safe_next(visit.query("next"))))


@doors.post("/login/code", "anybody")
def give_code(visit: Visit) -> Response:
    """Check the second factor and complete the session."""
    if visit.session is None or visit.session.complete:
        raise LoginNeeded
    person, goal = visit.session.person, safe_next(visit.form.text("next"))
    store = visit.desk.store
    try:
        logins.throttle(store, person.login, visit.address, visit.now)
    except logins.TooMany as error:
        return visit.render("code.html", CodePage(str(error), goal), 429)
    if not totp.accept(store, person.id, visit.form.text("code", limit=40), visit.now):
        logins.note(store, person.login, visit.address, "wrong-code", visit.now)
        trouble = "This code does not fit, or was used already. Wait for the next one."
        return visit.render("code.html", CodePage(trouble, goal), 401)
    return opened(visit, person.id, person.login, goal, "second factor")


@doors.post("/logout", "self")
def log_out(visit: Visit) -> Response:
    """Close the session."""
    sessions.close(visit.desk.store, visit.cookie)
    logins.note(visit.desk.store, visit.person.login, visit.address, "out", visit.now)
    answer = visit.to("/login", "logged-out")
    visit.drop(answer, SESSION_COOKIE)
    return answer
