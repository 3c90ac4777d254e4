-- Approaches that stand for texts that resemble each other.
SELECT least(i.approach, j.approach) AS a, greatest(i.approach, j.approach) AS b,
       max(n.matches) AS matches, max(least(x.units, y.units)) AS units
FROM near n
JOIN reps x ON x.text = n.a
JOIN reps y ON y.text = n.b
JOIN ids i ON i.node = x.node
JOIN ids j ON j.node = y.node
WHERE x.node <> y.node
GROUP BY 1, 2
