"""Draws the pictures of docs/pictures/ownership from invented companies.

Run ``python tools/ownershippictures.py``; the same code gives the same bytes.
"""

from datetime import date
from pathlib import Path

from counterpitch.ownership.answer import Trace
from counterpitch.ownership.chart.source import graph_of
from counterpitch.ownership.chart.svg import svg
from counterpitch.ownership.edge import Interest
from counterpitch.ownership.node import Node
from counterpitch.ownership.trace import trace
from counterpitch.ownership.view import of

FOLDER = Path(__file__).parents[1] / "docs" / "pictures" / "ownership"
DAY = date(2026, 11, 28)


def company(number: str, name: str, **more: object) -> Node:
    """Return an invented company."""
    return Node(id=f"gb-coh:{number}", kind="company", name=name, **more)  # type: ignore[arg-type]


def person(name: str, born: str) -> Node:
    """Return an invented person."""
    return Node(id=f"person:{name}", kind="person", name=name, born=born)


def holds(owner: Node, owned: Node, low: float, high: float, **more: object) -> Interest:
    """Return an interest of ``owner`` in shares of ``owned``, as a band."""
    fields: dict[str, object] = {"since": date(2024, 2, 1), "source": "invented"}
    return Interest(owner.id, owned.id, lo=low, hi=high, **(fields | more))  # type: ignore[arg-type]


TARGET = company("09999901", "Larkfield Quantum Ltd", incorporated=date(2019, 3, 4))
FOUNDERS = company("09999902", "Larkfield Founders Ltd", incorporated=date(2019, 3, 1))
CASTOR = company("09999903", "Castor Bridge Ltd", incorporated=date(2024, 1, 9))
POLLUX = company("09999904", "Pollux Bridge Ltd", incorporated=date(2024, 1, 11))
GEMINI = company("09999905", "Gemini Nominees Ltd", incorporated=date(2023, 11, 2))
SEED = company("OC999906", "Northmere Seed LP", category="Limited Partnership")
ALDER = Node(id="trust:alder", kind="trust", name="The Alder Settlement")
INES = person("Ines Okafor", "1979-04")
TOM = person("Tom Brandt", "1984-10")
VERA = person("Vera Lindqvist", "1966-01")
HIDDEN = Node(id="unknown:1", kind="unknown", reason="psc-exists-but-not-identified")
SMALL = tuple(person(f"Small Holder {n}", "") for n in range(1, 19))


def layered() -> Trace:
    """Return a start-up held by founders, a fund, a trust and a ring of vehicles."""
    nodes = [TARGET, FOUNDERS, CASTOR, POLLUX, GEMINI, SEED, ALDER, INES, TOM, VERA, HIDDEN]
    interests = [
        holds(FOUNDERS, TARGET, 0.5, 0.75), holds(CASTOR, TARGET, 0.12, 0.12),
        holds(SEED, TARGET, 0.1, 0.1), holds(POLLUX, TARGET, 0.11, 0.11),
        holds(INES, FOUNDERS, 0.75, 1.0), holds(ALDER, FOUNDERS, 0.0, 0.25),
        holds(TOM, ALDER, 0.0, 1.0, basis="trust_role"),
        holds(CASTOR, GEMINI, 0.4, 0.4), holds(GEMINI, POLLUX, 0.5, 0.75),
        holds(POLLUX, CASTOR, 0.25, 0.5), holds(HIDDEN, GEMINI, 0.0, 1.0, basis="influence"),
        holds(VERA, CASTOR, 0.25, 0.5),
        *(holds(each, SEED, 0.01 + n / 1000, 0.01 + n / 1000) for n, each in enumerate(SMALL)),
    ]  # fmt: skip
    return trace(of(interests, [*nodes, *SMALL]), TARGET.id, DAY)


def simple() -> Trace:
    """Return the chain of the law's example: 51 % of a company that holds 26 %."""
    target, holding = company("09999911", "Tamar Sensing Ltd"), company("09999912", "Bryn Ltd")
    ines, vera, rest = INES, VERA, person("Joan Aubry", "1971-07")
    interests = [
        holds(ines, target, 0.74, 0.74), holds(holding, target, 0.26, 0.26),
        holds(vera, holding, 0.51, 0.51), holds(rest, holding, 0.49, 0.49),
    ]  # fmt: skip
    return trace(of(interests, [target, holding, ines, vera, rest]), target.id, DAY)


def main() -> None:
    """Write the pictures."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, found in (("a-structure", layered()), ("a-chain", simple())):
        (FOLDER / f"{name}.svg").write_text(svg(graph_of(found)), "utf-8")


if __name__ == "__main__":
    main()
