"""How the API answers: structs as JSON, and their schemas for the documentation."""

from typing import Any, Final

import msgspec
from starlette.responses import Response

SCHEMAS: Final[dict[str, Any]] = {}
"""Every struct that an endpoint answers with, by name."""
_REF: Final = "#/components/schemas/{name}"
_PROBLEM: Final = "#/components/schemas/Problem"


class Problem(msgspec.Struct, frozen=True):
    """What went wrong (RFC 9457)."""

    title: str
    detail: str
    status: int


class Made(msgspec.Struct, frozen=True):
    """The number of what was made."""

    id: int


class Done(msgspec.Struct, frozen=True):
    """How many were changed."""

    count: int


def json(value: Any, status: int = 200) -> Response:
    """Return a struct as JSON."""
    return Response(msgspec.json.encode(value), status, media_type="application/json")


def answers(kind: Any, status: int = 200) -> dict[str, Any]:
    """Return the arguments that document an endpoint answering with ``kind``."""
    name = getattr(kind, "__name__", str(kind))
    SCHEMAS[str(kind)] = kind
    return {
        "status_code": status,
        "response_model": None,
        "response_class": Response,
        "responses": {
            status: {
                "description": (kind.__doc__ or name).partition("\n")[0],
                "content": {"application/json": {"schema": schema_of(kind)}},
            },
            **problems(),
        },
    }


def problems() -> dict[int | str, dict[str, Any]]:
    """Return how an endpoint may refuse."""
    words = {
        400: "It cannot be done; the detail says why", 401: "No valid token",
        403: "The token or the role does not include this", 404: "There is none",
        409: "Somebody else was faster", 413: "Too large", 422: "The request does not fit",
        429: "Too often",
    }  # fmt: skip
    content = {"application/problem+json": {"schema": {"$ref": _PROBLEM}}}
    return {status: {"description": text, "content": content} for status, text in words.items()}


def schema_of(kind: Any) -> dict[str, Any]:
    """Return the schema that stands at the place of ``kind``: a reference, or itself."""
    (schema,), _ = _made([kind])
    return schema


def components() -> dict[str, Any]:
    """Return the schemas of all structs that endpoints answer with."""
    _, found = _made([Problem, *SCHEMAS.values()])
    return found


def _made(kinds: list[Any]) -> tuple[tuple[dict[str, Any], ...], dict[str, Any]]:
    return msgspec.json.schema_components(kinds, schema_hook=_anything, ref_template=_REF)


def _anything(kind: type) -> dict[str, Any]:
    """Return the schema of a value that may be anything (what a corpus brought along)."""
    return {"description": "whatever a source brought along"}
