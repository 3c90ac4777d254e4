"""An invented register: heavy-tailed holders, deep chains, rings, bands as the PSC register has.

Nothing in it is fitted to real companies. At ``companies=5_500_000`` it has about 8.2 million
holdings, half a million of them between companies, one holder of 31,000, chains to about 70,
and thousands of rings, the largest far worse than in a real register.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

OPEN = 1e-12
BANDS = np.array([[0.25 + OPEN, 0.5], [0.5 + OPEN, 0.75 - OPEN], [0.75, 1.0]])
"""(25, 50], (50, 75), [75, 100], open ends as `counterpitch.ownership.answer.OPENNESS`."""

LARGEST_HOLDER = 31_000


class Made(NamedTuple):
    """Holdings ``owner`` in ``owned`` by band (0 to 2); companies come first among the nodes."""

    companies: int
    nodes: int
    owner: npt.NDArray[np.int32]
    owned: npt.NDArray[np.int32]
    band: npt.NDArray[np.int8]

    @property
    def lo(self) -> npt.NDArray[np.float64]:
        """Return lower bounds."""
        return np.ascontiguousarray(BANDS[self.band, 0])

    @property
    def hi(self) -> npt.NDArray[np.float64]:
        """Return upper bounds."""
        return np.ascontiguousarray(BANDS[self.band, 1])


def make(companies: int = 5_500_000, seed: int = 7) -> Made:
    """Return an invented register; the same seed gives the same one."""
    rng = np.random.default_rng(seed)
    count = rng.choice(np.array([1, 2, 3, 4]), size=companies, p=[0.6, 0.32, 0.06, 0.02])
    owned = np.repeat(np.arange(companies, dtype=np.int32), count)
    persons = int(companies * 1.05)
    owner = (companies + _heavy(rng, len(owned), persons)).astype(np.int32)
    band = _bands(rng, count, owned)
    first = np.concatenate([[0], np.cumsum(count)[:-1]])
    _groups(rng, owner, first, companies)
    _rings(rng, owner, first, companies)
    return Made(companies, companies + persons, owner, owned, band)


def _heavy(rng: np.random.Generator, size: int, persons: int) -> npt.NDArray[np.int64]:
    """Return holders: most hold one company, a few hold thousands, one holds 31,000."""
    ranks = np.minimum(persons * rng.random(size) ** 1.6, persons - 1).astype(np.int64)
    few = rng.random(size) < 0.01
    ranks[few] = np.minimum(1 + 40 * rng.pareto(0.6, int(few.sum())), persons - 1).astype(np.int64)
    most = min(LARGEST_HOLDER, size // 250)
    ranks[rng.choice(size, most, replace=False)] = 0
    return ranks


def _bands(
    rng: np.random.Generator, count: npt.NDArray[np.int64], owned: npt.NDArray[np.int32]
) -> npt.NDArray[np.int8]:
    """Return bands: a single holder mostly has 75-100, two share, three and four have 25-50."""
    alone = count[owned] == 1
    two = count[owned] == 2
    band = np.zeros(len(owned), np.int8)
    band[alone] = rng.choice(np.array([0, 1, 2]), int(alone.sum()), p=[0.04, 0.08, 0.88])
    major = two & (rng.random(len(owned)) < 0.12)
    band[major] = 1
    joint = two & (rng.random(len(owned)) < 0.01)
    band[joint] = 2
    return band


def _groups(
    rng: np.random.Generator, owner: npt.NDArray[np.int32], first: npt.NDArray[np.int64],
    companies: int,
) -> None:  # fmt: skip
    """Make 9 % of companies members of groups, each held by an earlier one of its group."""
    end = int(companies * 0.09)
    sizes = np.minimum(2 + rng.pareto(1.2, end) * 2, 300).astype(np.int64)
    starts = np.concatenate([[0], np.cumsum(sizes)])
    starts = starts[starts < end]
    member = np.arange(int(starts[-1]), dtype=np.int64)
    head = starts[np.searchsorted(starts, member, side="right") - 1]
    place = member - head
    back = np.where(rng.random(len(member)) < 0.5, 1, 1 + rng.integers(0, 1 + place))
    parent = np.maximum(member - np.minimum(back, np.maximum(place, 1)), head)
    layered = place > 0
    owner[first[member[layered]]] = parent[layered]


def _rings(
    rng: np.random.Generator, owner: npt.NDArray[np.int32], first: npt.NDArray[np.int64],
    companies: int,
) -> None:  # fmt: skip
    """Close rings: pairs, triples and fives, and one tangle of thousands.

    The holding in the ring takes the place of the first holder, so that bands still fit; a
    company that had one holder then has nobody outside of the ring.
    """
    start = int(companies * 0.092)
    number = max(2, companies // 2400)
    for size in (2, 3, 5):
        base = start + size * np.arange(number // 3)
        for step in range(size):
            owner[first[base + step]] = base + (step + 1) % size
        start += size * (number // 3)
    tangle = max(20, companies // 1500)
    inside = start + np.arange(tangle)
    owner[first[inside]] = np.roll(inside, 1)
    several = inside[first[inside + 1] - first[inside] > 1]
    across = rng.choice(several, len(several) // 4, replace=False)
    owner[first[across] + 1] = (
        start + (across - start + rng.integers(2, tangle, len(across))) % tangle
    )
