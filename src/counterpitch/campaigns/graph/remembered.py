"""What was decided about a component holds as long as the component stays as it is."""

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import msgspec

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

FILE: Final = "parts.msgpack"
VERSION: Final = 1
"""Raised when the same component would be parted otherwise."""


class Remembered:
    """Which ties of a component stay, by a digest of all that this follows from."""

    def __init__(self, before: Path | None = None) -> None:
        self._before = _read(before / FILE) if before is not None else {}
        self._now: dict[bytes, bytes] = {}

    def kept(
        self, ties: "tuple[NDArray[Any], ...]", work: "Callable[[], NDArray[np.bool_]]"
    ) -> "NDArray[np.bool_]":
        """Return, for each tie of a component, whether it stays: as before, or by ``work``.

        ``ties`` are arrays with a row for each tie, which say everything that ``work`` goes by.
        """
        import numpy as np

        digest = hashlib.blake2b(digest_size=16)
        for each in ties:
            digest.update(np.ascontiguousarray(each).tobytes())
        key = digest.digest()
        known = self._before.get(key)
        if known is None:
            known = np.packbits(work()).tobytes()
        self._now[key] = known
        return np.unpackbits(np.frombuffer(known, np.uint8), count=len(ties[0])).astype(bool)

    def write(self, target: Path) -> None:
        """Write what was decided in this run."""
        (target / FILE).write_bytes(msgspec.msgpack.encode((VERSION, self._now)))


def _read(path: Path) -> dict[bytes, bytes]:
    """Return what an earlier run decided; nothing where that cannot be read: it is worked out
    anew."""
    try:
        version, found = msgspec.msgpack.decode(
            path.read_bytes(), type=tuple[int, dict[bytes, bytes]]
        )
    except (OSError, msgspec.MsgspecError):
        return {}
    return found if version == VERSION else {}
