"""A lean process: for one that links and ends, what suits a long life is left out."""

import gc
import sys
from importlib.abc import MetaPathFinder
from typing import Final

OBJECTS: Final = 50_000
"""New objects between two looks for cycles; linking makes many objects and hardly a cycle."""


class _Hides(MetaPathFinder):
    """Says that there is no pandas."""

    def find_spec(self, fullname: str, path: object = None, target: object = None) -> None:
        if fullname == "pandas":
            raise ModuleNotFoundError(name=fullname)


def lean() -> None:
    """Make this process, which links and ends, a lean one.

    Arrow takes its memory from the C library, which hands out what was given back; Arrow's own pool
    asks the kernel for whole huge pages, and to clear those is a tenth of all work. What is loaded
    by now is never looked at for cycles again.
    """
    import pyarrow as pa

    pa.set_memory_pool(pa.system_memory_pool())
    _without_pandas()
    gc.freeze()
    gc.set_threshold(OBJECTS, 20, 100)


def _without_pandas() -> None:
    """Let pyarrow believe, in this process, that pandas is not there.

    It looks for pandas when it first makes an array, to recognise what we never hand it; where
    Spark is installed, so is pandas, and loading it takes longer than linking a thousand messages.
    Afterwards ``to_pandas`` is refused in this process.
    """
    if "pandas" in sys.modules:
        return
    import pyarrow as pa

    hides = _Hides()
    sys.meta_path.insert(0, hides)
    try:
        pa.array([0])
    finally:
        sys.meta_path.remove(hides)
