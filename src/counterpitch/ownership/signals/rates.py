"""How common each signal is in the loaded register, counted once a generation and kept."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import msgspec
import numpy as np

from counterpitch.ownership.register import Register
from counterpitch.ownership.signals.chains import DEEP, components
from counterpitch.ownership.signals.queries import QUERIES
from counterpitch.ownership.signals.scope import Scope, whole
from counterpitch.ownership.signals.signal import Rate
from counterpitch.ownership.view import stored

FILE: Final = "signal-counts.json"


class Counts(msgspec.Struct, frozen=True):
    """What is counted once over a register: base rates, and addresses of very many."""

    day: str
    rates: dict[str, Rate]
    crowded: dict[str, int]


def counts(register: Register, progress: Callable[[str], None] = lambda _: None) -> Counts:
    """Return what is counted over all companies, as the newest load says.

    Counted at the first question and kept beside the register's files; what is counted over a
    register that cannot be written to is kept as long as the program runs.
    """
    path = register.data / FILE
    if path in _KEPT:
        return _KEPT[path]
    try:
        return msgspec.json.decode(path.read_bytes(), type=Counts)
    except (OSError, msgspec.MsgspecError):
        pass
    found = _counted(whole(register), progress)
    try:
        path.write_bytes(msgspec.json.encode(found))
    except OSError:
        progress("the counts could not be kept beside the register")
        _KEPT[path] = found
    return found


_KEPT: Final[dict[Path, Counts]] = {}
"""What was counted over registers that cannot be written to; a generation never changes."""


def _counted(scope: Scope, progress: Callable[[str], None]) -> Counts:
    [(companies,)] = scope.sql("SELECT count(*) FROM target")
    found = {}
    for id, query in QUERIES.items():
        progress(f"counting {id} in the register")
        count = scope.sql(f"SELECT count(DISTINCT owned) FROM ({named(query)})", day(query, scope))
        found[id] = Rate(count[0][0], companies, "at the company itself")
    progress("walking all chains of the register")
    found.update(_of_chains(scope, companies))
    crowded = dict(scope.sql("SELECT place, here FROM crowded"))
    return Counts(scope.day.isoformat(), found, crowded)


def named(query: str) -> str:
    """Return ``query`` with its columns named."""
    return f"SELECT * FROM ({query}) AS found(owned, sentence, source, source_ref, day)"


def day(query: str, scope: Scope) -> Any:
    """Return the parameters of ``query``."""
    return {"day": scope.day} if "$day" in query else []


def _of_chains(scope: Scope, companies: int) -> dict[str, Rate]:
    seen = stored(scope.register.data)
    owner, owned, count = seen.arrays.owner, seen.arrays.shares.owned, len(seen)
    labels = components(count, np.column_stack([owner, owned]))
    sizes = np.bincount(labels, minlength=1)
    alone = np.unique(owned[owner == owned])
    in_ring = int((sizes[labels] > 1).sum()) + int((sizes[labels[alone]] == 1).sum())
    held = np.unique(owned)
    depth = _depths(owner, owned, labels, count)[held]
    most = int(np.percentile(depth, 99, method="higher")) if len(depth) else 0
    found = {
        "circular": Rate(in_ring, companies, "companies in a ring themselves"),
        "depth": Rate(
            int((depth >= DEEP).sum()), companies,
            f"any chain to its end, a ring as one step; 99 % have {most} steps or fewer",
        ),
    }  # fmt: skip
    for id, query in (("break", _ENDS), ("opaque-form", _OPAQUE_ONLY)):
        found[id] = Rate(scope.sql(query)[0][0], companies, "by direct holders only")
    return found


def _depths(owner: Any, owned: Any, labels: Any, count: int) -> Any:
    """Return for each node the steps to the far end of its longest chain, rings walked once.

    Layer by layer over the interests whose holder is held itself, as many rounds as the longest
    chain has steps.
    """
    outer = labels[owner] != labels[owned]
    up, down = labels[owner[outer]], labels[owned[outer]]
    depth = np.zeros(int(labels.max(initial=-1)) + 1, dtype=np.int32)
    moving = np.ones(len(up), dtype=bool)
    while moving.any():
        before = depth.copy()
        np.maximum.at(depth, down[moving], depth[up[moving]] + 1)
        moving = (before != depth)[up]
    return depth[labels] if count else depth


_ENDS: Final = """
SELECT count(DISTINCT h.owned) FROM held h JOIN near n ON n.id = h.owner
WHERE n.kind NOT IN ('person', 'state', 'unknown')
  AND NOT EXISTS (SELECT 1 FROM held above WHERE above.owned = h.owner)
"""

_OPAQUE_ONLY: Final = """
SELECT count(*) FROM (
  SELECT h.owned FROM held h JOIN near n ON n.id = h.owner GROUP BY h.owned
  HAVING bool_and(h.capacity IN ('as_trust', 'as_firm', 'over_trust', 'over_firm')
    OR n.kind IN ('trust', 'partnership')
    OR contains(lower(n.category), 'partnership'))
)
"""
