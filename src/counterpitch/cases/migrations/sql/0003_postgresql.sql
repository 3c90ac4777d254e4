-- rank, then whole percent, then who waits longest: see counterpitch.cases.rows.
UPDATE approach SET place = rank * 281474976710656
  + floor(100 * CASE WHEN kind = 'scam' THEN scam_probability ELSE probability END)::bigint * 1099511627776
  + 1099511627775 - id
;;
