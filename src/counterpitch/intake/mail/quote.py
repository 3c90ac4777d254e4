"""Quoted replies and inline forwards: whose words stand below one's own."""

import re
from datetime import datetime
from typing import NamedTuple

from counterpitch.intake.mail.encoded import addresses, mailbox
from counterpitch.intake.mail.envelope import MAX_RECIPIENTS, moment
from counterpitch.intake.mail.vocabulary import (
    FORWARD_MARK,
    FORWARD_PREFIX,
    HEADER_OF,
    ORIGINAL_MARK,
    WROTE,
    WROTE_START,
)
from counterpitch.intake.spelled import spelled

_FIELD = re.compile(
    r"[\s*_>]{0,20}([^\W\d_][\w \u00a0'-]{0,14}?)[ \u00a0]?\*?[:：]\*?[ \u00a0]*([^\n]*)"
)
_LINE = 400
_BLOCK = 14
_WORDS = re.compile(r"[^\W_]+")
_NAME = re.compile(r"([^,<>\d:;()\[\]\"]{2,80})\s*[<(]\s*(?:mailto:)?[^<>()\s]{1,200}@")


class Quotation(NamedTuple):
    """Words of someone else inside a text.

    ``own`` is the text without them. ``author`` and ``address`` are empty where
    no line names the writer. ``recipients`` are those of a header block.
    """

    own: str
    author: str
    address: str
    text: str
    subject: str = ""
    sent_at: datetime | None = None
    zone_assumed: bool = False
    recipients: tuple[str, ...] = ()


def quotation(text: str) -> Quotation | None:
    """Return the outermost quotation of ``text``, None if it quotes nothing."""
    lines = text.split("\n")
    for number, line in enumerate(lines):
        stripped = line.strip()
        if not stripped or len(line) > _LINE:
            continue
        if stripped[0] == ">":
            return _marked(lines, number, number, "")
        if stripped[-1] in ":：" and (first := _attribution(lines, number)) is not None:
            return _marked(lines, first, number + 1, " ".join(lines[first : number + 1]))
        if _begins_block(lines, number):
            return _below_headers(lines, number)
    return None


def inline_forward(text: str, subject: str) -> Quotation | None:
    """Return the message forwarded inside ``text``, None if there is none."""
    forwarding = bool(FORWARD_PREFIX.match(subject))
    found = FORWARD_MARK.search(text) if "-" in text or ":" in text or "：" in text else None
    if found and (forwarding or not ORIGINAL_MARK.search(found[0])):
        below = text[found.end() :].lstrip("\n \t").split("\n")
        return _with_headers(text[: found.start()], below)
    if forwarding:
        lines = text.split("\n")
        for number in range(len(lines)):
            if _begins_block(lines, number):
                return _below_headers(lines, number)
    return None


def _attribution(lines: list[str], number: int) -> int | None:
    """Return where the attribution that ends on line ``number`` begins, None if it is none."""
    if not WROTE.search(lines[number][-200:]):
        return None
    quoted_below = any(each.startswith(">") for each in lines[number + 1 : number + 4])
    for first in range(number, max(-1, number - 3), -1):
        if not lines[first].strip():
            break
        joined = " ".join(lines[first : number + 1])[:_LINE].strip()
        if WROTE_START.match(joined) and (any(map(str.isdigit, joined)) or "@" in joined):
            return first
    return number if quoted_below else None


def _marked(lines: list[str], first: int, below: int, attribution: str) -> Quotation | None:
    rest = lines[below:]
    if any(each.startswith(">") for each in rest):
        quoted = [each[1:].removeprefix(" ") for each in rest if each.startswith(">")]
        own = lines[:first] + [each for each in rest if not each.startswith(">")]
    else:
        quoted, own = rest, lines[:first]
    text = "\n".join(quoted).strip()
    if not text:
        return None
    name, address = _writer(attribution)
    sent_at, assumed = _written_at(attribution)
    return Quotation(
        "\n".join(own).strip(), name, address, text, sent_at=sent_at, zone_assumed=assumed
    )


def _writer(attribution: str) -> tuple[str, str]:
    found = addresses(attribution.replace("mailto:", " "))
    address = found[0] if found else ""
    named = _NAME.search(attribution)
    if named:
        name = re.sub(
            r"^(?:\s|[AP]\.?M\.?\b|schrieb|um|uhr|г\.)+", "", named[1].strip(), flags=re.I
        )
        return name.strip(), address
    before = WROTE.sub("", attribution.strip()).rsplit(",", 1)[-1].strip()
    plain = re.sub(r"^.*\d(?:\s*[AP]\.?M\.?)?(?:\s+[+-]\d{4})?\s*", "", before, flags=re.I)
    return ("" if "@" in plain else plain.strip(" <>()"))[:80], address


def _written_at(attribution: str) -> tuple[datetime | None, bool]:
    if not attribution:
        return None, False
    return written_moment(attribution.strip()[3:80])


def written_moment(text: str) -> tuple[datetime | None, bool]:
    """Return a date as mail programs write it for people, and whether it has no zone."""
    cleaned = re.sub(r"\bat\b|\bum\b", " ", text[:100])
    half = re.search(r"\d[\u202f\u00a0 ]?([AP])\.?M\b", cleaned, re.IGNORECASE)
    if not half:
        found, assumed = moment(cleaned)
        return (found, assumed) if found else (at := spelled(text), at is not None)
    found, _ = moment(cleaned[: half.start() + 1])
    if found is None:
        return None, False
    return found.replace(hour=found.hour % 12 + (12 if half[1] in "pP" else 0)), True


def _field(line: str) -> tuple[str, str] | None:
    if ":" not in line[:40] and "：" not in line[:40]:
        return None
    found = _FIELD.match(line[:_LINE])
    if not found:
        return None
    name = HEADER_OF.get(found[1].replace("\u00a0", " ").strip().lower())
    return (name, found[2].strip(" *")) if name else None


def _begins_block(lines: list[str], number: int) -> bool:
    line = lines[number][:_LINE]
    if line.lstrip(" \t*>")[:1] in ("-", "_") and ORIGINAL_MARK.search(line):
        return any(
            (found := _field(each)) and found[0] == "from"
            for each in lines[number + 1 : number + 5]
        )
    found = _field(line)
    if not found or found[0] != "from" or not found[1]:
        return False
    others = {
        each[0] for line in lines[number + 1 : number + 7] if (each := _field(line)) is not None
    }
    return len(others & {"date", "to", "subject"}) >= 2


def _below_headers(lines: list[str], number: int) -> Quotation | None:
    first = number
    while first and re.fullmatch(r"\s*_{5,100}\s*|\s*", lines[first - 1]):
        first -= 1
    start = number + 1 if ORIGINAL_MARK.search(lines[number]) else number
    return _with_headers("\n".join(lines[:first]), lines[start:])


def _with_headers(own: str, below: list[str]) -> Quotation | None:
    fields: dict[str, str] = {}
    stop = 0
    for number, line in enumerate(below[:_BLOCK]):
        found = _field(line)
        if found:
            fields.setdefault(*found)
            stop = number + 1
        elif fields and not line.strip(" \t>"):
            break
    rest = below[stop:]
    if rest and all(not each.strip() or each.startswith(">") for each in rest):
        rest = [each[1:].removeprefix(" ") for each in rest]
    text = "\n".join(rest).strip()
    if not text:
        return None
    name, address = mailbox(fields.get("from", ""))
    name = name if name or address else fields.get("from", "")[:200]
    sent_at, assumed = written_moment(fields.get("date", ""))
    recipients = tuple(addresses(fields.get("to", ""))[:MAX_RECIPIENTS])
    return Quotation(
        own.strip(), name, address, text, fields.get("subject", ""), sent_at, assumed, recipients
    )


def beyond_signature(text: str) -> str:
    """Return ``text`` without a signature after ``-- ``, for telling whether anything is said."""
    return re.split(r"^-- ?$", text, maxsplit=1, flags=re.MULTILINE)[0].strip()


class Known:
    """Which words a thread already holds, as runs of five words."""

    _LIMIT = 500_000

    def __init__(self) -> None:
        self._runs: set[int] = set()
        self._waiting: list[str] = []

    def add(self, text: str) -> None:
        """Remember the words of ``text``; they are cut into runs when first asked for."""
        self._waiting.append(text)

    def holds(self, text: str) -> bool:
        """Tell whether nearly all of ``text`` was seen before."""
        for each in self._waiting:
            if len(self._runs) < self._LIMIT:
                self._runs.update(_runs(each))
        self._waiting.clear()
        runs = _runs(text)
        known = sum(map(self._runs.__contains__, runs))
        return bool(runs) and known >= 0.8 * len(runs)


def _runs(text: str) -> list[int]:
    words = _WORDS.findall(text.lower())
    if len(words) < 5 or sum(map(len, words)) > 12 * len(words):
        # Few words, or a script written without spaces: single letters will do.
        words = [each for each in text.lower() if each.isalnum()]
    size = min(5, len(words))
    return list(map(hash, zip(*(words[at:] for at in range(size)), strict=False)))
