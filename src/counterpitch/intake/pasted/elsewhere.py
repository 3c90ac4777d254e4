"""Files that hold a message in a form that is not read, and how it becomes text."""

import re
from typing import Final

from counterpitch.intake.origin import Origin
from counterpitch.intake.pasted.foreigntable import is_table

_JSON: Final = re.compile(rb'(?:\xef\xbb\xbf)?\s{0,200}(?:\{\s{0,200}["}]|\[\s{0,200}[\[{])')
_PICTURES: Final = (b"\x89PNG", b"GIF8", b"\xff\xd8\xff", b"RIFF", b"II*\x00", b"MM\x00*")
_HEIC: Final = re.compile(rb"....ftyp(?:hei|mif|avif)", re.DOTALL)
_PICTURE: Final = (
    "a picture: type what it says into a text and check that, or hand it in at the desk"
    " (counterpitch desk), which keeps the picture too"
)
_TABLE: Final = (
    "a table (CSV) whose columns are not known: name them Conversation ID, From, To, Date and"
    " Content, one message a row, or make JSON Lines of it (docs/reference/formats.md)"
)
_RTF: Final = b"{\\rtf"
_DOCUMENT: Final = "a document: save it as plain text (.txt)"
_BY_ENDING: Final = {
    ".docx": _DOCUMENT,
    ".odt": _DOCUMENT,
    ".xlsx": "a spreadsheet: copy the messages and paste them",
    ".ods": "a spreadsheet: copy the messages and paste them",
}


def is_json(origin: Origin) -> bool:
    """Tell whether a file is data of some program: nobody begins a message like that."""
    return _JSON.match(origin.head) is not None


def is_data(origin: Origin) -> bool:
    """Tell whether a file is no text but the data of a program: JSON, a table, or RTF."""
    return is_json(origin) or origin.head.startswith(_RTF) or is_table(origin)


def hint(origin: Origin) -> str | None:
    """Return what the user can do with a file that is in no format that is read, if that is known.

    It is told of by what it holds; a document, which is a ZIP as many are, by its name.
    """
    what = _what(origin)
    return f"{origin.name} is in no format that is read. It is {what}." if what else None


def _what(origin: Origin) -> str | None:
    head = origin.head
    if head.startswith(_PICTURES) or _HEIC.match(head):
        return _PICTURE
    if head.startswith(b"%PDF"):
        return "a PDF: copy its text and paste that, or save it as text"
    if head.startswith(_RTF):
        return _DOCUMENT
    if is_json(origin):
        return "the data of some program (JSON): copy the messages and paste them as text"
    if is_table(origin):
        return _TABLE
    ending = re.search(r"\.[a-z]{3,4}$", origin.name.lower())
    return _BY_ENDING.get(ending[0]) if ending and head.startswith(b"PK") else None
