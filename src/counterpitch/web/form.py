"""What a form brought, read with limits and never trusted."""

from collections.abc import Sequence
from typing import Final

import msgspec
from starlette.datastructures import FormData, UploadFile

from counterpitch.errors import UsageError

LONG_TEXT: Final = 400_000
"""Characters of a pasted conversation."""


class Upload(msgspec.Struct, frozen=True):
    """A file of a form: its name as the browser gave it, and its bytes."""

    name: str
    content: bytes


class Form:
    """The fields of a form. Line ends become ``\\n``; half characters become ``?``."""

    def __init__(self, data: FormData | None = None) -> None:
        self._data = data if data is not None else FormData()

    def text(self, name: str, *, limit: int = 2000) -> str:
        """Return a field, trimmed; raise ``UsageError`` where it is longer than ``limit``."""
        return self.raw(name, limit=limit).strip()

    def raw(self, name: str, *, limit: int) -> str:
        """Return a field as it was typed; raise ``UsageError`` beyond ``limit``."""
        value = self._data.get(name)
        return _clean(value, name, limit) if isinstance(value, str) else ""

    def many(self, name: str, *, limit: int = 1000) -> tuple[str, ...]:
        """Return every value of a field that may be ticked more than once."""
        values = [each for each in self._data.getlist(name) if isinstance(each, str)]
        return tuple(_clean(each, name, 400) for each in values[:limit])

    def long(self, name: str, *, limit: int) -> tuple[str, ...]:
        """Return every value of a long field that occurs more than once."""
        values = [each for each in self._data.getlist(name) if isinstance(each, str)]
        return tuple(_clean(each, name, limit) for each in values[:100])

    def number(self, name: str) -> int | None:
        """Return a field that holds a whole number, None where it does not."""
        value = self.text(name)
        plain = value.isascii() and value.isdigit() and len(value) < 16
        return int(value) if plain else None

    def ticked(self, name: str) -> bool:
        """Tell whether a box is ticked."""
        return bool(self._data.get(name))

    def uploads(self, name: str) -> Sequence[Upload]:
        """Return the files of a field; empty choices are left out."""
        files = [each for each in self._data.getlist(name) if isinstance(each, UploadFile)]
        found = [Upload(file_name(each.filename or ""), each.file.read()) for each in files]
        return [each for each in found if each.content]


def _clean(text: str, name: str, limit: int) -> str:
    if len(text) > limit:
        raise UsageError(
            f"“{name}” has {len(text):,} characters; at most {limit:,} are taken.",
            hint="Shorten it, or hand it in as a file.",
        )
    whole = text.encode("utf-8", "replace").decode("utf-8")
    return whole.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")


def file_name(given: str) -> str:
    """Return the last part of a file name, without control characters, at most 120 long."""
    last = given.replace("\\", "/").rpartition("/")[2]
    plain = "".join(each for each in last if each.isprintable()).strip(" .")
    stem, dot, ending = plain.rpartition(".")
    return (f"{stem[:100]}{dot}{ending[:18]}" if dot else plain[:118]) or "unnamed"
