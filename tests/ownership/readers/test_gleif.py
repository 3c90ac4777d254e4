"""GLEIF's three files, as XML, JSON and CSV."""

import json
from datetime import date

import pytest

from counterpitch.intake.notices import Notices
from counterpitch.intake.origin import Origin
from counterpitch.ownership.edge import Interest
from counterpitch.ownership.node import Node
from counterpitch.ownership.readers import gleif
from counterpitch.ownership.readers.context import Context
from tests.ownership.samples import lei_of

A, B = lei_of(1), lei_of(2)
DAY = date(2026, 11, 28)


def read(text: str) -> tuple[list[Node | Interest], Context]:
    """Read a file of this format."""
    origin = Origin.of_bytes("file", text.encode())
    assert gleif.identify(origin)
    context = Context(origin, DAY, Notices())
    return list(gleif.read(context)), context


RELATION = {
    "Relationship": {
        "StartNode": {"NodeID": A, "NodeIDType": "LEI"},
        "EndNode": {"NodeID": B, "NodeIDType": "LEI"},
        "RelationshipType": "IS_DIRECTLY_CONSOLIDATED_BY",
        "RelationshipPeriods": [
            {"StartDate": "2020-01-01T00:00:00Z", "PeriodType": "ACCOUNTING_PERIOD"},
            {"StartDate": "2018-05-06T00:00:00Z", "PeriodType": "RELATIONSHIP_PERIOD"},
        ],
        "RelationshipStatus": "ACTIVE",
    },
    "Registration": {"InitialRegistrationDate": "2019-01-02T00:00:00Z"},
}
XML = f"""<?xml version="1.0"?><rr:RelationshipData
 xmlns:rr="http://www.gleif.org/data/schema/rr/2016"><rr:RelationshipRecords>
<rr:RelationshipRecord><rr:Relationship><rr:StartNode><rr:NodeID>{A}</rr:NodeID></rr:StartNode>
<rr:EndNode><rr:NodeID>{B}</rr:NodeID></rr:EndNode>
<rr:RelationshipType>IS_DIRECTLY_CONSOLIDATED_BY</rr:RelationshipType>
<rr:RelationshipPeriods><rr:RelationshipPeriod><rr:StartDate>2020-01-01T00:00:00Z</rr:StartDate>
<rr:PeriodType>ACCOUNTING_PERIOD</rr:PeriodType></rr:RelationshipPeriod>
<rr:RelationshipPeriod><rr:StartDate>2018-05-06T00:00:00Z</rr:StartDate>
<rr:PeriodType>RELATIONSHIP_PERIOD</rr:PeriodType></rr:RelationshipPeriod></rr:RelationshipPeriods>
<rr:RelationshipStatus>ACTIVE</rr:RelationshipStatus></rr:Relationship><rr:Registration>
<rr:InitialRegistrationDate>2019-01-02T00:00:00Z</rr:InitialRegistrationDate></rr:Registration>
</rr:RelationshipRecord>"""
CSV = (
    "Relationship.StartNode.NodeID,Relationship.EndNode.NodeID,Relationship.RelationshipType,"
    "Relationship.RelationshipStatus,Relationship.Period.1.startDate,"
    "Relationship.Period.1.periodType,Registration.InitialRegistrationDate\n"
    f"{A},{B},IS_DIRECTLY_CONSOLIDATED_BY,ACTIVE,2018-05-06T00:00:00Z,RELATIONSHIP_PERIOD,"
    "2019-01-02T00:00:00Z\n"
)


@pytest.mark.parametrize(
    "text", [json.dumps([RELATION]), XML + "</rr:RelationshipRecords></rr:RelationshipData>", CSV]
)
def test_a_parent_reads_the_same_in_all_forms(text: str) -> None:
    """Consolidation is control without a percentage, since the relationship's own beginning."""
    [found], context = read(text)
    assert found == Interest(
        owner=f"lei:{B}", owned=f"lei:{A}", basis="consolidation", directness="direct",
        since=date(2018, 5, 6), known_from=date(2019, 1, 2), source="gleif",
        source_ref=f"{A}/IS_DIRECTLY_CONSOLIDATED_BY/{B}",
    )  # fmt: skip
    assert context.notices.total() == 0


def test_xml_that_breaks_off_keeps_what_was_whole() -> None:
    """The record before the break is there, and the break is told."""
    found, context = read(XML + "<rr:RelationshipRecord><rr:Relat")
    assert len(found) == 1
    assert context.damaged == 1


def test_xml_that_declares_entities_is_refused() -> None:
    """No entity is expanded, so that a few bytes cannot become a billion."""
    bomb = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]>' + XML.partition("?>")[2]
    found, context = read(bomb)
    assert found == []
    assert context.damaged == 1


def test_an_exception_is_an_unknown_owner_with_its_reason() -> None:
    """Why no parent is named stays on file."""
    text = json.dumps(
        [{"LEI": A, "ExceptionCategory": "DIRECT_ACCOUNTING_CONSOLIDATION_PARENT",
          "ExceptionReason": "NATURAL_PERSONS"}]
    )  # fmt: skip
    (node, interest), _ = read(text)
    assert isinstance(node, Node)
    assert isinstance(interest, Interest)
    assert (node.kind, node.reason) == ("unknown", "NATURAL_PERSONS")
    assert (interest.owner, interest.owned, interest.hi) == (node.id, f"lei:{A}", 1.0)


def test_an_entity_keeps_its_local_number() -> None:
    """The authority's number joins an LEI to the register of companies."""
    text = json.dumps(
        [{"LEI": A, "Entity": {"LegalName": "Umbel Optics Limited", "LegalAddress": {
            "FirstAddressLine": "1 Mill Lane", "PostalCode": "ZZ1 1QX"}, "RegistrationAuthority": {
            "RegistrationAuthorityID": "RA000585", "RegistrationAuthorityEntityID": "2"},
            "EntityStatus": "ACTIVE"}}, {"LEI": "short", "Entity": {}}]
    )  # fmt: skip
    [node], context = read(text)
    assert isinstance(node, Node)
    assert "GB-COH:00000002" in node.numbers
    assert node.addresses == ("1 Mill Lane, ZZ1 1QX",)
    assert context.damaged == 1


def test_a_period_of_no_stated_type_is_no_beginning() -> None:
    """It may be an accounting year: since when the relationship holds stays unstated."""
    bare = CSV.replace(",Relationship.Period.1.periodType", "").replace(",RELATIONSHIP_PERIOD", "")
    [found], _ = read(bare)
    assert isinstance(found, Interest)
    assert (found.since, found.until) == (None, None)


def test_a_lapsed_record_is_kept_and_says_so() -> None:
    """Nobody renewed it: it still holds, and its reference tells."""
    text = json.dumps([RELATION | {"Registration": {"RegistrationStatus": "LAPSED"}}])
    [found], _ = read(text)
    assert isinstance(found, Interest)
    assert found.until is None
    assert found.source_ref.endswith("/LAPSED")
