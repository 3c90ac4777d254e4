"""How often one address may do what needs no account."""

from collections import OrderedDict, deque
from threading import Lock

from counterpitch.web.faults import TooOften

_ADDRESSES = 10_000
"""Addresses remembered; the longest unseen is forgotten first."""


class Pace:
    """At most ``count`` times in ``seconds`` for each address."""

    def __init__(self, count: int, seconds: float) -> None:
        self._count = count
        self._seconds = seconds
        self._seen: OrderedDict[str, deque[float]] = OrderedDict()
        self._lock = Lock()

    def step(self, address: str, now: float) -> None:
        """Count one try; raise ``TooOften`` where it is one too many."""
        with self._lock:
            times = self._seen.setdefault(address, deque(maxlen=self._count))
            self._seen.move_to_end(address)
            if len(times) == self._count and now - times[0] < self._seconds:
                raise TooOften(int(self._seconds - (now - times[0])) + 1)
            times.append(now)
            while len(self._seen) > _ADDRESSES:
                self._seen.popitem(last=False)
