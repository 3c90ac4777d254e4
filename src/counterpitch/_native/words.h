/* The words that phrases use, found by their letters.
 *
 * Most words are short and plain, so that all of their letters stand in the table itself: one look at memory
 * tells that a word is there and which it is. The others are found by the map that has them all. */
#ifndef COUNTERPITCH_WORDS_H
#define COUNTERPITCH_WORDS_H

#include "strings.h"

#define MOST_LETTERS 12

/* The letters of a word of ASCII characters without NUL: the last eight, and the four before them. */
typedef struct {
    uint64_t last;
    uint32_t before;
    Char all; /* every bit that one of the characters, or one less, has: below 128 if they can stand here */
} Letters;

/* A key, and above it a bit for each of the languages it is a small word of. */
typedef uint32_t Entry;

#define ENTRY_SHIFT 28

typedef struct {
    uint64_t last; /* 0 where the slot is empty */
    uint32_t before;
    Entry entry;
} WordSlot;

typedef struct {
    WordSlot *slots;
    uint32_t mask;
} WordTable;

/* Fills the table with the words of a map from words to keys. */
void words_ready(WordTable *table, const StringMap *words, const uint8_t *languages);
void words_free(WordTable *table);

static inline Entry entry_of(int32_t key, uint8_t languages)
{
    return (Entry)languages << ENTRY_SHIFT | (Entry)key;
}

static inline int32_t entry_key(Entry entry) { return (int32_t)(entry & (((Entry)1 << ENTRY_SHIFT) - 1)); }
static inline uint32_t entry_languages(Entry entry) { return entry >> ENTRY_SHIFT; }

static inline void letters_add(Letters *letters, Char c)
{
    letters->before = letters->before >> 8 | (uint32_t)letters->last << 24;
    letters->last = letters->last >> 8 | (uint64_t)c << 56;
    letters->all |= c | (c - 1);
}

/* Whether a word can stand in the table. */
static inline int letters_fit(const Letters *letters, int32_t length)
{
    return length > 0 && length <= MOST_LETTERS && letters->all < 128;
}

/* Where a word with this hash (strings.h) is first looked for. */
static inline const WordSlot *words_place(const WordTable *table, uint32_t hash)
{
    return &table->slots[(hash ^ hash >> 15) & table->mask];
}

/* The slot of a word, looked for from `slot` on, or NULL. */
static inline const WordSlot *words_find(const WordTable *table, const WordSlot *slot, uint64_t last, uint32_t before)
{
    while (slot->last != last || slot->before != before) {
        if (slot->last == 0) {
            return NULL;
        }
        slot = slot == table->slots + table->mask ? table->slots : slot + 1;
    }
    return slot;
}

#endif
