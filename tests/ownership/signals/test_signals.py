"""Each signal fires on what it describes, stays silent on its honest twin, and shows its rows."""

from datetime import date
from pathlib import Path

import pytest

from counterpitch.ownership.edge import Interest
from counterpitch.ownership.node import Node
from counterpitch.ownership.signals.find import signals
from counterpitch.ownership.signals.signal import Signal, kinds
from tests.ownership.registers import register


def held(owner: str, owned: str, **more: object) -> Interest:
    """An interest of half the shares, unless said otherwise."""
    fields: dict[str, object] = {"lo": 0.5, "hi": 0.5, "source": "uk-psc", "source_ref": "/r/1"}
    return Interest(owner, owned, **(fields | more))  # type: ignore[arg-type]


def found(tmp_path: Path, nodes: list[Node], interests: list[Interest]) -> dict[str, Signal]:
    """The signals of company "t" in a register of these."""
    store = register(tmp_path / "register", nodes, interests)
    return {each.kind.id: each for each in signals(store, "t", date(2026, 11, 28))}


P = Node(id="p", kind="person", name="Ines Okafor")


def test_an_ordinary_company_has_no_signal(tmp_path: Path) -> None:
    """A founder with all shares of one company is no reason for a question."""
    assert found(tmp_path, [P], [held("p", "t", lo=1.0, hi=1.0)]) == {}


def test_every_kind_has_an_honest_explanation_and_a_way_to_settle_it() -> None:
    """No signal without its innocent twin, and what would settle it."""
    assert len(kinds()) == 15
    for kind in kinds().values():
        assert kind.innocent
        assert kind.settle.endswith(".")


def test_ring_with_and_without_an_owner_outside(tmp_path: Path) -> None:
    """A ring is told with its members, and that nobody stands outside it."""
    ring = [held("a", "t"), held("t", "a")]
    closed = found(tmp_path / "1", [P], ring)["circular"]
    assert "No owner outside" in closed.evidence[0].sentence
    opened = found(tmp_path / "2", [P], [*ring, held("p", "a")])["circular"]
    assert "No owner outside" not in opened.evidence[0].sentence
    assert opened.evidence[0].source_ref == "/r/1"


def test_own_psc(tmp_path: Path) -> None:
    """A company that names itself as its controller."""
    assert "own-psc" in found(tmp_path, [P], [held("t", "t"), held("p", "t")])


def test_depth_counts_steps_to_a_person(tmp_path: Path) -> None:
    """Four steps are long, three are not."""
    chain = [held("c1", "t"), held("c2", "c1"), held("c3", "c2")]
    assert "depth" not in found(tmp_path / "1", [P], [*chain[:2], held("p", "c2")])
    deep = found(tmp_path / "2", [P], [*chain, held("p", "c3")])["depth"]
    assert deep.evidence[0].sentence.startswith("4 steps")


def test_linked_holders_below_a_threshold(tmp_path: Path) -> None:
    """Two holders of 20 % at one address pass 25 % together; at two addresses they are silent."""
    stakes = [held("a", "t", lo=0.2, hi=0.2), held("b", "t", lo=0.2, hi=0.2),
              held("p", "t", lo=0.6, hi=0.6)]  # fmt: skip
    one = [
        Node(id=id, kind="company", name=id.upper(), addresses=("1 Mill Lane, Leeds",))
        for id in "ab"
    ]
    two = [
        Node(id=id, kind="company", name=id.upper(), addresses=(f"{id} Mill Lane",)) for id in "ab"
    ]
    split = found(tmp_path / "1", [P, *one], stakes)["split-stakes"]
    assert "below 25 % each and have 40 to 40 % together" in split.evidence[0].sentence
    assert "split-stakes" not in found(tmp_path / "2", [P, *two], stakes)


def test_nominee_and_holder_of_a_hundred(tmp_path: Path) -> None:
    """A stated nominee, and a holder of a hundred companies; ninety-nine are none."""
    assert "nominee" in found(tmp_path / "1", [P], [held("p", "t", capacity="nominee")])
    many = [held("p", "t"), *(held("p", f"x{n}") for n in range(99))]
    assert "100 companies" in found(tmp_path / "2", [P], many)["nominee"].evidence[0].sentence
    assert "nominee" not in found(tmp_path / "3", [P], many[:-1])


def test_an_address_of_very_many(tmp_path: Path) -> None:
    """Five hundred at one address, written differently, are one address."""
    crowd = [
        Node(id=f"x{n}", kind="company", addresses=("1, MILL  lane; Leeds",)) for n in range(499)
    ]
    target = Node(id="t", kind="company", name="T", addresses=("1 Mill Lane, Leeds",))
    assert "mass-address" in found(tmp_path, [P, target, *crowd], [held("p", "t")])


def test_a_vehicle_founded_just_before(tmp_path: Path) -> None:
    """Incorporated 180 days before is fresh, 181 are not."""
    for days, fires in ((180, True), (181, False)):
        since = date(2026, 6, 30)
        node = Node(id="v", kind="company", incorporated=date.fromordinal(since.toordinal() - days))
        names = found(
            tmp_path / str(days), [P, node], [held("v", "t", since=since), held("p", "v")]
        )
        assert ("fresh-vehicle" in names) == fires


def test_a_chain_that_breaks_at_a_company(tmp_path: Path) -> None:
    """A company above which nothing is loaded is a break, wherever it is registered."""
    broken = found(tmp_path / "1", [Node(id="f", kind="company", name="F")], [held("f", "t")])
    assert "who holds F" in broken["break"].evidence[0].sentence
    state = Node(id="s", kind="state", name="S")
    assert "break" not in found(tmp_path / "2", [state], [held("s", "t")])


def test_a_place_is_said_once(tmp_path: Path) -> None:
    """A sentence about a company above names it; one that begins with its name does so already."""
    nodes = [P, Node(id="f", kind="company", name="F Holdings", incorporated=date(2026, 6, 1))]
    nodes += [Node(id="g", kind="company", name="G Holdings")]
    stakes = [held("f", "t", since=date(2026, 6, 3)), held("g", "f", since=date(2026, 6, 3))]
    told = found(tmp_path, nodes, stakes)
    assert told["fresh-vehicle"].evidence[0].sentence.startswith("F Holdings was incorporated")
    assert told["break"].evidence[0].sentence.startswith("At F Holdings: Nothing loaded says")


def test_churn_counts_changes_in_the_half_year_before(tmp_path: Path) -> None:
    """Three changes within 180 days are many; older ones do not count."""
    new = [held("p", "t", since=date(2026, 10, n), source_ref=f"/{n}") for n in (1, 2, 3)]
    many = found(tmp_path / "1", [P], new)["churn"].evidence[0].sentence
    assert many == "3 changes between 2026-10-01 and 2026-10-03."
    once = [held("p", "t", since=date(2026, 10, 1), source_ref=f"/{n}") for n in (1, 2, 3)]
    told = found(tmp_path / "3", [P], once)["churn"].evidence[0].sentence
    assert told == "3 changes on 2026-10-01."
    old = [held("p", "t", since=date(2025, 10, n), source_ref=f"/{n}") for n in (1, 2, 3)]
    assert "churn" not in found(tmp_path / "2", [P], old)


def test_a_statement_of_none_beside_a_controller(tmp_path: Path) -> None:
    """ "No controller" and a controller cannot both be true; with a small holder they can."""
    none = Node(id="u", kind="unknown", reason="no-individual-or-entity-with-signficant-control")
    says = held("u", "t", basis="influence", lo=0.0, hi=1.0)
    assert "contradiction" in found(tmp_path / "1", [P, none], [says, held("p", "t")])
    small = held("p", "t", lo=0.1, hi=0.2)
    assert "contradiction" not in found(tmp_path / "2", [P, none], [says, small])


def test_a_dissolved_holder(tmp_path: Path) -> None:
    """A holder dissolved in the past is dead; one whose interest ended is history."""
    dead = Node(id="d", kind="company", name="D", dissolved=date(2020, 1, 1))
    assert "dead-owner" in found(tmp_path / "1", [dead], [held("d", "t")])
    ended = [held("d", "t", until=date(2019, 1, 1)), held("p", "t", lo=1.0, hi=1.0)]
    assert "dead-owner" not in found(tmp_path / "2", [dead, P], ended)


def test_stakes_that_do_not_add_up(tmp_path: Path) -> None:
    """More than the whole, and a large rest, are told; a rest of a quarter is not."""
    over = [held("p", "t", lo=0.75, hi=1.0), held("q", "t", lo=0.75, hi=1.0)]
    assert "150 %" in found(tmp_path / "1", [P], over)["sum"].evidence[0].sentence
    rest = found(tmp_path / "2", [P], [held("p", "t", lo=0.3, hi=0.3)])["sum"]
    assert "at most 30" in rest.evidence[0].sentence
    assert "sum" not in found(tmp_path / "3", [P], [held("p", "t", lo=0.5, hi=0.75)])


def test_an_overdue_verification(tmp_path: Path) -> None:
    """A date that has passed without verification; a coming one is silent."""
    late = Node(id="p", kind="person", name="P", verified="due:2026-11-18")
    assert "unverified" in found(tmp_path / "1", [late], [held("p", "t")])
    coming = Node(id="p", kind="person", name="P", verified="due:2027-11-18")
    assert "unverified" not in found(tmp_path / "2", [coming], [held("p", "t")])


@pytest.mark.parametrize("basis", ["conditional", "contract", "asset_licence", "board"])
def test_influence_without_a_large_stake(tmp_path: Path, basis: str) -> None:
    """Rights beside a small stake or none are told; beside a large stake they are no secret."""
    right = held("q", "t", basis=basis, lo=0.0, hi=1.0)
    assert "off-threshold" in found(tmp_path / "1", [P], [held("p", "t"), right])
    large = held("q", "t", lo=0.4, hi=0.4)
    assert "off-threshold" not in found(tmp_path / "2", [P], [held("p", "t"), right, large])


def test_every_way_through_a_trust(tmp_path: Path) -> None:
    """A trust on the only way is opaque; beside an open way it is not."""
    trust = Node(id="tr", kind="trust", name="The Alder Settlement")
    ways = [held("tr", "t"), held("p", "tr")]
    assert "Alder" in found(tmp_path / "1", [P, trust], ways)["opaque-form"].evidence[0].sentence
    assert "opaque-form" not in found(tmp_path / "2", [P, trust], [*ways, held("p", "t")])


def test_base_rates_are_counted_and_kept(tmp_path: Path) -> None:
    """Each signal comes with its share of all companies; the second time from beside the files."""
    interests = [
        held("t", "t"),
        held("p", "t"),
        *(held("p", f"x{n}", lo=1.0, hi=1.0) for n in range(9)),
    ]
    store = register(tmp_path / "register", [P], interests)
    first = {s.kind.id: s for s in signals(store, "t")}
    rate = first["own-psc"].rate
    assert rate is not None
    assert (rate.count, rate.companies) == (1, 10)
    assert rate.words == "10 % of 10 companies"
    assert (store.data / "signal-counts.json").exists()
    assert {s.kind.id: s.rate for s in signals(store, "t")}["own-psc"] == rate


def test_signals_reach_up_the_chain(tmp_path: Path) -> None:
    """What is odd two steps above is told, with the company where it shows."""
    dead = Node(id="d", kind="company", name="D", dissolved=date(2020, 1, 1))
    above = found(tmp_path, [dead, P], [held("a", "t"), held("b", "a"), held("d", "b")])
    assert above["dead-owner"].evidence[0].company == "b"
