"""The rulebook in memory: indicators, word classes, lists and weights."""

import csv
import hashlib
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

import msgspec

from counterpitch.errors import RulebookError
from counterpitch.model.guidance import Guidance
from counterpitch.model.indicator import FOLDERS, Indicator
from counterpitch.model.move import Moves
from counterpitch.model.source import Notice
from counterpitch.rulebook.cache import read_cache, write_cache

FORMAT = 8
"""Raised when the structs change, so that a stale cache is never read."""

Classes = dict[str, dict[str, tuple[str, ...]]]
"""Word class name to language to entries."""


class Bands(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The probability from which a band begins."""

    low: float = 0.15
    elevated: float = 0.45
    high: float = 0.75


class Stages(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How much evidence (log-odds) of a stage must add up before it counts as reached."""

    spot: float = 0.0
    assess: float = 1.2
    develop: float = 1.6
    recruit: float = 2.0
    handle: float = 3.0


class Levels(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The weight of an indicator that has no fitted one, in log-odds, by its level."""

    informational: float = 0.1
    low: float = 0.4
    medium: float = 0.9
    high: float = 1.8
    critical: float = 2.6


class Weights(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Fitted weights in log-odds; see rules/weights.yml for what each key means.

    ``loose_cap`` bounds, within ``benign_cap``, what merely asserted or far counter-evidence takes
    off; none of its own where the file names none.
    """

    version: str = "0"
    bias: float = -3.0
    scam_bias: float = -4.0
    benign_cap: float = 2.0
    loose_cap: float | None = None
    bands: Bands = Bands()
    levels: Levels = Levels()
    stages: Stages = Stages()
    indicators: dict[str, float] = {}
    lean: float = 0.0
    fitted_on: str = ""


NO_GUIDANCE = Guidance((), (), (), (), (), (), "")
"""What a folder of rules without a guidance.yml says beside a verdict: nothing."""


class Place(msgspec.Struct, frozen=True, array_like=True):
    """A form that says where somebody is from; ``kind`` as in rules/lists/places.csv."""

    form: str
    kind: str


class Rulebook(msgspec.Struct, frozen=True):
    """Everything under ``rules/``. ``version`` is a digest of its content."""

    version: str
    indicators: tuple[Indicator, ...]
    classes: Classes
    places: tuple[Place, ...]
    freemail: frozenset[str]
    shorteners: frozenset[str]
    weights: Weights
    close_weights: Weights
    guidance: Guidance
    moves: Moves = Moves()


def rules_folder() -> Path:
    """Return the folder of the rules: of the installed package, or of the checkout."""
    installed = Path(__file__).parents[1] / "_rules"
    return installed if installed.is_dir() else Path(__file__).parents[3] / "rules"


@lru_cache(maxsize=2)
def rulebook(folder: Path | None = None) -> Rulebook:
    """Return the rulebook of ``folder``; raise ``RulebookError`` naming every fault."""
    root = folder or rules_folder()
    files = _files(root)
    version = _digest(root, files)
    cached = read_cache("rulebook", version, Rulebook)
    if cached is not None:
        return cached
    book, faults = read(root, version)
    if faults:
        lines = "\n".join(f"  {fault.path}:{fault.row or 1}: {fault.message}" for fault in faults)
        raise RulebookError(f"{len(faults)} faults in the rules:\n{lines}")
    write_cache("rulebook", version, book)
    return book


def read(root: Path, version: str = "") -> tuple[Rulebook, list[Notice]]:
    """Read every file under ``root``; return what could be read, and the faults."""
    faults: list[Notice] = []
    book = Rulebook(
        version or _digest(root, _files(root)),
        tuple(_indicators(root, faults)),
        _classes(root, faults),
        tuple(Place(row["form"], row["kind"]) for row in _rows(root / "lists" / "places.csv")),
        frozenset(row["domain"] for row in _rows(root / "lists" / "freemail.csv")),
        frozenset(row["domain"] for row in _rows(root / "lists" / "shorteners.csv")),
        _weights(root, "weights.yml", faults),
        _weights(root, "weights-close.yml", faults),
        _guidance(root, faults),
        _moves(root, faults),
    )
    return book, faults


def indicator_files(root: Path) -> list[Path]:
    """Return the rule files under ``root`` in a fixed order."""
    return sorted((root / "indicators").glob("*/*.yml"))


def _indicators(root: Path, faults: list[Notice]) -> Iterable[Indicator]:
    from counterpitch.rulebook import yaml

    for path in indicator_files(root):
        try:
            rule = yaml.load(path.read_text("utf-8"), Indicator)
        except (yaml.FaultyFile, UnicodeDecodeError) as fault:
            line = fault.line if isinstance(fault, yaml.FaultyFile) else None
            faults.append(Notice("rule", str(fault), str(path), row=line))
            continue
        if path.parent.name not in FOLDERS:
            faults.append(Notice("rule", f"unknown folder '{path.parent.name}'", str(path)))
        yield msgspec.structs.replace(rule, name=path.stem, folder=path.parent.name)


def _classes(root: Path, faults: list[Notice]) -> Classes:
    from counterpitch.rulebook import yaml

    classes: Classes = {}
    for path in sorted((root / "lists" / "classes").glob("*.yml")):
        try:
            entries = yaml.load(path.read_text("utf-8"), dict[str, tuple[str, ...]])
        except yaml.FaultyFile as fault:
            faults.append(Notice("rule", fault.message, str(path), row=fault.line))
            continue
        classes[path.stem] = entries
    return classes


def _weights(root: Path, name: str, faults: list[Notice]) -> Weights:
    from counterpitch.rulebook import yaml

    path = root / name
    text = path.read_text("utf-8") if path.exists() else ""
    if not text.strip():
        return Weights()
    try:
        return yaml.load(text, Weights)
    except yaml.FaultyFile as fault:
        faults.append(Notice("rule", fault.message, str(path), row=fault.line))
        return Weights()


def _guidance(root: Path, faults: list[Notice]) -> Guidance:
    from counterpitch.rulebook import yaml

    path = root / "guidance.yml"
    try:
        return yaml.load(path.read_text("utf-8"), Guidance)
    except FileNotFoundError:
        return NO_GUIDANCE
    except yaml.FaultyFile as fault:
        faults.append(Notice("rule", fault.message, str(path), row=fault.line))
        return NO_GUIDANCE


def _moves(root: Path, faults: list[Notice]) -> Moves:
    from counterpitch.rulebook import yaml

    path = root / "moves.yml"
    try:
        return yaml.load(path.read_text("utf-8"), Moves)
    except FileNotFoundError:
        return Moves()
    except yaml.FaultyFile as fault:
        faults.append(Notice("rule", fault.message, str(path), row=fault.line))
        return Moves()


def _rows(path: Path) -> list[dict[str, str]]:
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def _files(root: Path) -> list[Path]:
    return sorted(path for path in root.rglob("*") if path.suffix in {".yml", ".csv"})


def _digest(root: Path, files: list[Path]) -> str:
    digest = hashlib.sha256(f"format {FORMAT}".encode())
    for path in files:
        digest.update(path.relative_to(root).as_posix().encode())
        try:
            digest.update(path.read_bytes())
        except OSError as error:
            raise RulebookError(
                f"this rule file cannot be read ({error.strerror}).", where=str(path)
            ) from None
    return digest.hexdigest()[:16]
