/* Names in greetings: features/greetings.py. What Chinese texts greet is left to the Python code. */
#ifndef COUNTERPITCH_GREETING_H
#define COUNTERPITCH_GREETING_H

#include "letters.h"
#include "strings.h"

/* All in lower case: greetings, and the first (up to three) letters of each; titles; words inside names that have no
 * capital; the first characters of Chinese titles. */
typedef struct {
    StringMap greetings, openings, titles, particles, han_titles;
} Greetings;

int greetings_read(Greetings *tables, PyObject *source);
void greetings_free(Greetings *tables);

/* Adds the names that a text greets, as written, to the set `names`; `greeted` is asked for those of Chinese texts. -1 on
 * a Python error. */
int greetings_add(const Greetings *tables, PyObject *text, PyObject *greeted, PyObject *names);

#endif
