/* Names that the rules leave standing, hidden from the learned part: recognisers/names.py, people.py and
 * sentences.py, step by step. */
#ifndef COUNTERPITCH_HIDING_H
#define COUNTERPITCH_HIDING_H

#include "scene.h"

/* What is known of a word whoever talks. */
enum {
    WORD_ORDINARY = 1, WORD_SMALL = 2, WORD_PARTICLE = 4, WORD_CRY = 8, WORD_SALUTATION = 16,
    WORD_MASK = 32, /* the sign of a mask; in no table */
};

/* Word lists as one map from a word to its WORD_..., and what finds the names that people introduce
 * themselves by: a Python callable (text) -> [name]. */
typedef struct {
    StringMap known;
    StringMap salutations; /* those of `known` */
    PyObject *introduced;
} HidingTables;

/* Reads the lists from a dictionary from words to numbers. -1 on a Python error. */
int hiding_read(HidingTables *tables, PyObject *words, PyObject *introduced);
void hiding_free(HidingTables *tables);

/* The names of one conversation: words to NAME_..., neighbours within a name, beginnings of Cyrillic names. */
typedef struct {
    StringMap words, pairs, stems;
    int any_by_rules, any_small;
} HiddenNames;

void hidden_init(HiddenNames *names);
void hidden_free(HiddenNames *names);
/* Collects the names of a scene's conversation. -1 on a Python error. */
int hidden_names(HiddenNames *names, const HidingTables *tables, Scene *scene);

enum {
    NAME_ALONE = 1,    /* names somebody by itself */
    NAME_DOUBTFUL = 2, /* is also written as a word here */
    NAME_BY_RULES = 4, /* an ordinary word that the rules may hide */
};

/* Whether the word is one of those in `names` by itself; then or in a form of it, how long the name is. */
int32_t hidden_form(const HiddenNames *names, const Char *word, int32_t length, int32_t named, int is_ordinary);

typedef ARRAY(Char) Row;

/* A sentence's word, and where it stands in the message as written. */
typedef struct {
    const Char *text;
    int32_t length, start, end, known, named;
} HiddenWord;

/* A message whose sentences are written out; memory is reused for the next one. */
typedef struct {
    const HidingTables *tables;
    const HiddenNames *names;
    Scene *scene;
    PyObject *text;
    int capitals; /* whether it is written with capitals at all; -1: not looked at */
    ARRAY(HiddenWord) words;
} Hiding;

/* Writes the sentences of a message as recognisers/sentences.py does for the gate: names hidden, " . " behind
 * each, nothing for a message without sentences. */
void hidden_row(Hiding *hiding, int32_t message, Row *row);

#endif
