"""Who may use which route: every route and every role, written down and tried."""

from typing import Any

import pytest
from starlette.routing import Mount, Route

from counterpitch.web.api.documents import endpoints, scope_of
from counterpitch.web.app import PAGES
from counterpitch.web.desk import Desk
from tests.web.conftest import Browser, token_of

ALL = frozenset({"nobody", "reporter", "analyst", "lead", "auditor"})
PEOPLE = ALL - {"nobody"}
READ = frozenset({"analyst", "lead", "auditor"})
WORK = frozenset({"analyst", "lead"})
REPORT = frozenset({"reporter", "analyst", "lead"})
AUDIT = frozenset({"lead", "auditor"})
LEAD = frozenset({"lead"})

PAGES_FOR = {
    "GET /": PEOPLE,
    "GET /start": ALL,
    "POST /start": ALL,
    "GET /demo": ALL,
    "POST /demo/as": PEOPLE,
    "GET /login": ALL,
    "POST /login": ALL,
    "GET /login/code": ALL,
    "POST /login/code": ALL,
    "GET /login/openid": ALL,
    "GET /login/openid/back": ALL,
    "POST /logout": PEOPLE,
    "GET /report": REPORT,
    "POST /report": REPORT,
    "GET /r/{secret}": ALL,
    "POST /r/{secret}": ALL,
    "GET /mine": REPORT,
    "GET /outcome": ALL,
    "POST /outcome": ALL,
    "GET /outcome/{code}": ALL,
    "GET /queue": READ,
    "POST /queue/judge": WORK,
    "GET /unread/{number}/original": WORK,
    "POST /unread/{number}": WORK,
    "GET /search": READ,
    "GET /approaches/{number}": READ,
    "POST /approaches/{number}/judge": WORK,
    "POST /approaches/{number}/case": WORK,
    "POST /approaches/{number}/check": WORK,
    "GET /approaches/{number}/similar": READ,
    "GET /approaches/{number}/reasons.csv": WORK,
    "GET /approaches/{number}/originals/{sha256}": WORK,
    "GET /campaigns": READ,
    "GET /campaigns/run": READ,
    "POST /campaigns/find": WORK,
    "GET /campaigns/why": READ,
    "POST /campaigns/judge": WORK,
    "GET /campaigns/{campaign}": READ,
    "GET /campaigns/{campaign}/graph.json": READ,
    "GET /cases": READ,
    "POST /cases": WORK,
    "GET /cases/{number}": READ,
    "POST /cases/{number}/status": WORK,
    "POST /cases/{number}/tasks": WORK,
    "POST /cases/{number}/tasks/{task}": WORK,
    "POST /cases/{number}/notes": WORK,
    "POST /cases/{number}/people": WORK,
    "POST /cases/{number}/files": WORK,
    "GET /cases/{number}/files/{file}": WORK,
    "POST /cases/{number}/retention": LEAD,
    "POST /cases/{number}/pack": WORK,
    "POST /cases/{number}/erase": LEAD,
    "POST /approaches/{number}/erase": LEAD,
    "GET /trends": READ,
    "GET /trends/{name}.csv": WORK,
    "GET /owners": READ,
    "GET /owners/chart.css": READ,
    "GET /owners/company": READ,
    "POST /owners/company": READ,
    "POST /owners/sheet": WORK,
    "GET /owners/what-if": READ,
    "POST /owners/what-if": READ,
    "GET /approaches/{number}/claim": READ,
    "GET /journal": AUDIT,
    "POST /journal/verify": AUDIT,
    "POST /journal/head": AUDIT,
    "GET /settings": PEOPLE,
    "POST /settings/password": PEOPLE,
    "GET /settings/second-factor": PEOPLE,
    "POST /settings/second-factor/begin": PEOPLE,
    "POST /settings/second-factor": PEOPLE,
    "POST /settings/second-factor/off": PEOPLE,
    "POST /settings/tokens": PEOPLE,
    "POST /settings/tokens/{token}/revoke": PEOPLE,
    "GET /people": LEAD,
    "POST /people": LEAD,
    "POST /people/{person}": LEAD,
    "GET /people/links": LEAD,
    "POST /people/links/new": LEAD,
    "POST /people/links/{link}/revoke": LEAD,
    "GET /people/logins": AUDIT,
    "GET /api/openapi.json": ALL,
    "GET /api/docs": PEOPLE,
}
"""Each page and who may use it. A page that is not here fails the test."""

CALLS_FOR = {
    "GET /api/v1/approaches": READ,
    "GET /api/v1/search": READ,
    "GET /api/v1/approaches/{number}": READ,
    "POST /api/v1/approaches/{number}/judgements": WORK,
    "POST /api/v1/judgements": WORK,
    "POST /api/v1/reports": REPORT,
    "GET /api/v1/outcomes/{code}": REPORT,
    "GET /api/v1/unread": READ,
    "POST /api/v1/unread/{number}": WORK,
    "GET /api/v1/campaigns": READ,
    "GET /api/v1/campaigns/runs": READ,
    "POST /api/v1/campaigns/runs": WORK,
    "GET /api/v1/campaigns/judgements": READ,
    "POST /api/v1/campaigns/judgements": WORK,
    "GET /api/v1/campaigns/why": READ,
    "GET /api/v1/campaigns/{campaign}": READ,
    "GET /api/v1/campaigns/{campaign}/graph": READ,
    "GET /api/v1/cases": READ,
    "POST /api/v1/cases": WORK,
    "GET /api/v1/cases/{number}": READ,
    "POST /api/v1/cases/{number}/approaches": WORK,
    "POST /api/v1/cases/{number}/status": WORK,
    "POST /api/v1/cases/{number}/tasks": WORK,
    "POST /api/v1/cases/{number}/tasks/{task_number}": WORK,
    "POST /api/v1/cases/{number}/notes": WORK,
    "POST /api/v1/cases/{number}/people": WORK,
    "POST /api/v1/cases/{number}/pack": WORK,
    "GET /api/v1/trends": READ,
    "GET /api/v1/owners": READ,
    "GET /api/v1/owners/search": READ,
    "GET /api/v1/owners/company": READ,
    "GET /api/v1/owners/signals": READ,
    "GET /api/v1/owners/verify": READ,
    "POST /api/v1/owners/what-if": READ,
    "GET /api/v1/approaches/{number}/claims": READ,
    "GET /api/v1/journal": AUDIT,
    "GET /api/v1/journal/proof": AUDIT,
}
"""Each call of the API and who may make it, with every scope that the role can have."""

_PARTS = {"number": "1", "task": "1", "task_number": "1", "file": "1", "sha256": "0" * 64,
          "secret": "x", "code": "7GQK-2MZD-9TPA", "token": "t", "person": "p", "link": "l",
          "name": "weeks", "campaign": "c-none"}  # fmt: skip


def _routes() -> set[str]:
    return {f"{page.method} {page.path}" for page in PAGES}


def _calls() -> set[str]:
    return {f"{method} {each.path}" for each in endpoints() for method in each.methods or ()}


def test_every_route_is_in_the_matrix(app: Any) -> None:
    """A route that nobody thought about cannot be shipped: pages, calls, and nothing else."""
    assert _routes() == set(PAGES_FOR)
    assert _calls() == set(CALLS_FOR)
    known = {page.path for page in PAGES} | {"/health"}
    for each in app.router.routes:
        if isinstance(each, Mount):
            assert each.path == "/static"
        elif isinstance(each, Route):
            assert each.path in known
    assert all(scope_of(each) for each in endpoints())


@pytest.mark.parametrize("role", sorted(ALL))
def test_pages_open_for_the_roles_of_the_matrix_only(
    browsers: dict[str, Browser], role: str
) -> None:
    """Who is not in the matrix is sent to the login, or told that the role does not include it."""
    for route, allowed in PAGES_FOR.items():
        method, path = route.split(" ")
        if path == "/logout":
            continue
        browser = browsers[role]
        address = path.format(**_PARTS)
        answer = browser.get(address) if method == "GET" else browser.post(address)
        to_login = answer.headers.get("location", "").startswith("/login")
        refused = answer.status_code in (401, 403) or (answer.status_code == 303 and to_login)
        if path in ("/login", "/login/code", "/login/openid/back"):
            # These answer 401, or lead to the login, because nobody proved anything yet.
            refused = False
        assert refused == (role not in allowed), (role, route, answer.status_code)
        assert answer.status_code != 500, (route, answer.text[-300:])


@pytest.mark.parametrize("role", sorted(ALL))
def test_calls_are_let_in_for_the_roles_of_the_matrix_only(
    app: Any, desk: Desk, browsers: dict[str, Browser], role: str
) -> None:
    """Every call needs a token, its scope, and a role that still includes it."""
    headers = {}
    if role != "nobody":
        headers["Authorization"] = f"Bearer {token_of(desk, role)}"  # type: ignore[arg-type]
    for call, allowed in CALLS_FOR.items():
        method, path = call.split(" ")
        address = path.format(**_PARTS)
        answer = browsers["nobody"].client.request(
            method, address, headers=headers, json={} if method == "POST" else None
        )
        refused = answer.status_code in (401, 403)
        assert refused == (role not in allowed), (role, call, answer.status_code)
        assert answer.status_code != 500, (call, answer.text)


def test_a_session_is_no_token_and_a_token_no_session(
    desk: Desk, browsers: dict[str, Browser]
) -> None:
    """A cookie opens no call (so no other site can make one), and a token opens no page."""
    assert browsers["lead"].get("/api/v1/approaches").status_code == 401
    headers = {"Authorization": f"Bearer {token_of(desk, 'lead')}"}
    assert browsers["nobody"].get("/queue", headers=headers).status_code == 303


def test_a_token_is_no_more_than_its_scopes(desk: Desk, browsers: dict[str, Browser]) -> None:
    """A lead's token that may only read cannot judge."""
    from counterpitch.cases.people import directory, tokens

    lead = directory.find_login(desk.store, "lead")
    assert lead is not None
    _, text = tokens.make(desk.store, lead, "x", ["read"], now=desk.clock())
    headers = {"Authorization": f"Bearer {text}"}
    client = browsers["nobody"].client
    assert client.get("/api/v1/approaches/1", headers=headers).status_code == 200
    body = {"judgement": "confirmed", "reason": "x"}
    refused = client.post("/api/v1/approaches/1/judgements", headers=headers, json=body)
    assert refused.status_code == 403
