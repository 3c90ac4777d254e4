"""What the publishers' codes mean, from the data file beside the code."""

from functools import cache
from importlib.resources import files
from typing import Any

import yaml


@cache
def vocabulary(publisher: str) -> Any:
    """Return the part of ``data/vocabulary.yml`` about ``publisher``."""
    text = files("counterpitch.ownership").joinpath("data/vocabulary.yml").read_text("utf-8")
    return yaml.safe_load(text)[publisher]
