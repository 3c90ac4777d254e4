-- How many approaches hold each identifier that is not one approach's alone.
SELECT kind, key, count(DISTINCT approach) AS holders
FROM identifiers
GROUP BY kind, key
HAVING count(DISTINCT approach) > 1
