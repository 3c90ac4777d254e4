import json

import numpy as np

from counterpitch.campaigns.edges import Edge, table
from counterpitch.campaigns.graph.combine import tied


def edge(
    kind: str, weight: float, *, strong: bool = False, places: tuple[tuple[str, int, int], ...] = ()
) -> Edge:
    """Return one reason between a and b."""
    where = [{"approach": a, "message": 0, "start": s, "end": e} for a, s, e in places]
    shown = json.dumps({"value": kind, "places": where}, separators=(",", ":")) if where else ""
    return Edge("a", "b", kind, weight, strong, "because", shown)


def is_tied(*edges: Edge) -> bool:
    """Tell whether these reasons together tie a and b."""
    linked, _ = tied(table(edges).combine_chunks())
    assert len(set(linked.tolist())) == 1
    return bool(linked[0])


def test_one_weak_reason_never_ties() -> None:
    """Expect no tie however often the same weak reason is given."""
    assert not is_tied(edge("domain", 4.0))
    assert not is_tied(edge("domain", 4.0), edge("url", 4.0), edge("domain", 4.0))


def test_one_strong_reason_ties() -> None:
    """Expect a tie."""
    assert is_tied(edge("email", 9.0, strong=True))


def test_two_independent_reasons_tie_if_they_weigh_enough() -> None:
    """Expect a tie for a domain and a passage, none where both are next to nothing."""
    assert is_tied(edge("domain", 3.0), edge("text-passage", 2.5))
    assert not is_tied(edge("domain", 0.5), edge("text-passage", 0.5))


def test_two_values_at_one_place_are_one_reason() -> None:
    """Expect a mailbox and the domain in it not to count as two."""
    at = (("a", 10, 30), ("b", 5, 25))
    inside = (("a", 18, 30), ("b", 13, 25))
    assert not is_tied(edge("email-loose", 3.0, places=at), edge("domain", 3.0, places=inside))
    elsewhere = (("a", 50, 62), ("b", 13, 25))
    apart = (("a", 50, 62), ("b", 80, 95))
    assert not is_tied(edge("email-loose", 3.0, places=at), edge("domain", 3.0, places=elsewhere))
    assert is_tied(edge("email-loose", 3.0, places=at), edge("domain", 3.0, places=apart))


def test_weights_of_groups_add_up() -> None:
    """Expect the heaviest of each group in the sum, once."""
    edges = [edge("domain", 3.0), edge("url", 2.0), edge("text-passage", 2.5)]
    _, total = tied(table(edges).combine_chunks())
    assert np.allclose(total, 5.5)
