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
from counterpitch.ownership.readers.codes import nature
from counterpitch.ownership.readers.context import Context
from counterpitch.ownership.readers.jsonrecords import child, each, records, text
from counterpitch.ownership.staging import Staging
from counterpitch.ownership.vocabulary import vocabulary

NAME: Final = "uk-psc"
BLOCK: Final = 96 * 1024 * 1024
LINE_LIMIT: Final = 4 * 1024 * 1024

_TEXT: Final = (
    "kind", "name", "notified_on", "ceased_on", "statement", "description", "etag",
    "country_of_residence",
)  # fmt: skip
_OBJECTS: Final = {
    "name_elements": ("title", "forename", "middle_name", "surname"),
    "date_of_birth": ("year", "month"),
    "address": ("premises", "address_line_1", "address_line_2", "locality", "region",
                "postal_code", "country", "care_of", "po_box"),
    "identification": ("registration_number", "country_registered", "place_registered",
                       "legal_form", "legal_authority"),
    "identity_verification_details": ("appointment_verification_statement_due_on",
                                      "appointment_verification_statement_start_on",
                                      "identity_verified_on"),
    "links": ("self",),
}  # fmt: skip


def identify(origin: Origin) -> bool:
    """Tell whether this is a PSC snapshot, or a part of one."""
    head = origin.head[:8192]
    return b'"company_number"' in head and (
        b"persons-with-significant-control" in head
        or b"person-with-significant-control" in head
        or b"beneficial-owner" in head
        or b'"exemptions"' in head
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
        uk = vocabulary("united_kingdom")
        self.connection.execute("CREATE OR REPLACE TABLE uk_words (word VARCHAR)")
        self.connection.executemany("INSERT INTO uk_words VALUES (?)", [[word] for word in uk])
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
        self._load(block)
        [(lines, odd)] = self.connection.execute(
            "SELECT count(*), count(*) FILTER (company_number IS NULL AND data IS NULL) FROM block"
        ).fetchall()
        if odd:
            self._load(self._put_in_order(block))
        self.context.lines += lines
        self.row += lines
        self._learn_codes()
        self._flatten()
        for kind, query in (("interests", _INTERESTS), ("nodes", _NODES)):
            path = str(self.staging.part(kind)).replace("'", "''")
            self.connection.execute(
                f"COPY ({query}) TO '{path}' (FORMAT parquet, COMPRESSION zstd)",
                {"snapshot": self.context.snapshot},
            )
        self._tell()
        block.unlink(missing_ok=True)

    def _load(self, block: Path) -> None:
        self.connection.execute("CREATE OR REPLACE TEMP TABLE block AS " + _read(block))

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
        rows = self.connection.execute(
            "SELECT DISTINCT unnest(data.natures_of_control) AS code FROM block"
            " WHERE data.natures_of_control IS NOT NULL"
        ).fetchall()
        for (code,) in rows:
            if code is None or code in self.codes or len(self.codes) > 10_000:
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

    def _flatten(self) -> None:
        self.connection.execute("CREATE OR REPLACE TEMP TABLE flat AS " + _FLAT)

    def _tell(self) -> None:
        rows = self.connection.execute(
            "SELECT problem, count(*), min(coalesce(ref, '')) FROM flat WHERE problem <> ''"
            " GROUP BY problem ORDER BY problem"
        ).fetchall()
        for problem, count, example in rows:
            message = f"{count:,} records: {problem} (such as {example or 'one without a link'})."
            self.context.warn("incomplete-record", message)
        [(keyless,)] = self.connection.execute(
            "SELECT count(*) FROM block WHERE (company_number IS NULL OR trim(company_number) = '')"
            " AND coalesce(data.kind, '') NOT LIKE 'totals#%'"
            " AND NOT (company_number IS NULL AND data IS NULL)"
        ).fetchall()
        if keyless:
            self.context.damaged += keyless
            self.context.warn(
                "without-key", f"{keyless:,} records name no company and were left out."
            )


def _plain(record: dict[str, Any]) -> dict[str, Any]:
    """Return only what is used of a record, as the types that DuckDB is told to expect."""
    data = child(record, "data")
    plain: dict[str, Any] = {key: text(data.get(key)) or None for key in _TEXT} if data else {}
    for key, fields in _OBJECTS.items():
        inner = child(data, key)
        if isinstance(inner, dict) and inner:
            plain[key] = {field: text(inner.get(field)) or None for field in fields}
    codes = [text(code) for code in each(data.get("natures_of_control") if data else None)]
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
        f"SELECT * FROM read_json('{path}', format='newline_delimited', ignore_errors=true,"  # noqa: S608
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

_FLAT: Final = f"""
WITH lines AS (
  SELECT data, data.links.self AS ref, coalesce(data.kind, '') AS kind,
    upper(regexp_replace(company_number, '\\s', '', 'g')) AS given
  FROM block
  WHERE trim(coalesce(company_number, '')) <> '' AND coalesce(data.kind, '') NOT LIKE 'totals#%'
), numbered AS (
  SELECT *, 'gb-coh:' || coalesce({_NUMBER.format("given")}, left(given, 40)) AS owned,
    upper(regexp_replace(coalesce(data.identification.registration_number, ''), '\\s', '', 'g'))
      AS own_number,
    lower(coalesce(data.identification.country_registered, '') || ' '
      || coalesce(data.identification.place_registered, '')) AS place,
    CASE WHEN kind LIKE 'individual%' THEN 'person' WHEN kind LIKE 'corporate%' THEN 'company'
      WHEN kind LIKE 'legal-person%' THEN 'state' ELSE 'unknown' END AS owner_kind,
    coalesce(nullif(concat_ws(' ', data.name_elements.forename, data.name_elements.middle_name,
      data.name_elements.surname), ''), data.name, '') AS full_name,
    concat_ws(', ', data.address.premises, data.address.address_line_1,
      data.address.address_line_2, data.address.locality, data.address.region,
      data.address.postal_code, data.address.country) AS address,
    upper(regexp_replace(coalesce(data.address.postal_code, ''), '\\s', '', 'g')) AS postcode
  FROM lines
), keyed AS (
  SELECT *, {_FOLD.format("full_name")} AS folded,
    {_NUMBER.format("own_number")} AS uk_number,
    place = ' ' OR EXISTS (SELECT 1 FROM uk_words WHERE
      regexp_matches(place, '(^|[^a-z])' || word || '([^a-z]|$)')) AS is_uk,
    CASE WHEN data.date_of_birth.year IS NOT NULL AND data.date_of_birth.month IS NOT NULL
      THEN lpad(data.date_of_birth.year, 4, '0') || '-' || lpad(data.date_of_birth.month, 2, '0')
      ELSE '' END AS born
  FROM numbered
)
SELECT *,
  CASE
    WHEN owner_kind = 'company' AND uk_number IS NOT NULL AND is_uk THEN 'gb-coh:' || uk_number
    WHEN owner_kind IN ('company', 'state') AND own_number <> '' AND folded <> '' THEN 'foreign:' ||
      md5({_FOLD.format("place")} || '|' || own_number)[1:20]
    WHEN owner_kind IN ('company', 'state') AND folded <> '' THEN 'corporate:' ||
      md5(folded || '|' || postcode || '|' || {_FOLD.format("coalesce(data.address.country, '')")})[1:20]
    WHEN owner_kind = 'person' AND folded <> '' AND born <> '' AND postcode <> '' THEN 'person:' ||
      md5(folded || '|' || born || '|' || postcode)[1:20]
    WHEN owner_kind = 'person' AND folded <> '' THEN 'person:' || md5(coalesce(ref, owned || folded))[1:20]
    ELSE 'unknown:' || md5(owned || '|' || kind || '|' || coalesce(data.statement, '') || '|'
      || coalesce(ref, ''))[1:20]
  END AS owner,
  try_cast(data.notified_on AS DATE) AS since, try_cast(data.ceased_on AS DATE) AS until,
  CASE
    WHEN kind LIKE '%statement%' OR kind LIKE 'exemptions%' OR kind LIKE 'super-secure%' THEN ''
    WHEN data.natures_of_control IS NULL OR len(data.natures_of_control) = 0
      THEN 'no nature of control is stated; read as 0 to 100 %'
    WHEN full_name = '' THEN 'the owner is not named; kept as unknown'
    WHEN owner_kind = 'unknown' THEN 'unknown kind of owner; kept as unknown'
    WHEN data.notified_on IS NOT NULL AND try_cast(data.notified_on AS DATE) IS NULL
      THEN 'the date is unclear; left open'
    ELSE '' END AS problem,
  CASE
    WHEN kind LIKE '%statement%' THEN coalesce(data.statement, 'statement')
    WHEN kind LIKE 'exemptions%' THEN 'exempt-from-registration'
    WHEN kind LIKE 'super-secure%' THEN 'super-secure'
    WHEN owner_kind = 'unknown' OR full_name = '' THEN 'unknown-kind-of-owner'
    ELSE '' END AS reason
FROM keyed
"""

_INTERESTS: Final = f"""
SELECT owner, owned, coalesce(n.basis, 'influence') AS basis, coalesce(n.capacity, 'self') AS capacity,
  coalesce(n.lo, 0.0) AS lo, coalesce(n.lo_open, false) AS lo_open, coalesce(n.hi, 1.0) AS hi,
  coalesce(n.hi_open, false) AS hi_open, 'unknown' AS directness, since, until,
  least(coalesce(since, $snapshot::DATE), $snapshot::DATE) AS known_from, '{NAME}' AS source,
  coalesce(ref, '') AS source_ref, NULL::DATE AS known_until, '' AS joint
FROM (
  SELECT owner, owned, since, until, ref,
    unnest(CASE WHEN data.natures_of_control IS NULL OR len(data.natures_of_control) = 0
      THEN [''] ELSE data.natures_of_control END) AS code
  FROM flat
) LEFT JOIN natures n USING (code)
"""  # noqa: S608

_VERIFIED: Final = """
  CASE WHEN data.identity_verification_details.identity_verified_on IS NOT NULL
    THEN 'verified:' || data.identity_verification_details.identity_verified_on
  WHEN data.identity_verification_details.appointment_verification_statement_start_on IS NOT NULL
    THEN 'verified:' || data.identity_verification_details.appointment_verification_statement_start_on
  WHEN data.identity_verification_details.appointment_verification_statement_due_on IS NOT NULL
    THEN 'due:' || data.identity_verification_details.appointment_verification_statement_due_on
  ELSE '' END"""

_NODES: Final = f"""
SELECT owner AS id, CASE WHEN reason <> '' THEN 'unknown' ELSE owner_kind END AS kind,
  full_name AS name,
  CASE WHEN owner LIKE 'gb-coh:%' THEN 'GB' WHEN owner_kind IN ('company', 'state')
    THEN trim(coalesce(data.identification.country_registered, '')) ELSE '' END AS jurisdiction,
  '' AS status, NULL::DATE AS incorporated, NULL::DATE AS dissolved,
  CASE WHEN address = '' THEN []::VARCHAR[] ELSE [address] END AS addresses,
  CASE WHEN own_number = '' THEN []::VARCHAR[]
    WHEN owner LIKE 'gb-coh:%' THEN ['GB-COH:' || owner[8:]] ELSE ['stated:' || own_number] END
    AS numbers,
  []::VARCHAR[] AS former_names, []::VARCHAR[] AS sic,
  coalesce(data.identification.legal_form, '') AS category, born, reason, {_VERIFIED} AS verified,
  '{NAME}' AS source, coalesce(ref, '') AS source_ref,
  least(coalesce(since, $snapshot::DATE), $snapshot::DATE) AS known_from,
  NULL::DATE AS known_until
FROM flat
UNION ALL
SELECT DISTINCT owned, 'company', '', 'GB', '', NULL::DATE, NULL::DATE, []::VARCHAR[],
  ['GB-COH:' || owned[8:]], []::VARCHAR[], []::VARCHAR[], '', '', '', '', '{NAME}', '',
  $snapshot::DATE, NULL::DATE
FROM flat
"""  # noqa: S608
