"""Companies House: the snapshot of persons with significant control, JSON Lines in a ZIP.

The file has some fifteen million lines, so that DuckDB reads it, block by block; what each code
means is read by `codes` once per code. A line that does not fit the declared types is put in
order by `_plain` and read again: nothing is lost because of one odd field.
"""

import os
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any, Final

import msgspec

from counterpitch.intake.origin import Origin
from counterpitch.ownership.dates import parse_date
from counterpitch.ownership.readers.codes import nature
from counterpitch.ownership.readers.context import Context
from counterpitch.ownership.readers.jsonrecords import child, each, records, text
from counterpitch.ownership.staging import Staging
from counterpitch.ownership.vocabulary import vocabulary

NAME: Final = "uk-psc"
BLOCK: Final = 96 * 1024 * 1024
LINE_LIMIT: Final = 4 * 1024 * 1024

_TEXT: Final = (
    "kind", "name", "notified_on", "ceased_on", "statement",
)  # fmt: skip
_OBJECTS: Final = {
    "name_elements": ("forename", "middle_name", "surname"),
    "date_of_birth": ("year", "month"),
    "address": ("premises", "address_line_1", "address_line_2", "locality", "region",
                "postal_code", "country"),
    "identification": ("registration_number", "country_registered", "place_registered",
                       "legal_form"),
    "identity_verification_details": ("appointment_verification_statement_due_on",
                                      "appointment_verification_statement_start_on",
                                      "identity_verified_on"),
    "links": ("self",),
}  # fmt: skip


def identify(origin: Origin) -> bool:
    """Tell whether this is a PSC snapshot, or a part of one."""
    head = origin.head[:8192]
    # A program that writes such files holds their words too, and is none of them.
    begins = head.lstrip(b"\xef\xbb\xbf \t\r\n,")[:1]
    return (
        begins in (b"{", b"[")
        and b'"company_number"' in head
        and (
            b"persons-with-significant-control" in head
            or b"person-with-significant-control" in head
            or b"beneficial-owner" in head
            or b'"exemptions"' in head
        )
    )


def read(context: Context, staging: Staging) -> None:
    """Stage the nodes and interests of one snapshot file."""
    reader = _Snapshot(context, staging)
    with ThreadPoolExecutor(1) as worker:
        waiting: Future[None] | None = None
        for block in reader.blocks():
            if waiting is not None:
                waiting.result()
            waiting = worker.submit(reader.stage, block)
        if waiting is not None:
            waiting.result()


class _Snapshot:
    """One file on its way into the staging folder."""

    def __init__(self, context: Context, staging: Staging) -> None:
        self.context = context
        self.connection = staging.connection.cursor()
        self.staging = staging
        self.codes: set[str] = set()
        self.row = 0
        self.connection.execute(
            "CREATE OR REPLACE TABLE natures (code VARCHAR PRIMARY KEY, basis VARCHAR,"
            " capacity VARCHAR, lo DOUBLE, lo_open BOOLEAN, hi DOUBLE, hi_open BOOLEAN)"
        )

    def blocks(self) -> Iterator[Path]:
        """Yield the file in pieces of whole lines, on disk for DuckDB."""
        head = self.context.origin.head.lstrip(b"\xef\xbb\xbf \t\r\n")
        pieces = self._from_array() if head.startswith(b"[") else self._from_lines()
        for number, piece in enumerate(pieces):
            path = self.staging.folder / f"block-{number % 3}.ndjson"
            path.write_bytes(piece)
            yield path

    def _from_lines(self) -> Iterator[bytes]:
        with self.context.origin.open() as stream:
            rest = b""
            while piece := stream.read(BLOCK):
                cut = piece.rfind(b"\n") + 1
                if cut:
                    yield rest + piece[:cut]
                    rest = piece[cut:]
                else:
                    rest += piece
                if len(rest) > LINE_LIMIT:
                    self.context.lost("A line of more than 4 MB was left out; the file is damaged.")
                    rest = b'"'
            if rest.strip():
                yield rest

    def _from_array(self) -> Iterator[bytes]:
        held: list[bytes] = []
        for _, record in records(self.context):
            held.append(msgspec.json.encode(_plain(record)))
            self.context.lines -= 1
            if len(held) >= 50_000:
                yield b"\n".join(held)
                held = []
        if held:
            yield b"\n".join(held)

    def stage(self, block: Path) -> None:
        """Stage one block."""
        self._flatten(block)
        [(lines, odd)] = self.connection.execute(
            "SELECT count(*), count(*) FILTER (problem = 'odd') FROM flat"
        ).fetchall()
        if odd:
            self._flatten(self._put_in_order(block), plain=True)
        self.context.lines += lines
        self.row += lines
        self._learn_codes()
        for kind, query in (("interests", _INTERESTS), ("nodes", _NODES)):
            path = str(self.staging.part(kind)).replace("'", "''")
            self.connection.execute(
                f"COPY ({query}) TO '{path}' (FORMAT parquet, COMPRESSION snappy)",
                {"snapshot": self.context.snapshot},
            )
        self._tell()
        block.unlink(missing_ok=True)

    def _flatten(self, block: Path, *, plain: bool = False) -> None:
        query = _flat(_read(block), plain=plain)
        self.connection.execute(
            f"CREATE OR REPLACE TEMP TABLE flat AS {query}", {"snapshot": self.context.snapshot}
        )

    def _put_in_order(self, block: Path) -> Path:
        """Rewrite a block that has odd lines, each with only the known fields, as text."""
        path = block.with_name(f"{block.stem}-plain.ndjson")
        with block.open("rb") as lines, path.open("wb") as out:
            for number, line in enumerate(lines, self.row + 1):
                bare = line.strip().rstrip(b",").strip(b"\xef\xbb\xbf")
                if not bare or bare in (b"[", b"]"):
                    continue
                try:
                    record = msgspec.json.decode(bare)
                except (msgspec.DecodeError, UnicodeError, RecursionError):
                    self.context.lost(f"Line {number} is no JSON and was left out.", number)
                    continue
                if isinstance(record, dict):
                    out.write(msgspec.json.encode(_plain(record)) + b"\n")
                else:
                    self.context.lost(f"Line {number} is no record and was left out.", number)
        return path

    def _learn_codes(self) -> None:
        rows = self.connection.execute("SELECT DISTINCT unnest(codes) AS code FROM flat").fetchall()
        for (code,) in rows:
            if not code or code in self.codes or len(self.codes) > 10_000:
                continue
            self.codes.add(code)
            found = nature(code)
            self.connection.execute(
                "INSERT INTO natures VALUES (?, ?, ?, ?, ?, ?, ?)",
                [code, found.basis, found.capacity, *found.band],
            )
            if not found.known:
                self.context.warn(
                    "unknown-code",
                    f"“{code[:80]}” is no known nature of control; read as 0 to 100 %.",
                )

    def _tell(self) -> None:
        rows = self.connection.execute(
            "SELECT problem, count(*), min(coalesce(ref, '')) FROM flat"
            " WHERE problem NOT IN ('', 'odd', 'keyless') GROUP BY problem ORDER BY problem"
        ).fetchall()
        for problem, count, example in rows:
            message = f"{count:,} records: {problem} (such as {example or 'one without a link'})."
            self.context.warn("incomplete-record", message)
        [(keyless,)] = self.connection.execute(
            "SELECT count(*) FROM flat WHERE problem = 'keyless'"
        ).fetchall()
        if keyless:
            self.context.damaged += keyless
            self.context.warn(
                "without-key", f"{keyless:,} records name no company and were left out."
            )


def _plain(record: dict[str, Any]) -> dict[str, Any]:
    """Return only what is used of a record, as the types that DuckDB is told to expect."""
    data = child(record, "data")
    data = data if isinstance(data, dict) else {}
    plain: dict[str, Any] = {key: text(data.get(key)) or None for key in _TEXT} if data else {}
    for key, fields in _OBJECTS.items():
        inner = child(data, key)
        if isinstance(inner, dict) and inner:
            plain[key] = {field: text(inner.get(field)) or None for field in fields}
    for key in ("notified_on", "ceased_on"):
        if plain.get(key) and (day := parse_date(plain[key])):
            plain[key] = day.isoformat()
    codes = [text(code) for code in each(data.get("natures_of_control"))]
    plain["natures_of_control"] = [code for code in codes if code] or None
    return {"company_number": text(record.get("company_number")) or "", "data": plain}


def _read(block: Path) -> str:
    inner = ", ".join(
        f"{key} STRUCT({', '.join(f'{field} VARCHAR' for field in fields)})"
        for key, fields in _OBJECTS.items()
    )
    columns = ", ".join(f"{key} VARCHAR" for key in _TEXT)
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

_LONG: Final = (
    "CASE WHEN length({0}) = 8 AND regexp_full_match({0}, '[A-Z]{{0,2}}[0-9]+') THEN {0} ELSE "
    + _NUMBER
    + " END"
)
"""The same, quick for the usual number that has 8 places already."""


def _flat(lines: str, *, plain: bool = False) -> str:
    """Return SQL for one row a record, with the ids of both ends and what is odd about it.

    A date in another order than ISO's is odd, so that `_plain` may read it; in ``plain`` lines
    what is left of such is unclear, and odd no more.
    """
    unclear = "false" if plain else " OR ".join(
        f"(data.{key} IS NOT NULL AND try_cast(data.{key} AS DATE) IS NULL)"
        for key in ("notified_on", "ceased_on")
    )  # fmt: skip
    words = "|".join(vocabulary("united_kingdom"))
    given = "upper(replace(company_number, ' ', ''))"
    return f"""
WITH lines AS (
  SELECT data.* EXCLUDE (links), data.links.self AS ref, {given} AS given,
    company_number IS NULL AND data IS NULL OR {unclear} AS odd,
    trim(coalesce(company_number, '')) = '' AS keyless,
    coalesce(data.kind, '') LIKE 'totals#%' AS totals
  FROM ({lines})
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
      THEN {_LONG.format("own_number")} END AS uk_number
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
    WHEN odd THEN 'odd'
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


_KEPT: Final = "problem NOT IN ('odd', 'keyless')"
_INTERESTS: Final = f"""
SELECT owner, owned, coalesce(n.basis, 'influence') AS basis,
  coalesce(n.capacity, 'self') AS capacity,
  coalesce(n.lo, 0.0) AS lo, coalesce(n.lo_open, false) AS lo_open, coalesce(n.hi, 1.0) AS hi,
  coalesce(n.hi_open, false) AS hi_open, 'unknown' AS directness, since, until,
  least(coalesce(since, $snapshot::DATE), $snapshot::DATE) AS known_from, '{NAME}' AS source,
  coalesce(ref, '') AS source_ref, NULL::DATE AS known_until, '' AS joint
FROM (SELECT owner, owned, since, until, ref, unnest(codes) AS code FROM flat WHERE {_KEPT})
  LEFT JOIN natures n USING (code)
"""

_NODES: Final = f"""
SELECT owner AS id, CASE WHEN reason <> '' THEN 'unknown' ELSE owner_kind END AS kind,
  full_name AS name,
  CASE WHEN owner LIKE 'gb-coh:%' THEN 'GB' ELSE registered END AS jurisdiction,
  '' AS status, NULL::DATE AS incorporated, NULL::DATE AS dissolved,
  CASE WHEN address = '' THEN []::VARCHAR[] ELSE [address] END AS addresses,
  CASE WHEN own_number = '' THEN []::VARCHAR[]
    WHEN owner LIKE 'gb-coh:%' THEN ['GB-COH:' || owner[8:]] ELSE ['stated:' || own_number] END
    AS numbers,
  []::VARCHAR[] AS former_names, []::VARCHAR[] AS sic, legal_form AS category, born, reason,
  verified, '{NAME}' AS source, coalesce(ref, '') AS source_ref,
  least(coalesce(since, $snapshot::DATE), $snapshot::DATE) AS known_from,
  NULL::DATE AS known_until
FROM flat WHERE {_KEPT}
"""
