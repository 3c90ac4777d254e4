/* One conversation under observation: what indicators/scene.py is, for the compiled conditions. */
#ifndef COUNTERPITCH_SCENE_H
#define COUNTERPITCH_SCENE_H

#include "attributes.h"
#include "fold.h"
#include "greeting.h"
#include "json.h"
#include "phrases.h"

#define MOST_CHARACTERS 100000

/* Where a condition was met: in the folded text, or as fact number `fact` (-1: none).
 * `sentence` is that in which it begins; of a fact it is asked for with scene_sentence. */
typedef struct {
    int32_t message, start, end, fact, sentence;
} Hit;

typedef struct {
    const Hit *items;
    int32_t count;
} Hits;

/* What a fact says, and the sentence it stands in (SENTENCE_UNKNOWN until asked for). */
typedef struct {
    PyObject *words;
    int32_t sentence;
} FactWords;

#define SENTENCE_UNKNOWN INT32_MIN

typedef struct {
    PyObject *text; /* the message as written, borrowed */
    Text folded;    /* in the scene's arena */
    int32_t *stops, stops_count; /* places of its sentence ends in the original, if asked for */
    int32_t simple;      /* every word as written is one word of the folded text */
    const Amount *amounts; /* of the contact's texts, in the scene's arena, or NULL: not known */
    int32_t amounts_count;
    int32_t side, order; /* order: the number among the contact's messages, from 1; 0 for the owner */
} SceneMessage;

/* Kinds of facts, by what they are read from. */
enum {
    FACT_LINKS = 1, FACT_EMAIL = 2, FACT_HEADERS = 4, FACT_FILES = 8, FACT_FOLDER = 16, FACT_TIMES = 32,
    FACT_ADDRESSES = 64, FACT_PROFILES = 128,
};

/* What answers for facts: a Python callable (conversation, number) -> [(message, start, end, words)],
 * which is asked only where one of the fact's `kinds` is possible; and before it one (conversation, kinds that are
 * possible) -> [facts, or None if the other must be asked], which tells once what the contact's entries say. */
typedef struct {
    PyObject *call, *of_contact;
    const int32_t *kinds;
    int32_t count;
} Facts;

typedef struct {
    PyObject *conversation, *spelled; /* `spelled`: the set of its names as written, those greeted too */
    int places; /* whether the contact's texts are folded with their offsets at once */
    FoldTables *tables;
    const Facts *facts;
    SceneMessage *messages;
    int32_t count;
    Names names;
    Folder folder;
    Finder finder;
    Amounts amounts;
    PhraseHits found;
    Arena arena;
    Hits *leaves;     /* by leaf */
    Hits *fact_hits;  /* by fact; items NULL until asked for */
    PyObject *contact_facts; /* by fact, as `Facts.of_contact` told it; NULL until asked for */
    Hits money;
    double *money_values;
    int32_t money_known;
    int32_t possible; /* kinds of facts that may be there, FACT_... */
    ARRAY(FactWords) words;
    Json json; /* room for the line of the verdict */
} Scene;

/* Whether a string may hold a web address ("://", "www."). */
int has_address(PyObject *text);
/* Reads a conversation: folds its messages and finds the phrases. -1 on a Python error. */
int scene_read(Scene *scene, const PhraseBook *book, PyObject *conversation, PyObject *greeted,
               const Greetings *greetings);
void scene_init(Scene *scene, FoldTables *tables, const PhraseBook *book, const Facts *facts);
/* Forgets the conversation, and keeps memory for the next one. */
void scene_clear(Scene *scene);
void scene_free(Scene *scene);

/* The folded text of a message with its offsets, which are worked out when first asked for. */
const Text *scene_traced(Scene *scene, int32_t message);
/* The hits of a fact. On a Python error none, and the error is set. */
Hits scene_fact(Scene *scene, int32_t fact);
/* The amounts the contact names of at least `least`. */
Hits scene_money(Scene *scene, double least);
int32_t scene_sentence(Scene *scene, const Hit *hit);
/* Orders hits as the tuples (message, start, end, words of the fact) are ordered. */
int scene_order(const Scene *scene, const Hit *one, const Hit *other);
/* Sorts `size` hits and drops those that come twice; returns how many are left. */
int32_t scene_sorted(Scene *scene, Hit *hits, int32_t size);

#endif
