"""YAML read strictly: no guessed booleans or dates, and every error knows its line."""

from typing import Any, Final, TypeVar

import msgspec
import yaml

Struct = TypeVar("Struct")
_SAFE: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Loader(_SAFE):  # type: ignore[misc, valid-type]
    """Plain YAML: ``no`` and ``2026-03-02`` stay text; only ``true`` and ``false`` are bool."""


_Loader.yaml_implicit_resolvers = {
    first: [
        (tag, pattern)
        for tag, pattern in resolvers
        if tag.rpartition(":")[2] in {"int", "float", "null", "merge"}
    ]
    for first, resolvers in _SAFE.yaml_implicit_resolvers.items()
}


class FaultyFile(ValueError):
    """A file that is not what it should be: why, and in which line (1-based)."""

    def __init__(self, message: str, line: int | None) -> None:
        super().__init__(message)
        self.message = message
        self.line = line


def load(text: str, kind: type[Struct]) -> Struct:
    """Decode YAML ``text`` into ``kind``; raise ``FaultyFile`` with the line of the fault."""
    try:
        data: Any = yaml.load(text, Loader=_Loader)  # noqa: S506 - a safe loader, narrowed  # nosec B506
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else None
        raise FaultyFile(f"not YAML: {error.problem}", line) from None
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        raise FaultyFile(f"not YAML: {error}", None) from None
    try:
        return msgspec.convert(data, kind, strict=True)
    except msgspec.ValidationError as error:
        message, _, path = str(error).partition(" - at `")
        raise FaultyFile(
            f"{message} ({path.rstrip('`')})" if path else message,
            line_of(text, path.rstrip("`")),
        ) from None


def line_of(text: str, path: str) -> int | None:
    """Return the 1-based line of a ``$.when.all[1]`` path in YAML ``text``."""
    try:
        node: Any = yaml.compose(text, Loader=_Loader)
    except yaml.YAMLError:
        return None
    for step in path.replace("$", "").replace("[", ".[").split("."):
        below = _child(node, step) if step else node
        if below is None:
            break
        node = below
    return node.start_mark.line + 1 if node is not None else None


def _child(node: Any, step: str) -> Any:
    if isinstance(node, yaml.SequenceNode) and step.startswith("["):
        index = step.strip("[]")
        if index.isdigit() and int(index) < len(node.value):
            return node.value[int(index)]
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == step:
                return value
    return None
