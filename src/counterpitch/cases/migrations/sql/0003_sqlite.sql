-- rank, then whole percent, then who waits longest: see counterpitch.cases.rows.
UPDATE approach SET place = rank * 281474976710656
  + CAST(100 * CASE WHEN kind = 'scam' THEN scam_probability ELSE probability END AS INTEGER) * 1099511627776
  + 1099511627775 - id
;;
-- Segments of the full-text index are written when 16 MiB are held, and merged by eight.
INSERT INTO search (search, rank) VALUES ('hashsize', 16777216)
;;
INSERT INTO search (search, rank) VALUES ('automerge', 8)
;;
