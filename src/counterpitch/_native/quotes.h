/* From hits in folded texts back to the words as they were written: indicators/quoting.py. */
#ifndef COUNTERPITCH_QUOTES_H
#define COUNTERPITCH_QUOTES_H

#include "ledger.h"
#include "scene.h"

typedef ARRAY(Span) Spans;

/* What is quoted: code points of a message's text, or fact number `fact` (-1: none). */
typedef struct {
    int32_t message, start, end, fact;
} Placed;

/* What quoting keeps of the messages of one scene, each worked out when first needed. */
typedef struct {
    Scene *scene;
    Spans *words; /* by message: places of its words; see `state` */
    int32_t **steps; /* by message: how many words begin before every so many characters */
    uint8_t *state; /* 0 not looked at, 1 words map one to one, 2 they do not */
} Quoter;

void quoter_init(Quoter *quoter, Scene *scene);
void quoter_free(Quoter *quoter);
/* Fills `words` of a message with the places of its words; 0 if they do not map one to one. */
int quoter_aligned(Quoter *quoter, int32_t message);
/* Writes the places that are quoted, one a sentence and in order, to `out`, which has room for twice
 * MOST_QUOTES; returns how many there are. */
int32_t quoter_places(Quoter *quoter, Hits hits, Placed *out);
/* Returns a new reference to the words of a place, or NULL and a Python error. */
PyObject *placed_words(const Scene *scene, const Placed *place);
/* Returns a tuple of quotes, one a sentence, made by calling `quote` with (message, start, end, text). */
PyObject *quoter_quotes(Quoter *quoter, Hits hits, PyObject *quote);

#endif
