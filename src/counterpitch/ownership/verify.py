"""Does the firm that somebody claims exist, and does what is claimed of it fit the register?

Evidence about the claim, never about a country: nothing here looks at where a firm is.
"""

import re
from datetime import date
from typing import Final, Literal

import msgspec

from counterpitch.features.domains import registered_domain
from counterpitch.ownership.find import MOST, candidates
from counterpitch.ownership.ids import fold
from counterpitch.ownership.nearby import alike
from counterpitch.ownership.node import Node
from counterpitch.ownership.register import Register

FRESH_DAYS: Final = 365
CROWDED: Final = 100
_LIVE: Final = ("", "active", "issued", "registered", "open", "NULL")


class Point(msgspec.Struct, frozen=True):
    """One thing that the register says about the claim, with its row and honest explanation.

    ``weight`` says which way it points: ``for`` the claim, ``against`` it, or ``neither``.
    """

    question: str
    answer: str
    weight: Literal["for", "against", "neither"]
    innocent: str = ""
    source: str = ""
    source_ref: str = ""


class Verified(msgspec.Struct, frozen=True):
    """What a register says about the firm called ``claim``; ``nodes`` are who may be meant."""

    claim: str
    nodes: tuple[Node, ...]
    points: tuple[Point, ...]


def verify(register: Register, claim: str, today: date, domain: str = "") -> Verified:
    """Return the evidence about the claim that somebody acts for the firm ``claim``.

    ``domain`` is a web or mail domain that is said to be the firm's; nothing is resolved.
    """
    found = tuple(node for node in candidates(register, claim) if node.kind != "person")
    if not found:
        return Verified(claim, (), (_absent(register), *_spelt_alike(register, claim)))
    points = [_exists(claim, found)]
    for node in found[:3]:
        points += _about(register, node, today, several=len(found) > 1)
    if domain:
        points.append(_fits(found, domain))
    return Verified(claim, found, tuple(points))


def _absent(register: Register) -> Point:
    loaded = sorted({entry.reader for entry in register.manifest.loaded})
    return Point(
        "Does it exist?",
        f"No firm of this name is in what was loaded ({', '.join(loaded)}).",
        "against",
        "It may be registered elsewhere, trade under another name, or be too new for the file.",
    )


def _spelt_alike(register: Register, claim: str) -> tuple[Point, ...]:
    """Return a point about firms whose names differ by letters: such names are lent as masks."""
    found = [node for node in alike(register, claim, 5) if node.kind != "person"]
    if not found:
        return ()
    listed = "; ".join(f"{node.name} ({node.id})" for node in found)
    return (
        Point(
            "Is one spelt nearly so?", f"Near: {listed}.", "against",
            "A slip in writing, or another firm of one family: ask for the company's number.",
            found[0].source, found[0].source_ref,
        ),
    )  # fmt: skip


def _exists(claim: str, found: tuple[Node, ...]) -> Point:
    if len(found) == 1:
        node = found[0]
        same = fold(node.name) == fold(claim) or claim in (node.id, *node.numbers)
        named = "" if same else f" (as {node.name})"
        return Point(
            "Does it exist?", f"Yes{named}: {node.id}.", "for", "", node.source, node.source_ref
        )
    more = "or more " if len(found) >= MOST else ""
    return Point(
        "Does it exist?",
        f"{len(found)} {more}are called so; ask for the number to tell which is meant.",
        "neither",
        "Many honest firms share a name.",
    )


def _about(register: Register, node: Node, today: date, *, several: bool) -> list[Point]:
    prefix = f"{node.id}: " if several else ""
    points = []
    if node.incorporated:
        points.append(_age(node, today, prefix))
    if node.dissolved or node.status.lower() not in _LIVE:
        gone = f"dissolved on {node.dissolved}" if node.dissolved else f"status “{node.status}”"
        points.append(
            Point(
                "Is it alive?", f"{prefix}No: {gone}.", "against",
                "A successor may trade under the old name.", node.source, node.source_ref,
            )
        )  # fmt: skip
    elif node.status:
        points.append(
            Point("Is it alive?", f"{prefix}Yes: {node.status}.", "for", "", node.source,
                  node.source_ref)
        )  # fmt: skip
    points += [
        each for address in node.addresses[:2] if (each := _shared(register, node, address, prefix))
    ]
    return points


def _age(node: Node, today: date, prefix: str) -> Point:
    age = (today - node.incorporated).days if node.incorporated else 0
    fresh = age < FRESH_DAYS
    return Point(
        "Since when?", f"{prefix}Since {node.incorporated} ({_years(age)}).",
        "against" if fresh else "for",
        "Every firm was new once." if fresh else "", node.source, node.source_ref,
    )  # fmt: skip


def _years(days: int) -> str:
    return f"{days} days" if days < 730 else f"{days // 365} years"


def address_key(column: str) -> str:
    """Return SQL for an address as it is compared: first line and postcode, case aside."""
    return f"lower(regexp_replace({column}, '[^A-Za-z0-9]+', ' ', 'g'))"


def _shared(register: Register, node: Node, address: str, prefix: str) -> Point | None:
    postcode = _POSTCODE.search(address.upper())
    near = postcode[0] if postcode else address[:40]
    [(count,)] = register.sql(
        f"SELECT count(*) FROM nodes WHERE len(addresses) > 0 AND id <> ? AND kind <> 'person'"
        f" AND contains(upper(addresses[1]), ?) AND {address_key('addresses[1]')} ="
        f" {address_key('?::VARCHAR')}",
        [node.id, near.upper(), address],
    )
    return Point(
        "Who else is at the address?",
        f"{prefix}{count:,} others at {address[:80]}.",
        "against" if count >= CROWDED else "neither",
        "Accountants and formation agents lend their address to thousands of honest firms."
        if count >= CROWDED else "",
        node.source, node.source_ref,
    )  # fmt: skip


_POSTCODE: Final = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b")


def _fits(found: tuple[Node, ...], domain: str) -> Point:
    """Compare the domain's own word with the firm's names; nothing is looked up."""
    word = re.sub(
        r"[^a-z0-9]", "", registered_domain(domain.strip().rpartition("@")[2]).split(".")[0]
    )
    for node in found:
        for name in (node.name, *node.former_names):
            plain = fold(name)
            joined = plain.replace(" ", "")
            initials = "".join(part[0] for part in plain.split())
            if word and (joined.startswith(word) or word.startswith(joined)):
                return Point(
                    "Does the domain fit?", f"“{domain[:80]}” is made of the name {name}.", "for",
                    "", node.source, node.source_ref,
                )  # fmt: skip
            if len(word) >= 3 and (word in joined or word == initials[: len(word)]):
                return Point(
                    "Does the domain fit?", f"“{domain[:80]}” may be short for {name}.", "neither"
                )
    return Point(
        "Does the domain fit?", f"“{domain[:80]}” has nothing of the registered name.", "neither",
        "Brands, groups and recruiters often use another domain; the firm's own pages would say.",
    )  # fmt: skip
