/* The phrases of a rulebook, and the way from keys to them. */
#include "phrases.h"

static int32_t *zeros(int32_t size)
{
    int32_t *made = memory_resize(NULL, (size_t)(size + 1) * sizeof(int32_t));
    memset(made, 0, (size_t)(size + 1) * sizeof(int32_t));
    return made;
}

/* How many keys of its next need stand in the gate of a way. */
static int32_t gate_keys(const PhraseBook *book, const Way *way)
{
    int32_t need = way->needs[1];
    return need < 0 || book->large[need] >= 0 ? 0 : book->need_keys.starts[need + 1] - book->need_keys.starts[need];
}

/* How many needs of a way come after the next one. */
static int32_t needs_after(const Way *way)
{
    int32_t count = 0;
    while (count < MOST_NEEDS - 2 && way->needs[count + 2] >= 0) {
        count++;
    }
    return count;
}

static int32_t gate_size(const PhraseBook *book, const Way *way)
{
    int is_large = way->needs[1] >= 0 && book->large[way->needs[1]] >= 0;
    return 1 + is_large + needs_after(way) + (gate_keys(book, way) + 1) / 2;
}

/* A need as it stands in a gate, after the next one. */
static int32_t short_need(const PhraseBook *book, int32_t need)
{
    const Lists *keys = &book->need_keys;
    if (keys->starts[need + 1] - keys->starts[need] == 1) {
        return ~keys->items[keys->starts[need]];
    }
    return book->large[need] >= 0 ? more_need(book->large[need], 1) : more_need(book->short_starts[need], 0);
}

/* Writes the gate of a way to `at`; returns how many numbers it takes. */
static int32_t put_gate(const PhraseBook *book, int32_t number, Gate *at)
{
    const Way *way = &book->ways[number];
    int32_t need = way->needs[1], count = gate_keys(book, way), more = needs_after(way);
    int is_large = need >= 0 && book->large[need] >= 0;
    *at++ = gate_head(way->phrase, book->phrases[way->phrase].language, more, is_large, count);
    if (is_large) {
        *at++ = book->large[need];
    }
    for (int32_t n = 0; n < more; n++) {
        *at++ = short_need(book, way->needs[n + 2]);
    }
    uint16_t *keys = (uint16_t *)(void *)at;
    for (int32_t i = 0; i < count; i++) {
        keys[i] = (uint16_t)book->need_keys.items[book->need_keys.starts[need] + i];
    }
    return gate_size(book, way);
}

/* The row of gates in which a way stands: those of the contact alone, of both sides, of the owner alone. */
static int32_t row_of_gates(const PhraseBook *book, int32_t way)
{
    int32_t sides = book->phrases[book->ways[way].phrase].sides & 3;
    return sides == SIDE_CONTACT ? 0 : sides == SIDE_OWNER ? 2 : 1;
}

/* What a way is put in order by: its row, its language, then the shape of its gate, as a processor foresees well
 * only what repeats itself. */
static int64_t place_of(const PhraseBook *book, int32_t number)
{
    const Way *way = &book->ways[number];
    int is_large = way->needs[1] >= 0 && book->large[way->needs[1]] >= 0;
    int32_t shape = (is_large << 4 | gate_keys(book, way)) << 2 | needs_after(way);
    int32_t row = row_of_gates(book, number) << 3 | book->phrases[way->phrase].language;
    return ((int64_t)row << 8 | shape) << 32 | number;
}

static int by_place(const void *a, const void *b)
{
    int64_t one = *(const int64_t *)a, other = *(const int64_t *)b;
    return (one > other) - (one < other);
}

/* The ways in the order in which their gates stand. The list is to be freed. */
static int32_t *in_order(const PhraseBook *book)
{
    size_t count = (size_t)book->way_count;
    int64_t *places = memory_resize(NULL, count * sizeof(int64_t));
    int32_t *order = zeros(book->way_count);
    for (size_t n = 0; n < count; n++) {
        places[n] = place_of(book, (int32_t)n);
    }
    qsort(places, count, sizeof(int64_t), by_place);
    for (size_t n = 0; n < count; n++) {
        order[n] = (int32_t)(uint32_t)places[n];
    }
    free(places);
    return order;
}

/* Adds the gate of a way to the list of a key, of which `at` is the end and `begin` the beginning. */
static void add_gate(const PhraseBook *book, int32_t number, int32_t *gates, int32_t begin, int32_t *at)
{
    KeyList *list = (KeyList *)(void *)(gates + begin);
    int32_t row = row_of_gates(book, number);
    *at += put_gate(book, number, gates + *at);
    list->both = row < 1 ? *at - begin : list->both;
    list->owner = row < 2 ? *at - begin : list->owner;
    list->end = *at - begin;
}

/* Adds the gates of all ways to the lists of the keys of their rarest needs; `gates` NULL: counts their size. */
static void add_gates(const PhraseBook *book, const int32_t *order, int32_t *gates, const int32_t *starts, int32_t *at)
{
    const Lists *keys = &book->need_keys;
    for (int32_t n = 0; n < book->way_count; n++) {
        int32_t need = book->ways[order[n]].needs[0];
        for (int32_t i = keys->starts[need]; i < keys->starts[need + 1]; i++) {
            int32_t key = keys->items[i];
            if (gates == NULL) {
                at[key] += gate_size(book, &book->ways[order[n]]);
            } else {
                add_gate(book, order[n], gates, starts[key], &at[key]);
            }
        }
    }
}

static int is_large(const PhraseBook *book, int32_t need)
{
    const int32_t *starts = book->need_keys.starts;
    int32_t highest = 0;
    for (int32_t i = starts[need]; i < starts[need + 1]; i++) {
        highest = book->need_keys.items[i] > highest ? book->need_keys.items[i] : highest;
    }
    return starts[need + 1] - starts[need] > MOST_GATE_KEYS || highest > MOST_SHORT_KEY;
}

/* Numbers the needs that do not fit into a gate and come after the rarest one of a way. */
static void number_large(PhraseBook *book)
{
    book->large = zeros(book->needs);
    for (int32_t need = 0; need < book->needs; need++) {
        book->large[need] = -1;
    }
    for (int32_t n = 0; n < book->way_count; n++) {
        for (int32_t slot = 1; slot < MOST_NEEDS; slot++) {
            int32_t need = book->ways[n].needs[slot];
            if (need >= 0 && book->large[need] < 0 && is_large(book, need)) {
                book->large[need] = book->larges++;
            }
        }
    }
}

/* Lists the keys of the needs that stand in gates, and are not large, behind their count. */
static void list_short(PhraseBook *book)
{
    const Lists *keys = &book->need_keys;
    int32_t total = 0;
    book->short_keys = memory_resize(NULL, ((size_t)keys->starts[book->needs] + (size_t)book->needs + 1) * sizeof(uint16_t));
    book->short_starts = zeros(book->needs);
    for (int32_t need = 0; need < book->needs; need++) {
        int32_t count = keys->starts[need + 1] - keys->starts[need];
        if (book->large[need] >= 0 || is_large(book, need)) {
            continue;
        }
        book->short_starts[need] = total;
        book->short_keys[total++] = (uint16_t)count;
        for (int32_t i = 0; i < count; i++) {
            book->short_keys[total++] = (uint16_t)keys->items[keys->starts[need] + i];
        }
    }
    book->short_keys = memory_moved(book->short_keys, (size_t)total * sizeof(uint16_t));
}

/* Counts for each key the large needs that it meets, or, with `gates`, adds their numbers at `at`. */
static void add_large(const PhraseBook *book, int32_t *gates, int32_t *at)
{
    const Lists *keys = &book->need_keys;
    for (int32_t need = 0; need < book->needs; need++) {
        for (int32_t i = keys->starts[need]; i < keys->starts[need + 1] && book->large[need] >= 0; i++) {
            int32_t *place = &at[keys->items[i]];
            if (gates != NULL) {
                gates[*place] = book->large[need];
            }
            ++*place;
        }
    }
}

/* Opens the list of a key that meets `larges` large needs; its gates begin behind these. */
static void open_list(int32_t *list, int32_t larges)
{
    int32_t first = LIST_HEAD + larges;
    KeyList head = {first, first, first, larges};
    memcpy(list, &head, sizeof head);
}

/* From a key to the large needs that it meets, and the phrases whose rarest need it meets. */
static void list_gates(PhraseBook *book)
{
    int32_t *starts = zeros(book->keys + 1), *at = zeros(book->keys + 1), *larges = zeros(book->keys);
    int32_t *order = in_order(book), total = 0;
    add_large(book, NULL, larges);
    add_gates(book, order, NULL, NULL, starts + 1);
    for (int32_t key = 0; key < book->keys; key++) {
        starts[key + 1] += LIST_HEAD + larges[key];
    }
    for (int32_t key = 0; key <= book->keys; key++) {
        total = starts[key] += total;
    }
    book->gates = memory_resize(NULL, ((size_t)total + 1) * sizeof(int32_t));
    for (int32_t key = 0; key < book->keys; key++) {
        open_list(book->gates + starts[key], larges[key]);
        at[key] = starts[key] + LIST_HEAD;
    }
    add_large(book, book->gates, at);
    add_gates(book, order, book->gates, starts, at);
    free(at);
    free(order);
    free(larges);
    book->gates = memory_moved(book->gates, ((size_t)total + 1) * sizeof(int32_t));
    book->gate_starts = memory_moved(starts, ((size_t)book->keys + 1) * sizeof(int32_t));
}

void phrases_ready(PhraseBook *book)
{
    words_ready(&book->short_words, &book->words, book->small_words);
    number_large(book);
    list_short(book);
    list_gates(book);
}

void phrases_free(PhraseBook *book)
{
    strings_free(&book->words);
    strings_free(&book->beginnings);
    strings_free(&book->characters);
    words_free(&book->short_words);
    memory_unfixed(book->programs.pieces);
    memory_unfixed(book->programs.starts);
    memory_unfixed(book->gate_starts);
    memory_unfixed(book->gates);
    memory_unfixed(book->short_keys);
    free(book->small_words);
    free(book->large);
    free(book->short_starts);
}

static void *zeroed(int32_t count, size_t size)
{
    size_t bytes = ((size_t)count + 1) * size;
    return memset(memory_fixed(bytes), 0, bytes);
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
    finder->large = zeroed(book->larges, sizeof(Bits));
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
    void *fixed[] = {finder->dense, finder->seen, finder->large, finder->tried, finder->leaf_checked,
                     finder->leaf_in_message, finder->leaf_in_sentence, finder->excuse_stamps};
    for (size_t i = 0; i < sizeof fixed / sizeof *fixed; i++) {
        memory_unfixed(fixed[i]);
    }
    void *blocks[] = {finder->standing.items, finder->possible.items, finder->excuse_known, finder->present.items,
                      finder->asked.items, finder->asked_short.items, finder->records.items, finder->places.items,
                      finder->rows.items, finder->sentences.items, finder->candidates.items};
    for (size_t i = 0; i < sizeof blocks / sizeof *blocks; i++) {
        free(blocks[i]);
    }
}
