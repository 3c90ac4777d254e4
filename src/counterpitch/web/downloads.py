"""What is taken out of the desk: always a file to save, never a page to show."""

from collections.abc import Iterator
from typing import Final
from urllib.parse import quote

from starlette.responses import Response

from counterpitch.web.form import file_name

_SANDBOX: Final = "default-src 'none'; sandbox"


def headers(name: str, media_type: str = "application/octet-stream") -> dict[str, str]:
    """Return the headers with which a browser saves a file and never runs or shows it."""
    plain = file_name(name)
    ascii_name = "".join(
        each if each.isascii() and (each.isalnum() or each in "._- ") else "_" for each in plain
    )
    saved = f"attachment; filename=\"{ascii_name}\"; filename*=UTF-8''{quote(plain, safe='')}"
    return {
        "Content-Disposition": saved,
        "Content-Type": media_type,
        "Content-Security-Policy": _SANDBOX,
        "X-Content-Type-Options": "nosniff",
    }


def attachment(content: bytes, name: str, media_type: str = "application/octet-stream") -> Response:
    """Return ``content`` as a file to save."""
    return Response(content, headers=headers(name, media_type))


def chunks(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """Pass pieces on; a place to stop when the browser goes away."""
    yield from pieces
