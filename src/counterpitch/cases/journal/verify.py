"""Proves that the journal is whole, or names the first entry where it is not."""

from collections.abc import Iterator
from typing import Any, Final

import msgspec
import sqlalchemy as sa

from counterpitch.cases.journal.chain import GENESIS, digest, linked, payload_hash
from counterpitch.cases.journal.entries import all_entries
from counterpitch.cases.nouns.journal import SignedHead, Verification
from counterpitch.cases.store import Store
from counterpitch.cases.tables import journal, signed_head

ERASED: Final = "erased"
"""The action whose payload names the entries whose content it erased."""


def verify_journal(store: Store) -> Verification:
    """Read the whole journal and recompute every link.

    An entry is broken if its number does not follow, its hash is not that of its content, or
    what it says does not match its hash. What it says may be missing only if a later entry
    says that it was erased. Heads that were signed must be on the chain.
    """
    with store.read() as connection:
        walk = _walked(connection)
    walk.finish()
    return Verification(walk.seq, walk.hash, walk.erased, walk.broken, walk.problem)


def chain_problem(store: Store, signed: SignedHead) -> str:
    """Return why this store's journal does not lead to a signed head; empty if it does.

    Every link up to that entry is recomputed. What is broken only behind it says nothing
    against the head.
    """
    with store.read() as connection:
        chosen = sa.select(journal.c.hash).where(journal.c.seq == signed.seq)
        hashed = connection.execute(chosen).scalar()
        if hashed is None:
            return f"entry {signed.seq} is missing from the journal"
        if hashed != signed.hash:
            return f"entry {signed.seq} is not the one that was signed"
        walk = _walked(connection)
    if walk.broken is None or walk.broken > signed.seq:
        walk.miss()
    if walk.broken is None or walk.broken > signed.seq:
        return ""
    return f"the journal is broken at entry {walk.broken}, before that one: {walk.problem}"


def _walked(connection: sa.Connection) -> "_Walk":
    """Walk along the chain, to its end or its first broken entry."""
    walk = _Walk()
    walk.heads = {head.seq: head for head in _heads(connection)}
    for row in all_entries(connection):
        if not walk.step(row):
            break
    return walk


class _Walk:
    """One walk along the chain."""

    def __init__(self) -> None:
        self.seq = 0
        self.hash = GENESIS
        self.erased = 0
        self.broken: int | None = None
        self.problem = ""
        self.heads: dict[int, SignedHead] = {}
        self._missing: set[int] = set()
        self._explained: list[tuple[int, int]] = []

    def step(self, row: sa.Row[Any]) -> bool:
        """Check one entry; False at the first broken one."""
        problem = self._problem(row)
        if problem:
            self.broken, self.problem = self.seq + 1, problem
            return False
        self.seq, self.hash = row.seq, row.hash
        head = self.heads.pop(row.seq, None)
        if head is not None and head.hash != row.hash:
            self.broken = row.seq
            self.problem = f"it is not the entry that was signed on {head.day}"
            return False
        return True

    def finish(self) -> None:
        """Check what can only be told at the end: gaps in content, and a cut-off tail."""
        if self.broken is not None:
            return
        if self.miss():
            return
        self.erased = len(self._missing)
        if self.heads:
            last = max(self.heads)
            self.broken = self.seq + 1
            day = self.heads[last].day
            self.problem = f"entries up to {last} are missing, though that one was signed on {day}"

    def miss(self) -> bool:
        """Tell whether what an entry says is missing unexplained; that entry is then broken."""
        for seq in sorted(self._missing):
            if not any(low <= seq <= high for low, high in self._explained):
                self.broken, self.problem = seq, "what it says is missing, and no entry erased it"
                return True
        return False

    def _problem(self, row: sa.Row[Any]) -> str:
        if row.seq != self.seq + 1:
            return f"it is missing; entry {row.seq} follows"
        if row.previous != self.hash:
            return "it does not follow from the entry before it"
        own = digest(row.seq, row.at, row.actor, row.action, row.subject, row.payload_sha256)
        if linked(self.hash, own) != row.hash:
            return "its hash is not that of its content"
        if row.payload is None or row.salt is None:
            self._missing.add(row.seq)
            return ""
        if payload_hash(bytes(row.salt), row.payload) != row.payload_sha256:
            return "what it says was changed"
        if row.action == ERASED:
            self._explained += _ranges(row.payload)
        return ""


def _ranges(payload: str) -> list[tuple[int, int]]:
    found = msgspec.json.decode(payload).get("entries", [])
    return [(int(low), int(high)) for low, high in found]


def _heads(connection: sa.Connection) -> Iterator[SignedHead]:
    for (document,) in connection.execute(sa.select(signed_head.c.document)):
        yield msgspec.json.decode(document, type=SignedHead)
