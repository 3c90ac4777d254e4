"""People, report links and the audit of logins."""

from typing import cast

import msgspec
from starlette.responses import Response

from counterpitch.cases.people import directory, links, logins, totp
from counterpitch.cases.people.links import ReportLink
from counterpitch.cases.people.person import Login, LoginResult, Person
from counterpitch.cases.people.role import ROLE_WORDS, ROLES, Role
from counterpitch.errors import UsageError
from counterpitch.web.door import Doors
from counterpitch.web.faults import Missing
from counterpitch.web.visit import Visit

doors = Doors()


class PeoplePage(msgspec.Struct, frozen=True):
    """What the page of people shows."""

    people: tuple[Person, ...]
    roles: tuple[tuple[str, str], ...]
    trouble: str = ""


class LinksPage(msgspec.Struct, frozen=True):
    """What the page of report links shows; ``made`` is a new address, shown once."""

    links: tuple[ReportLink, ...]
    made: str = ""


class LoginsPage(msgspec.Struct, frozen=True):
    """What the audit of logins shows, newest first."""

    logins: tuple[Login, ...]


def _people(visit: Visit, trouble: str = "") -> Response:
    roles = tuple((role, ROLE_WORDS[role]) for role in ROLES)
    page = PeoplePage(tuple(directory.people(visit.desk.store)), roles, trouble)
    return visit.render("people.html", page, 422 if trouble else 200)


@doors.get("/people", "lead")
def people_page(visit: Visit) -> Response:
    """Show who has an account."""
    return _people(visit)


@doors.post("/people", "lead")
def add_person(visit: Visit) -> Response:
    """Add an account."""
    form, store = visit.form, visit.desk.store
    try:
        person = directory.add(
            store, form.text("login", limit=200), form.text("name", limit=200),
            cast(Role, form.text("role")), now=visit.now,
            password=form.raw("password", limit=1000),
        )  # fmt: skip
    except UsageError as error:
        return _people(visit, str(error))
    _note(visit, "person-added", f"{person.login} as {person.role}")
    return visit.to("/people", "person-added")


@doors.post("/people/{person}", "lead")
def change_person(visit: Visit) -> Response:
    """Change a role, close or open an account, set a password, remove a second factor."""
    store = visit.desk.store
    person = directory.find(store, visit.part("person"))
    if person is None:
        raise Missing("person")
    try:
        result = _change(visit, person)
    except UsageError as error:
        return _people(visit, str(error))
    _note(visit, result, person.login)
    return visit.to("/people", "person-changed")


def _change(visit: Visit, person: Person) -> LoginResult:
    store, form = visit.desk.store, visit.form
    match form.text("what"):
        case "role":
            directory.change_role(store, person.id, cast(Role, form.text("role")))
            return "role-changed"
        case "close" | "open" as what:
            directory.set_active(store, person.id, what == "open")
            return "reactivated" if what == "open" else "deactivated"
        case "password":
            directory.set_password(store, person, form.raw("password", limit=1000))
            return "password-set"
        case "second-factor":
            totp.switch_off(store, person.id)
            return "second-factor-off"
    raise UsageError("Nothing was chosen.", hint="Choose what to change.")


def _note(visit: Visit, result: LoginResult, detail: str) -> None:
    logins.note(visit.desk.store, visit.person.login, visit.address, result, visit.now, detail)


@doors.get("/people/links", "lead")
def links_page(visit: Visit) -> Response:
    """Show the links by which reports come in without an account."""
    return visit.render("links.html", LinksPage(tuple(links.links(visit.desk.store))))


@doors.post("/people/links/new", "lead")
def make_link(visit: Visit) -> Response:
    """Make a report link and show its address once."""
    _, secret = links.make(
        visit.desk.store, visit.form.text("label"), visit.person.login, now=visit.now
    )
    made = f"{visit.desk.settings.address}/r/{secret}"
    page = LinksPage(tuple(links.links(visit.desk.store)), made)
    return visit.render("links.html", page)


@doors.post("/people/links/{link}/revoke", "lead")
def revoke_link(visit: Visit) -> Response:
    """Revoke a report link."""
    if not links.revoke(visit.desk.store, visit.part("link")):
        raise Missing("link")
    return visit.to("/people/links", "link-revoked")


@doors.get("/people/logins", "audit")
def logins_page(visit: Visit) -> Response:
    """Show the audit of logins."""
    found = logins.logins(visit.desk.store, limit=200)
    return visit.render("logins.html", LoginsPage(tuple(found)))
