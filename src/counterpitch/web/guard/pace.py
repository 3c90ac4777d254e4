"""How often one address may do what needs no account."""

import msgspec

from counterpitch.cases.people.pace import wait_for
from counterpitch.cases.store import Store
from counterpitch.web.faults import TooOften


class Pace(msgspec.Struct, frozen=True):
    """At most ``count`` times in ``seconds`` for each address; ``what`` is done."""

    what: str
    count: int
    seconds: float

    def step(self, store: Store, address: str, now: float) -> None:
        """Count one try; raise ``TooOften`` where it is one too many."""
        wait = wait_for(store, self.what, address, most=self.count, seconds=self.seconds, now=now)
        if wait > 0:
            raise TooOften(int(wait) + 1)
