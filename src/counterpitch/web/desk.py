"""A running desk: the store, the people, and what a page may ask for."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from counterpitch.cases.people import directory
from counterpitch.cases.people.openid import Fetch, Provider, client
from counterpitch.cases.store import Store
from counterpitch.web.guard.pace import Pace
from counterpitch.web.kept import Kept
from counterpitch.web.seats import Seats
from counterpitch.web.settings import DeskSettings


@dataclass(slots=True)
class Paces:
    """How often one address may do what needs no account."""

    report: Pace = field(default_factory=lambda: Pace("report", 20, 600.0))
    outcome: Pace = field(default_factory=lambda: Pace("outcome", 30, 300.0))
    token: Pace = field(default_factory=lambda: Pace("token", 60, 300.0))
    start: Pace = field(default_factory=lambda: Pace("start", 10, 300.0))


@dataclass(slots=True)
class Desk:
    """Everything a page needs; one for each process."""

    settings: DeskSettings
    store: Store
    clock: Callable[[], float] = time.time
    paces: Paces = field(default_factory=Paces)
    seats: Seats = field(default_factory=Seats)
    openid: Provider | None = None
    fetch: Fetch = client
    """Makes the client that asks the organisation's login, if there is one."""
    figures: Kept = field(init=False)
    started: bool = False
    """Whether the first account is known to exist; see :meth:`begun`."""

    def __post_init__(self) -> None:
        self.figures = Kept(self.clock)

    def begun(self) -> bool:
        """Tell whether there is an account; asked of the database until there is one."""
        self.started = self.started or directory.anybody(self.store)
        return self.started
