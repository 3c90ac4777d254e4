-- What SQLite needs beyond tables: rules that refuse changes, and full-text search.
-- Statements end with ;; on a line of their own.
CREATE TRIGGER journal_no_update BEFORE UPDATE ON journal
BEGIN SELECT RAISE(ABORT, 'the journal is only added to'); END
;;
CREATE TRIGGER journal_no_delete BEFORE DELETE ON journal
BEGIN SELECT RAISE(ABORT, 'the journal is only added to'); END
;;
CREATE TRIGGER journal_no_replace BEFORE INSERT ON journal
WHEN EXISTS (SELECT 1 FROM journal WHERE seq = NEW.seq OR previous = NEW.previous)
BEGIN SELECT RAISE(ABORT, 'the journal is only added to'); END
;;
CREATE TRIGGER journal_payload_only_erased BEFORE UPDATE ON journal_payload
WHEN NEW.payload IS NOT NULL OR NEW.salt IS NOT NULL OR NEW.seq IS NOT OLD.seq
BEGIN SELECT RAISE(ABORT, 'what a journal entry says can only be erased'); END
;;
CREATE TRIGGER journal_payload_no_delete BEFORE DELETE ON journal_payload
BEGIN SELECT RAISE(ABORT, 'what a journal entry says can only be erased'); END
;;
CREATE TRIGGER journal_payload_no_replace BEFORE INSERT ON journal_payload
WHEN EXISTS (SELECT 1 FROM journal_payload WHERE seq = NEW.seq)
BEGIN SELECT RAISE(ABORT, 'what a journal entry says can only be erased'); END
;;
CREATE TRIGGER judgement_only_erased BEFORE UPDATE ON judgement
WHEN NEW.reason IS NOT NULL OR NEW.id IS NOT OLD.id OR NEW.approach_id IS NOT OLD.approach_id OR NEW.at IS NOT OLD.at OR NEW.actor IS NOT OLD.actor OR NEW.judgement IS NOT OLD.judgement
BEGIN SELECT RAISE(ABORT, 'judgements are only added to'); END
;;
CREATE TRIGGER judgement_no_delete BEFORE DELETE ON judgement
BEGIN SELECT RAISE(ABORT, 'judgements are only added to'); END
;;
CREATE TRIGGER judgement_no_replace BEFORE INSERT ON judgement
WHEN EXISTS (SELECT 1 FROM judgement WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'judgements are only added to'); END
;;
CREATE TRIGGER assessment_only_erased BEFORE UPDATE ON assessment
WHEN NEW.body IS NOT NULL OR NEW.approach_id IS NOT OLD.approach_id OR NEW.version IS NOT OLD.version OR NEW.content_version IS NOT OLD.content_version OR NEW.at IS NOT OLD.at OR NEW.actor IS NOT OLD.actor OR NEW.rules IS NOT OLD.rules OR NEW.recognisers IS NOT OLD.recognisers OR NEW.sha256 IS NOT OLD.sha256
BEGIN SELECT RAISE(ABORT, 'versions of assessment are only added to'); END
;;
CREATE TRIGGER assessment_no_delete BEFORE DELETE ON assessment
BEGIN SELECT RAISE(ABORT, 'versions of assessment are only added to'); END
;;
CREATE TRIGGER assessment_no_replace BEFORE INSERT ON assessment
WHEN EXISTS (SELECT 1 FROM assessment WHERE approach_id = NEW.approach_id AND version = NEW.version)
BEGIN SELECT RAISE(ABORT, 'versions of assessment are only added to'); END
;;
CREATE TRIGGER content_only_erased BEFORE UPDATE ON content
WHEN NEW.body IS NOT NULL OR NEW.approach_id IS NOT OLD.approach_id OR NEW.version IS NOT OLD.version OR NEW.sha256 IS NOT OLD.sha256 OR NEW.stored_at IS NOT OLD.stored_at
BEGIN SELECT RAISE(ABORT, 'versions of content are only added to'); END
;;
CREATE TRIGGER content_no_delete BEFORE DELETE ON content
BEGIN SELECT RAISE(ABORT, 'versions of content are only added to'); END
;;
CREATE TRIGGER content_no_replace BEFORE INSERT ON content
WHEN EXISTS (SELECT 1 FROM content WHERE approach_id = NEW.approach_id AND version = NEW.version)
BEGIN SELECT RAISE(ABORT, 'versions of content are only added to'); END
;;
CREATE TRIGGER evidence_chunk_no_update BEFORE UPDATE ON evidence_chunk
BEGIN SELECT RAISE(ABORT, 'evidence is never changed'); END
;;
CREATE TRIGGER evidence_chunk_no_replace BEFORE INSERT ON evidence_chunk
WHEN EXISTS (SELECT 1 FROM evidence_chunk WHERE sha256 = NEW.sha256 AND number = NEW.number)
BEGIN SELECT RAISE(ABORT, 'evidence is never changed'); END
;;
CREATE VIRTUAL TABLE search USING fts5(body, tokenize = 'trigram', detail = 'none', columnsize = 0)
;;
-- Words of one or two characters and every pair of Chinese characters, which trigrams cannot find.
CREATE VIRTUAL TABLE search_short USING fts5(body, tokenize = 'unicode61 remove_diacritics 0', detail = 'none', columnsize = 0)
;;
