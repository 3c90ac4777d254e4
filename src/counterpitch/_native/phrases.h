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
#define MOST_PHRASES (1 << 20) /* as many as a gate can number: ways.h */

/* One phrase. `guard` and `unless` are programs, or -1. */
typedef struct {
    int32_t leaf, sides, language, program, guard, unless;
} Phrase;

/* One of the ways in which a phrase can be met: all of its needs, the rarest first. */
typedef struct {
    int32_t phrase;
    int32_t needs[MOST_NEEDS]; /* -1 where there are fewer */
} Way;

/* A row of numbers for each of several owners: those of `n` from starts[n] to starts[n + 1]. */
typedef struct {
    const int32_t *starts, *items;
} Lists;

/* A Chinese character: its key, and that of the word that it is by itself; -1 where there is none. */
typedef struct {
    int32_t character, word;
} Han;

typedef struct {
    StringMap words, beginnings, characters;
    Han *han; /* by character, from FIRST_HAN on */
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
    int32_t *lists; /* what each key leads to: ways.h */
    int32_t *list_starts; /* key -> where its list begins */
    uint16_t *short_slots; /* the slots of needs, behind their count */
    int32_t slots; /* of keys and large needs: ways.h */
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
    int32_t at, length, number, ascii; /* ascii: whether it holds nothing else, and no NUL */
    int32_t words, first_record, records, first_place, first_row;
    int32_t first_asked, asked, first_asked_short, asked_short; /* until its block has been read */
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

/* A pair (ways.h) that stands in the text: its number in the list of a key, and the key's number among those present. */
typedef struct {
    int32_t number, present;
} Pair;

/* A word, or the beginning of one, that is to be looked up in `map`, whose keys begin at `first`. */
typedef struct {
    const StringMap *map;
    const Char *text;
    const StringSlot *slot; /* where it may stand */
    uint32_t hash;
    int32_t length, unit, first;
} Asked;

/* A short word, or a beginning, that is to be looked up. */
typedef struct {
    Letters letters;
    const WordSlot *slot; /* where it is first looked for; then where it was found, or NULL */
    int32_t unit;
} AskedShort;

/* What finding needs and keeps between messages only to use its memory again. */
typedef struct {
    Units words, characters;
    uint32_t stamp, message_stamp, sentence_stamp; /* stamp: of the block */
    Bits *standing; /* by slot (ways.h): the sentences in which a key stands, or a large need is met */
    uint8_t *seen;  /* by slot: the same, sentences eight apart in one bit */
    ARRAY(int32_t) present; /* the block's keys */
    uint64_t small_counts[BLOCK]; /* by sentence: small words of each language, 16 bits for each */
    int32_t reading;
    Bits open[LANGUAGES];                          /* sentences in which a language is tried */
    ARRAY(Pair) pairs;
    Tried *tried;
    ARRAY(Possible) possible;
    uint32_t *leaf_in_message, *leaf_in_sentence;
    uint32_t *leaf_checked; /* leaf -> stamp * 2 + whether its companions may stand */
    uint32_t *excuse_stamps;
    uint8_t *excuse_known;
    ARRAY(Asked) asked;
    ARRAY(AskedShort) asked_short;
    ARRAY(uint8_t) bytes; /* the text: bytes.h */
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
