-- Facts that are known of the domains, mailboxes and ids of approaches, at the place of what they are known of.
SELECT i.approach, f.kind, f.value, f.key, i.message, i.start, i.end, i.certainty,
       CAST(NULL AS FLOAT) AS weight
FROM {identifiers} i
JOIN facts f ON i.value = f.subject
WHERE i.kind IN ('domain', 'email')
UNION
SELECT a.approach, f.kind, f.value, f.key, -1, 0, 0, CAST(1 AS FLOAT), CAST(NULL AS FLOAT)
FROM approaches a
JOIN facts f ON a.approach = f.subject
