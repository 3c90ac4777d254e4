"""FollowTheMoney entities."""

import json
from datetime import date
from typing import Any

import pytest

from counterpitch.intake.notices import Notices
from counterpitch.intake.origin import Origin
from counterpitch.ownership.edge import Interest
from counterpitch.ownership.node import Node
from counterpitch.ownership.readers import ftm
from counterpitch.ownership.readers.context import Context


def read(*entities: Any) -> tuple[list[Node], list[Interest], Context]:
    """Read a file of this format."""
    text = "\n".join(json.dumps(entity) for entity in entities)
    origin = Origin.of_bytes("entities.ftm.json", text.encode())
    assert ftm.identify(origin)
    context = Context(origin, date(2026, 11, 28), Notices())
    rows = list(ftm.read(context))
    return (
        [row for row in rows if isinstance(row, Node)],
        [row for row in rows if isinstance(row, Interest)],
        context,
    )


def entity(id: str, schema: str, **properties: list[str]) -> dict[str, Any]:
    """Return one entity."""
    return {"id": id, "schema": schema, "caption": "", "properties": properties}


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [("25–50%", 0.25, 0.5), ("100.0", 1.0, 1.0), (">50", 0.5, 1.0), ("half", 0.0, 1.0),
     ("12,5", 0.125, 0.125), ("140", 0.0, 1.0), ("", 0.0, 1.0)],
)  # fmt: skip
def test_percentages_as_people_write_them(text: str, low: float, high: float) -> None:
    """Ranges, signs, commas; words and impossible numbers are unknown."""
    owner = entity("p", "Person", name=["Mara Venn"])
    asset = entity("c", "Company", name=["Umbel"], jurisdiction=["gb"], registrationNumber=["2"])
    link = entity("o", "Ownership", owner=["p"], asset=["c"], percentage=[text])
    _, [found], _ = read(link, owner, asset)
    assert (found.owner, found.owned) == ("ftm:p", "gb-coh:00000002")
    assert (found.lo, found.hi) == (low, high)


def test_other_links_are_kept_with_what_they_are() -> None:
    """A directorship is an officer's; a link that names nobody is counted as damaged."""
    link = entity("d", "Directorship", director=["p"], organization=["c"])
    broken = entity("x", "Ownership", owner=["p"])
    _, [found], context = read(link, broken)
    assert found.basis == "officer"
    assert context.damaged == 1
