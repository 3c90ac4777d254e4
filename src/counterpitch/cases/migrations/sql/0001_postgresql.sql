-- What PostgreSQL needs beyond tables: rules that refuse changes, and full-text search.
-- Statements end with ;; on a line of their own.
CREATE FUNCTION counterpitch_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION USING MESSAGE = TG_ARGV[0], ERRCODE = 'integrity_constraint_violation'; END $$
;;
CREATE TRIGGER journal_no_update BEFORE UPDATE ON journal FOR EACH ROW
EXECUTE FUNCTION counterpitch_refuse('the journal is only added to')
;;
CREATE TRIGGER journal_no_delete BEFORE DELETE ON journal FOR EACH ROW
EXECUTE FUNCTION counterpitch_refuse('the journal is only added to')
;;
CREATE TRIGGER journal_no_truncate BEFORE TRUNCATE ON journal FOR EACH STATEMENT
EXECUTE FUNCTION counterpitch_refuse('the journal is only added to')
;;
CREATE TRIGGER journal_payload_only_erased BEFORE UPDATE ON journal_payload FOR EACH ROW
WHEN (NEW.payload IS NOT NULL OR NEW.salt IS NOT NULL OR NEW.seq IS DISTINCT FROM OLD.seq)
EXECUTE FUNCTION counterpitch_refuse('what a journal entry says can only be erased')
;;
CREATE TRIGGER journal_payload_no_delete BEFORE DELETE ON journal_payload FOR EACH ROW
EXECUTE FUNCTION counterpitch_refuse('what a journal entry says can only be erased')
;;
CREATE TRIGGER journal_payload_no_truncate BEFORE TRUNCATE ON journal_payload FOR EACH STATEMENT
EXECUTE FUNCTION counterpitch_refuse('what a journal entry says can only be erased')
;;
CREATE TRIGGER judgement_only_erased BEFORE UPDATE ON judgement FOR EACH ROW
WHEN (NEW.reason IS NOT NULL OR NEW.id IS DISTINCT FROM OLD.id OR NEW.approach_id IS DISTINCT FROM OLD.approach_id OR NEW.at IS DISTINCT FROM OLD.at OR NEW.actor IS DISTINCT FROM OLD.actor OR NEW.judgement IS DISTINCT FROM OLD.judgement)
EXECUTE FUNCTION counterpitch_refuse('judgements are only added to')
;;
CREATE TRIGGER judgement_no_delete BEFORE DELETE ON judgement FOR EACH ROW
EXECUTE FUNCTION counterpitch_refuse('judgements are only added to')
;;
CREATE TRIGGER judgement_no_truncate BEFORE TRUNCATE ON judgement FOR EACH STATEMENT
EXECUTE FUNCTION counterpitch_refuse('judgements are only added to')
;;
CREATE TRIGGER assessment_only_erased BEFORE UPDATE ON assessment FOR EACH ROW
WHEN (NEW.body IS NOT NULL OR NEW.approach_id IS DISTINCT FROM OLD.approach_id OR NEW.version IS DISTINCT FROM OLD.version OR NEW.content_version IS DISTINCT FROM OLD.content_version OR NEW.at IS DISTINCT FROM OLD.at OR NEW.actor IS DISTINCT FROM OLD.actor OR NEW.rules IS DISTINCT FROM OLD.rules OR NEW.recognisers IS DISTINCT FROM OLD.recognisers OR NEW.sha256 IS DISTINCT FROM OLD.sha256)
EXECUTE FUNCTION counterpitch_refuse('versions of assessment are only added to')
;;
CREATE TRIGGER assessment_no_delete BEFORE DELETE ON assessment FOR EACH ROW
EXECUTE FUNCTION counterpitch_refuse('versions of assessment are only added to')
;;
CREATE TRIGGER assessment_no_truncate BEFORE TRUNCATE ON assessment FOR EACH STATEMENT
EXECUTE FUNCTION counterpitch_refuse('versions of assessment are only added to')
;;
CREATE TRIGGER content_only_erased BEFORE UPDATE ON content FOR EACH ROW
WHEN (NEW.body IS NOT NULL OR NEW.approach_id IS DISTINCT FROM OLD.approach_id OR NEW.version IS DISTINCT FROM OLD.version OR NEW.sha256 IS DISTINCT FROM OLD.sha256 OR NEW.stored_at IS DISTINCT FROM OLD.stored_at)
EXECUTE FUNCTION counterpitch_refuse('versions of content are only added to')
;;
CREATE TRIGGER content_no_delete BEFORE DELETE ON content FOR EACH ROW
EXECUTE FUNCTION counterpitch_refuse('versions of content are only added to')
;;
CREATE TRIGGER content_no_truncate BEFORE TRUNCATE ON content FOR EACH STATEMENT
EXECUTE FUNCTION counterpitch_refuse('versions of content are only added to')
;;
CREATE TRIGGER evidence_chunk_no_update BEFORE UPDATE ON evidence_chunk FOR EACH ROW
EXECUTE FUNCTION counterpitch_refuse('evidence is never changed')
;;
CREATE TABLE search (
  approach_id BIGINT PRIMARY KEY REFERENCES approach (id),
  body TEXT NOT NULL,
  grams TEXT[] NOT NULL
)
;;
CREATE INDEX ix_search_grams ON search USING gin (grams) WITH (gin_pending_list_limit = 65536)
;;
