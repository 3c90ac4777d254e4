"""Kinds of reasons in plain words."""

from typing import Final

from counterpitch.campaigns.identifiers.lists import weights

_FAMILIES: Final = {
    "text-same": "the same text", "text-passage": "much the same text",
    "persona": "perhaps the same person",
    "front-firm": "firms that overlap", "judged": "a person judged so",
}  # fmt: skip


def told(kind: str) -> str:
    """Return what a kind of reason is called on a page."""
    known = weights().get(kind)
    return _FAMILIES.get(kind) or (known.what if known else kind.replace("-", " "))
