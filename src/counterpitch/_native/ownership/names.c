#include "names.h"
#include "pages.h"

#include <stdlib.h>
#include <string.h>

#define MOST_TOGETHER 64

int make_room(Bytes *b, size_t more) {
    if (b->room - b->used >= more) return 0;
    size_t room = b->room ? b->room : 4096;
    while (room - b->used < more) room += room / 2;
    char *larger = realloc(b->item, room);
    if (!larger) return -1;
    b->item = larger;
    b->room = room;
    return 0;
}

int put_bytes(Bytes *b, const void *from, size_t size) {
    if (make_room(b, size)) return -1;
    if (size) memcpy(b->item + b->used, from, size);
    b->used += size;
    return 0;
}

int names_open(Names *n, uint64_t seed) {
    memset(n, 0, sizeof *n);
    n->mask = (1u << 12) - 1;
    n->seed = seed;
    n->offset_room = 1u << 10;
    n->slot = calloc(n->mask + 1, sizeof *n->slot);
    n->offset = calloc(n->offset_room, sizeof *n->offset);
    return n->slot && n->offset ? 0 : -1;
}

void names_close(Names *n) {
    free(n->slot);
    free(n->offset);
    free(n->text.item);
    memset(n, 0, sizeof *n);
}

static inline uint64_t mixed(uint64_t a) {
    a ^= a >> 32;
    a *= 0xd6e8feb86659fd93u;
    a ^= a >> 32;
    a *= 0xd6e8feb86659fd93u;
    return a ^ a >> 32;
}

static uint32_t hash(uint64_t seed, const char *text, size_t size) {
    uint64_t h = seed ^ size * 0x9e3779b97f4a7c15u, word;
    for (; size >= 8; size -= 8, text += 8) {
        memcpy(&word, text, 8);
        h = mixed(h ^ word);
    }
    word = 0;
    memcpy(&word, text, size);
    return (uint32_t)(mixed(h ^ word) >> 16);
}

static int grow(Names *n) {
    uint64_t mask = n->mask * 2 + 1, *slot = large_calloc(mask + 1, sizeof *slot);
    if (!slot) return -1;
    for (uint64_t i = 0; i <= n->mask; i++) {
        if (!n->slot[i]) continue;
        uint64_t at = (n->slot[i] >> 32) & mask;
        while (slot[at]) at = (at + 1) & mask;
        slot[at] = n->slot[i];
    }
    free(n->slot);
    n->slot = slot;
    n->mask = mask;
    return 0;
}

static int32_t added(Names *n, const char *text, size_t size) {
    if (n->count >= INT32_MAX - 2) return -1;
    if ((size_t)n->count + 2 > n->offset_room) {
        size_t room = n->offset_room * 2;
        int64_t *larger = realloc(n->offset, room * sizeof *larger);
        if (!larger) return -1;
        n->offset = larger;
        n->offset_room = room;
    }
    if (put_bytes(&n->text, text, size)) return -1;
    n->offset[n->count + 1] = (int64_t)n->text.used;
    return n->count++;
}

/* Room for `more` names. The hash has 32 bits: a larger table would have places that nothing falls into. */
static int make_slots(Names *n, int more) {
    while (((uint64_t)n->count + (uint64_t)more) * 10 > n->mask * 7 && n->mask < UINT32_MAX)
        if (grow(n)) return -1;
    return 0;
}

static int32_t numbered(Names *n, const char *text, size_t size, uint64_t h) {
    uint64_t at = h & n->mask;
    for (; n->slot[at]; at = (at + 1) & n->mask) {
        if (n->slot[at] >> 32 != h) continue;
        int32_t found = (int32_t)(uint32_t)n->slot[at] - 1;
        size_t there = (size_t)(n->offset[found + 1] - n->offset[found]);
        if (there == size && !memcmp(n->text.item + n->offset[found], text, size)) return found;
    }
    int32_t number = added(n, text, size);
    if (number >= 0) n->slot[at] = h << 32 | (uint32_t)(number + 1);
    return number;
}

int32_t names_number(Names *n, const char *text, size_t size) {
    return make_slots(n, 1) ? -1 : numbered(n, text, size, hash(n->seed, text, size));
}

int names_numbers(Names *n, const Word *texts, int count, int32_t *number) {
    uint64_t h[MOST_TOGETHER];
    if (make_slots(n, count)) return -1;
    for (int i = 0; i < count; i++) {
        h[i] = hash(n->seed, texts[i].text, texts[i].size);
        soon(n->slot + (h[i] & n->mask));
    }
    for (int i = 0; i < count; i++) {
        uint64_t slot = n->slot[h[i] & n->mask];
        if (slot >> 32 == h[i] && slot) soon(n->offset + (uint32_t)slot - 1);
    }
    for (int i = 0; i < count; i++) {
        uint64_t slot = n->slot[h[i] & n->mask];
        if (slot >> 32 == h[i] && slot) soon(n->text.item + n->offset[(uint32_t)slot - 1]);
    }
    for (int i = 0; i < count; i++) {
        number[i] = numbered(n, texts[i].text, texts[i].size, h[i]);
        if (number[i] < 0) return -1;
    }
    return 0;
}

typedef struct {
    uint64_t key;
    int32_t number;
} Keyed;

/* Eight bytes of a text from `depth` on, as a number that sorts as they do; 0 past the end. */
static uint64_t key_at(const Names *n, int32_t number, size_t depth) {
    size_t size = (size_t)(n->offset[number + 1] - n->offset[number]);
    const unsigned char *text = (const unsigned char *)n->text.item + n->offset[number];
    uint64_t key = 0;
    size_t most = size > depth ? size - depth : 0;
    if (most > 8) most = 8;
    for (size_t i = 0; i < most; i++) key |= (uint64_t)text[depth + i] << (56 - 8 * i);
    return key;
}

static int by_key(const void *a, const void *b) {
    const Keyed *one = a, *other = b;
    if (one->key != other->key) return one->key < other->key ? -1 : 1;
    return one->number < other->number ? -1 : one->number > other->number;
}

/* Sorts by key, keeping equals in order: byte by byte where there are many. */
static void sort_keys(Keyed *item, Keyed *spare, size_t count) {
    if (count < 256) {
        qsort(item, count, sizeof *item, by_key);
        return;
    }
    uint64_t differ = 0;
    for (size_t i = 1; i < count; i++) differ |= item[i].key ^ item[0].key;
    Keyed *from = item, *to = spare;
    for (int shift = 0; shift < 64; shift += 8) {
        size_t start[257] = {0};
        if (!(differ >> shift & 0xff)) continue;
        for (size_t i = 0; i < count; i++) start[(from[i].key >> shift & 0xff) + 1]++;
        for (int i = 1; i < 257; i++) start[i] += start[i - 1];
        for (size_t i = 0; i < count; i++) to[start[from[i].key >> shift & 0xff]++] = from[i];
        Keyed *swap = from;
        from = to;
        to = swap;
    }
    if (from != item) memcpy(item, from, count * sizeof *item);
}

/* Ranges that are equal so far wait on a stack, so that long texts cannot exhaust ours. */
typedef struct {
    size_t first, end, depth;
} Range;

static int put_range(Bytes *waiting, size_t first, size_t end, size_t depth) {
    Range range = {first, end, depth};
    return put_bytes(waiting, &range, sizeof range);
}

static int longer(const Names *n, const Keyed *item, size_t first, size_t end, size_t depth) {
    for (size_t i = first; i < end; i++)
        if ((size_t)(n->offset[item[i].number + 1] - n->offset[item[i].number]) > depth) return 1;
    return 0;
}

/* Texts that differ in NUL bytes at their ends only, at most eight: the shorter goes first. */
static void shorter_first(const Names *n, Keyed *item, size_t count) {
    for (size_t i = 1; i < count; i++)
        for (size_t j = i; j && n->offset[item[j].number + 1] - n->offset[item[j].number] <
                                    n->offset[item[j - 1].number + 1] - n->offset[item[j - 1].number];
             j--) {
            Keyed swap = item[j];
            item[j] = item[j - 1];
            item[j - 1] = swap;
        }
}

static int sort_all(const Names *n, Keyed *item, Keyed *spare, Bytes *waiting) {
    if (put_range(waiting, 0, (size_t)n->count, 0)) return -1;
    while (waiting->used) {
        Range range;
        waiting->used -= sizeof range;
        memcpy(&range, waiting->item + waiting->used, sizeof range);
        for (size_t i = range.first; i < range.end; i++)
            item[i].key = key_at(n, item[i].number, range.depth);
        sort_keys(item + range.first, spare, range.end - range.first);
        for (size_t i = range.first, end; i < range.end; i = end) {
            for (end = i + 1; end < range.end && item[end].key == item[i].key;) end++;
            if (end - i < 2) continue;
            if (!longer(n, item, i, end, range.depth + 8))
                shorter_first(n, item + i, end - i);
            else if (put_range(waiting, i, end, range.depth + 8))
                return -1;
        }
    }
    return 0;
}

int32_t *names_order(const Names *n) {
    size_t count = (size_t)n->count;
    Keyed *item = large_malloc((count + 1) * sizeof *item), *spare = large_malloc((count + 1) * sizeof *spare);
    int32_t *order = large_malloc((count + 1) * sizeof *order);
    Bytes waiting = {0};
    int failed = !item || !spare || !order;
    if (!failed) {
        for (size_t i = 0; i < count; i++) item[i].number = (int32_t)i;
        failed = sort_all(n, item, spare, &waiting);
        for (size_t i = 0; i < count; i++) order[i] = item[i].number;
    }
    free(item);
    free(spare);
    free(waiting.item);
    if (failed) free(order);
    return failed ? NULL : order;
}
