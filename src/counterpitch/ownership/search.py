"""Looking for companies and people by a part of their name, a number or an LEI."""

from typing import Final

from counterpitch.ownership.find import candidates
from counterpitch.ownership.nearby import parts
from counterpitch.ownership.node import Node
from counterpitch.ownership.register import Register

MOST: Final = 30
LONGEST: Final = 200


def search(register: Register, text: str, most: int = MOST) -> tuple[Node, ...]:
    """Return who ``text`` may mean: those of that number or whole name first, then parts of it.

    Every word of ``text`` must stand in the name, in any order.
    """
    asked = text[:LONGEST].encode("utf-8", "replace").decode("utf-8").strip()
    found = {node.id: node for node in candidates(register, asked)} if asked else {}
    if asked and len(found) < most:
        for node in parts(register, asked, most):
            found.setdefault(node.id, node)
    return tuple(found.values())[:most]
