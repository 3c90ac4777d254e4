"""Who else to warn: who handed approaches in, for whom, and how they can be reached."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

import msgspec

from counterpitch.cases.linking.asking import Warned

_LINK: Final = "link:"
NOBODY: Final = "no name or address was left"


class Party(msgspec.Struct, frozen=True):
    """Somebody to warn, or several of whom no more is known than the way they came by.

    ``who`` names them as far as known, ``organisation`` is where the approach went, ``reach`` says
    how to reach them, empty where nobody left an address; ``notes`` are what they wrote themselves
    (approach, words), where a name or number may stand. ``by_link`` tells that they came by a
    report link, which asks for no name.
    """

    who: str
    organisation: str
    reach: str
    approaches: tuple[int, ...]
    notes: tuple[tuple[int, str], ...] = ()
    by_link: bool = False


def parties(warned: Iterable[Warned], organisations: Mapping[int, str]) -> tuple[Party, ...]:
    """Return who is to be warned, those who can be reached first; each with their approaches.

    ``organisations`` says of an approach whose it was, where that is known.
    """
    found: dict[tuple[str, str, str], list[Warned]] = {}
    for each in warned:
        who, reach = _known(each)
        found.setdefault((who, organisations.get(each.approach, ""), reach), []).append(each)
    listed = [_party(*key, several) for key, several in found.items()]
    return tuple(sorted(listed, key=lambda each: (not each.reach, not each.notes)))


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
