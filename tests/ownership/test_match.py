"""Merges: proposed with reasons, applied, taken back; homonyms stay apart."""

import json
from datetime import date
from pathlib import Path

import pytest

from counterpitch.errors import UnreadableInput
from counterpitch.ownership import view as views
from counterpitch.ownership.load import load, rebuild
from counterpitch.ownership.match import proposals
from counterpitch.ownership.merges import FILE, Merge, append, heads, recorded
from counterpitch.ownership.past import view
from counterpitch.ownership.register import Register
from counterpitch.ownership.trace import trace
from tests.ownership import samples

DAY = date(2026, 11, 28)
LEI = samples.lei_of(5)
TARGET = "gb-coh:00000002"


def entity(id: str, schema: str, **properties: list[str]) -> str:
    """Return one line of FollowTheMoney."""
    return json.dumps({"id": id, "schema": schema, "properties": properties})


@pytest.fixture
def register(tmp_path: Path) -> Register:
    """The same people and companies in three registers."""
    psc = samples.write(tmp_path / "psc.txt", samples.chain())
    level1 = tmp_path / "lei.json"
    level1.write_text(
        json.dumps(
            [{"LEI": LEI, "Entity": {"LegalName": "Umbel Holdings Ltd", "EntityStatus": "ACTIVE",
              "RegistrationAuthority": {"RegistrationAuthorityID": "RA000585",
                                        "RegistrationAuthorityEntityID": "00000001"}}}]
        )
    )  # fmt: skip
    ftm = samples.write(
        tmp_path / "entities.json",
        [
            entity("p1", "Person", name=["Mara Venn"], birthDate=["1970-04-02"],
                   address=["9 Other Road, ZZ1 1QX"]),
            entity("p2", "Person", name=["Mara Venn"], birthDate=["1985-01-01"],
                   address=["9 Other Road, ZZ9 9QX"]),
            entity("o", "Ownership", owner=["p1"], asset=["c"], percentage=["40"]),
            entity("c", "Company", name=["Umbel Holdings"], leiCode=[LEI]),
        ],
    )  # fmt: skip
    return load([psc, level1, ftm], tmp_path / "register", DAY).register


def test_a_number_joins_an_lei_to_the_company_register(register: Register) -> None:
    """GLEIF's local number is the register's own; the reason names it."""
    [merge] = proposals(register, DAY, names=False)
    assert {merge.one, merge.other} == {"gb-coh:00000001", f"lei:{LEI}"}
    assert "GB-COH:00000001" in merge.why[0]


def test_names_need_more_than_a_name(register: Register) -> None:
    """Same name, birth month and postcode: one; a homonym of another age: not."""
    pytest.importorskip("splink")
    found = [m for m in proposals(register, DAY) if m.rule == "splink"]
    pairs = [{m.one, m.other} for m in found]
    assert any("ftm:p1" in pair for pair in pairs)
    assert not any("ftm:p2" in pair for pair in pairs)
    assert all("same name" in " ".join(m.why) for m in found)


def test_a_merge_changes_the_answer_and_can_be_taken_back(register: Register) -> None:
    """Merged, what GLEIF's entity is owned by stands above the company; taken back, it does not."""
    before = trace(views.stored(register.data), TARGET)
    assert "ftm:p1" not in {o.node.id for o in before.owners}
    append(register.folder, proposals(register, DAY, names=False))
    merged = rebuild(register)
    answer = trace(views.stored(merged.data), TARGET)
    assert "ftm:p1" in {o.node.id for o in answer.owners}
    assert views.stored(merged.data).number(f"lei:{LEI}") == views.stored(merged.data).number(
        "gb-coh:00000001"
    )
    past = trace(view(merged, [TARGET], DAY), TARGET)
    assert {o.node.id for o in past.owners} == {o.node.id for o in answer.owners}
    append(register.folder, [Merge("gb-coh:00000001", f"lei:{LEI}", "person", (), 1.0, DAY, True)])
    apart = rebuild(merged)
    assert trace(views.stored(apart.data), TARGET) == before
    assert proposals(apart, DAY, names=False) == []
    assert len(recorded(register.folder)) == 2


def test_groups_have_one_head_whatever_the_order() -> None:
    """An official number stands for the group; a pair taken back leaves it."""
    pairs = [("ftm:a", "person:b"), ("ftm:a", "gb-coh:1"), ("person:b", "lei:x")]
    merges = [Merge(a, b, "number", (), 1.0, DAY) for a, b in pairs]
    expected = {"ftm:a": "gb-coh:1", "person:b": "gb-coh:1", "lei:x": "gb-coh:1"}
    assert heads(merges) == heads(merges[::-1]) == expected
    undone = [*merges, Merge("person:b", "lei:x", "person", (), 1.0, DAY, True)]
    assert "lei:x" not in heads(undone)


def test_a_damaged_decision_is_told(register: Register) -> None:
    """A line that cannot be read is named, and nothing is computed without it."""
    (register.folder / FILE).write_text("{\n")
    with pytest.raises(UnreadableInput, match="merge"):
        recorded(register.folder)
