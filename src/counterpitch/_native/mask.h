/* Masking of who and where somebody is: features/mask.py, rule by rule. */
#ifndef COUNTERPITCH_MASK_H
#define COUNTERPITCH_MASK_H

#include "letters.h"
#include "sieve.h"
#include "strings.h"
#include "text.h"

/* One form of a place: its words ("a b c"), which of them is its mark, whether it is a currency. */
typedef struct {
    Span words;
    int32_t offset, parts, currency;
} PlaceForm;

enum { MARKS_SIEVE = 18, NAMES_SIEVE = 10 };

/* Forms of places by their marks (in the order in which they are tried), and Chinese runs. */
typedef struct {
    StringMap marks, runs;
    ARRAY(PlaceForm) forms;
    ARRAY(int32_t) first; /* mark -> its first form; one more at the end */
    ARRAY(int32_t) run_is_currency;
    ARRAY(Char) pool;
    int32_t longest_run;
    uint64_t sieve[1 << (MARKS_SIEVE - 6)]; /* of `marks`: sieve.h */
    uint64_t run_starts[1024]; /* a bit for the low 16 bits of every character with which a run begins */
    uint64_t run_pairs[1024];  /* the same for the hash of the first two */
} Places;

/* A Chinese name: its characters, and whether a title must follow. */
typedef struct {
    Span text;
    int32_t titled;
} HanName;

/* The names of one conversation. Values of `names`: 1 also a word of the rules, 2 only a name. */
typedef struct {
    StringMap names, pairs;
    uint64_t sieve[1 << (NAMES_SIEVE - 6)]; /* of `names`: sieve.h */
    ARRAY(HanName) han;
    ARRAY(Char) pool;
} Names;

/* A title that may follow a Chinese surname, unless one of `not_before` comes next. */
typedef struct {
    Span text, not_before;
} Honorific;

/* Everything that masks and is the same for all conversations. */
typedef struct {
    Places places;
    StringMap top_level, titles, vocabulary, double_surnames;
    ARRAY(Honorific) honorifics;
    ARRAY(Char) pool;
    StringMap confusable, cyrillic; /* one letter to the letter that is its value */
} MaskTables;

void names_free(Names *names);
void mask_tables_free(MaskTables *tables);

/* Adds a folded name (without blanks at its ends), both as it is and as Latin letters. */
void names_add(Names *names, const MaskTables *tables, const Char *folded, int32_t length);
/* Puts the Chinese names in the order in which they are tried; called once after the last name. */
void names_ready(Names *names);
void names_clear(Names *names);

/* Appends the mask, or the mark of a currency, for the stretch from `start` to `end` of `in`. */
void put_mask(Text *out, const Text *in, int32_t start, int32_t end, int currency);

/* Each step reads `in` and writes `out`; it returns 0, and writes nothing, if it changes nothing. */
int mask_sign_prefixes(const Text *in, Text *out);
int mask_addresses(const MaskTables *tables, const Text *in, Text *out);
#define FEWEST_DIGITS 8 /* of a telephone number */
int mask_telephones(const Text *in, Text *out);
int mask_words(const MaskTables *tables, const Names *names, const Text *in, Text *out);
int mask_han_names(const MaskTables *tables, const Names *names, const Text *in, Text *out);
int mask_han_places(const MaskTables *tables, const Text *in, Text *out);
int mask_amount_currencies(const Text *in, Text *out);
int mask_bare_currencies(const Text *in, Text *out);

#endif
