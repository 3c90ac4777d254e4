"""BODS 0.4 and its forerunners."""

import json
from datetime import date
from typing import Any

import pytest

from counterpitch.intake.notices import Notices
from counterpitch.intake.origin import Origin
from counterpitch.ownership.edge import Interest
from counterpitch.ownership.node import Node
from counterpitch.ownership.readers import bods
from counterpitch.ownership.readers.context import Context


def read(statements: list[Any]) -> tuple[list[Node], list[Interest], Context]:
    """Read a file of this format."""
    origin = Origin.of_bytes("bods.json", json.dumps(statements).encode())
    assert bods.identify(origin)
    context = Context(origin, date(2026, 11, 28), Notices())
    rows = list(bods.read(context))
    return (
        [row for row in rows if isinstance(row, Node)],
        [row for row in rows if isinstance(row, Interest)],
        context,
    )


def statement(kind: str, record: str, number: int = 1, status: str = "new", **details: Any) -> Any:
    """Return one statement."""
    return {
        "statementId": f"{record}-{number}", "recordId": record, "recordType": kind,
        "recordStatus": status, "statementDate": "2024-01-02", "recordDetails": details,
    }  # fmt: skip


COMPANY = statement("entity", "c", entityType={"type": "registeredEntity"}, name="Umbel Optics",
                    identifiers=[{"scheme": "GB-COH", "id": "2"}])  # fmt: skip
PERSON = statement("person", "p", personType="knownPerson", names=[{"fullName": "Mara Venn"}],
                   birthDate="1970-04-09")  # fmt: skip


@pytest.mark.parametrize(
    ("share", "band"),
    [
        ({"exact": 60}, (0.6, False, 0.6, False)),
        ({"minimum": 25, "maximum": 50}, (0.25, False, 0.5, False)),
        ({"exclusiveMinimum": 25, "exclusiveMaximum": 50}, (0.25, True, 0.5, True)),
        ({"minimum": 50, "exclusiveMinimum": True}, (0.5, True, 1.0, False)),
        ({"minimum": 90, "maximum": 10}, (0.0, False, 1.0, False)),
        ({"exact": "half"}, (0.0, False, 1.0, False)),
        ({}, (0.0, False, 1.0, False)),
    ],
)
def test_shares_keep_whether_their_ends_count(
    share: dict[str, Any], band: tuple[float, bool, float, bool]
) -> None:
    """Exact, closed, open and nonsensical shares."""
    link = statement("relationship", "r", subject="c", interestedParty="p",
                     interests=[{"type": "shareholding", "share": share}])  # fmt: skip
    _, [found], _ = read([link, COMPANY, PERSON])
    assert (found.lo, found.lo_open, found.hi, found.hi_open) == pytest.approx(band)
    assert (found.owner, found.owned) == ("bods:p", "gb-coh:00000002")


def test_the_last_statement_wins_and_closed_ends() -> None:
    """An update replaces what was said before; a closed record ends on its date."""
    first = statement("relationship", "r", 1, subject="c", interestedParty="p",
                      interests=[{"type": "shareholding", "share": {"exact": 10}}])  # fmt: skip
    last = statement("relationship", "r", 2, "closed", subject="c", interestedParty="p",
                     interests=[{"type": "shareholding", "share": {"exact": 30}}])  # fmt: skip
    _, [found], _ = read([COMPANY, PERSON, first, last])
    assert (found.lo, found.until) == (0.3, date(2024, 1, 2))


def test_a_reason_instead_of_a_party_is_an_unknown_owner() -> None:
    """The reason is kept, and an interest without details still has an edge."""
    link = statement("relationship", "r", subject="c",
                     interestedParty={"reason": "subjectExemptFromDisclosure"})  # fmt: skip
    nodes, [found], _ = read([COMPANY, link])
    assert [n.reason for n in nodes if n.id == found.owner] == ["subjectExemptFromDisclosure"]
    assert (found.lo, found.hi, found.basis) == (0.0, 1.0, "influence")


def test_a_primary_with_components_is_a_claim() -> None:
    """What sums up other records is marked indirect, whatever it says itself."""
    link = statement("relationship", "r", subject="c", interestedParty="p", componentRecords=["x"],
                     interests=[{"type": "shareholding", "share": {"exact": 60}}])  # fmt: skip
    _, [found], _ = read([COMPANY, PERSON, link])
    assert found.directness == "indirect"


def test_version_02_is_read_too() -> None:
    """The older form: statement types, kebab-case codes, interestLevel, references by statement."""
    old = [
        {"statementID": "e", "statementType": "entityStatement", "entityType": "registeredEntity",
         "name": "Umbel", "statementDate": "2020-01-01"},
        {"statementID": "q", "statementType": "personStatement", "personType": "knownPerson",
         "names": [{"fullName": "Mara Venn"}], "statementDate": "2020-01-01"},
        {"statementID": "o", "statementType": "ownershipOrControlStatement",
         "statementDate": "2020-01-01", "subject": {"describedByEntityStatement": "e"},
         "interestedParty": {"describedByPersonStatement": "q"},
         "interests": [{"type": "voting-rights", "interestLevel": "direct",
                        "share": {"minimum": 75, "maximum": 100}}]},
        {"statementID": "o2", "statementType": "ownershipOrControlStatement",
         "replacesStatements": ["o"], "statementDate": "2021-01-01",
         "subject": {"describedByEntityStatement": "e"},
         "interestedParty": {"describedByPersonStatement": "q"},
         "interests": [{"type": "voting-rights", "interestLevel": "direct",
                        "share": {"exact": 80}}]},
    ]  # fmt: skip
    nodes, [found], _ = read(old)
    assert {n.kind for n in nodes} == {"company", "person"}
    assert (found.basis, found.directness, found.lo) == ("votes", "direct", 0.8)


def test_damage_is_told() -> None:
    """Statements without id or subject are counted, unknown codes widen, all else is read."""
    link = statement("relationship", "r", subject="c", interestedParty="p",
                     interests=[{"type": "wizardry", "share": {"exact": 60}}, "odd"])  # fmt: skip
    orphan = statement("relationship", "s", interestedParty="p")
    _, found, context = read([{"statementId": ""}, COMPANY, PERSON, link, orphan])
    assert [(i.basis, i.lo, i.hi) for i in found] == [("influence", 0.0, 1.0)] * 2
    assert context.damaged == 2


def test_details_of_a_wrong_kind_cost_only_their_statement() -> None:
    """Details that are a list or a text are no reason to lose what else is in the file."""
    link = statement("relationship", "r", subject="c", interestedParty="p", interests=[])
    odd = [
        {**statement("relationship", f"o{n}"), "recordDetails": d} for n, d in enumerate(([1], "x"))
    ]
    _, found, context = read([COMPANY, PERSON, *odd, link])
    assert len(found) == 1
    assert context.damaged == 2


def test_what_ended_on_an_unclear_day_has_ended() -> None:
    """An end date that cannot be read is an end all the same, by the day of the snapshot."""
    interest = {"type": "shareholding", "share": {"exact": 60}, "endDate": "03/04/2020"}
    link = statement("relationship", "r", subject="c", interestedParty="p", interests=[interest])
    _, [found], context = read([COMPANY, PERSON, link])
    assert found.until == context.snapshot
