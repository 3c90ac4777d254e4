"""Reads the lines of an origin with bounded memory, whatever its encoding."""

from collections.abc import Iterator
from typing import BinaryIO

from counterpitch.intake.encoding import utf8
from counterpitch.intake.notices import Notices
from counterpitch.intake.origin import Origin

LINE_LIMIT = 16 * 1024 * 1024
"""Longest line read, in bytes of UTF-8."""


def text_lines(origin: Origin, notices: Notices) -> Iterator[tuple[int, str]]:
    """Yield each line of a text with its 1-based row, without its line end.

    A line over ``LINE_LIMIT`` is left out and bytes that are no text become
    U+FFFD, both with a notice.
    """
    with utf8(origin.open(), origin.head) as stream:
        for row, line in byte_lines(stream, origin, notices):
            yield row, _decode(line, origin, notices, row)


def byte_lines(
    stream: BinaryIO, origin: Origin, notices: Notices, limit: int = LINE_LIMIT
) -> Iterator[tuple[int, bytes]]:
    """Yield each line of a UTF-8 ``stream`` with its 1-based row, line end included."""
    row = 0
    while line := stream.readline(limit + 2):
        row += 1
        if len(line) > limit and not line.endswith(b"\n"):
            _skip_line(stream, limit)
            notices.add(
                "long-line",
                f"Line {row} is longer than {limit // 1_048_576} MB and was left out;"
                " the file is probably damaged there.",
                origin.path,
                row=row,
            )
            continue
        yield row, line


def _skip_line(stream: BinaryIO, limit: int) -> None:
    while rest := stream.readline(limit):
        if rest.endswith(b"\n"):
            return


def _decode(line: bytes, origin: Origin, notices: Notices, row: int) -> str:
    try:
        text = line.decode("utf-8")
    except UnicodeDecodeError:
        text = line.decode("utf-8", "replace")
        notices.add(
            "damaged-characters",
            f"Some characters in line {row} could not be decoded and are shown as \ufffd.",
            origin.path,
            row=row,
        )
    return text.rstrip("\r\n")
