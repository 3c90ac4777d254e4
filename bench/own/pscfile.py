"""The invented register written as Companies House writes its snapshot: JSON Lines in a ZIP."""

import zipfile
from pathlib import Path
from typing import Final

from bench.own.generator import Made

_BANDS: Final = ("25-to-50-percent", "50-to-75-percent", "75-to-100-percent")
_FIRST: Final = (
    "Ada Ben Cleo Dora Emil Fay Gus Hana Ivo Jun Kai Lea Mo Nia Odo Pia Quin Rui Sol Tia".split()
)
_SYLLABLES: Final = (
    "ba de fi go lu mar nel os pra quin ros sta tel ul vor wen xan yor zim ket".split()
)
_STREETS: Final = ("High Street", "Mill Lane", "Station Road", "Church Street", "Park Road")


def write(made: Made, path: Path) -> int:
    """Write the register; return the number of lines. About 700 bytes a line."""
    lines = 0
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
        archive.open(
            "persons-with-significant-control-snapshot-2026-11-28.txt", "w", force_zip64=True
        ) as out,
    ):
        held: list[str] = []
        rows = zip(made.owner.tolist(), made.owned.tolist(), made.band.tolist(), strict=True)
        for owner, owned, band in rows:
            held.append(_line(made.companies, owner, owned, band, lines))
            lines += 1
            if len(held) == 20_000:
                out.write("".join(held).encode())
                held = []
        held.append(
            '{"data":{"kind":"totals#persons-of-significant-control-snapshot",'
            f'"persons_of_significant_control_count":{lines},"statements_count":0,'
            '"exemptions_count":0,"generated_at":"2026-11-28T03:00:00Z"}}\n'
        )
        out.write("".join(held).encode())
    return lines


def _line(companies: int, owner: int, owned: int, band: int, number: int) -> str:
    code = _BANDS[band]
    natures = f'"ownership-of-shares-{code}","voting-rights-{code}"'
    if band == 2:
        natures += ',"right-to-appoint-and-remove-directors"'
    place = (
        f'"address":{{"address_line_1":"{_STREETS[owner % 5]}","country":"England","locality":'
        f'"Townbury","postal_code":"ZZ{owner % 97} {owner % 9}QX","premises":"{owner % 300}"}}'
    )
    company = owner < companies
    kind = "corporate-entity" if company else "individual"
    if company:
        who = (
            f'"name":"{name(owner)} Holdings Limited","identification":{{"country_registered":'
            '"England And Wales","legal_authority":"Companies Act 2006","legal_form":"Private'
            f' Limited Company","place_registered":"Companies House","registration_number":"{owner:08}"}}'
        )
    else:
        first, last = _FIRST[owner % 20], name(owner // 20)
        who = (
            f'"name":"Dr {first} {last}","name_elements":{{"forename":"{first}","surname":"{last}",'
            f'"title":"Dr"}},"date_of_birth":{{"month":{owner % 12 + 1},"year":{1930 + owner % 70}}},'
            '"nationality":"British","country_of_residence":"England"'
        )
    return (
        f'{{"company_number":"{owned:08}","data":{{{place},"etag":"{number:040x}","kind":"{kind}'
        f'-person-with-significant-control","links":{{"self":"/company/{owned:08}/persons-with-'
        f'significant-control/{kind}/{number:027}"}},{who},"natures_of_control":[{natures}],'
        f'"notified_on":"20{10 + number % 16:02}-{number % 12 + 1:02}-{number % 28 + 1:02}"}}}}\n'
    )


def name(number: int) -> str:
    """Return an invented name; different numbers give different names."""
    parts = []
    while True:
        parts.append(_SYLLABLES[number % 20])
        number //= 20
        if not number:
            return "".join(parts).capitalize()
