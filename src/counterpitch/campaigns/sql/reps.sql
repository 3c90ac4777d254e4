-- The approach that stands for each text: the others with the same text hang on it.
SELECT text, min(node) AS node, min(units) AS units, count(DISTINCT node) AS holders
FROM uses
WHERE units >= {least}
GROUP BY text
