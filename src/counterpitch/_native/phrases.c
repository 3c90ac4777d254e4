/* The phrases of a rulebook, and the way from keys to them. */
#include "phrases.h"

static int32_t *zeros(int32_t size)
{
    int32_t *made = memory_resize(NULL, (size_t)(size + 1) * sizeof(int32_t));
    memset(made, 0, (size_t)(size + 1) * sizeof(int32_t));
    return made;
}

/* How many keys of its next need stand in the gate of a phrase. */
static int32_t gate_keys(const PhraseBook *book, const Phrase *phrase)
{
    const int32_t *starts = book->need_keys.starts;
    int32_t need = phrase->needs[1], size = need < 0 ? 0 : starts[need + 1] - starts[need];
    return size <= MOST_GATE_KEYS ? size : 0;
}

/* Writes the gate of a phrase to `at`; returns how many numbers it takes. */
static int32_t put_gate(const PhraseBook *book, int32_t number, int32_t *at)
{
    const Phrase *phrase = &book->phrases[number];
    int32_t need = phrase->needs[1], count = gate_keys(book, phrase);
    Gate *gate = (Gate *)(void *)at;
    gate->phrase = number;
    gate->leaf = phrase->leaf;
    gate->need = need;
    gate->sides = (uint8_t)phrase->sides;
    gate->language = (uint8_t)phrase->language;
    gate->count = (uint16_t)count;
    for (int32_t i = 0; i < count; i++) {
        gate->keys[i] = book->need_keys.items[book->need_keys.starts[need] + i];
    }
    return GATE_HEAD + count;
}

/* From a key to the phrases whose rarest need it meets. */
static void list_gates(PhraseBook *book)
{
    const Lists *keys = &book->need_keys;
    int32_t *starts = zeros(book->keys + 1), total = 0;
    for (int32_t n = 0; n < book->count; n++) {
        int32_t need = book->phrases[n].needs[0], size = GATE_HEAD + gate_keys(book, &book->phrases[n]);
        for (int32_t i = keys->starts[need]; i < keys->starts[need + 1]; i++) {
            starts[keys->items[i] + 1] += size;
        }
    }
    for (int32_t key = 0; key <= book->keys; key++) {
        total = starts[key] += total;
    }
    int32_t *at = zeros(book->keys + 1);
    memcpy(at, starts, (size_t)(book->keys + 1) * sizeof(int32_t));
    book->gates = memory_resize(NULL, ((size_t)total + 1) * sizeof(int32_t));
    for (int32_t n = 0; n < book->count; n++) {
        int32_t need = book->phrases[n].needs[0];
        for (int32_t i = keys->starts[need]; i < keys->starts[need + 1]; i++) {
            at[keys->items[i]] += put_gate(book, n, book->gates + at[keys->items[i]]);
        }
    }
    free(at);
    book->gate_starts = starts;
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
    free(book->programs.pieces);
    free(book->programs.starts);
    free(book->small_words);
    free(book->gate_starts);
    free(book->gates);
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
                      finder->possible.items, finder->leaf_in_message,
                      finder->leaf_in_sentence, finder->excuse_stamps, finder->excuse_known,
                      finder->present.items, finder->records.items, finder->places.items,
                      finder->rows.items, finder->sentences.items, finder->candidates.items};
    for (size_t i = 0; i < sizeof blocks / sizeof *blocks; i++) {
        free(blocks[i]);
    }
}
