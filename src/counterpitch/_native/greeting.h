/* Whether a message may greet somebody: a cheap look before features/greetings.py reads it. */
#ifndef COUNTERPITCH_GREETING_H
#define COUNTERPITCH_GREETING_H

#include "letters.h"
#include "strings.h"

/* `openings` are the first (up to three) letters of greetings in lower case, `han_titles` the first
 * characters of Chinese titles. Never 0 where a greeting stands. */
int greeting_possible(PyObject *text, const StringMap *openings, const StringMap *han_titles);

#endif
