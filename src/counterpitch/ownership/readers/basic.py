"""Companies House: BasicCompanyData, a CSV of live companies (header names have stray spaces)."""

from typing import Final

from counterpitch.intake.origin import Origin
from counterpitch.ownership.readers.context import Context
from counterpitch.ownership.readers.csvtable import column, load
from counterpitch.ownership.staging import Staging

NAME: Final = "uk-companies"
_REQUIRED: Final = ("companyname", "companynumber", "companystatus", "regaddress.postcode")
"""Names of the header line; a program that writes such a file holds them on several lines."""


def identify(origin: Origin) -> bool:
    """Tell whether this is BasicCompanyData."""
    head = origin.head[:4096].decode("utf-8", "replace").lower()
    lines = head.replace(" ", "").splitlines()
    return any(all(name in line for name in _REQUIRED) for line in lines)


def read(context: Context, staging: Staging) -> None:
    """Stage one node a company."""
    columns = load(context, staging, "basic")
    if columns is None:
        return
    connection = staging.connection

    def c(name: str) -> str:
        return column(columns, name)

    address = ", ".join(
        f"nullif(trim({c(f'RegAddress.{part}')}), '')"
        for part in ("CareOf", "POBox", "AddressLine1", "AddressLine2", "PostTown", "County",
                     "PostCode", "Country")
    )  # fmt: skip
    formers = ", ".join(c(f"PreviousName_{n}.CompanyName") for n in range(1, 11))
    codes = ", ".join(c(f"SICCode.SicText_{n}") for n in range(1, 5))
    path = str(staging.part("nodes")).replace("'", "''")
    number = f"upper(regexp_replace({c('CompanyNumber')}, '\\s', '', 'g'))"
    connection.execute(
        f"""
        COPY (
          SELECT 'gb-coh:' || CASE WHEN regexp_full_match({number}, '[0-9]{{1,7}}')
              THEN lpad({number}, 8, '0') ELSE left({number}, 40) END AS id,
            CASE WHEN {c("CompanyCategory")} ILIKE '%partnership%' THEN 'partnership'
              ELSE 'company' END AS kind,
            trim({c("CompanyName")}) AS name, 'GB' AS jurisdiction,
            trim({c("CompanyStatus")}) AS status, {_date(c("IncorporationDate"))} AS incorporated,
            {_date(c("DissolutionDate"))} AS dissolved,
            [x FOR x IN [concat_ws(', ', {address})] IF x <> ''] AS addresses,
            ['GB-COH:' || {number}] AS numbers,
            [x FOR x IN [{formers}] IF trim(x) <> ''] AS former_names,
            [x FOR x IN [{codes}] IF trim(x) <> ''] AS sic,
            trim({c("CompanyCategory")}) AS category, '' AS born, '' AS reason, '' AS verified,
            '{NAME}' AS source, {number} AS source_ref, $snapshot::DATE AS known_from,
            NULL::DATE AS known_until
          FROM basic WHERE trim({c("CompanyNumber")}) <> ''
        ) TO '{path}' (FORMAT parquet, COMPRESSION zstd)
        """,
        {"snapshot": context.snapshot},
    )
    _tell(context, staging, c)


def _date(text: str) -> str:
    usual, iso = (f"try_strptime(trim({text}), '{form}')" for form in ("%d/%m/%Y", "%Y-%m-%d"))
    return f"coalesce({usual}, {iso})::DATE"


def _tell(context: Context, staging: Staging, c: "type[str] | object") -> None:
    name = c if callable(c) else str
    [(keyless, unclear)] = staging.connection.execute(
        f"""SELECT count(*) FILTER (trim({name("CompanyNumber")}) = ''),
          count(*) FILTER (trim({name("IncorporationDate")}) <> ''
            AND {_date(name("IncorporationDate"))} IS NULL) FROM basic"""
    ).fetchall()
    if keyless:
        context.damaged += keyless
        context.warn("without-key", f"{keyless:,} rows have no company number; left out.")
    if unclear:
        context.warn("unclear-date", f"{unclear:,} dates of incorporation are unclear; left open.")
