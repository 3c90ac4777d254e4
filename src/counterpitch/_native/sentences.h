/* Between reading sentences and searching them. */
#ifndef COUNTERPITCH_SENTENCES_H
#define COUNTERPITCH_SENTENCES_H

#include "phrases.h"

/* Characters of a sentence that is too short to be looked at, and bytes behind the last hit. */
#define SHORTEST 3

static inline int is_ascii_digit(Char c)
{
    return c >= '0' && c <= '9';
}

/* How many bytes a character has in UTF-8. */
int32_t bytes_of(Char c);
/* Whether the beginning of a word with this hash may be one that phrases use. */
static inline int may_begin(const PhraseBook *book, uint32_t hash)
{
    return (int)(book->beginning_hashes[(hash & 0xffff) >> 6] >> (hash & 63) & 1);
}

/* Reads the sentences of a text, and lists for each the phrases that it may hold. */
void sentences_read(const PhraseBook *book, Finder *finder, const Text *text, int32_t side);

#endif
