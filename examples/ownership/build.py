"""Writes examples/ownership/register-files: an invented register of companies and controllers.

    python examples/ownership/build.py          write the two files
    python examples/ownership/build.py --check  exit 1 if they are not what this script gives

``companies.csv`` has the form of Companies House's BasicCompanyData, ``psc.jsonl`` that of its
snapshot of persons with significant control. Nobody and nothing in them exists; the numbers are
above all that were ever given out. Tidewater Photonics is the one to trace: behind it stand a
ring, a nominee, a firm of which no register knows more, and somebody who is not named.
"""

import csv
import io
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).with_name("register-files")
COLUMNS = (
    "CompanyName", "CompanyNumber", "RegAddress.AddressLine1", "RegAddress.PostTown",
    "RegAddress.PostCode", "CompanyCategory", "CompanyStatus", "DissolutionDate",
    "IncorporationDate", "SICCode.SicText_1", "PreviousName_1.CompanyName",
)  # fmt: skip
CROWD = ("Suite 9, 40 Tern Row", "Wexcombe", "ZZ1 1AA")
"""The address of a formation agent, where more than five hundred firms are registered."""

RESEARCH = "72190 - Other research and experimental development on natural sciences"
OPTICS = "26701 - Manufacture of optical precision instruments"
ADVICE = "70229 - Management consultancy activities other than financial management"
AGENCY = "78109 - Other activities of employment placement agencies"
HOLDING = "64209 - Activities of other holding companies n.e.c."
TRADE = "47190 - Other retail sale in non-specialised stores"
S25, S50, S75 = (
    f"ownership-of-shares-{band}-percent" for band in ("25-to-50", "50-to-75", "75-to-100")
)
V25, V50, V75 = (f"voting-rights-{band}-percent" for band in ("25-to-50", "50-to-75", "75-to-100"))
APPOINTS = "right-to-appoint-and-remove-directors"
INFLUENCE = "significant-influence-or-control"

TIDEWATER, MARLPIT, SOLLERS, BRACKWATER, ASHDENE, QUAYSIDE = (
    "99990001", "99990002", "99990003", "99990004", "99990005", "99990006"
)  # fmt: skip
LARKFIELD, CASTOR, POLLUX = "99990011", "99990012", "99990013"

FIRMS: tuple[tuple[str, str, tuple[str, str, str], str, str, str], ...] = (
    ("TIDEWATER PHOTONICS LTD", TIDEWATER, ("Unit 3, Harbour Science Park", "Wexcombe", "ZZ4 2QP"),
     "Active", "2019-03-04", OPTICS),
    ("MARLPIT HOLDINGS LTD", MARLPIT, CROWD, "Active", "2026-05-11", HOLDING),
    ("SOLLERS VENTURES LTD", SOLLERS, CROWD, "Active", "2021-02-01", HOLDING),
    ("BRACKWATER CAPITAL LTD", BRACKWATER, CROWD, "Active", "2021-02-02", HOLDING),
    ("ASHDENE TRADING LTD", ASHDENE, ("2 Weir Street", "Norrfjord Bridge", "ZZ7 8RT"), "Active",
     "2020-11-19", HOLDING),
    ("QUAYSIDE NOMINEES LTD", QUAYSIDE, CROWD, "Active", "2008-06-30", HOLDING),
    ("LARKFIELD QUANTUM LTD", LARKFIELD, ("Unit 8, Harbour Science Park", "Wexcombe", "ZZ4 2QP"),
     "Active", "2021-03-01", RESEARCH),
    ("CASTOR BRIDGE LTD", CASTOR, CROWD, "Active", "2024-01-15", HOLDING),
    ("POLLUX BRIDGE LTD", POLLUX, CROWD, "Active", "2024-01-16", HOLDING),
    ("BLUE LANTERN RESEARCH LTD", "99990021", CROWD, "Active", "2026-09-14", ADVICE),
    ("BLUE LANTERN GROWTH PARTNERS LTD", "99990022", CROWD, "Active", "2026-08-03", ADVICE),
    ("LEDGER & VALE ADVISORY LTD", "99990023", CROWD, "Active", "2026-07-20", ADVICE),
    ("KESTREL ROW SEARCH LTD", "99990024", ("11 Kestrel Row", "Wexcombe", "ZZ2 6HH"), "Dissolved",
     "2012-05-08", AGENCY),
    ("STEADMAN ROWE LTD", "99990025", ("5 Rope Walk", "Wexcombe", "ZZ2 1DD"), "Active",
     "2003-10-02", ADVICE),
    ("RIDGELINE INSIGHT LTD", "99990026", CROWD, "Active - Proposal to Strike off", "2025-12-01",
     ADVICE),
    ("SARTIGNY HOLDING LTD", "99990027", CROWD, "Active", "2024-04-22", HOLDING),
    ("COPPERLINE RECRUITMENT LTD", "99990031", ("60 Cordwain Street", "Wexcombe", "ZZ3 3CC"),
     "Active", "1998-02-16", AGENCY),
    ("BRIGHTMOOR STAFFING LTD", "99990032", ("14 Moor Lane", "Brightmoor", "ZZ5 0AB"), "Active",
     "2006-09-11", AGENCY),
    ("LONGACRE INSIGHT LTD", "99990033", ("3 Long Acre Yard", "Wexcombe", "ZZ3 9LL"), "Active",
     "2011-01-24", ADVICE),
    ("ROTH ENGINEERING SERVICES LTD", "99990034", ("21 Foundry Road", "Tarnbeck", "ZZ6 4EE"),
     "Active", "1987-07-06", OPTICS),
)  # fmt: skip
DISSOLVED = {"99990024": "2023-11-07"}
FORMER = {MARLPIT: "TERN ROW 417 LTD"}
FIRST = (
    "Amber", "Birch", "Cedar", "Dune", "Ember", "Fallow", "Grove", "Hazel", "Inlet", "Juniper",
    "Kelp", "Linden", "Meadow", "Nettle", "Orchard", "Pebble", "Quarry", "Reed", "Sedge", "Thistle",
    "Upland", "Vetch", "Willow", "Yarrow",
)  # fmt: skip
SECOND = (
    "Crest", "Field", "Gate", "Haven", "Lane", "Mark", "Path", "Point", "Ridge", "Shore", "Stone",
    "Tide", "Vale", "Wharf", "Wood", "Works", "Yard", "Bank", "Bay", "Brook", "Cliff", "Dale",
)  # fmt: skip
HELD = 104
"""Shelf companies that the nominee is named for."""
PLAIN = 170
"""Ordinary firms, each with an owner and an address of its own."""


def shelves() -> Iterator[tuple[str, str]]:
    """Yield name and number of the shelf companies at the agent's address."""
    for number, (first, second) in enumerate((a, b) for a in FIRST for b in SECOND):
        yield f"{first.upper()} {second.upper()} {100 + number} LTD", f"{99991001 + number}"


def plain() -> Iterator[tuple[str, str, tuple[str, str, str], str]]:
    """Yield name, number, address and beginning of the ordinary firms."""
    for at in range(PLAIN):
        name = f"{SECOND[at % 22]} {FIRST[(at * 7) % 24]} {('Foods', 'Tools', 'Print')[at % 3]}"
        where = (f"{at + 1} {FIRST[at % 24]} {SECOND[(at * 5) % 22]}", "Tarnbeck",
                 f"ZZ{2 + at % 8} {at % 10}{'ABDEFGHJ'[at % 8]}{'LNPQRSTU'[at // 8 % 8]}")  # fmt: skip
        began = f"{1990 + at % 34}-{1 + at % 12:02}-{1 + at % 28:02}"
        yield f"{name.upper()} LTD", f"{99995001 + at}", where, began


def companies() -> str:
    """Return companies.csv."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n", quoting=csv.QUOTE_ALL)
    writer.writerow(COLUMNS)
    rows = [
        *FIRMS,
        *((name, number, CROWD, "Active", "2025-03-03", HOLDING) for name, number in shelves()),
        *((name, number, place, "Active", began, TRADE) for name, number, place, began in plain()),
    ]
    for name, number, address, status, began, sic in rows:
        writer.writerow((
            name, number, *address, "Private Limited Company", status,
            _day(DISSOLVED.get(number, "")), _day(began), sic, FORMER.get(number, ""),
        ))  # fmt: skip
    return buffer.getvalue()


def _day(iso: str) -> str:
    return "/".join(reversed(iso.split("-"))) if iso else ""


def _line(company: str, kind: str, ref: str, **data: Any) -> str:
    whole = {**data, "kind": kind, "links": {"self": f"/company/{company}/{ref}"}}
    return json.dumps({"company_number": company, "data": whole}, ensure_ascii=False)


def _person(
    company: str, name: str, born: str, post: str, codes: list[str], since: str, **more: Any
) -> str:
    first, _, last = name.partition(" ")
    year, month = born.split("-")
    return _line(
        company, "individual-person-with-significant-control", f"psc/{first[:3]}{since}",
        name=name, name_elements={"forename": first, "surname": last},
        date_of_birth={"year": int(year), "month": int(month)},
        address={"premises": "4", "address_line_1": "Mill Lane", "postal_code": post},
        natures_of_control=codes, notified_on=since, **more,
    )  # fmt: skip


def _company(
    company: str, name: str, number: str, codes: list[str], since: str, place: str = "England",
    **more: Any,
) -> str:  # fmt: skip
    return _line(
        company, "corporate-entity-person-with-significant-control", f"psc/{number}-{since}",
        name=name, identification={"registration_number": number, "country_registered": place,
                                   "legal_form": "Private company"},
        address=_address(number), natures_of_control=codes, notified_on=since, **more,
    )  # fmt: skip


def _address(number: str) -> dict[str, str]:
    """Return the registered address of a firm as a filing writes it."""
    line, town, post = {each[1]: each[2] for each in FIRMS}.get(number, ("1 Quay", "", "ZZ9 9ZZ"))
    return {"address_line_1": line, "locality": town, "postal_code": post}


def controllers() -> str:
    """Return psc.jsonl."""
    due = {"identity_verification_details":
           {"appointment_verification_statement_due_on": "2026-10-18"}}  # fmt: skip
    checked = {"identity_verification_details": {"identity_verified_on": "2026-02-02"}}
    lines = [
        _person(TIDEWATER, "Amara Tolland", "1981-06", "ZZ4 9BB", [S75, V75, APPOINTS],
                "2019-03-04", ceased_on="2026-07-01"),
        _person(TIDEWATER, "Amara Tolland", "1981-06", "ZZ4 9BB", [S25, V25], "2026-07-01",
                **checked),
        _company(TIDEWATER, "Marlpit Holdings Ltd", MARLPIT, [S50, V50, APPOINTS], "2026-07-01"),
        _company(MARLPIT, "Sollers Ventures Ltd", SOLLERS, [S50, V50], "2026-05-11"),
        _company(MARLPIT, "Quayside Nominees Ltd", QUAYSIDE, [S25, V25], "2026-05-11"),
        _company(SOLLERS, "Brackwater Capital Ltd", BRACKWATER, [S50, V50], "2021-02-20"),
        _company(SOLLERS, "Karst Overseas Corp", "K-77120", [S25, V25], "2022-10-03", "Ruritania"),
        _company(BRACKWATER, "Ashdene Trading Ltd", ASHDENE, [S25, V25], "2021-03-01"),
        _line(BRACKWATER, "persons-with-significant-control-statement", "psc-statements/1",
              statement="psc-exists-but-not-identified", notified_on="2022-04-01"),
        _company(ASHDENE, "Sollers Ventures Ltd", SOLLERS, [S25, V25], "2021-03-15"),
        _person(ASHDENE, "Edmund Rask", "1966-01", "ZZ7 3DD", [S50, V50], "2020-11-19", **due),
        _line(QUAYSIDE, "super-secure-person-with-significant-control", "psc-super-secure/1",
              description="super-secure-persons-with-significant-control", notified_on="2016-04-06"),
        _person(LARKFIELD, "Ines Okafor", "1979-04", "ZZ4 1NN", [S25, V25], "2021-03-01",
                **checked),
        _person(LARKFIELD, "Tom Brandt", "1983-12", "ZZ4 1NP", [S25, V25], "2021-03-01", **checked),
        _company(CASTOR, "Vega Holdings SA", "V-4410", [S50, V50], "2024-01-15", "Ruritania"),
        _person(CASTOR, "Peter Lindqvist", "1970-08", "ZZ8 8KK", [S25, V25], "2024-01-15"),
        _company(POLLUX, "Vega Holdings SA", "V-4410", [S75, V75], "2024-01-16", "Ruritania"),
        _company("99990021", "Quayside Nominees Ltd", QUAYSIDE, [S75, V75], "2026-09-14"),
        _company("99990022", "Quayside Nominees Ltd", QUAYSIDE, [S75, V75], "2026-08-03"),
        _person("99990023", "Harriet Sowden", "1990-03", "ZZ1 5TT", [S75, V75], "2026-07-20"),
        _person("99990025", "Judith Rowe", "1955-09", "ZZ2 1DE", [S50, V50], "2016-04-06",
                **checked),
        _person("99990025", "Colm Steadman", "1958-02", "ZZ2 1DF", [S25, V25], "2016-04-06"),
        _line("99990026", "persons-with-significant-control-statement", "psc-statements/1",
              statement="no-individual-or-entity-with-signficant-control", notified_on="2025-12-01"),
        _company("99990027", "Marlpit Holdings Ltd", MARLPIT, [S75, V75], "2026-06-02"),
        _person("99990031", "Ruth Calder", "1961-11", "ZZ3 3CD", [S75, V75], "2016-04-06",
                **checked),
        _person("99990032", "Dean Moor", "1974-05", "ZZ5 0AC", [S75, V75], "2016-04-06", **checked),
        _person("99990033", "Sofia Long", "1977-07", "ZZ3 9LM", [S50, V50], "2016-04-06"),
        _person("99990034", "Matthias Roth", "1949-10", "ZZ6 4EF", [S75, V75], "2016-04-06"),
    ]  # fmt: skip
    lines += [
        _company(each, "Quayside Nominees Ltd", QUAYSIDE, [S75], "2025-03-03")
        for each in [number for _, number in shelves()][:HELD]
    ]
    lines += [
        _person(
            number, f"{FIRST[at % 24]} {SECOND[at % 22]}er", f"{1950 + at % 45}-{1 + at % 12:02}",
            address[2], [S75 if at % 3 else S50], began,
        )
        for at, (_, number, address, began) in enumerate(plain())
    ]  # fmt: skip
    return "\n".join(lines) + "\n"


def main(arguments: list[str]) -> int:
    """Write the files, or with ``--check`` say whether they are as they should be."""
    made = {"companies.csv": companies(), "psc.jsonl": controllers()}
    if arguments == ["--check"]:
        same = all((FOLDER / name).read_text("utf-8") == text for name, text in made.items())
        print("as built" if same else "not what build.py gives")
        return 0 if same else 1
    FOLDER.mkdir(exist_ok=True)
    for name, text in made.items():
        (FOLDER / name).write_text(text, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
