"""One's own account: password, second factor, tokens of the API."""

import msgspec
from markupsafe import Markup
from starlette.responses import Response

from counterpitch.cases.people import directory, logins, password, sessions, tokens, totp
from counterpitch.cases.people.person import Token
from counterpitch.cases.people.role import SCOPES
from counterpitch.errors import CounterpitchError, UsageError
from counterpitch.web.door import Doors
from counterpitch.web.faults import Missing
from counterpitch.web.pages.login import opened
from counterpitch.web.visit import SESSION_COOKIE, Visit

doors = Doors()


class SettingsPage(msgspec.Struct, frozen=True):
    """What the page of one's own account shows; ``secret`` is a new token, shown once."""

    tokens: tuple[Token, ...]
    scopes: tuple[str, ...]
    now: float
    secret: str = ""
    trouble: str = ""


class FactorPage(msgspec.Struct, frozen=True):
    """What the page of the second factor shows: the code to scan, or the spare codes."""

    picture: Markup
    secret: str
    spares: tuple[str, ...] = ()
    trouble: str = ""


def _page(visit: Visit, *, secret: str = "", trouble: str = "") -> Response:
    person = visit.person
    page = SettingsPage(
        tuple(tokens.tokens(visit.desk.store, person.id)),
        tuple(each for each in SCOPES if person.may(each)),
        visit.now,
        secret,
        trouble,
    )
    return visit.render("settings.html", page, 422 if trouble else 200)


@doors.get("/settings", "self")
def settings_page(visit: Visit) -> Response:
    """Show one's own account."""
    return _page(visit)


@doors.post("/settings/password", "self")
def set_password(visit: Visit) -> Response:
    """Change one's own password: the old one is asked for, every session is closed."""
    person, store = visit.person, visit.desk.store
    try:
        old, new = visit.form.raw("old", limit=1000), visit.form.raw("new", limit=1000)
        logins.by_password(store, person.login, old, visit.address, now=visit.now)
        if new != visit.form.raw("again", limit=1000):
            raise UsageError("The two new passwords differ.", hint="Type the same one twice.")
        directory.set_password(store, person, new)
    except CounterpitchError as error:
        return _page(visit, trouble=str(error))
    logins.note(store, person.login, visit.address, "password-set", visit.now)
    return opened(visit, person.id, person.login, "/settings?said=password-set")


def _factor(visit: Visit, trouble: str = "") -> Response:
    secret = totp.pending(visit.desk.store, visit.person)
    if not secret:
        return visit.to("/settings")
    # Drawn by segno from a secret of our own; nothing in it comes from outside.
    drawn = Markup(totp.picture(secret, visit.person.login))  # noqa: S704  # nosec B704
    page = FactorPage(drawn, " ".join(secret[at : at + 4] for at in range(0, len(secret), 4)))
    page = msgspec.structs.replace(page, trouble=trouble)
    return visit.render("second_factor.html", page, 422 if trouble else 200)


@doors.get("/settings/second-factor", "self")
def factor_page(visit: Visit) -> Response:
    """Show the code that an authenticator app scans."""
    return _factor(visit)


@doors.post("/settings/second-factor/begin", "self")
def begin_factor(visit: Visit) -> Response:
    """Make a new shared secret."""
    totp.begin(visit.desk.store, visit.person)
    return visit.to("/settings/second-factor")


@doors.post("/settings/second-factor", "self")
def confirm_factor(visit: Visit) -> Response:
    """Switch the second factor on once its first code fits; show the spare codes once."""
    person, store = visit.person, visit.desk.store
    try:
        spares = totp.confirm(store, person, visit.form.text("code", limit=40), visit.now)
    except UsageError as error:
        return _factor(visit, str(error))
    logins.note(store, person.login, visit.address, "second-factor-on", visit.now)
    secret = sessions.rotate(store, visit.cookie, now=visit.now)
    answer = visit.render("second_factor.html", FactorPage(Markup(), "", spares))
    visit.keep(answer, SESSION_COOKIE, secret, int(sessions.LONGEST))
    return answer


@doors.post("/settings/second-factor/off", "self")
def factor_off(visit: Visit) -> Response:
    """Switch one's own second factor off; the password is asked for."""
    person, store = visit.person, visit.desk.store
    try:
        given = visit.form.raw("password", limit=password.LONGEST)
        logins.by_password(store, person.login, given, visit.address, now=visit.now)
    except CounterpitchError as error:
        return _page(visit, trouble=str(error))
    totp.switch_off(store, person.id)
    logins.note(store, person.login, visit.address, "second-factor-off", visit.now)
    return visit.to("/settings", "second-factor-off")


@doors.post("/settings/tokens", "self")
def make_token(visit: Visit) -> Response:
    """Make a token of the API and show it once."""
    form, person = visit.form, visit.person
    days = form.text("days", limit=3)
    try:
        made, secret = tokens.make(
            visit.desk.store, person, form.text("label"), form.many("scope"), now=visit.now,
            days=int(days) if days.isascii() and days.isdigit() else 90,
        )  # fmt: skip
    except UsageError as error:
        return _page(visit, trouble=str(error))
    logins.note(visit.desk.store, person.login, visit.address, "token-made", visit.now, made.label)
    return _page(visit, secret=secret)


@doors.post("/settings/tokens/{token}/revoke", "self")
def revoke_token(visit: Visit) -> Response:
    """Revoke one of one's own tokens."""
    person = visit.person
    if not tokens.revoke(visit.desk.store, person.id, visit.part("token")):
        raise Missing("token")
    logins.note(visit.desk.store, person.login, visit.address, "token-revoked", visit.now)
    return visit.to("/settings", "token-revoked")
