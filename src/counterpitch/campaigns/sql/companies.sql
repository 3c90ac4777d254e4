-- The companies of approaches that hold a telling identifier: by them firms are told apart.
SELECT DISTINCT c.*
FROM identifiers c
JOIN (
    SELECT DISTINCT i.approach
    FROM identifiers i
    JOIN telling t ON i.kind = t.kind AND i.key = t.key
) holders ON holders.approach = c.approach
WHERE c.kind = 'company'
