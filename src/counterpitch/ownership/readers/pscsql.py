"""What the lines of a PSC snapshot say, in SQL: the measure of the compiled reader, too."""

import os
from pathlib import Path
from typing import Final

from counterpitch.ownership.readers.psclines import OBJECTS, TEXTS
from counterpitch.ownership.vocabulary import vocabulary

LINE_LIMIT: Final = 4 * 1024 * 1024
"""Bytes of a line; a longer one is no record."""


def _read(block: Path) -> str:
    inner = ", ".join(
        f"{key} STRUCT({', '.join(f'{field} VARCHAR' for field in fields)})"
        for key, fields in OBJECTS.items()
    )
    columns = ", ".join(f"{key} VARCHAR" for key in TEXTS)
    path = os.fspath(block).replace("'", "''")
    return (
        f"SELECT * FROM read_json('{path}', format='newline_delimited', ignore_errors=true,"
        f" maximum_object_size={LINE_LIMIT}, columns={{'company_number': 'VARCHAR', 'data':"
        f" 'STRUCT({columns}, natures_of_control VARCHAR[], {inner})'}})"
    )


_FOLD: Final = r"trim(regexp_replace(strip_accents(lower({0})), '[^\p{{L}}\p{{N}}]+', ' ', 'g'))"
_NUMBER: Final = (
    "CASE WHEN regexp_full_match({0}, '[A-Z]{{0,2}}[0-9]{{1,8}}') AND"
    " length(regexp_extract({0}, '^[A-Z]*')) + length(ltrim(regexp_extract({0}, '[0-9]+$'), '0'))"
    " <= 8 THEN regexp_extract({0}, '^[A-Z]*') || lpad(ltrim(regexp_extract({0}, '[0-9]+$'), '0'),"
    " (8 - length(regexp_extract({0}, '^[A-Z]*')))::INTEGER, '0') END"
)
"""A company's number in its 8 places, as `ids.uk_number`; NULL if it is none."""

LONG: Final = (
    "CASE WHEN length({0}) = 8 AND regexp_full_match({0}, '[A-Z]{{0,2}}[0-9]+') THEN {0} ELSE "
    + _NUMBER
    + " END"
)
"""The same, quick for the usual number that has 8 places already."""


def flat(block: Path) -> str:
    """Return SQL for one row a record, with the ids of both ends and what has to be told of it.

    ``block`` holds lines of `psclines.plain`, whose dates are ISO's or unclear.
    """
    words = "|".join(vocabulary("united_kingdom"))
    given = "upper(replace(company_number, ' ', ''))"
    return f"""
WITH lines AS (
  SELECT data.* EXCLUDE (links), data.links.self AS ref, {given} AS given,
    trim(coalesce(company_number, '')) = '' AS keyless,
    coalesce(data.kind, '') LIKE 'totals#%' AS totals
  FROM ({_read(block)})
), numbered AS (
  SELECT *, coalesce(kind, '') AS sort,
    'gb-coh:' || CASE WHEN length(given) = 8 THEN given
      ELSE coalesce({_NUMBER.format("given")}, left(given, 40)) END AS owned,
    CASE WHEN kind LIKE 'individual%' THEN 'person' WHEN kind LIKE 'corporate%' THEN 'company'
      WHEN kind LIKE 'legal-person%' THEN 'state' ELSE 'unknown' END AS owner_kind,
    coalesce(nullif(concat_ws(' ', name_elements.forename, name_elements.middle_name,
      name_elements.surname), ''), name, '') AS full_name,
    CASE WHEN identification IS NULL THEN ''
      ELSE upper(replace(coalesce(identification.registration_number, ''), ' ', '')) END
      AS own_number,
    CASE WHEN identification IS NULL THEN '' ELSE lower(coalesce(identification.country_registered,
      '') || ' ' || coalesce(identification.place_registered, '')) END AS place,
    upper(replace(coalesce(address.postal_code, ''), ' ', '')) AS postcode,
    CASE WHEN date_of_birth.year IS NOT NULL AND date_of_birth.month IS NOT NULL
      THEN lpad(date_of_birth.year, 4, '0') || '-' || lpad(date_of_birth.month, 2, '0')
      ELSE '' END AS born
  FROM lines WHERE NOT totals
), keyed AS (
  SELECT *, {_FOLD.format("full_name")} AS folded,
    CASE WHEN owner_kind = 'company' AND own_number <> '' AND (place = ' ' OR
      regexp_matches(place, '(^|[^a-z])({words})([^a-z]|$)'))
      THEN {LONG.format("own_number")} END AS uk_number
  FROM numbered
)
SELECT owned, owner_kind, full_name, born, ref, own_number,
  concat_ws(', ', address.premises, address.address_line_1, address.address_line_2,
    address.locality, address.region, address.postal_code, address.country) AS address,
  CASE
    WHEN uk_number IS NOT NULL THEN 'gb-coh:' || uk_number
    WHEN owner_kind = 'person' AND folded <> '' AND born <> '' AND postcode <> '' THEN 'person:' ||
      left(md5(folded || '|' || born || '|' || postcode), 20)
    WHEN owner_kind = 'person' AND folded <> '' THEN
      'person:' || left(md5(coalesce(ref, owned || folded)), 20)
    WHEN owner_kind IN ('company', 'state') AND own_number <> '' AND folded <> '' THEN 'foreign:' ||
      left(md5({_FOLD.format("place")} || '|' || own_number), 20)
    WHEN owner_kind IN ('company', 'state') AND folded <> '' THEN 'corporate:' ||
      left(md5(folded || '|' || postcode || '|' ||
        {_FOLD.format("coalesce(address.country, '')")}), 20)
    ELSE 'unknown:' || left(md5(owned || '|' || sort || '|' || coalesce(statement, '') || '|'
      || coalesce(ref, '')), 20)
  END AS owner,
  CASE WHEN natures_of_control IS NULL OR len(natures_of_control) = 0 THEN ['']
    ELSE natures_of_control END AS codes,
  try_cast(notified_on AS DATE) AS since, CASE WHEN trim(ceased_on) <> '' THEN
    coalesce(try_cast(ceased_on AS DATE), $snapshot::DATE) END AS until,
  CASE WHEN owner_kind IN ('company', 'state') THEN trim(coalesce(identification.country_registered,
    '')) ELSE '' END AS registered,
  coalesce(identification.legal_form, '') AS legal_form,
  CASE WHEN identity_verification_details IS NULL THEN ''
    WHEN identity_verification_details.identity_verified_on IS NOT NULL
    THEN 'verified:' || identity_verification_details.identity_verified_on
    WHEN identity_verification_details.appointment_verification_statement_start_on IS NOT NULL
    THEN 'verified:' || identity_verification_details.appointment_verification_statement_start_on
    WHEN identity_verification_details.appointment_verification_statement_due_on IS NOT NULL
    THEN 'due:' || identity_verification_details.appointment_verification_statement_due_on
    ELSE '' END AS verified,
  CASE
    WHEN keyless THEN 'keyless'
    WHEN sort LIKE '%statement%' OR sort LIKE 'exemptions%' OR sort LIKE 'super-secure%' THEN ''
    WHEN trim(ceased_on) <> '' AND try_cast(ceased_on AS DATE) IS NULL
      THEN 'the day on which it ended is unclear; ended by the snapshot'
    WHEN natures_of_control IS NULL OR len(natures_of_control) = 0
      THEN 'no nature of control is stated; read as 0 to 100 %'
    WHEN full_name = '' THEN 'the owner is not named; kept as unknown'
    WHEN owner_kind = 'unknown' THEN 'unknown kind of owner; kept as unknown'
    WHEN notified_on IS NOT NULL AND try_cast(notified_on AS DATE) IS NULL
      THEN 'the date is unclear; left open'
    ELSE '' END AS problem,
  CASE
    WHEN sort LIKE '%statement%' THEN coalesce(statement, 'statement')
    WHEN sort LIKE 'exemptions%' THEN 'exempt-from-registration'
    WHEN sort LIKE 'super-secure%' THEN 'super-secure'
    WHEN owner_kind = 'unknown' OR full_name = '' THEN 'unknown-kind-of-owner'
    ELSE '' END AS reason
FROM keyed
"""


_KEPT: Final = "problem <> 'keyless'"
INTERESTS: Final = f"""
SELECT owner, owned, coalesce(n.basis, 'influence') AS basis,
  coalesce(n.capacity, 'self') AS capacity,
  coalesce(n.lo, 0.0) AS lo, coalesce(n.lo_open, false) AS lo_open, coalesce(n.hi, 1.0) AS hi,
  coalesce(n.hi_open, false) AS hi_open, 'unknown' AS directness, since, until,
  least(coalesce(since, $snapshot::DATE), $snapshot::DATE) AS known_from, 'uk-psc' AS source,
  coalesce(ref, '') AS source_ref, NULL::DATE AS known_until, '' AS joint
FROM (SELECT owner, owned, since, until, ref, unnest(codes) AS code FROM flat WHERE {_KEPT})
  LEFT JOIN natures n USING (code)
"""

NODES: Final = f"""
SELECT owner AS id, CASE WHEN reason <> '' THEN 'unknown' ELSE owner_kind END AS kind,
  full_name AS name,
  CASE WHEN owner LIKE 'gb-coh:%' THEN 'GB' ELSE registered END AS jurisdiction,
  '' AS status, NULL::DATE AS incorporated, NULL::DATE AS dissolved,
  CASE WHEN address = '' THEN []::VARCHAR[] ELSE [address] END AS addresses,
  CASE WHEN own_number = '' THEN []::VARCHAR[]
    WHEN owner LIKE 'gb-coh:%' THEN ['GB-COH:' || owner[8:]] ELSE ['stated:' || own_number] END
    AS numbers,
  []::VARCHAR[] AS former_names, []::VARCHAR[] AS sic, legal_form AS category, born, reason,
  verified, 'uk-psc' AS source, coalesce(ref, '') AS source_ref,
  least(coalesce(since, $snapshot::DATE), $snapshot::DATE) AS known_from,
  NULL::DATE AS known_until
FROM flat WHERE {_KEPT}
"""
