-- Approaches that hold a text that another, which stands for it, holds as well.
SELECT DISTINCT least(i.approach, j.approach) AS a, greatest(i.approach, j.approach) AS b, r.units
FROM uses u
JOIN reps r ON u.text = r.text
JOIN ids i ON i.node = u.node
JOIN ids j ON j.node = r.node
WHERE r.holders > 1 AND u.node <> r.node
