"""Which of our approaches others have seen too."""

from collections.abc import Iterable, Sequence

import msgspec

from counterpitch.campaigns.community.key import CommunityKey
from counterpitch.campaigns.community.seenfile import SeenFile
from counterpitch.campaigns.community.tag import tags
from counterpitch.campaigns.keys import Key


class Seen(msgspec.Struct, frozen=True):
    """One of our values that others sent too: who, and where we have it."""

    kind: str
    value: str
    senders: tuple[str, ...]
    keys: tuple[Key, ...]


def seen_elsewhere(key: CommunityKey, keys: Iterable[Key], files: Sequence[SeenFile]) -> list[Seen]:
    """Return our values that stand in any of ``files``, those of most senders first."""
    found = []
    for tag, held in tags(key, keys).items():
        senders = [file.header.sender or "a member" for file in files if tag in file.tags]
        if senders:
            found.append(Seen(held[0].kind, held[0].value, tuple(sorted(senders)), tuple(held)))
    return sorted(found, key=lambda each: (-len(each.senders), each.kind, each.value))
