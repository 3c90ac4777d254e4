/* The phrases of a rulebook, and where they stand in a folded text.
 *
 * Keys number the words, beginnings of words and, apart from them, the Chinese characters that
 * phrases use. Every phrase has up to four needs: sets of keys of which one must stand in the
 * sentence. The words of a sentence lead to the phrases whose rarest need they meet; those with
 * all needs met are evaluated (program.h). What follows from indicators/phrasebook.py: languages by
 * small words, companions, three hits a phrase and sentence, negations and excuses.
 */
#ifndef COUNTERPITCH_PHRASES_H
#define COUNTERPITCH_PHRASES_H

#include "letters.h"
#include "program.h"
#include "strings.h"
#include "text.h"
#include "words.h"

enum { LANG_EN, LANG_DE, LANG_FR, LANG_ES, LANG_RU, LANG_ZH, LANGUAGES };
enum { SIDE_CONTACT = 1, SIDE_OWNER = 2 };

#define MOST_NEEDS 4

/* One phrase. `guard` and `unless` are programs, or -1. */
typedef struct {
    int32_t leaf, sides, language, program, guard, unless;
} Phrase;

/* One of the ways in which a phrase can be met: all of its needs, the rarest first. */
typedef struct {
    int32_t phrase;
    int32_t needs[MOST_NEEDS]; /* -1 where there are fewer */
} Way;

/* A way in the list of a key that meets its rarest need, with all that is asked of the text beside: a head
 * (gate_head), the number of its next need if that is a large one, the needs after that (see `more_need`), and
 * the keys of the next need, two in a number; so most ways are ruled out by reading on. */
typedef int32_t Gate;

#define MOST_GATE_KEYS 12
#define MOST_SHORT_KEY 0xffff
#define MOST_PHRASES (1 << 21) /* as many as a gate can number */

enum { GATE_LARGE = 1 << 4 }; /* the next need is a large one: it has too many keys, or too high ones */

static inline int32_t gate_head(int32_t phrase, int32_t language, int32_t more, int32_t large, int32_t keys)
{
    return (int32_t)((uint32_t)phrase << 11 | (uint32_t)language << 8 | (uint32_t)more << 5 | (large ? GATE_LARGE : 0)
                     | (uint32_t)keys);
}

static inline int32_t gate_phrase(int32_t head) { return (int32_t)((uint32_t)head >> 11); }
static inline int32_t gate_language(int32_t head) { return head >> 8 & 7; }
static inline int32_t gate_more(int32_t head) { return head >> 5 & 7; }
static inline int32_t gate_count(int32_t head) { return head & 15; }

/* A need after the next one: a single key as ~key, a large need by its number, or where in `short_keys` its keys
 * stand behind their count. */
static inline int32_t more_need(int32_t at, int large) { return (int32_t)((uint32_t)at << 1 | (large != 0)); }

/* The list of a key: where the gates for both sides, those for the owner's alone and the end are, counted from
 * the list's beginning; the large needs that it meets, and then the gates, those for the contact's side first, so
 * that those for a side stand in one row. */
typedef struct {
    int32_t both, owner, end, larges;
} KeyList;

#define LIST_HEAD 4 /* numbers before the large needs */

/* A row of numbers for each of several owners: those of `n` from starts[n] to starts[n + 1]. */
typedef struct {
    const int32_t *starts, *items;
} Lists;

typedef struct {
    StringMap words, beginnings, characters;
    WordTable short_words;
    int32_t keys, character_keys; /* keys of words: words first, then beginnings */
    uint8_t beginning_lengths[64];
    Programs programs;
    const Phrase *phrases;
    const Way *ways;
    int32_t count, way_count, needs, leaves;
    Lists need_keys;      /* need -> keys */
    Lists companions;     /* leaf -> sets of leaves, `set * 2 + far` */
    Lists companion_sets; /* set -> leaves */
    uint64_t beginning_hashes[1024]; /* a bit for the low 16 bits of the hash of every beginning */
    uint8_t *small_words; /* key -> bits of the languages it is a small word of */
    int32_t *gates; /* by key: a KeyList, the large needs that it meets, and gates */
    int32_t *gate_starts; /* key -> where that begins */
    uint16_t *short_keys; /* the keys of needs, behind their count */
    int32_t *short_starts; /* need -> where that is; 0 where it is not used */
    int32_t *large; /* need -> its number among the large ones, or -1 */
    int32_t larges;
} PhraseBook;

/* A hit: code points of the folded text; `sentence` counts the sentence ends before it. */
typedef struct {
    int32_t leaf, start, end, sentence;
} PhraseHit;

typedef ARRAY(PhraseHit) PhraseHits;

typedef struct {
    int32_t leaf, phrase;
} Candidate;

/* A unit's place in the sentence: code points and, in UTF-8, bytes. */
typedef struct {
    int32_t at, length, byte, bytes;
} Place;

/* One sentence of a message. Ranges are of the arrays in Finder. */
typedef struct {
    int32_t at, length, number;
    int32_t words, first_record, records, first_place, first_row;
    int32_t characters, first_character_record, character_records, first_character_place,
        first_character_row;
    int32_t first_candidate, candidates, bytes;
} Sentence;

/* Sentences are read in blocks of this many, with one bit for each. */
#define BLOCK 64

/* Where a phrase stands among the candidates of a block. */
typedef struct {
    uint32_t stamp;
    int32_t number;
} Tried;

/* A phrase with the sentences of the block that may hold it. */
typedef struct {
    int32_t phrase;
    Bits sentences;
} Possible;

/* A word, or the beginning of one, that is to be looked up in `map`, whose keys begin at `first`. */
typedef struct {
    const StringMap *map;
    const Char *text;
    const StringSlot *slot; /* where it may stand */
    uint32_t hash;
    int32_t length, unit, first;
} Asked;

/* A short word that is to be looked up. */
typedef struct {
    uint64_t last;
    uint32_t before;
    int32_t unit;
    const WordSlot *slot; /* where it is first looked for */
} AskedShort;

/* What finding needs and keeps between messages only to use its memory again. */
typedef struct {
    Units words, characters;
    uint32_t stamp, message_stamp, sentence_stamp; /* stamp: of the block */
    uint32_t *dense;                                /* key -> its number in the block, from 1 */
    uint64_t *seen;                                 /* key -> a bit: whether it has such a number */
    ARRAY(int32_t) present;                        /* the block's keys by number */
    ARRAY(Bits) standing;                          /* the sentences each of them stands in */
    int32_t small_counts[BLOCK][4], reading;       /* small words by sentence and language */
    Bits open[LANGUAGES];                          /* sentences in which a language is tried */
    Bits *large; /* the sentences in which a large need is met, by its number */
    Tried *tried;
    ARRAY(Possible) possible;
    uint32_t *leaf_in_message, *leaf_in_sentence;
    uint32_t *leaf_checked; /* leaf -> stamp * 2 + whether its companions may stand */
    uint32_t *excuse_stamps;
    uint8_t *excuse_known;
    ARRAY(Asked) asked;
    ARRAY(AskedShort) asked_short;
    ARRAY(Record) records;
    ARRAY(Place) places;
    ARRAY(Bits) rows;
    ARRAY(Sentence) sentences;
    ARRAY(Candidate) candidates;
} Finder;

/* Finishes a book whose lists are set: the way from keys to phrases. */
void phrases_ready(PhraseBook *book);
void phrases_free(PhraseBook *book);
void finder_init(Finder *finder, const PhraseBook *book);
void finder_free(Finder *finder);
/* Appends the hits in a folded text by `side` to `hits`. */
void phrases_find(const PhraseBook *book, Finder *finder, const Text *text, int32_t side, PhraseHits *hits);

#endif
