"""Invented files in the publishers' formats, small enough to read; nobody in them exists."""

import json
import zipfile
from pathlib import Path
from typing import Any


def psc_line(company: str, **data: Any) -> str:
    """Return one line of a PSC snapshot; keyword arguments are the fields of ``data``."""
    return json.dumps({"company_number": company, "data": data})


def psc_person(company: str, name: str, *codes: str, **more: Any) -> str:
    """Return a line about a person with birth month and postcode."""
    first, _, last = name.partition(" ")
    data: dict[str, Any] = {
        "kind": "individual-person-with-significant-control",
        "name": f"Dr {name}",
        "name_elements": {"title": "Dr", "forename": first, "surname": last},
        "date_of_birth": {"year": 1970, "month": 4},
        "address": {"premises": "1", "address_line_1": "Mill Lane", "postal_code": "ZZ1 1QX"},
        "natures_of_control": list(codes),
        "notified_on": "2020-02-03",
        "links": {"self": f"/company/{company}/psc/{first}"},
    }
    return psc_line(company, **{**data, **more})


def psc_company(company: str, owner: str, number: str, *codes: str, **more: Any) -> str:
    """Return a line about a company that owns."""
    data: dict[str, Any] = {
        "kind": "corporate-entity-person-with-significant-control",
        "name": owner,
        "identification": {"registration_number": number, "country_registered": "England"},
        "address": {"premises": "2", "address_line_1": "High Street", "postal_code": "ZZ2 2QX"},
        "natures_of_control": list(codes),
        "notified_on": "2019-05-06",
        "links": {"self": f"/company/{company}/psc/{number.strip()}"},
    }
    return psc_line(company, **{**data, **more})


SHARES_25 = "ownership-of-shares-25-to-50-percent"
SHARES_50 = "ownership-of-shares-50-to-75-percent"
SHARES_75 = "ownership-of-shares-75-to-100-percent"
VOTES_75 = "voting-rights-75-to-100-percent"


def chain() -> list[str]:
    """Return a small group: two founders above a holding, above a target; one odd record each."""
    return [
        psc_person("00000001", "Mara Venn", SHARES_50, "voting-rights-50-to-75-percent"),
        psc_person("00000001", "Tomas Ilk", SHARES_25),
        psc_company("00000002", "Umbel Holdings Limited", " 1 ", SHARES_75, VOTES_75),
        psc_line(
            "00000003", kind="persons-with-significant-control-statement",
            statement="no-individual-or-entity-with-signficant-control", notified_on="2021-01-01",
            links={"self": "/company/00000003/statement/1"},
        ),
        psc_line(
            "00000004", kind="super-secure-person-with-significant-control",
            links={"self": "/company/00000004/super/1"},
        ),
        psc_line("00000005", kind="exemptions", exemptions={"disclosure": {"items": []}},
                 links={"self": "/company/00000005/exemptions"}),
        '{"data":{"kind":"totals#persons-of-significant-control-snapshot"}}',
    ]  # fmt: skip


def write(path: Path, lines: list[str]) -> Path:
    """Write lines to a file; in a ZIP where the name says so."""
    text = "\n".join(lines) + "\n"
    if path.suffix == ".zip":
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("snapshot.txt", text)
    else:
        path.write_text(text)
    return path


BASIC = (
    "CompanyName, CompanyNumber,RegAddress.CareOf,RegAddress.POBox,RegAddress.AddressLine1,"
    " RegAddress.AddressLine2,RegAddress.PostTown,RegAddress.County,RegAddress.Country,"
    "RegAddress.PostCode,CompanyCategory,CompanyStatus,CountryOfOrigin,DissolutionDate,"
    "IncorporationDate,SICCode.SicText_1,URI,PreviousName_1.CONDATE, PreviousName_1.CompanyName\n"
    '"UMBEL HOLDINGS LIMITED","00000001","","","1 MILL LANE","","TOWNBURY","","ENGLAND","ZZ1 1QX",'
    '"Private Limited Company","Active","United Kingdom","","11/09/2012","72190 - Other research",'
    '"http://x.example/1","01/02/2015","OLD UMBEL LTD"\n'
    '"UMBEL OPTICS LTD","2","","","1 MILL LANE","","TOWNBURY","","ENGLAND","ZZ1 1QX",'
    '"Private Limited Company","Active","United Kingdom","","31/12/2019","26701 - Optical",'
    '"http://x.example/2","",""\n'
)


def lei_of(number: int) -> str:
    """Return a well-formed, invented LEI."""
    return f"{'TESTTESTTESTTEST':<16}{number % 36:02}{number % 97:02}"
