"""What was made from rules and can be made again at any time: rulebook, phrases, tables.

The package brings it along for its own rules (``_compiled``, made by hatch_build.py); for rules of
one's own, and after a change, it is kept in the user's cache folder. A file is only used if its
name says the very rules, code and alphabets that are at work, and if its content is what was
written: msgpack, decoded into types, behind its own SHA-256.
"""

import hashlib
import os
import unicodedata
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Final, TypeVar

import msgspec

from counterpitch import __version__

_PACKAGE: Final = Path(__file__).parents[1]
_MAKERS: Final = ("features", "indicators", "model", "rulebook")
"""Packages whose code makes what is kept."""
SHIPPED: Final = _PACKAGE / "_compiled"
"""What the package brings along, if it was built with it."""
_DIGEST: Final = 32
"""Bytes of the SHA-256 before the content."""

Cached = TypeVar("Cached")


def cache_folder() -> Path:
    """Return the user's folder for what can be made again at any time."""
    chosen = os.environ.get("COUNTERPITCH_CACHE")
    if chosen:
        return Path(chosen)
    from platformdirs import user_cache_dir

    return Path(user_cache_dir("counterpitch"))


def read_cache(name: str, version: str, kind: type[Cached]) -> Cached | None:
    """Return the cached ``name`` made from the rules of ``version``, or None."""
    for folder in (SHIPPED, cache_folder()):
        try:
            data = memoryview((folder / _file(name, version)).read_bytes())
            if hashlib.sha256(data[_DIGEST:]).digest() == data[:_DIGEST]:
                return msgspec.msgpack.decode(data[_DIGEST:], type=kind)
        except (OSError, msgspec.DecodeError):
            continue
    return None


def write_cache(name: str, version: str, value: object) -> None:
    """Cache ``value`` in place of what older rules left."""
    # A cache that cannot be written only costs time: nothing to tell the user.
    folder = cache_folder()
    path = folder / _file(name, version)
    data = msgspec.msgpack.encode(value)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for old in folder.glob(f"{name}-*.msgpack"):
            old.unlink(missing_ok=True)
        part = path.with_suffix(f".{os.getpid()}")
        part.write_bytes(hashlib.sha256(data).digest() + data)
        part.replace(path)
    except OSError:
        return


def _file(name: str, version: str) -> str:
    return f"{name}-{version}-{circumstances()}.msgpack"


@lru_cache(maxsize=1)
def circumstances() -> str:
    """Return a digest of what such files depend on beside the rules.

    That is the code that makes and reads them, Unicode, and the list of public suffixes.
    """
    digest = hashlib.sha256(f"{__version__} {unicodedata.unidata_version}".encode())
    files = [path for part in _MAKERS for path in (_PACKAGE / part).glob("*.py")]
    found = find_spec("publicsuffixlist")
    for place in (found.submodule_search_locations or ()) if found is not None else ():
        files += Path(place).glob("*.dat")
    for path in sorted(files):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:8]
