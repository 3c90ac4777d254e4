"""Text out of screenshots: proposed by a program, corrected by a person, marked as such."""

import io
import warnings
from functools import cache
from importlib.util import find_spec
from threading import Lock
from typing import Any, Final

import msgspec

MOST_PIXELS: Final = 24_000_000
"""Beyond this a picture is kept and not read: small files can unpack to gigabytes."""
_FORMATS: Final = ("PNG", "JPEG", "WEBP")
_STARTS: Final = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")
_READING: Final = Lock()


class Line(msgspec.Struct, frozen=True):
    """A line that was read: its words and its edges in pixels."""

    text: str
    left: float
    right: float
    top: float
    bottom: float


def is_picture(content: bytes) -> bool:
    """Tell by its first bytes whether a file is a picture that may be read."""
    webp = content[:4] == b"RIFF" and content[8:12] == b"WEBP"
    return content.startswith(_STARTS) or webp


def can_read() -> bool:
    """Tell whether a reader of pictures is installed (the ``ocr`` extra)."""
    return find_spec("rapidocr") is not None and find_spec("PIL") is not None


def proposed(content: bytes) -> str:
    """Return the text that a picture seems to hold; empty where none could be read.

    Where lines stand on both sides, as in a chat, those on the right are proposed as the
    owner's. A person corrects all of it before it counts.
    """
    if not can_read():
        return ""
    try:
        with warnings.catch_warnings(), _READING:
            warnings.simplefilter("error")
            pixels, width = _opened(content)
            lines = _lines(_reader()(pixels)) if pixels is not None else []
    except Exception:
        # A damaged or hostile picture is the person's to type; the original is kept anyway.
        return ""
    return sided(lines, width)


def _opened(content: bytes) -> tuple[Any, int]:
    import numpy as np
    from PIL import Image

    with Image.open(io.BytesIO(content), formats=_FORMATS) as image:
        if image.width * image.height > MOST_PIXELS:
            return None, 0
        return np.asarray(image.convert("RGB"))[:, :, ::-1].copy(), image.width


@cache
def _reader() -> Any:
    from rapidocr import RapidOCR

    return RapidOCR(params={"Global.log_level": "error"})


def _lines(found: Any) -> list[Line]:
    if found.txts is None or found.boxes is None:
        return []
    lines = [
        Line(
            str(text),
            min(float(corner[0]) for corner in box),
            max(float(corner[0]) for corner in box),
            min(float(corner[1]) for corner in box),
            max(float(corner[1]) for corner in box),
        )
        for text, box in zip(found.txts, found.boxes, strict=True)
    ]
    return sorted(lines, key=lambda line: (line.top, line.left))


def sided(lines: list[Line], width: int) -> str:
    """Return lines as text, labelled by side where a picture shows a chat of two sides."""
    sides = [_on_the_right(line, width) for line in lines]
    if not any(sides) or all(sides):
        return "\n".join(line.text for line in lines)
    parts: list[str] = []
    for number, (line, right) in enumerate(zip(lines, sides, strict=True)):
        before = lines[number - 1] if number else None
        gap = before is None or line.top - before.bottom > 0.9 * (line.bottom - line.top)
        if gap or sides[number - 1] != right:
            parts.append(f"{'Me' if right else 'Contact'}: {line.text}")
        else:
            parts[-1] = f"{parts[-1]} {line.text}"
    return "\n".join(parts)


def _on_the_right(line: Line, width: int) -> bool:
    # A line in the middle (a date between messages) has the same space on both sides.
    return line.left > 0.22 * width and (width - line.right) < 0.8 * line.left
