-- How much is laid aside before it is sorted in is told by whoever writes (counterpitch.cases.index).
ALTER INDEX IF EXISTS ix_search_body RESET (gin_pending_list_limit)
;;
SELECT gin_clean_pending_list(indexrelid) FROM pg_stat_user_indexes
WHERE schemaname = current_schema() AND indexrelname IN ('ix_search_body', 'ix_search_grams')
;;
-- Trends and counts read an index alone, and the row too where its page was written since the last
-- VACUUM. By default that waits until a fifth of the table was changed.
ALTER TABLE approach SET (autovacuum_vacuum_scale_factor = 0.02)
