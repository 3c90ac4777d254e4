-- Texts in a table of their own, found by their words; parts of words among all words.
CREATE TABLE search_text (approach_id INTEGER PRIMARY KEY REFERENCES approach (id), body TEXT NOT NULL)
;;
INSERT INTO search_text (approach_id, body) SELECT rowid, body FROM search ORDER BY rowid
;;
DROP TABLE search
;;
DROP TABLE search_short
;;
ALTER TABLE search_text RENAME TO search
;;
CREATE VIRTUAL TABLE search_words USING fts5(words, tokenize = "ascii tokenchars '_'", detail = 'none', columnsize = 0, content = '')
;;
-- Segments are written when 16 MiB are held, and merged by eight.
INSERT INTO search_words (search_words, rank) VALUES ('hashsize', 16777216)
;;
INSERT INTO search_words (search_words, rank) VALUES ('automerge', 8)
;;
CREATE TABLE search_word (id INTEGER PRIMARY KEY, word TEXT NOT NULL UNIQUE)
;;
CREATE VIRTUAL TABLE search_word_grams USING fts5(word, tokenize = 'trigram', detail = 'none', columnsize = 0, content = 'search_word', content_rowid = 'id')
;;
DELETE FROM setting WHERE name = 'search'
;;
