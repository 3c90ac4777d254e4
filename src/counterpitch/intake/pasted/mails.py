"""Splits pasted mail into its messages: header lines, bodies and quoted replies."""

import re
from datetime import UTC, datetime
from itertools import pairwise
from typing import NamedTuple

from counterpitch.intake.pasted.vocabulary import MAIL_FIELDS
from counterpitch.intake.spelled import spelled

_MEANING = {word: field for field, words in MAIL_FIELDS.items() for word in words.split("|")}
_FIELD = re.compile(r"[ \t>*]{0,12}(?P<name>[^\s:：*]{1,20})\*?[ ]?[:：]\*?[ \t]*(?P<value>.*)$")
_WROTE = re.compile(
    r"(?:On|Am|Le|El|Il|Em)\b.{4,200}\b(?:wrote|schrieb.{0,80}|a écrit|escribió|ha scritto"
    r"|escreveu)[ \u00a0]?:$|.{4,200}(?:пишет|написал\(?а?\)?|写道)[ ]?[:：]$"
)
_VERB = re.compile(
    r"(?:\s?(?:wrote|schrieb|a écrit|escribió|ha scritto|escreveu|пишет|написал\(?а?\)?|写道))?"
    r"[ \u00a0]?[:：]$"
)
_BEGUN = re.compile(r"(?:On|Am|Le|El|Il|Em)\b.{4,200}\d|.{4,200}\d{4}.{0,200}<")
"""What begins a "… wrote:" that goes on in the next line: it has come to a date."""
_DIVIDER = re.compile(
    r"[-_ ]{3,20}(?:Original Message|Forwarded message|Ursprüngliche Nachricht"
    r"|Weitergeleitete Nachricht|Message d'origine|Mensaje original"
    r"|Исходное сообщение|原始邮件|转发的邮件)[-_ ]{0,20}$",
    re.IGNORECASE,
)
_ADDRESS = re.compile(
    r"[<(\[]?(?:mailto:)?([^\s<>()\[\]\",;:@]{1,64}@[^\s<>()\[\]\",;:@]{1,190})[>)\]]?"
)
_HALF = re.compile(r"\d[ \u00a0\u202f]?([AaPp])\.?[Mm]\b")
"""The half of a day after its time, as English mail programs write it."""
_SHOWN = 1000


class PastedMail(NamedTuple):
    """One mail of a paste; ``row`` is the line where it begins."""

    row: int
    text: str
    author: str = ""
    address: str = ""
    subject: str = ""
    sent_at: datetime | None = None


def split_mails(lines: list[str]) -> list[PastedMail]:
    """Return the mails of a paste as they stand, or nothing where no header block is.

    A mail without its header, above the replies that it quotes, is a first mail of nobody named.
    """
    starts = [row for row in range(len(lines)) if _begins_header(lines, row)]
    if not starts:
        quoted = any(_quotes_reply(lines, row) for row in range(len(lines)))
        found = _cut_quotes(lines, 0, len(lines), PastedMail(1, "")) if quoted else []
        return [piece for piece in found if piece.text]
    pieces: list[PastedMail] = []
    bounds = [0, *starts, len(lines)] if starts[0] else [*starts, len(lines)]
    for first, last in pairwise(bounds):
        pieces.extend(_split_replies(lines, first, last))
    return [piece for piece in pieces if piece.text or piece.author]


def _begins_header(lines: list[str], row: int) -> bool:
    """Tell whether a block of header lines with a sender begins at ``row``."""
    if _field(lines[row]) is None or (row and _field(lines[row - 1]) is not None):
        return False
    block = _header_block(lines, row)
    return "from" in block and len(block) >= 2


def _quotes_reply(lines: list[str], row: int) -> bool:
    """Tell whether "… wrote:", with a date, stands at ``row`` and the quoted reply below it."""
    taken = _wrote(lines, row)
    if not taken or not any(each.isdigit() for line in taken for each in line):
        return False
    below = (line for line in lines[row + len(taken) : row + len(taken) + 4] if line.strip())
    return next(below, "").lstrip().startswith(">")


def _wrote(lines: list[str], row: int) -> list[str]:
    """Return the line "… wrote:", or the two that a mail program broke it into; else nothing."""
    line = _unquoted(lines[row])[0].strip()[:_SHOWN]
    if _WROTE.match(line):
        return [line]
    below = _unquoted(lines[row + 1])[0].strip()[:_SHOWN] if row + 1 < len(lines) else ""
    broken = _BEGUN.match(line) is not None and below.endswith((":", "："))
    return [line, below] if broken and _WROTE.match(f"{line} {below}") else []


def _header_block(lines: list[str], row: int) -> dict[str, str]:
    block: dict[str, str] = {}
    for line in lines[row : row + 12]:
        field = _field(line)
        if field is None:
            break
        block.setdefault(*field)
    return block


def _field(line: str) -> tuple[str, str] | None:
    found = _FIELD.match(line[:_SHOWN])
    meaning = _MEANING.get(found["name"].casefold()) if found else None
    return (meaning, found["value"].strip()) if found and meaning else None


def _split_replies(lines: list[str], first: int, last: int) -> list[PastedMail]:
    block = _header_block(lines, first)
    row = first
    while row < last and _field(lines[row]) is not None and block:
        row += 1
    sender, address = _person(block.get("from", ""))
    head = PastedMail(
        first + 1, "", sender, address, block.get("subject", ""), _date(block.get("date", ""))
    )
    return _cut_quotes(lines, row, last, head)


def _cut_quotes(lines: list[str], row: int, last: int, head: PastedMail) -> list[PastedMail]:
    """Cut a body where a reply is quoted: at "… wrote:" and where ``>`` sets in."""
    pieces, held, depth, taken = list[PastedMail](), list[str](), 0, row
    for number in range(row, last):
        line = lines[number]
        if number < taken or _DIVIDER.match(line.strip()[:_SHOWN]):
            continue
        inner, level = _unquoted(line)
        wrote = _wrote(lines, number)
        taken = number + len(wrote)
        if wrote or (level > depth and inner.strip()):
            pieces.append(head._replace(text="\n".join(held).strip()))
            author, address = _quoted_author(" ".join(wrote)) if wrote else ("", "")
            if wrote or pieces[-1].text:
                head, held = PastedMail(number + 1, "", author, address), []
            else:
                pieces.pop()
        depth = max(level, depth) if inner.strip() else depth
        if not wrote:
            held.append(inner)
    pieces.append(head._replace(text="\n".join(held).strip()))
    return pieces


def _unquoted(line: str) -> tuple[str, int]:
    """Return ``line`` without its ``>`` marks, and how many there were."""
    rest, level = line, 0
    while level < 20 and rest.lstrip()[:1] == ">":
        rest, level = rest.lstrip()[1:], level + 1
    return (rest.removeprefix(" ") if level else line), level


def _quoted_author(line: str) -> tuple[str, str]:
    """Return name and address from a line such as "On 3 May, Ann <a@b.example> wrote:"."""
    found = _ADDRESS.search(line[:_SHOWN])
    before = line[: found.start()] if found else _VERB.sub("", line[:_SHOWN])
    name = re.split(r"[,，]|\d{1,2}:\d{2}|(?:AM|PM)\b|schrieb", before.strip())[-1]
    return name.strip(' "<>'), found[1] if found else ""


def _person(value: str) -> tuple[str, str]:
    found = _ADDRESS.search(value)
    name = value[: found.start()] if found else value
    return name.strip(" \"'<[("), found[1] if found else ""


def _date(value: str) -> datetime | None:
    from email.utils import parsedate_to_datetime

    half = _HALF.search(value)
    for parse in (parsedate_to_datetime, datetime.fromisoformat):
        try:
            parsed = parse(value)
            if half and parsed.hour <= 12:
                # Both parsers pass over the half of the day.
                parsed = parsed.replace(hour=parsed.hour % 12 + 12 * (half[1] in "Pp"))
        except (ValueError, TypeError, IndexError, OverflowError):
            continue
        return parsed if parsed.tzinfo else parsed.replace(tzinfo=UTC)
    return spelled(value)
