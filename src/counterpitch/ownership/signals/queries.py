"""The signals that are questions of SQL.

Each query gives rows (company, sentence, source, source_ref, day) over the tables that `scope`
makes. ``$day`` is the date asked about. The same query, over all companies, gives the base rate.
"""

# ruff: noqa: E501 - only constants of this module stand in the queries

from typing import Final

from counterpitch.ownership.signals.scope import FOLDED

FRESH_DAYS: Final = 180
CHURN_DAYS: Final = 180
CHURN_EVENTS: Final = 3

_NAMED = "coalesce(nullif(n.name, ''), n.id)"

QUERIES: Final[dict[str, str]] = {
    "own-psc": """
SELECT h.owned, 'It is named as holding itself (' || h.basis || ').', h.source, h.source_ref,
  h.since
FROM held h JOIN target t ON h.owned = t.id WHERE h.owner = h.owned AND h.source = 'uk-psc'
""",
    "nominee": f"""
SELECT h.owned, {_NAMED} || ' holds as nominee.', h.source, h.source_ref, h.since
FROM held h JOIN target t ON h.owned = t.id JOIN near n ON n.id = h.owner
WHERE h.basis = 'nominee' OR h.capacity = 'nominee'
UNION ALL
SELECT h.owned, {_NAMED} || ' holds or controls ' || m.held || ' companies.', min(h.source),
  min(h.source_ref), min(h.since)
FROM held h JOIN target t ON h.owned = t.id JOIN many m ON m.owner = h.owner
JOIN near n ON n.id = h.owner GROUP BY ALL
""",
    "mass-address": f"""
WITH placed AS (
  SELECT id, name, source, source_ref, {FOLDED.format("addresses[1]")} AS place FROM near
  WHERE len(addresses) > 0 AND kind <> 'person'
)
SELECT p.id, coalesce(nullif(p.name, ''), p.id) || ' is registered with ' || (c.here - 1)
  || ' others at ' || p.place || '.', p.source, p.source_ref, NULL::DATE
FROM placed p JOIN target t ON p.id = t.id JOIN crowded c ON c.place = p.place
""",
    "fresh-vehicle": f"""
SELECT h.owned, {_NAMED} || ' was incorporated on ' || n.incorporated || ', '
  || (h.since - n.incorporated) || ' days before it became a holder.', h.source, h.source_ref,
  h.since
FROM held h JOIN target t ON h.owned = t.id JOIN near n ON n.id = h.owner
WHERE n.incorporated IS NOT NULL AND h.since IS NOT NULL
  AND h.since - n.incorporated BETWEEN 0 AND {FRESH_DAYS}
GROUP BY ALL
""",
    "churn": f"""
WITH events AS (
  SELECT owned, since AS day, source, source_ref FROM past
  WHERE since > $day::DATE - {CHURN_DAYS} AND since <= $day::DATE
  UNION ALL
  SELECT owned, until, source, source_ref FROM past
  WHERE until > $day::DATE - {CHURN_DAYS} AND until <= $day::DATE
), counted AS (
  SELECT owned, count(*) AS many, min(day) AS first, max(day) AS last, min(source) AS source,
    min(source_ref) AS source_ref
  FROM (SELECT DISTINCT owned, day, source, source_ref FROM events) GROUP BY owned
)
SELECT c.owned, c.many || ' changes ' || (CASE WHEN c.first = c.last THEN 'on ' || c.last
  ELSE 'between ' || c.first || ' and ' || c.last END) || '.', c.source, c.source_ref, c.last
FROM counted c JOIN target t ON c.owned = t.id WHERE c.many >= {CHURN_EVENTS}
""",
    "contradiction": f"""
WITH none AS (
  SELECT h.owned, n.reason, h.source, h.source_ref, h.since FROM held h
  JOIN near n ON n.id = h.owner
  WHERE n.reason LIKE 'no-individual-or-entity%' OR n.reason IN ('noBeneficialOwners',
    'NO_KNOWN_PERSON')
)
SELECT x.owned, 'It states “' || x.reason || '”, and ' || {_NAMED} || ' is named with '
  || (CASE WHEN h.lo > 0 THEN 'at least ' || round(100 * h.lo)::INT || ' % (' || h.basis || ')'
      ELSE h.basis END) || '.', h.source, x.source_ref, h.since
FROM none x JOIN target t ON x.owned = t.id JOIN held h ON h.owned = x.owned
JOIN near n ON n.id = h.owner
WHERE n.kind <> 'unknown'
  AND (h.lo >= 0.25 OR h.basis IN ('board', 'consolidation'))
""",
    "dead-owner": f"""
SELECT h.owned, {_NAMED} || ' was dissolved on ' || n.dissolved || ' and is still on file.',
  h.source, h.source_ref, n.dissolved
FROM held h JOIN target t ON h.owned = t.id JOIN near n ON n.id = h.owner
WHERE n.dissolved IS NOT NULL AND n.dissolved < $day::DATE
""",
    "sum": """
WITH stakes AS (
  SELECT owned, owner, basis, max(lo) AS lo, max(hi) AS hi, min(source) AS source,
    min(source_ref) AS source_ref FROM held
  WHERE basis IN ('shares', 'votes') AND directness <> 'indirect' GROUP BY owned, owner, basis
), summed AS (
  SELECT owned, basis, sum(lo) AS lo, sum(hi) AS hi, count(*) AS holders, min(source) AS source,
    min(source_ref) AS source_ref FROM stakes GROUP BY owned, basis
)
SELECT s.owned, CASE WHEN s.lo > 1.000001
  THEN s.holders || ' holders state at least ' || round(100 * s.lo)::INT || ' % of the ' || s.basis
    || ' together.'
  ELSE 'All stated ' || s.basis || ' are at most ' || round(100 * s.hi, 1)
    || ' %; the rest is not explained.' END, s.source, s.source_ref, NULL::DATE
FROM summed s JOIN target t ON s.owned = t.id WHERE s.lo > 1.000001 OR s.hi < 0.75
""",
    "unverified": f"""
SELECT DISTINCT h.owned, {_NAMED} || ' was to verify by ' || n.verified[5:]
  || '; no verification shows.', h.source, h.source_ref, try_cast(n.verified[5:] AS DATE)
FROM held h JOIN target t ON h.owned = t.id JOIN near n ON n.id = h.owner
WHERE n.verified LIKE 'due:%' AND try_cast(n.verified[5:] AS DATE) < $day::DATE
""",
    "off-threshold": f"""
WITH stakes AS (
  SELECT owned, owner, max(CASE WHEN basis IN ('shares', 'votes') THEN hi ELSE 0 END) AS most
  FROM held GROUP BY owned, owner
)
SELECT h.owned, {_NAMED} || ' has ' || (CASE h.basis WHEN 'board' THEN 'a right to the board'
  WHEN 'conditional' THEN 'conditional or convertible rights' WHEN 'contract' THEN
  'rights by contract' WHEN 'asset_licence' THEN 'a licence of assets' ELSE h.basis END)
  || (CASE WHEN s.most > 0 THEN ' beside at most ' || round(100 * s.most)::INT || ' %.'
  ELSE ' and no stated share.' END), h.source, h.source_ref, h.since
FROM held h JOIN target t ON h.owned = t.id JOIN stakes s USING (owned, owner)
JOIN near n ON n.id = h.owner
WHERE h.basis IN ('conditional', 'contract', 'asset_licence', 'board') AND s.most <= 0.25
""",
    "split-stakes": f"""
WITH holders AS (
  SELECT h.owned, h.owner, max(h.hi) AS hi, max(h.lo) AS lo, min(h.source) AS source,
    min(h.source_ref) AS source_ref, min(h.since) AS since
  FROM held h JOIN target t ON h.owned = t.id
  WHERE h.basis IN ('shares', 'votes') AND h.owner <> h.owned GROUP BY h.owned, h.owner
), keyed AS (
  SELECT h.*, {_NAMED} AS who, unnest([
    CASE WHEN len(n.addresses) > 0 THEN 'address ' || {FOLDED.format("n.addresses[1]")} END,
    CASE WHEN n.kind = 'person' AND contains(trim(n.name), ' ')
      THEN 'family name ' || regexp_extract(lower(trim(n.name)), '\\S+$') END,
    CASE WHEN n.incorporated IS NOT NULL
      THEN 'incorporated in the week from ' || date_trunc('week', n.incorporated)::DATE END
  ]) AS tie
  FROM holders h JOIN near n ON n.id = h.owner
), tied AS (
  SELECT owned, tie, count(*) AS many, max(hi) AS most, sum(lo) AS least, sum(hi) AS sum,
    string_agg(who, ', ' ORDER BY who) AS names, min(source) AS source,
    min(source_ref) AS source_ref, max(since) AS since
  FROM keyed WHERE tie IS NOT NULL GROUP BY owned, tie HAVING count(*) > 1
), passed AS (
  SELECT *, CASE WHEN most <= 0.25 AND sum > 0.25 THEN 25 WHEN most <= 0.5 AND sum > 0.5 THEN 50
    WHEN most < 0.75 AND sum >= 0.75 THEN 75 END AS line FROM tied
)
SELECT owned, left(names, 160) || ' (' || tie || ') stay below ' || line || ' % each and have '
  || round(100 * least)::INT || ' to ' || least(round(100 * sum), 100)::INT || ' % together.', source,
  source_ref, since
FROM passed WHERE line IS NOT NULL
""",
}
"""By the signal's id."""
