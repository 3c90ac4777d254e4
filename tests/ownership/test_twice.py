"""Holdings that may be one, told of a company and of somebody above it."""

import pytest

from counterpitch.ownership.graph import graph
from counterpitch.ownership.twice import told_twice
from tests.ownership.test_trace import PERSONS, held, traced


def test_only_who_stands_above_another_holder_is_found() -> None:
    """In T hold x, y and B; x holds B through C: x's holding is found, y's is not."""
    drawn = graph(5, [3, 4, 1, 2, 3], [0, 0, 0, 1, 2], [0.3] * 5, [0.3] * 5)
    assert [int(drawn.owner[at]) for at in told_twice(drawn, [0])] == [3]


def test_a_ring_through_the_company_is_none() -> None:
    """B and C hold T; T holds B: nobody stands above another holder but by T itself."""
    drawn = graph(3, [1, 2, 0], [0, 0, 1], [0.3] * 3, [0.3] * 3)
    assert list(told_twice(drawn, [0])) == []


@pytest.mark.parametrize(("directness", "told"), [("unknown", True), ("direct", False)])
def test_the_trace_tells(directness: str, told: bool) -> None:
    """A band beside that of one's own company is remarked on, unless it is held directly."""
    answer = traced(
        held("x", "B", 0.8), held("B", "T", 0.3), held("x", "T", 0.3, directness=directness),
        nodes=PERSONS,
    )  # fmt: skip
    assert any("told twice" in remark for remark in answer.remarks) is told
