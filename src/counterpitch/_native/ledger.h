/* What the weighing of matches and the JSON form say of each indicator, made ready (assessment/ledger.py). */
#ifndef COUNTERPITCH_LEDGER_H
#define COUNTERPITCH_LEDGER_H

#include "tables.h"

/* Places at which an indicator is quoted at most. */
#define MOST_QUOTES 12

enum { KIND_APPROACH, KIND_BENIGN, KIND_SCAM, KIND_OWNER, KINDS };
enum { STAGES = 5 };

/* The numbers of LedgerTables.numbers, in their order. */
typedef struct {
    double bias, scam_bias, benign_cap, slight, scam_discount;
    double low, elevated, high; /* the probabilities at which bands begin */
    double least[STAGES];       /* evidence at which a stage is reached */
} Sums;

/* A number as text with a NUL behind it; empty if it was not written yet. */
typedef struct {
    char text[32];
} Written;

/* A number and how it is written. */
typedef struct {
    double number;
    Written written;
} Known;

#define KNOWN_BITS 8

/* Rows are by the number of an indicator. Texts are bytes objects that hold JSON. */
typedef struct {
    Tables tables; /* only `source` and `kept` */
    const int32_t *kinds, *stages; /* a stage is 0 to 4, or -1 */
    const int32_t *order;          /* the indicators in the order in which findings stand */
    const double *weights;
    const Sums *sums;
    int32_t indicators;
    PyObject *reasons, *disclosed, *names; /* tuples; `disclosed` holds empty texts where nothing is */
    PyObject *twins, *questions, *words; /* words: those of WORDS_... */
    Lists twin_members, answered, matters, asked;
    PyObject *time; /* called with a time, returns its JSON */
    Written *shares; /* indicator * MOST_QUOTES + places - 1 -> what each place contributes, once it was written */
    Known *known;    /* numbers that were written last, by some bits of theirs */
} Ledger;

/* Parts of a line that are the same in all lines. */
enum { WORDS_BEGIN, WORDS_END, WORDS_BANDS, WORDS_KINDS = WORDS_BANDS + 4, WORDS_STAGES = WORDS_KINDS + 3,
       WORDS = WORDS_STAGES + STAGES };

/* Reads and checks the tables; -1 on a Python error. `ledger` is zeroed before. */
int ledger_read(Ledger *ledger, PyObject *source, PyObject *time);
void ledger_free(Ledger *ledger);

#endif
