-- How many of the minima of two texts are the same, without reading the texts.
SELECT a, b, matches
FROM (
    SELECT p.a, p.b, {matches} AS matches
    FROM {pairs} p
    JOIN texts x ON x.text = p.a
    JOIN texts y ON y.text = p.b
) compared
WHERE matches >= {least}
