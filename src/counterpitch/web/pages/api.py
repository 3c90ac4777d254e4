"""The API's own page: every endpoint, made from the same description that programs read."""

from typing import Any

import msgspec
from starlette.responses import JSONResponse, Response

from counterpitch.web.api.documents import described, endpoints, scope_of
from counterpitch.web.door import Doors
from counterpitch.web.visit import Visit

doors = Doors()


class Field(msgspec.Struct, frozen=True):
    """A value that an endpoint takes: name, place, kind, whether it must be given."""

    name: str
    place: str
    kind: str
    needed: bool
    about: str


class Call(msgspec.Struct, frozen=True):
    """An endpoint as the page tells it."""

    method: str
    path: str
    summary: str
    about: str
    scope: str
    fields: tuple[Field, ...]
    answer: str


class ApiPage(msgspec.Struct, frozen=True):
    """What the page of the API shows."""

    calls: tuple[Call, ...]
    address: str


@doors.get("/api/openapi.json", "anybody")
def document(visit: Visit) -> Response:
    """Give out the description of the API."""
    return JSONResponse(described())


@doors.get("/api/docs", "self")
def docs(visit: Visit) -> Response:
    """Show the API to a person."""
    known = described()
    scopes = {
        (method, route.path): scope_of(route)
        for route in endpoints()
        for method in route.methods or ()
    }
    calls = tuple(
        _call(method.upper(), path, operation, known, scopes.get((method.upper(), path), ""))
        for path, operations in known["paths"].items()
        for method, operation in operations.items()
    )
    return visit.render("api.html", ApiPage(calls, visit.desk.settings.address))


def _call(
    method: str, path: str, operation: dict[str, Any], known: dict[str, Any], scope: str
) -> Call:
    fields = [
        Field(each["name"], each["in"], _kind(each["schema"]), each.get("required", False),
              each.get("description", ""))
        for each in operation.get("parameters", ())
    ]  # fmt: skip
    body = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
    schema = _looked_up(body.get("schema", {}), known)
    needed = schema.get("required", ())
    fields += [
        Field(name, "body", _kind(each), name in needed, each.get("description", ""))
        for name, each in schema.get("properties", {}).items()
    ]
    good = next(each for status, each in operation["responses"].items() if status[0] == "2")
    shape = next(iter(good.get("content", {"": {}}).values())).get("schema", {})
    return Call(
        method, path, operation.get("summary", ""), operation.get("description", ""), scope,
        tuple(fields), str(shape.get("$ref", "a file")).rpartition("/")[2],
    )  # fmt: skip


def _looked_up(schema: dict[str, Any], known: dict[str, Any]) -> dict[str, Any]:
    name = str(schema.get("$ref", "")).rpartition("/")[2]
    found: dict[str, Any] = known["components"]["schemas"].get(name, schema)
    return found


def _kind(schema: dict[str, Any]) -> str:
    if "anyOf" in schema:
        return " or ".join(_kind(each) for each in schema["anyOf"] if each.get("type") != "null")
    if "enum" in schema:
        return " | ".join(str(each) for each in schema["enum"])
    if schema.get("type") == "array":
        return f"list of {_kind(schema.get('items', {}))}"
    return str(schema.get("format") or schema.get("type") or "text")
