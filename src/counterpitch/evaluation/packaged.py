"""Data that travels with this package, read strictly."""

from pathlib import Path
from typing import Final, TypeVar

from counterpitch.rulebook import yaml

_FOLDER: Final = Path(__file__).parent / "data"
Shape = TypeVar("Shape")


def packaged(name: str, kind: type[Shape]) -> Shape:
    """Return ``data/NAME.yml`` as ``kind``."""
    return yaml.load((_FOLDER / f"{name}.yml").read_text("utf-8"), kind)
