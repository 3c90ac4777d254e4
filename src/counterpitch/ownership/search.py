"""Looking for companies and people by a part of their name, a number or an LEI."""

import re
from typing import Final

from counterpitch.ownership.find import candidates
from counterpitch.ownership.node import Node
from counterpitch.ownership.register import Register

MOST: Final = 30
LONGEST: Final = 200
_WORD: Final = re.compile(r"\w+")


def search(register: Register, text: str, most: int = MOST) -> tuple[Node, ...]:
    """Return who ``text`` may mean: those of that number or whole name first, then parts of it.

    Every word of ``text`` must stand in the name, in any order.
    """
    asked = text[:LONGEST].encode("utf-8", "replace").decode("utf-8").strip()
    found = {node.id: node for node in candidates(register, asked)} if asked else {}
    words = _WORD.findall(asked.lower())[:12]
    if words and len(found) < most:
        where = " AND ".join("contains(lower(name), ?)" for _ in words)
        rest = register.nodes(
            f"{where} AND kind <> 'unknown' ORDER BY length(name), name, id LIMIT {int(most)}",
            words,
        )
        for node in rest:
            found.setdefault(node.id, node)
    return tuple(found.values())[:most]
