"""Keys: what an approach has in common with others, one value at a time.

Every family of evidence (text reuse, identifiers, personas, firms) says what it saw as keys: rows
of
``KEYS``. The engine joins them; it does not know where they come from. A value is normalised by its
family, so that equal values mean the same thing.
"""

import hashlib
from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

import msgspec

if TYPE_CHECKING:
    import pyarrow

GROUPS: Final[dict[str, str]] = {
    "text-same": "text", "text-passage": "text",
    "email": "mail", "mail-host": "mail",
    "phone": "phone", "handle": "handle", "profile": "profile",
    "url": "web", "domain": "web", "site": "web",
    "wallet": "wallet", "attachment": "file", "photo": "photo",
    "company": "company", "company-number": "company", "persona": "company",
    "email-loose": "mail", "phone-tail": "phone", "handle-bare": "handle",
    "company-page": "company", "lookalike": "lookalike", "address": "company",
    "registrant": "company", "site-ip": "site", "name-server": "site", "certificate": "site",
    "analytics": "site", "favicon": "site", "registered": "site", "site-text": "site",
}  # fmt: skip
"""Which kinds are one reason and not two. Two keys of one group, or at one place, are not
independent."""


class Place(msgspec.Struct, frozen=True, gc=False):
    """Where a value stands: message index and code points, or ``message == -1`` for the contact's
    data."""

    message: int = -1
    start: int = 0
    end: int = 0


class Key(msgspec.Struct, frozen=True, gc=False):
    """A value that ``approach`` (a conversation's id) shares with whoever has the same.

    ``certainty`` (0 to 1) is how sure the reading is: 1 as written, less where OCR or a guess
    read it.
    ``weight`` is the log-odds (natural) that two approaches with this value belong together, if the
    family knows it; None leaves it to the rarity of the value in the data.
    """

    approach: str
    kind: str
    value: str
    place: Place = Place()
    certainty: float = 1.0
    weight: float | None = None


def number(kind: str, value: str) -> int:
    """Return the 64-bit signed number by which engines join ``value``."""
    encoded = f"{kind}\0{value}".encode("utf-8", "surrogatepass")
    return int.from_bytes(hashlib.blake2b(encoded, digest_size=8).digest(), "little", signed=True)


def schema() -> "pyarrow.Schema":
    """Return the columns of a table of keys."""
    import pyarrow as pa

    return pa.schema(
        [
            ("approach", pa.string()),
            ("kind", pa.string()),
            ("value", pa.string()),
            ("key", pa.int64()),
            ("message", pa.int32()),
            ("start", pa.int32()),
            ("end", pa.int32()),
            ("certainty", pa.float32()),
            ("weight", pa.float32()),
        ]
    )


def table(keys: Iterable[Key]) -> "pyarrow.Table":
    """Return ``keys`` as an Arrow table."""
    import pyarrow as pa

    rows = [
        (
            key.approach, key.kind, key.value, number(key.kind, key.value),
            key.place.message, key.place.start, key.place.end, key.certainty, key.weight,
        )
        for key in keys
    ]  # fmt: skip
    columns = list(zip(*rows, strict=True)) if rows else [()] * len(schema())
    arrays = [pa.array(column, field.type) for column, field in zip(columns, schema(), strict=True)]
    return pa.Table.from_arrays(arrays, schema=schema())


def keys_in(table: "pyarrow.Table") -> list[Key]:
    """Return the rows of a table of keys."""
    return [
        Key(
            row["approach"],
            row["kind"],
            row["value"],
            Place(row["message"], row["start"], row["end"]),
            row["certainty"],
            row["weight"],
        )
        for row in table.to_pylist()
    ]
