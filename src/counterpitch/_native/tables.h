/* The tables of a rulebook, read from the Python object that carries them (indicators/tables.py). */
#ifndef COUNTERPITCH_TABLES_H
#define COUNTERPITCH_TABLES_H

#include "conditions.h"

/* Everything that is the same for all conversations. Numbers stay where `source` keeps them. */
typedef struct {
    PyObject *source, *kept; /* the tables, and the bytes objects that are pointed into */
    FoldTables fold;
    PhraseBook phrases;
    Conditions conditions;
    Facts facts;
    Greetings greetings;
} Tables;

/* Reads and checks the tables; -1 on a Python error. `tables` is zeroed before. */
int tables_read(Tables *tables, PyObject *source, PyObject *fold_letter, PyObject *bare_letter, PyObject *facts,
                PyObject *contact_facts);
void tables_free(Tables *tables);

#endif
