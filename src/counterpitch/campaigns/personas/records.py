"""Personas as a table for Splink, with the keys under which pairs are looked for."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from counterpitch.campaigns.personas.persona import Persona

if TYPE_CHECKING:
    import pyarrow

CROWD: Final = 200
"""Personas under one blocking key beyond which it is dropped, so that work stays linear."""


class Census(NamedTuple):
    """What is to be known of all personas where only those come that share a key with another:
    the keys that few share (``blocks``), and how many share each value of a column of ``PRIOR``.
    """

    blocks: frozenset[str]
    counts: Mapping[str, Mapping[str, int]]
    everyone: Mapping[str, int]


def records(personas: Iterable[Persona], census: Census | None = None) -> "pyarrow.Table":
    """Return one row a persona, in the order of ids: columns compared, and ``block_…`` columns.

    A blocking key that more than ``CROWD`` personas share is empty: a value that everyone has
    finds nobody. What is missing is null.
    """
    import pyarrow as pa

    rows = sorted(personas, key=lambda each: each.approach)
    text, texts = pa.string(), pa.list_(pa.string())
    columns: dict[str, Any] = {
        "unique_id": pa.array([p.approach for p in rows], text),
        "name_said": pa.array([p.said or None for p in rows], text),
        **{
            f"name_{part}": pa.array([getattr(p.name, part) or None for p in rows], text)
            for part in ("whole", "key", "joined", "turned", "family", "initial")
        },
        "name_words": pa.array([p.name.words or None for p in rows], texts),
        "name_short": pa.array([p.name.short for p in rows], pa.bool_()),
        "headline": pa.array([p.headline or None for p in rows], texts),
        "company": pa.array([p.company or None for p in rows], text),
        "employers": pa.array([p.employers or None for p in rows], texts),
        "contacts": pa.array([p.contacts or None for p in rows], texts),
        "photo": pa.array([_signed(p.photos[0]) if p.photos else None for p in rows], pa.int64()),
    }
    for name, keys in _BLOCKS.items():
        held = [list(keys(p)) for p in rows]
        if census is not None:
            held = [[key for key in own if _block(name, key) in census.blocks] for own in held]
        columns[f"block_{name}"] = pa.array(_uncrowded(held), texts)
    return pa.table(columns)


def blocks(persona: Persona) -> list[str]:
    """Return the keys under which partners of ``persona`` are looked for, each with its kind."""
    return sorted({_block(name, key) for name, keys in _BLOCKS.items() for key in keys(persona)})


def _block(name: str, key: str) -> str:
    return f"{name}\x1f{key}"


PRIOR: Final = {"name_key": 0.0001, "name_family": 0.002, "company": 0.0005}
"""Chance that two strangers share a value of a column, before any data are seen."""
TRUST: Final = 1_000
"""How many personas the data must hold to weigh as much as ``PRIOR``."""


def frequencies(table: "pyarrow.Table", census: Census | None = None) -> dict[str, "pyarrow.Table"]:
    """Return for each column of ``PRIOR`` how common its values are among strangers.

    Two personas that share a value are no evidence that it is common; so the pair itself is not
    counted, and small data lean on ``PRIOR``.
    """
    import pyarrow as pa

    found = {}
    for column, chance in PRIOR.items():
        counts = census.counts[column] if census is not None else _counts(table, column)
        everyone = census.everyone[column] if census is not None else sum(counts.values())
        shares = [
            (max(count - 2, 0) + chance * TRUST) / (max(everyone - 2, 0) + TRUST)
            for count in counts.values()
        ]
        values = pa.array(list(counts), pa.string())
        found[column] = pa.table({column: values, f"tf_{column}": pa.array(shares, pa.float64())})
    return found


def _counts(table: "pyarrow.Table", column: str) -> Mapping[str, int]:
    return Counter(value for value in table[column].to_pylist() if value)


def _signed(photo: str) -> int:
    return int.from_bytes(bytes.fromhex(photo), "big", signed=True)


def _photo_bands(persona: Persona) -> Iterable[str]:
    for photo in persona.photos:
        bits = int(photo, 16)
        for band in range(8):
            yield f"{band}:{bits >> (8 * band) & 0xFF}"


_BLOCKS: Final[dict[str, Callable[[Persona], Iterable[str]]]] = {
    "name": lambda p: [p.name.key] if p.name.key else [],
    "joined": lambda p: {p.name.joined, p.name.turned} - {""},
    "family": lambda p: [f"{p.name.family} {p.name.initial}"] if p.name.family else [],
    "begin": lambda p: [f"{p.name.joined[:4]} {p.company}"] if p.name.joined and p.company else [],
    "employer": lambda p: [
        f"{each} {word}" for each in p.employers for word in p.headline if len(word) > 4
    ],
    "contact": lambda p: p.contacts,
    "photo": _photo_bands,
}


def _uncrowded(held: Sequence[list[str]]) -> list[list[str] | None]:
    counts = Counter(key for keys in held for key in set(keys))
    kept = [sorted(key for key in set(keys) if 1 < counts[key] <= CROWD) for keys in held]
    return [keys or None for keys in kept]
