"""The API: as documented, whatever is sent; pages of lists; the whole journey."""

import base64
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from counterpitch.cases import approach, receive
from counterpitch.web.api.documents import described, endpoints
from counterpitch.web.desk import Desk
from tests.web.conftest import TEXT, Browser, token_of

CHECKS = (not_a_server_error, status_code_conformance, content_type_conformance,
          response_schema_conformance)  # fmt: skip


class Caller:
    """Calls the API with a token."""

    def __init__(self, client: Any, token: str) -> None:
        self._client = client
        self._headers = {"Authorization": f"Bearer {token}"}

    def get(self, path: str, **query: Any) -> Any:
        return self._client.get(f"/api/v1{path}", params=query, headers=self._headers)

    def post(self, path: str, body: Any) -> Any:
        return self._client.post(f"/api/v1{path}", json=body, headers=self._headers)


@pytest.fixture
def caller(desk: Desk, browsers: dict[str, Browser]) -> Caller:
    """A lead's token with every scope."""
    return Caller(browsers["nobody"].client, token_of(desk, "lead"))


@pytest.mark.parametrize(
    "call", sorted(f"{m} {e.path}" for e in endpoints() for m in e.methods or ())
)
def test_every_call_keeps_to_its_description(app: Any, desk: Desk, call: str) -> None:
    """Whatever schemathesis sends, the answer has a status, type and shape that are documented."""
    schema = schemathesis.openapi.from_asgi("/api/openapi.json", app)
    token = token_of(desk, "lead")
    method, path = call.split(" ")
    operation = schema[path][method]

    @given(case=operation.as_strategy())
    @settings(max_examples=15, deadline=None, derandomize=True, database=None,
              suppress_health_check=list(HealthCheck), phases=[Phase.explicit, Phase.generate])  # fmt: skip
    def sent(case: Any) -> None:
        headers = {"Authorization": f"Bearer {token}"}
        case.call_and_validate(headers=headers, checks=CHECKS)

    sent()


def test_the_description_is_whole() -> None:
    """OpenAPI 3.1, every reference resolves, every call has a summary and a good answer."""
    import json

    known = described()
    text = json.dumps(known)
    for part in text.split('"$ref": "')[1:]:
        name = part.partition('"')[0]
        assert name.rpartition("/")[2] in known["components"]["schemas"], name
    assert known["openapi"].startswith("3.1")
    for path, operations in known["paths"].items():
        for operation in operations.values():
            assert operation["summary"], path
            assert any(status.startswith("2") for status in operation["responses"])


def test_the_journey_of_a_program(desk: Desk, caller: Caller) -> None:
    """Report, find, judge, open a case, work on it, take the pack, see the outcome."""
    content = base64.b64encode(TEXT.replace("Helen", "Irene").encode()).decode()
    receipt = caller.post("/reports", {"content": content, "name": "chat.txt"}).json()
    (number,) = receipt["approaches"]
    found = caller.get("/search", text="Irene").json()["rows"]
    assert [each["id"] for each in found] == [number]
    body = {"judgement": "confirmed", "reason": "seen before"}
    assert caller.post(f"/approaches/{number}/judgements", body).json() == {"count": 1}
    case = caller.post("/cases", {"title": "Irene", "approaches": [number]}).json()["id"]
    task = caller.post(f"/cases/{case}/tasks", {"title": "Call", "due_on": "2026-12-01"}).json()[
        "id"
    ]
    assert caller.post(f"/cases/{case}/tasks/{task}", {"done": True}).status_code == 200
    assert caller.post(f"/cases/{case}/notes", {"text": "called"}).status_code == 201
    moved = caller.post(f"/cases/{case}/status", {"status": "closed", "reason": "done"}).json()
    assert moved["row"]["status"] == "closed"
    pack = caller.post(f"/cases/{case}/pack", {})
    assert pack.content.startswith(b"PK")
    assert caller.get(f"/outcomes/{receipt['code']}").json()["statuses"][0][2] == "confirmed"
    proof = caller.get("/journal/proof").json()
    assert proof["broken"] is None
    actors = {each["actor"] for each in caller.get("/journal").json()["rows"]}
    assert "lead (token test)" in actors


def test_lists_come_in_pages_and_nothing_is_left_out(desk: Desk, caller: Caller) -> None:
    """Following “next” shows every approach once, in one order."""
    for number in range(11):
        receive(desk.store, content=f"Ann{number}: hello number {number}\n", actor="x", quick=True)
    seen, cursor = [], ""
    while True:
        page = caller.get("/approaches", limit=4, cursor=cursor).json()
        seen += [each["id"] for each in page["rows"]]
        if page["next"] is None:
            break
        cursor = page["next"]
    assert len(seen) == len(set(seen)) == 12


def test_a_judgement_may_say_what_it_has_seen(desk: Desk, caller: Caller) -> None:
    """With the number of an older judgement nothing is kept; with the newest, or none, it is."""
    body = {"judgement": "confirmed", "reason": "seen before"}
    assert caller.post("/approaches/1/judgements", {**body, "seen": 0}).status_code == 201
    for path, more in (("/approaches/1/judgements", {}), ("/judgements", {"approaches": [1]})):
        late = caller.post(path, {**body, **more, "judgement": "duplicate", "seen": 0})
        assert late.status_code == 409
        assert "A-1 confirmed by lead (token test) on " in late.json()["detail"]
    newest = approach(desk.store, 1).judgements[-1].id
    assert caller.post("/approaches/1/judgements", {**body, "seen": newest}).status_code == 201
    assert caller.post("/approaches/1/judgements", body).status_code == 201
    assert len(approach(desk.store, 1).judgements) == 3


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("/reports", {}, 400),
        ("/reports", {"text": "a", "content": "YQ=="}, 400),
        ("/reports", {"content": "no base64!"}, 400),
        ("/reports", {"text": "hello", "unknown": 1}, 422),
        ("/judgements", {"approaches": [1, 999], "judgement": "confirmed", "reason": "x"}, 400),
        ("/approaches/1/judgements", {"judgement": "maybe", "reason": "x"}, 422),
        ("/approaches/1/judgements", {"judgement": "confirmed", "reason": "  "}, 400),
        ("/cases/999/notes", {"text": "x"}, 404),
    ],
)
def test_refusals_are_problems(caller: Caller, path: str, body: Any, status: int) -> None:
    """What cannot be done comes back as a problem with a sentence."""
    answer = caller.post(path, body)
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["detail"]


def test_wrong_tokens_are_throttled(browsers: dict[str, Browser]) -> None:
    """After sixty wrong tokens an address waits."""
    client = browsers["nobody"].client
    headers = {"Authorization": "Bearer cpt_x_y"}
    answers = {client.get("/api/v1/cases", headers=headers).status_code for _ in range(62)}
    assert answers == {401, 429}


def test_a_large_body_is_refused_by_its_length(caller: Caller) -> None:
    """A call says how large it is; beyond the limit it is not read."""
    answer = caller.post("/cases/1/notes", {"text": "x" * 300_000})
    assert answer.status_code == 413
