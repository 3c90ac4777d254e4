"""Figures that are dear to work out: worked out once, and shown a little old while that is done."""

import threading
from collections.abc import Callable, Hashable
from typing import Any, Final, TypeVar

T = TypeVar("T")

FRESH: Final = 60.0
"""Seconds for which nobody works them out anew."""
SHOWN: Final = 600.0
"""Seconds after which they are too old to be shown while new ones are made."""


class Kept:
    """Keeps results by key. However many ask at once, one of them works it out.

    ``clock`` gives the time in seconds. A result older than ``FRESH`` is given once more, and
    made anew behind; older than ``SHOWN``, or where there is none, whoever asks waits for it.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._found: dict[Hashable, tuple[float, Any]] = {}
        self._locks: dict[Hashable, threading.Lock] = {}
        self._guard = threading.Lock()

    def get(self, key: Hashable, make: Callable[[], T]) -> tuple[T, float]:
        """Return the result of ``make`` and when it was made."""
        known = self._found.get(key)
        age = self._clock() - known[0] if known else SHOWN + 1
        if known is not None and age <= FRESH:
            return known[1], known[0]
        lock = self._lock(key)
        if known is not None and age <= SHOWN:
            if lock.acquire(blocking=False):
                threading.Thread(target=self._behind, args=(key, make, lock), daemon=True).start()
            return known[1], known[0]
        with lock:
            again = self._found.get(key)
            if again is None or self._clock() - again[0] > FRESH:
                again = self._made(key, make)
        return again[1], again[0]

    def _lock(self, key: Hashable) -> threading.Lock:
        with self._guard:
            return self._locks.setdefault(key, threading.Lock())

    def _behind(self, key: Hashable, make: Callable[[], Any], lock: threading.Lock) -> None:
        try:
            self._made(key, make)
        finally:
            lock.release()

    def _made(self, key: Hashable, make: Callable[[], Any]) -> tuple[float, Any]:
        found = (self._clock(), make())
        with self._guard:
            self._let_go(found[0])
            self._found[key] = found
        return found

    def _let_go(self, now: float) -> None:
        """Forget what is too old to be shown, so that the keys of past weeks do not pile up."""
        for key in [each for each, (at, _) in self._found.items() if now - at > SHOWN]:
            del self._found[key]
            self._locks.pop(key, None)
