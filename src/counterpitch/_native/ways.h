/* From the keys that stand in a text to the ways of phrases that may be met there.
 *
 * Each way stands in the lists of the keys that meet its rarest need. Most ways are ruled out by their next need:
 * a list begins with the *pairs* that it makes with the keys of next needs, so that whether one of them stands in
 * a sentence is one look-up without a branch. What else is asked stands in the *gate* of the way, which is
 * read for the few pairs that may stand there.
 *
 * Keys and large needs are numbered in one row of *slots*: ALWAYS, then the keys, then the large needs. A need is
 * large where it has many keys: the text's keys then say once which large needs are met. */
#ifndef COUNTERPITCH_WAYS_H
#define COUNTERPITCH_WAYS_H

#include "phrases.h"

#define ALWAYS 0 /* the slot of what asks for nothing */
#define MOST_PAIR_KEYS 12
#define MOST_SHORT_SLOT 0xffff

static inline int32_t slot_of_key(int32_t key) { return key + 1; }
static inline int32_t slot_of_large(const PhraseBook *book, int32_t large) { return book->keys + 1 + large; }

/* A gate: a head, which is no less than 0, then the needs after the next one. */
typedef int32_t Gate;

static inline int32_t gate_head(int32_t phrase, int32_t language, int32_t more)
{
    return (int32_t)((uint32_t)phrase << 11 | (uint32_t)language << 8 | (uint32_t)more);
}

static inline int32_t gate_phrase(int32_t head) { return (int32_t)((uint32_t)head >> 11); }
static inline int32_t gate_language(int32_t head) { return head >> 8 & 7; }
static inline int32_t gate_more(int32_t head) { return head & 7; }

/* A need in a gate: ~slot where one slot says it all, or where in `short_slots` its slots stand behind their count. */
typedef int32_t Need;

/* The list of a key: how many pairs come before those for both sides, before those for the owner alone, and in all;
 * how many large needs the key meets. Behind it the slots of those, the slots of the pairs (16 bits each), for each
 * pair the head of its gate, or where in the list that gate stands (~place) if it asks for more, and those gates. Pairs for the contact alone come first, so that those for
 * a side stand in one row. */
typedef struct {
    int32_t both, owner, end, larges;
} KeyList;

#define LIST_HEAD 4 /* numbers before the large needs */

static inline const int32_t *list_of(const PhraseBook *book, int32_t key) { return book->lists + book->list_starts[key]; }
static inline const KeyList *list_head(const int32_t *list) { return (const KeyList *)(const void *)list; }
static inline const int32_t *list_larges(const int32_t *list) { return list + LIST_HEAD; }

static inline const uint16_t *list_pairs(const int32_t *list)
{
    return (const uint16_t *)(const void *)(list + LIST_HEAD + list_head(list)->larges);
}

static inline const int32_t *list_heads(const int32_t *list)
{
    return list + LIST_HEAD + list_head(list)->larges + (list_head(list)->end + 1) / 2;
}

/* Makes the lists of a book whose needs are set. */
void ways_ready(PhraseBook *book);
void ways_free(PhraseBook *book);

#endif
