"""Errors of persona linkage by the origin of names, on invented people.

Each origin gets as many people; all else about them is drawn alike. What differs between origins is only
how names are spelt and how many people share them.
"""

import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from counterpitch.campaigns.identifiers.approach import keys_of
from counterpitch.campaigns.personas.persona import Persona, personas
from counterpitch.evaluation.interval import rate
from counterpitch.model.conversation import Contact, Conversation
from counterpitch.rulebook import yaml

ROLES = (
    "Research director", "Senior consultant", "Talent partner", "Account manager", "Policy analyst", "Editor",
    "Investment associate", "Recruiter", "Programme lead", "Technology scout", "Market analyst", "Programme officer",
)  # fmt: skip
WORDS = (
    "Harbour",
    "Ledger",
    "Vale",
    "Summit",
    "Orient",
    "Beacon",
    "Meridian",
    "Cedar",
    "Anchor",
    "Prism",
)
SORTS = ("Advisory", "Partners", "Research", "Insight", "Capital", "Institute")


class Names(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Names of one origin: family names with shares in per cent, given names, parts of the rest."""

    family: dict[str, float]
    given: tuple[str, ...]
    first: tuple[str, ...]
    second: tuple[str, ...]


def origins() -> dict[str, Names]:
    """Return the names by origin."""
    return yaml.load((Path(__file__).parent / "names.yml").read_text("utf-8"), dict[str, Names])


class People:
    """Approaches by invented people, with the person and origin behind each."""

    def __init__(self, per_origin: int, seed: int = 11) -> None:
        self.rng = random.Random(seed)
        self.person: dict[str, str] = {}
        self.origin: dict[str, str] = {}
        self.conversations: list[Conversation] = []
        for origin, names in origins().items():
            for number in range(per_origin):
                self._add(origin, names, number)

    def _add(self, origin: str, names: Names, number: int) -> None:
        rng = self.rng
        given, family = rng.choice(names.given), self._family(names)
        name, role, company, email = (
            f"{given} {family}",
            rng.choice(ROLES),
            self._company(),
            self._email(),
        )
        for copy in range(rng.choice((1, 1, 2, 3))):
            if copy:
                name = self._written(given, family)
                role = rng.choice(ROLES) if rng.random() < 0.4 else role
                company = self._company() if rng.random() < 0.4 else company
                email = self._email() if rng.random() < 0.6 else email
            key = f"{origin}-{number}-{copy}"
            card = Contact(name=name, headline=role, company=company, email=email)
            self.person[key], self.origin[key] = f"{origin}-{number}", origin
            self.conversations.append(Conversation(key, "email", (), contact=card))

    def _email(self) -> str:
        return f"p{self.rng.getrandbits(40):x}@post.example"

    def _family(self, names: Names) -> str:
        shares = list(names.family.values())
        at = self.rng.random() * 100
        for name, share in zip(names.family, shares, strict=True):
            at -= share
            if at < 0:
                return name
        return self.rng.choice(names.first) + self.rng.choice(names.second)

    def _company(self) -> str:
        one, other = self.rng.choice(WORDS), self.rng.choice(WORDS)
        return f"{one} {other} {self.rng.choice(SORTS)}"

    def _written(self, given: str, family: str) -> str:
        """Return the name as another profile writes it: turned, joined, with a slip, or the same."""
        kind = self.rng.random()
        if kind < 0.25:
            return f"{family} {given}"
        if kind < 0.35:
            return f"{given.replace('-', ' ')} {family}"
        if kind < 0.5 and len(family) > 4:
            at = self.rng.randrange(1, len(family) - 1)
            return f"{given} {family[:at]}{family[at + 1 :]}"
        return f"{given} {family}"

    def personas(self) -> list[Persona]:
        """Return the personas of all approaches."""
        keys = [key for each in self.conversations for key in keys_of(each)]
        return list(personas(self.conversations, keys))

    def truth(self) -> dict[str, set[tuple[str, str]]]:
        """Return the true pairs by origin."""
        found: dict[str, set[tuple[str, str]]] = {origin: set() for origin in origins()}
        members: dict[str, list[str]] = {}
        for key, person in self.person.items():
            members.setdefault(person, []).append(key)
        for keys in members.values():
            for at, one in enumerate(sorted(keys)):
                for other in sorted(keys)[at + 1 :]:
                    found[self.origin[one]].add((one, other))
        return found


def rates(people: People, got: set[tuple[str, str]]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield for each origin how many true pairs were found, and how many approaches got a wrong one.

    A wrong pair counts for each of its two approaches. Shares with Wilson's interval, 95 %.
    """
    truth = people.truth()
    everything = set().union(*truth.values())
    hit = {approach for pair in got - everything for approach in pair}
    for origin, pairs in truth.items():
        approaches = [each for each, of in people.origin.items() if of == origin]
        yield (
            origin,
            {
                "found": share(len(pairs & got), len(pairs)),
                "wrongly_tied": share(sum(each in hit for each in approaches), len(approaches)),
            },
        )


def share(part: int, whole: int) -> dict[str, Any]:
    """Return a count as a share with its interval."""
    found = rate(part, whole)
    rounded = {key: round(getattr(found, key) or 0, 4) for key in ("value", "low", "high")}
    return {"count": part, "total": whole, **rounded}
