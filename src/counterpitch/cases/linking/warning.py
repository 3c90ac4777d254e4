"""Who else to warn: who was approached, who handed it in, and how they can be reached."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

import msgspec

from counterpitch.cases.linking.asking import Warned
from counterpitch.cases.linking.recipients import Recipient

_LINK: Final = "link:"
NOBODY: Final = "no name or address was left"
NO_ACCOUNT: Final = "no account of this name, no address"
NAMED: Final = "only the name is known"
MOST: Final = 12
"""Approaches that a line names."""


class Party(msgspec.Struct, frozen=True):
    """Somebody to warn, or several of whom no more is known than the way they came by.

    ``who`` names them as far as known, ``organisation`` is where the approach went, ``reach`` says
    how to reach them, empty where nobody left an address; ``notes`` are what they wrote themselves
    (approach, words), where a name or number may stand. ``by_link`` tells that they came by a
    report link, which asks for no name. ``approached`` tells whom the approaches went to from who
    handed them in.
    """

    who: str
    organisation: str
    reach: str
    approaches: tuple[int, ...]
    notes: tuple[tuple[int, str], ...] = ()
    by_link: bool = False
    approached: bool = False


def parties(
    warned: Iterable[Warned], organisations: Mapping[int, str], to: Iterable[Recipient] = ()
) -> tuple[Party, ...]:
    """Return who is to be warned: whom the approaches went ``to``, then who handed them in, those
    who can be reached first; each with their approaches.

    ``organisations`` says of an approach whose it was, where that is known. Who handed in what
    went to them is told once.
    """
    warned = tuple(warned)
    known = {(each.approach, each.by.casefold()) for each in warned}
    further = [each for each in to if (each.approach, each.address.casefold()) not in known]
    return (*_approached(further, organisations), *_handed_in(warned, organisations))


def _approached(to: Sequence[Recipient], organisations: Mapping[int, str]) -> list[Party]:
    """Return recipients, each address once for an organisation, however it was spelt."""
    found: dict[tuple[str, str], list[Recipient]] = {}
    for each in to:
        key = each.address.casefold() or each.name.casefold()
        found.setdefault((key, organisations.get(each.approach, "")), []).append(each)
    listed: list[Party] = []
    for (_, organisation), several in found.items():
        name, address = next((each.name for each in several if each.name), ""), several[0].address
        who = f"{name} ({address})" if name and address else name or address
        numbers = tuple(dict.fromkeys(each.approach for each in several))
        reach = f"mail to {address}" if address else NAMED
        listed.append(Party(who, organisation, reach, numbers, approached=True))
    return sorted(listed, key=lambda each: each.reach == NAMED)


def _handed_in(warned: Iterable[Warned], organisations: Mapping[int, str]) -> list[Party]:
    found: dict[tuple[str, str, str], list[Warned]] = {}
    for each in warned:
        who, reach = _known(each)
        found.setdefault((who, organisations.get(each.approach, ""), reach), []).append(each)
    listed = [_party(*key, several) for key, several in found.items()]
    return sorted(listed, key=lambda each: (not each.reach, not each.notes))


def _party(who: str, organisation: str, reach: str, several: Sequence[Warned]) -> Party:
    numbers = tuple(dict.fromkeys(each.approach for each in several))
    notes = dict.fromkeys((each.approach, each.note) for each in several if each.note)
    by_link = several[0].by.startswith(_LINK)
    return Party(who, organisation, reach, numbers, tuple(notes), by_link)


def _known(each: Warned) -> tuple[str, str]:
    """Return what somebody is called, and how to reach them."""
    if each.by.startswith(_LINK):
        label = each.by.removeprefix(_LINK).rpartition(" #")[0] or each.by
        return f"whoever used the link “{label}”", ""
    who = f"{each.name} ({each.by})" if each.name and each.name != each.by else each.by
    if "@" in each.by:
        return who, f"mail to {each.by}"
    return who, f"account {each.by} on this desk" if each.name else ""


def line(party: Party) -> str:
    """Return a party on one line, as it is told outside the desk's pages."""
    who = f"{party.who}, {party.organisation}" if party.organisation else party.who
    listed = ", ".join(map(str, party.approaches[:MOST]))
    more = f" and {len(party.approaches) - MOST} more" if len(party.approaches) > MOST else ""
    did = "approached in" if party.approached else "handed in"
    unknown = NOBODY if party.by_link else NO_ACCOUNT
    reach = party.reach or ("they left a note" if party.notes else unknown)
    return f"{who}: {did} {listed}{more}; {reach}"
