/* The phrases of a rulebook, and the way from keys to them. */
#include "phrases.h"

static void count_to_starts(int32_t *starts, int32_t size)
{
    int32_t total = 0;
    for (int32_t i = 0; i <= size; i++) {
        int32_t own = starts[i];
        starts[i] = total;
        total += own;
    }
}

static int32_t *zeros(int32_t size)
{
    int32_t *made = memory_resize(NULL, (size_t)(size + 1) * sizeof(int32_t));
    memset(made, 0, (size_t)(size + 1) * sizeof(int32_t));
    return made;
}

static Gate gate_of(const Lists *keys, const Phrase *phrase, int32_t number)
{
    int32_t need = phrase->needs[1];
    Gate gate = {number, need, {-1, -1}, (uint16_t)phrase->sides, (uint16_t)phrase->language};
    int32_t size = need < 0 ? 0 : keys->starts[need + 1] - keys->starts[need];
    if (size == 1 || size == 2) {
        gate.keys[0] = keys->items[keys->starts[need]];
        gate.keys[1] = keys->items[keys->starts[need + 1] - 1];
    }
    return gate;
}

/* From a key to the phrases whose rarest need it meets. */
static void list_gates(PhraseBook *book)
{
    const Lists *keys = &book->need_keys;
    int32_t *starts = zeros(book->keys + 1);
    for (int32_t n = 0; n < book->count; n++) {
        int32_t need = book->phrases[n].needs[0];
        for (int32_t i = keys->starts[need]; i < keys->starts[need + 1]; i++) {
            starts[keys->items[i]]++;
        }
    }
    count_to_starts(starts, book->keys);
    int32_t *at = zeros(book->keys + 1);
    Gate *gates = memory_resize(NULL, ((size_t)starts[book->keys] + 1) * sizeof(Gate));
    memcpy(at, starts, (size_t)(book->keys + 1) * sizeof(int32_t));
    for (int32_t n = 0; n < book->count; n++) {
        const Phrase *phrase = &book->phrases[n];
        Gate gate = gate_of(keys, phrase, n);
        for (int32_t i = keys->starts[phrase->needs[0]]; i < keys->starts[phrase->needs[0] + 1]; i++) {
            gates[at[keys->items[i]]++] = gate;
        }
    }
    free(at);
    book->key_gates_starts = starts;
    book->key_gates = gates;
}

void phrases_ready(PhraseBook *book)
{
    list_gates(book);
}

void phrases_free(PhraseBook *book)
{
    strings_free(&book->words);
    strings_free(&book->beginnings);
    strings_free(&book->characters);
    free(book->small_words);
    free(book->key_gates_starts);
    free(book->key_gates);
}

static void *zeroed(int32_t count, size_t size)
{
    size_t bytes = ((size_t)count + 1) * size;
    return memset(memory_resize(NULL, bytes), 0, bytes);
}

static uint32_t *stamps(int32_t size)
{
    return zeroed(size, sizeof(uint32_t));
}

void finder_init(Finder *finder, const PhraseBook *book)
{
    memset(finder, 0, sizeof *finder);
    units_init(&finder->words, book->keys > book->character_keys ? book->keys : book->character_keys, book->programs.sets);
    units_init(&finder->characters, book->keys > book->character_keys ? book->keys : book->character_keys, book->programs.sets);
    finder->dense = zeroed(book->keys, sizeof(uint32_t));
    finder->seen = zeroed(book->keys / 64 + 1, sizeof(uint64_t));
    finder->needs = zeroed(book->needs, sizeof(NeedState));
    for (int32_t n = 0; n < book->needs; n++) {
        finder->needs[n].first = book->need_keys.starts[n];
        finder->needs[n].last = book->need_keys.starts[n + 1];
    }
    finder->tried = zeroed(book->count, sizeof(Tried));
    finder->leaf_checked = stamps(book->leaves);
    finder->leaf_in_message = stamps(book->leaves);
    finder->leaf_in_sentence = stamps(book->leaves);
    finder->excuse_stamps = stamps(book->programs.programs);
    finder->excuse_known = memory_resize(NULL, (size_t)book->programs.programs + 1);
}

void finder_free(Finder *finder)
{
    units_free(&finder->words);
    units_free(&finder->characters);
    void *blocks[] = {finder->dense, finder->seen, finder->needs, finder->tried, finder->leaf_checked, finder->standing.items,
                      finder->possible.items, finder->listed.items, finder->leaf_in_message,
                      finder->leaf_in_sentence, finder->excuse_stamps, finder->excuse_known,
                      finder->present.items, finder->records.items, finder->places.items,
                      finder->rows.items, finder->sentences.items, finder->candidates.items};
    for (size_t i = 0; i < sizeof blocks / sizeof *blocks; i++) {
        free(blocks[i]);
    }
}
