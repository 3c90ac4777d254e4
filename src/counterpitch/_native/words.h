/* The words that phrases use, and the beginnings of words, found by their letters.
 *
 * Most words are short and plain, so that all of their letters stand in the table itself: one look at memory
 * tells that a word is there and which it is. The others are found by the map that has them all. */
#ifndef COUNTERPITCH_WORDS_H
#define COUNTERPITCH_WORDS_H

#include "strings.h"

#define MOST_LETTERS 12
#define A_BEGINNING 0x80000000u /* in `then`: the letters are the beginning of a word */

/* The letters of a word of ASCII characters without NUL, eight bits each: the first eight, the lowest bits first,
 * and those after them. */
typedef struct {
    uint64_t first;
    uint32_t then;
} Letters;

/* A key, and above it a bit for each of the languages it is a small word of. */
typedef uint32_t Entry;

#define ENTRY_SHIFT 28

typedef struct {
    uint64_t first; /* 0 where the slot is empty */
    uint32_t then;
    Entry entry;
} WordSlot;

#define LENGTHS_BITS 12

typedef struct {
    WordSlot *slots;
    uint32_t mask, shift;
    uint16_t *lengths; /* by the first three letters: a bit for the length of each beginning with such letters */
    uint16_t shorter;  /* the same for beginnings of less than three letters */
} WordTable;

/* Fills the table with the words of a map from words to keys, and the beginnings of another one whose keys come
 * after those. */
void words_ready(WordTable *table, const StringMap *words, const StringMap *beginnings, const uint8_t *languages);
void words_free(WordTable *table);
/* Reads the letters of a word; 0 if it cannot stand in the table. */
int letters_read(const Char *word, int32_t length, Letters *letters);

static inline Entry entry_of(int32_t key, uint8_t languages)
{
    return (Entry)languages << ENTRY_SHIFT | (Entry)key;
}

static inline int32_t entry_key(Entry entry) { return (int32_t)(entry & (((Entry)1 << ENTRY_SHIFT) - 1)); }
static inline uint32_t entry_languages(Entry entry) { return entry >> ENTRY_SHIFT; }

/* The letters of the first `length` letters, as a beginning. */
static inline Letters letters_beginning(Letters letters, int32_t length)
{
    Letters beginning = {letters.first, A_BEGINNING};
    if (length < 8) {
        beginning.first &= ((uint64_t)1 << 8 * length) - 1;
    } else if (length > 8) {
        beginning.then |= letters.then & (0xffffffffu >> 8 * (MOST_LETTERS - length));
    }
    return beginning;
}

/* Bit n: beginnings of n letters may be there with which this word begins. */
static inline uint32_t words_lengths(const WordTable *table, uint64_t first, int32_t length)
{
    uint32_t three = (uint32_t)first & 0xffffff;
    uint32_t lengths = table->lengths[(three * 0x9e3779b1u) >> (32 - LENGTHS_BITS)] | table->shorter;
    return lengths & (((uint32_t)2 << length) - 1);
}

/* Where a word is first looked for. */
static inline const WordSlot *words_place(const WordTable *table, Letters letters)
{
    uint64_t hash = (letters.first ^ letters.then * (uint64_t)0xc2b2ae3d27d4eb4fu) * (uint64_t)0x9e3779b97f4a7c15u;
    return &table->slots[hash >> table->shift];
}

/* The slot of a word, looked for from `slot` on, or NULL. */
static inline const WordSlot *words_find(const WordTable *table, const WordSlot *slot, Letters letters)
{
    while (slot->first != letters.first || slot->then != letters.then) {
        if (slot->first == 0) {
            return NULL;
        }
        slot = slot == table->slots + table->mask ? table->slots : slot + 1;
    }
    return slot;
}

#endif
