-- Every text that shares a passage is paired with two of those that share it, which a number made of
-- text and passage picks: so a family of n texts costs n comparisons a passage and not n squared, each
-- passage picks other members, and neither the order of rows nor of runs can matter.
WITH shared AS (
    SELECT key,
           min((text | key) - (text & key)) AS low,
           max((text | key) - (text & key)) AS high
    FROM {passages}
    GROUP BY key
    HAVING count(*) BETWEEN 2 AND {cap}
),
picked AS (
    SELECT p.text,
           (s.low | s.key) - (s.low & s.key) AS one,
           (s.high | s.key) - (s.high & s.key) AS other
    FROM {passages} p
    JOIN shared s ON p.key = s.key
),
pairs AS (
    SELECT least(text, one) AS a, greatest(text, one) AS b FROM picked WHERE text <> one
    UNION ALL
    SELECT least(text, other) AS a, greatest(text, other) AS b FROM picked WHERE text <> other
)
SELECT a, b, count(*) AS n FROM pairs GROUP BY a, b
