"""Which messages belong together, and whose mailbox it is: one pass over the headers."""

import re
from collections import Counter
from hashlib import blake2b

from counterpitch.intake.mail.encoded import addresses
from counterpitch.intake.mail.envelope import Headers
from counterpitch.intake.mail.relay import person, relay_of
from counterpitch.intake.mail.vocabulary import FORWARD_PREFIX, REPLY_PREFIX, SENT_LABELS

MAX_ADDRESSES = 200_000
"""Distinct addresses that are counted when looking for the owner's."""


def digest(text: str) -> int:
    """Return 8 bytes of a hash, as a number: small enough to keep for every message."""
    return int.from_bytes(blake2b(text.encode("utf-8", "replace"), digest_size=8).digest())


def labels_of(headers: Headers) -> set[str]:
    """Return the Gmail labels, lower-case, in the language of the account."""
    return {each.strip().strip('"').lower() for each in headers.text(b"x-gmail-labels").split(",")}


def bare_subject(subject: str) -> str:
    """Return ``subject`` without reply and forward prefixes, for comparing."""
    for _ in range(20):
        prefix = REPLY_PREFIX.match(subject) or FORWARD_PREFIX.match(subject)
        if not prefix:
            break
        subject = subject[prefix.end() :]
    return re.sub(r"\s+", " ", subject).strip().lower()[:200]


class Threads:
    """Joins message ids; each message is asked for its thread once all were added."""

    def __init__(self) -> None:
        self._parent: dict[int, int] = {}

    def add(self, headers: Headers) -> None:
        """Note what ``headers`` say about belonging together."""
        nodes = _nodes(headers)
        for node in nodes[1:]:
            self._join(nodes[0], node)

    def key(self, headers: Headers, offset: int) -> str:
        """Return the thread of a message; ``offset`` stands in for one that names nothing."""
        nodes = _nodes(headers)
        return f"{self._root(nodes[0]):016x}" if nodes else f"at {offset}"

    def _root(self, node: int) -> int:
        parent = self._parent
        while (above := parent.get(node, node)) != node:
            # Halve the path, so that a long chain is walked only once.
            parent[node] = parent.get(above, above)
            node = parent[node]
        return node

    def _join(self, one: int, other: int) -> None:
        one, other = self._root(one), self._root(other)
        if one != other:
            self._parent[other] = one


def _nodes(headers: Headers) -> list[int]:
    thread = headers.raw(b"x-gm-thrid").strip()
    if thread:
        return [digest(f"gmail {thread[:40]!r}")]
    references = headers.references()
    ids = [f"id {each}" for each in (headers.message_id(), *references) if each]
    subject = bare_subject(headers.text(b"subject"))
    if subject and not references:
        # Subject and both ends: a subject alone joins strangers.
        ids.append(f"subject {subject} {' '.join(sorted(_ends(headers)))}")
    return [digest(each) for each in ids]


def _ends(headers: Headers) -> set[str]:
    name, address = headers.sender()
    if relay_of(headers):
        return {f"{address} {person(name)}"}
    return {address, *headers.recipients()[:1]}


class OwnerVotes:
    """Counts which address a mailbox belongs to."""

    def __init__(self) -> None:
        self._votes: Counter[str] = Counter()
        self._sure: Counter[str] = Counter()

    def add(self, headers: Headers) -> None:
        """Count what ``headers`` say about the owner."""
        if len(self._votes) > MAX_ADDRESSES:
            return
        sender = headers.sender()[1]
        if labels_of(headers) & SENT_LABELS and sender:
            self._sure[sender] += 1
            return
        for name in (b"delivered-to", b"x-original-to"):
            self._sure.update(addresses(headers.text(name))[:1])
        weight = 2 if headers.raw(b"received") else 1
        for each in set(headers.recipients()[:10]):
            self._votes[each] += weight

    def owners(self) -> frozenset[str]:
        """Return the owner's addresses, empty where nothing tells."""
        counted = self._sure or self._votes
        if not counted:
            return frozenset()
        most = counted.most_common(20)
        if self._sure:
            return frozenset(each for each, count in most if count * 10 >= most[0][1])
        return frozenset((most[0][0],))
