"""What a user knows of sites, mail servers and contacts, from a CSV of their own.

Columns ``subject,fact,value,source``; see docs/reference/identifiers.md. ``subject`` is a domain, a
mail address or the id of a conversation; the fact becomes a key of every approach that holds it.
"""

import csv
import datetime
import hashlib
import io
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Final

import msgspec

from counterpitch.campaigns.identifiers.company import company_name
from counterpitch.campaigns.identifiers.email import address
from counterpitch.campaigns.identifiers.found import Found
from counterpitch.campaigns.identifiers.hosts import host_name
from counterpitch.campaigns.identifiers.lists import is_shared, rows
from counterpitch.campaigns.identifiers.phone import number
from counterpitch.campaigns.identifiers.photo import photo_hash
from counterpitch.errors import UnreadableInput
from counterpitch.features.domains import registered_domain
from counterpitch.features.fold import fold

NEEDED: Final = ("subject", "fact", "value")
LARGEST: Final = 64 * 1024 * 1024
_LONGEST_TEXT: Final = 20_000


class Fact(msgspec.Struct, frozen=True):
    """One line of the CSV: the key it gives, who says so, and its row (1 is the header)."""

    kind: str
    value: str
    source: str
    row: int


class Supplied(msgspec.Struct, frozen=True):
    """Facts by subject, and one sentence for each row that could not be used."""

    facts: Mapping[str, tuple[Fact, ...]]
    faults: tuple[str, ...] = ()


def supplied(path: Path) -> Supplied:
    """Read a CSV of facts; raise ``UnreadableInput`` where it is no such file."""
    facts: dict[str, list[Fact]] = {}
    faults: list[str] = []
    for row, line in lines(path, NEEDED):
        subject = subject_name(line["subject"])
        found = list(fact_keys(line["fact"], line["value"], path.parent))
        if not subject or not found:
            faults.append(f"{path.name}, row {row}: {_fault(line, subject)}")
        for each in found if subject else ():
            facts.setdefault(subject, []).append(
                Fact(each.kind, each.value, line.get("source", ""), row)
            )
    return Supplied(
        {key: tuple(dict.fromkeys(value)) for key, value in facts.items()}, tuple(faults)
    )


def lines(path: Path, needed: tuple[str, ...]) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield row number and cells of a CSV in UTF-8, names of columns in lower case."""
    try:
        with path.open("rb") as stream:
            data = stream.read(LARGEST + 1)
    except OSError as error:
        raise UnreadableInput(f"it cannot be read ({error.strerror}).", where=str(path)) from None
    if len(data) > LARGEST:
        raise UnreadableInput("more than 64 MB.", where=str(path), hint="Divide the file.")
    text = data.decode("utf-8-sig", "replace").replace("\0", "")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    try:
        header = [cell.strip().lower() for cell in next(reader, [])]
        missing = [name for name in needed if name not in header]
        if missing:
            raise UnreadableInput(
                f"the first line lacks {' and '.join(missing)}.",
                where=str(path),
                hint=f"It must name the columns: {', '.join(needed)}.",
            )
        for row, cells in enumerate(reader, 2):
            if any(cell.strip() for cell in cells):
                padded = [*cells, *[""] * len(header)]
                yield row, {name: cell.strip() for name, cell in zip(header, padded, strict=False)}
    except csv.Error as error:
        raise UnreadableInput(
            f"it is no CSV from row {reader.line_num} on ({error}).", where=str(path),
            hint="Save it again as CSV in UTF-8.",
        ) from None  # fmt: skip


def _delimiter(text: str) -> str:
    first = text.partition("\n")[0]
    return max(",;\t", key=first.count)


def subject_name(written: str) -> str:
    """Return a domain or mail address in its normal form, any other subject as it is."""
    plain = written.strip()
    for each in address(plain) if "@" in plain else ():
        return each.value
    host = host_name(plain.partition("://")[2].partition("/")[0] or plain)
    return registered_domain(host) if host else plain


def fact_keys(fact: str, value: str, folder: Path) -> Iterator[Found]:
    """Yield the keys that a fact gives; none if the fact is unknown or its value is none of it."""
    kind = _kinds().get(fact.strip().lower(), "")
    if not kind or not value.strip():
        return
    if kind in {"phone", "email"}:
        yield from number(value) if kind == "phone" else address(value)
        return
    normal = _normal(kind, value.strip(), folder)
    if normal:
        yield Found(kind, normal, 0, 0)


def _normal(kind: str, value: str, folder: Path) -> str:
    if kind in {"site-ip", "mail-host", "name-server"}:
        host = host_name(value)
        return "" if not host or is_shared(host) else host
    if kind == "photo":
        return _photo(value, folder)
    if kind == "registered":
        return _day(value)
    if kind == "site-text":
        return text_digest(value)
    if kind == "address":
        return postal_address(value)
    if kind == "registrant":
        return company_name(value)
    return re.sub(r"[\s:]", "", value).lower()[:256]


def _photo(value: str, folder: Path) -> str:
    if re.fullmatch("[0-9a-fA-F]{16}", value):
        return value.lower()
    path = (folder / value).resolve()
    inside = path.is_relative_to(folder.resolve())
    return (photo_hash(path) or "") if inside and path.is_file() else ""


def _day(value: str) -> str:
    try:
        return datetime.date.fromisoformat(value[:10]).isoformat()
    except ValueError:
        return ""


def text_digest(text: str) -> str:
    """Return a digest of a text's words, or ``""`` if there are too few to say anything."""
    words = fold(text[:_LONGEST_TEXT]).split()
    return hashlib.sha256(" ".join(words).encode()).hexdigest() if len(words) >= 12 else ""


def postal_address(written: str) -> str:
    """Return a postal address as its sorted folded words: order and commas do not count."""
    words = sorted(set(re.sub(r"[^\w]+", " ", fold(written[:300])).split()))
    return " ".join(words) if len(words) >= 3 and any(w[:1].isdigit() for w in words) else ""


@lru_cache(maxsize=1)
def _kinds() -> dict[str, str]:
    return {row["fact"]: row["kind"] for row in rows("facts")}


def _fault(line: dict[str, str], subject: str) -> str:
    if not subject:
        return "there is no subject; name a domain, a mail address or a conversation."
    fact = line["fact"].strip().lower()
    if fact not in _kinds():
        return f"'{fact[:40]}' is no known fact; known are {', '.join(sorted(_kinds()))}."
    return (
        f"'{line['value'][:60]}' says nothing as '{fact}': it is empty, of another form,"
        " or shared by strangers. It was left out."
    )
