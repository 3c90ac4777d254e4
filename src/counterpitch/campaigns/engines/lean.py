"""A start without pandas, which pyarrow would load wherever it is installed."""

import sys
from importlib.abc import MetaPathFinder


class _Hides(MetaPathFinder):
    """Says that there is no pandas."""

    def find_spec(self, fullname: str, path: object = None, target: object = None) -> None:
        if fullname == "pandas":
            raise ModuleNotFoundError(name=fullname)


def without_pandas() -> None:
    """Let pyarrow believe, in this process, that pandas is not there.

    It looks for pandas when it first makes an array, to recognise what we never hand it; where
    Spark is installed, so is pandas, and loading it takes longer than linking a thousand messages.
    Only for processes that link and end: afterwards ``to_pandas`` is refused in them.
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
