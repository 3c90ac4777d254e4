/* The table of short words. */
#include "words.h"

static void put(WordTable *table, const Letters *letters, uint32_t hash, Entry entry)
{
    uint32_t at = (hash ^ hash >> 15) & table->mask;
    while (table->slots[at].last != 0) {
        at = (at + 1) & table->mask;
    }
    WordSlot slot = {letters->last, letters->before, entry};
    table->slots[at] = slot;
}

void words_ready(WordTable *table, const StringMap *words, const uint8_t *languages)
{
    uint32_t size = 16;
    while (size / 4 * 3 < (uint32_t)words->count) {
        size *= 2;
    }
    table->mask = size - 1;
    table->slots = memory_fixed(size * sizeof(WordSlot));
    memset(table->slots, 0, size * sizeof(WordSlot));
    for (uint32_t i = 0; i <= words->mask; i++) {
        const StringSlot *word = &words->slots[i];
        Letters letters = {0, 0, 0};
        for (int32_t n = 0; n < word->length; n++) {
            letters_add(&letters, words->pool.items[word->at + n]);
        }
        if (letters_fit(&letters, word->length)) {
            put(table, &letters, word->hash, entry_of(word->value, languages[word->value]));
        }
    }
}

void words_free(WordTable *table)
{
    memory_unfixed(table->slots);
}
