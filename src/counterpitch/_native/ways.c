/* Makes the lists that lead from keys to ways. */
#include "ways.h"

/* What is known only while the lists are made. */
typedef struct {
    PhraseBook *book;
    int32_t *large;        /* need -> its number among the large ones, or -1 */
    int32_t *short_starts; /* need -> where its slots stand behind their count */
    int32_t *order;        /* the ways, as their pairs stand */
} Making;

static int32_t *zeros(int32_t size)
{
    int32_t *made = memory_resize(NULL, (size_t)(size + 1) * sizeof(int32_t));
    memset(made, 0, (size_t)(size + 1) * sizeof(int32_t));
    return made;
}

static int32_t keys_of(const PhraseBook *book, int32_t need)
{
    return book->need_keys.starts[need + 1] - book->need_keys.starts[need];
}

static int is_large(const PhraseBook *book, int32_t need)
{
    const Lists *keys = &book->need_keys;
    int32_t highest = 0;
    for (int32_t i = keys->starts[need]; i < keys->starts[need + 1]; i++) {
        highest = keys->items[i] > highest ? keys->items[i] : highest;
    }
    return keys_of(book, need) > MOST_PAIR_KEYS || slot_of_key(highest) > MOST_SHORT_SLOT;
}

/* Numbers the large needs, of those that come after the rarest one of a way. */
static void number_large(Making *making)
{
    PhraseBook *book = making->book;
    making->large = zeros(book->needs);
    for (int32_t need = 0; need < book->needs; need++) {
        making->large[need] = -1;
    }
    for (int32_t n = 0; n < book->way_count; n++) {
        for (int32_t i = 1; i < MOST_NEEDS; i++) {
            int32_t need = book->ways[n].needs[i];
            if (need >= 0 && making->large[need] < 0 && is_large(book, need)) {
                making->large[need] = book->larges++;
            }
        }
    }
    book->slots = slot_of_large(book, book->larges);
}

/* Lists the slots of the needs that stand in gates, and are not large, behind their count. */
static void list_short(Making *making)
{
    PhraseBook *book = making->book;
    const Lists *keys = &book->need_keys;
    int32_t total = 0;
    book->short_slots = memory_resize(NULL, ((size_t)keys->starts[book->needs] + (size_t)book->needs + 1) * sizeof(uint16_t));
    making->short_starts = zeros(book->needs);
    for (int32_t need = 0; need < book->needs; need++) {
        if (making->large[need] >= 0 || is_large(book, need)) {
            continue;
        }
        making->short_starts[need] = total;
        book->short_slots[total++] = (uint16_t)keys_of(book, need);
        for (int32_t i = keys->starts[need]; i < keys->starts[need + 1]; i++) {
            book->short_slots[total++] = (uint16_t)slot_of_key(keys->items[i]);
        }
    }
    book->short_slots = memory_moved(book->short_slots, (size_t)total * sizeof(uint16_t));
}

/* The row in which a way stands: those of the contact alone, of both sides, of the owner alone. */
static int32_t row_of_way(const PhraseBook *book, int32_t way)
{
    int32_t sides = book->phrases[book->ways[way].phrase].sides & 3;
    return sides == SIDE_CONTACT ? 0 : sides == SIDE_OWNER ? 2 : 1;
}

static int by_place(const void *a, const void *b)
{
    int64_t one = *(const int64_t *)a, other = *(const int64_t *)b;
    return (one > other) - (one < other);
}

/* Puts the ways in order: by row, by language, then as they come. */
static void put_in_order(Making *making)
{
    const PhraseBook *book = making->book;
    size_t count = (size_t)book->way_count;
    int64_t *places = memory_resize(NULL, count * sizeof(int64_t));
    for (size_t n = 0; n < count; n++) {
        int32_t language = book->phrases[book->ways[n].phrase].language;
        places[n] = (int64_t)(row_of_way(book, (int32_t)n) << 3 | language) << 32 | (int64_t)n;
    }
    qsort(places, count, sizeof(int64_t), by_place);
    making->order = zeros(book->way_count);
    for (size_t n = 0; n < count; n++) {
        making->order[n] = (int32_t)(uint32_t)places[n];
    }
    free(places);
}

/* Whether the next need of a way is in its pairs; else it is asked for with those after it. */
static int is_paired(const Making *making, const Way *way)
{
    int32_t need = way->needs[1];
    return need >= 0
        && (making->large[need] < 0 || slot_of_large(making->book, making->large[need]) <= MOST_SHORT_SLOT);
}

static int32_t pairs_of(const Making *making, const Way *way)
{
    int32_t need = way->needs[1];
    return is_paired(making, way) && making->large[need] < 0 ? keys_of(making->book, need) : 1;
}

/* The slot of one of the pairs of a way. */
static int32_t pair_of(const Making *making, const Way *way, int32_t number)
{
    const PhraseBook *book = making->book;
    int32_t need = way->needs[1];
    if (!is_paired(making, way)) {
        return ALWAYS;
    }
    return making->large[need] >= 0 ? slot_of_large(book, making->large[need])
                                    : slot_of_key(book->need_keys.items[book->need_keys.starts[need] + number]);
}

static Need need_of(const Making *making, int32_t need)
{
    const PhraseBook *book = making->book;
    if (making->large[need] >= 0) {
        return ~slot_of_large(book, making->large[need]);
    }
    return keys_of(book, need) == 1 ? ~slot_of_key(book->need_keys.items[book->need_keys.starts[need]])
                                    : making->short_starts[need];
}

/* How many needs of a way its gate asks for. */
static int32_t more_needs(const Making *making, const Way *way)
{
    int32_t first = is_paired(making, way) ? 2 : 1, n = first;
    while (n < MOST_NEEDS && way->needs[n] >= 0) {
        n++;
    }
    return n - first;
}

static Gate head_of(const Making *making, const Way *way)
{
    return gate_head(way->phrase, making->book->phrases[way->phrase].language, more_needs(making, way));
}

/* How many numbers a gate takes: none if its head says all. */
static int32_t gate_size(const Making *making, const Way *way)
{
    int32_t more = more_needs(making, way);
    return more > 0 ? 1 + more : 0;
}

static int32_t put_gate(const Making *making, int32_t number, Gate *at)
{
    const Way *way = &making->book->ways[number];
    int32_t more = more_needs(making, way), first = is_paired(making, way) ? 2 : 1;
    at[0] = head_of(making, way);
    for (int32_t n = 0; n < more; n++) {
        at[1 + n] = need_of(making, way->needs[first + n]);
    }
    return gate_size(making, way);
}

/* How large the list of a key will be, or how far it is filled. */
typedef struct {
    int32_t pairs, gates, larges;
} Extent;

/* Adds one way to what the lists of all keys of its rarest need will hold. */
static void add_extent(const Making *making, int32_t number, Extent *extents)
{
    const PhraseBook *book = making->book;
    const Way *way = &book->ways[number];
    int32_t need = way->needs[0];
    for (int32_t i = book->need_keys.starts[need]; i < book->need_keys.starts[need + 1]; i++) {
        Extent *extent = &extents[book->need_keys.items[i]];
        extent->pairs += pairs_of(making, way);
        extent->gates += gate_size(making, way);
    }
}

/* Adds the pairs and the gate of a way to a list, of which `filled` is there; `gates`: where its gates begin. */
static void add_way(const Making *making, int32_t number, int32_t *list, int32_t gates, Extent *filled)
{
    const Way *way = &making->book->ways[number];
    KeyList *head = (KeyList *)(void *)list;
    uint16_t *pairs = (uint16_t *)(void *)(list + LIST_HEAD + head->larges);
    int32_t *heads = list + gates - head->end, row = row_of_way(making->book, number);
    int32_t size = gate_size(making, way);
    for (int32_t n = 0; n < pairs_of(making, way); n++) {
        pairs[filled->pairs] = (uint16_t)pair_of(making, way, n);
        heads[filled->pairs++] = size > 0 ? ~(gates + filled->gates) : head_of(making, way);
    }
    if (size > 0) {
        filled->gates += put_gate(making, number, list + gates + filled->gates);
    }
    head->both = row < 1 ? filled->pairs : head->both;
    head->owner = row < 2 ? filled->pairs : head->owner;
}

/* Counts the large needs that each key meets, or with `lists` writes their slots. */
static void add_larges(const Making *making, Extent *extents, int32_t *lists)
{
    const PhraseBook *book = making->book;
    const Lists *keys = &book->need_keys;
    for (int32_t need = 0; need < book->needs; need++) {
        for (int32_t i = keys->starts[need]; i < keys->starts[need + 1] && making->large[need] >= 0; i++) {
            int32_t key = keys->items[i], number = extents[key].larges++;
            if (lists != NULL) {
                lists[book->list_starts[key] + LIST_HEAD + number] = slot_of_large(book, making->large[need]);
            }
        }
    }
}

static int32_t gates_at(Extent extent)
{
    return LIST_HEAD + extent.larges + (extent.pairs + 1) / 2 + extent.pairs;
}

/* Sets where each list begins, from how large it will be; returns the size of all. */
static int32_t place_lists(PhraseBook *book, const Extent *extents)
{
    int32_t total = 0;
    int32_t *starts = zeros(book->keys);
    for (int32_t key = 0; key < book->keys; key++) {
        starts[key] = total;
        total += gates_at(extents[key]) + extents[key].gates;
    }
    starts[book->keys] = total;
    book->list_starts = memory_moved(starts, ((size_t)book->keys + 1) * sizeof(int32_t));
    return total;
}

static void fill_lists(const Making *making, const Extent *extents, int32_t *lists)
{
    const PhraseBook *book = making->book;
    Extent *filled = memory_resize(NULL, ((size_t)book->keys + 1) * sizeof(Extent));
    memset(filled, 0, ((size_t)book->keys + 1) * sizeof(Extent));
    for (int32_t key = 0; key < book->keys; key++) {
        KeyList head = {0, 0, extents[key].pairs, extents[key].larges};
        memcpy(lists + book->list_starts[key], &head, sizeof head);
    }
    add_larges(making, filled, lists);
    for (int32_t n = 0; n < book->way_count; n++) {
        int32_t need = book->ways[making->order[n]].needs[0];
        for (int32_t i = book->need_keys.starts[need]; i < book->need_keys.starts[need + 1]; i++) {
            int32_t key = book->need_keys.items[i];
            add_way(making, making->order[n], lists + book->list_starts[key], gates_at(extents[key]), &filled[key]);
        }
    }
    free(filled);
}

static void make_lists(Making *making)
{
    PhraseBook *book = making->book;
    size_t size = ((size_t)book->keys + 1) * sizeof(Extent);
    Extent *extents = memory_resize(NULL, size);
    memset(extents, 0, size);
    add_larges(making, extents, NULL);
    for (int32_t n = 0; n < book->way_count; n++) {
        add_extent(making, n, extents);
    }
    size_t total = (size_t)place_lists(book, extents) * sizeof(int32_t);
    book->lists = memset(memory_fixed(total), 0, total);
    fill_lists(making, extents, book->lists);
    free(extents);
}

void ways_ready(PhraseBook *book)
{
    Making making = {book, NULL, NULL, NULL};
    number_large(&making);
    list_short(&making);
    put_in_order(&making);
    make_lists(&making);
    free(making.large);
    free(making.short_starts);
    free(making.order);
}

void ways_free(PhraseBook *book)
{
    memory_unfixed(book->list_starts);
    memory_unfixed(book->lists);
    memory_unfixed(book->short_slots);
}
