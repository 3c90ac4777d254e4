"""Header values: encoded words, parameters and addresses, as broken as they come."""

import binascii
import re
from urllib.parse import unquote_to_bytes

from counterpitch.intake.mail.charset import decode

MAX_VALUE = 16_384
"""Characters of one header value that are read."""

_WORD = re.compile(r"=\?([\w.:+-]{1,60})(?:\*[\w-]{0,20})?\?([bBqQ])\?(.{0,1000}?)\?=")
_FOLD = re.compile(r"\r?\n[ \t]*|\r|\x00")
_PARAMETER = re.compile(
    r""";\s*([\w!#$&+^`|~.%'-]{1,60}?)(\*\d{1,3})?(\*)?\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;]*))"""
)
_APART = re.compile(r"[\s<>,;:\"()\[\]]+")
_QUOTED = re.compile(r"\\(.)")


def header_text(raw: bytes) -> str:
    """Return a raw header value as one line of decoded text."""
    if raw.isascii() and b"\n" not in raw and b"=?" not in raw and b"\x1b" not in raw:
        return raw[:MAX_VALUE].decode("ascii").replace("\0", "").replace("\r", " ").strip()
    text = _FOLD.sub(" ", decode(raw[:MAX_VALUE])[0])
    return (_words(text) if "=?" in text else text).strip()


def _words(text: str) -> str:
    out: list[str] = []
    held, charset, position = b"", "", 0
    for match in _WORD.finditer(text):
        between = text[position : match.start()]
        # A character may be split over two encoded words, so their bytes are joined.
        if held and (between.strip() or match[1].lower() != charset):
            out.append(decode(held, charset)[0])
            held = b""
        if between.strip() or position == 0:
            out.append(between)
        held += _word_bytes(match[2], match[3])
        charset, position = match[1].lower(), match.end()
    if held:
        out.append(decode(held, charset)[0])
    return "".join(out) + text[position:]


def _word_bytes(encoding: str, text: str) -> bytes:
    data = text.encode("utf-8", "replace")
    if encoding in "qQ":
        return binascii.a2b_qp(data, header=True)
    return from_base64(data)


def from_base64(data: bytes) -> bytes:
    """Decode base64 that may lack padding or hold stray characters."""
    cleaned = data.translate(None, b" \t\r\n")
    try:
        return binascii.a2b_base64(cleaned + b"=" * (-len(cleaned) % 4))
    except binascii.Error:
        cleaned = re.sub(rb"[^A-Za-z0-9+/]", b"", cleaned)
        cleaned = cleaned[: len(cleaned) - (len(cleaned) % 4 == 1)]
        return binascii.a2b_base64(cleaned + b"=" * (-len(cleaned) % 4))


def parameters(raw: bytes) -> tuple[str, dict[str, str]]:
    """Return the value of a header such as Content-Type, lower-case, and its parameters."""
    text = _FOLD.sub(" ", decode(raw[:MAX_VALUE])[0])
    value = text.split(";", 1)[0].strip().lower()
    plain: dict[str, str] = {}
    pieces: dict[str, list[tuple[int, bool, str]]] = {}
    for match in _PARAMETER.finditer(text):
        name = match[1].lower()
        content = _QUOTED.sub(r"\1", match[4]) if match[4] is not None else match[5].strip(' \t"')
        if match[2] or match[3]:
            number = int(match[2][1:]) if match[2] else 0
            pieces.setdefault(name, []).append((number, bool(match[3]), content))
        else:
            plain.setdefault(name, _words(content) if "=?" in content else content)
    for name, parts in pieces.items():
        plain[name] = _joined(sorted(parts)[:50])
    return value, plain


def _joined(parts: list[tuple[int, bool, str]]) -> str:
    charset, data = "", b""
    for number, encoded, content in parts:
        if encoded and number == 0 and content.count("'") >= 2:
            charset, _, content = content.split("'", 2)
        data += unquote_to_bytes(content) if encoded else content.encode("utf-8", "replace")
    return decode(data, charset)[0]


def mailbox(value: str) -> tuple[str, str]:
    """Return the display name and the lower-case address of a decoded From value."""
    before, angle, after = value.rpartition("<")
    if angle and "@" in after:
        return _name(before), after.split(">", 1)[0].strip().lower()[:320]
    found = addresses(value)
    address = found[0] if found else ""
    name = value if not address else value.split("(", 1)[1].rstrip(") ") if "(" in value else ""
    return _name(name), address


def addresses(value: str) -> list[str]:
    """Return every address in a decoded header value, lower-case, in order."""
    return [each.strip("'").lower()[:320] for each in _APART.split(value) if "@" in each[1:]]


def mailboxes(value: str) -> list[str]:
    """Return everybody in a decoded To or Cc: the address, with the name as ``Name <address>``."""
    found: list[str] = []
    for part in value.split(">"):
        before, _, within = part.partition("<")
        # In front of <address> only what a comma parts from it is somebody else: a name may be
        # an address as well, its own or a stranger's.
        mailed = addresses(within)[:1]
        bare = addresses(re.split("[,;][^,;]*$", before)[0] if mailed else before)
        if mailed and not re.search("[,;]", before):
            bare = []
        found += bare
        # A name may hold a comma; only behind an address, or a group's colon, one parts two people.
        name = re.split("[,;]", before)[-1] if bare else before.rpartition(":")[2]
        name = _name(name).replace("<", "").replace(">", "")
        found += [each if name.lower() in ("", each) else f"{name} <{each}>" for each in mailed]
    return found


def _name(text: str) -> str:
    name = text.strip(" \t,;").strip("\"'").strip()[:400]
    return (_QUOTED.sub(r"\1", name) if "\\" in name else name)[:200]
