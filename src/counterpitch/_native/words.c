/* The table of short words and beginnings. */
#include "words.h"

int letters_read(const Char *word, int32_t length, Letters *letters)
{
    letters->first = letters->then = 0;
    if (length == 0 || length > MOST_LETTERS) {
        return 0;
    }
    for (int32_t i = 0; i < length; i++) {
        if (word[i] == 0 || word[i] >= 128) {
            return 0;
        }
        if (i < 8) {
            letters->first |= (uint64_t)word[i] << 8 * i;
        } else {
            letters->then |= word[i] << 8 * (i - 8);
        }
    }
    return 1;
}

static void put(WordTable *table, Letters letters, Entry entry)
{
    WordSlot *slot = (WordSlot *)(uintptr_t)words_place(table, letters);
    while (slot->first != 0) {
        slot = slot == table->slots + table->mask ? table->slots : slot + 1;
    }
    WordSlot filled = {letters.first, letters.then, entry};
    *slot = filled;
}

/* Notes that a beginning of this length is there. */
static void note_length(WordTable *table, Letters letters, int32_t length)
{
    if (length < 3) {
        table->shorter |= (uint16_t)(1 << length);
    } else {
        uint32_t three = (uint32_t)letters.first & 0xffffff;
        table->lengths[(three * 0x9e3779b1u) >> (32 - LENGTHS_BITS)] |= (uint16_t)(1 << length);
    }
}

/* Adds the strings of a map, whose keys begin at `first`; `mark`: A_BEGINNING or 0. */
static void add_all(WordTable *table, const StringMap *map, int32_t first, uint32_t mark, const uint8_t *languages)
{
    for (uint32_t i = 0; i <= map->mask; i++) {
        const StringSlot *slot = &map->slots[i];
        Letters letters;
        if (slot->length < 0 || !letters_read(map->pool.items + slot->at, slot->length, &letters)) {
            continue;
        }
        if (mark) {
            note_length(table, letters, slot->length);
        }
        letters.then |= mark;
        put(table, letters, entry_of(first + slot->value, languages[first + slot->value]));
    }
}

static void *zeroed(size_t size)
{
    return memset(memory_fixed(size), 0, size);
}

void words_ready(WordTable *table, const StringMap *words, const StringMap *beginnings, const uint8_t *languages)
{
    uint32_t bits = 4;
    while (((uint32_t)1 << bits) / 4 * 3 < (uint32_t)words->count + (uint32_t)beginnings->count) {
        bits++;
    }
    table->mask = ((uint32_t)1 << bits) - 1;
    table->shift = 64 - bits;
    table->shorter = 0;
    table->slots = zeroed(((size_t)1 << bits) * sizeof(WordSlot));
    table->lengths = zeroed(((size_t)1 << LENGTHS_BITS) * sizeof(uint16_t));
    add_all(table, words, 0, 0, languages);
    add_all(table, beginnings, words->count, A_BEGINNING, languages);
}

void words_free(WordTable *table)
{
    memory_unfixed(table->slots);
    memory_unfixed(table->lengths);
}
