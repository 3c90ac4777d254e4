/* Maps from strings of code points to numbers >= 0. */
#ifndef COUNTERPITCH_STRINGS_H
#define COUNTERPITCH_STRINGS_H

#include "memory.h"

#define HASH_START 0x811c9dc5u

/* The hash of a string is built character by character, so that those of its beginnings are free. */
static inline uint32_t hash_step(uint32_t hash, Char c)
{
    return (hash ^ c) * 0x01000193u;
}

static inline uint32_t hash_of(const Char *text, int32_t length)
{
    uint32_t hash = HASH_START;
    for (int32_t i = 0; i < length; i++) {
        hash = hash_step(hash, text[i]);
    }
    return hash;
}

typedef struct {
    uint32_t hash;
    int32_t at, length, value;
} StringSlot;

/* An open-addressing table; `pool` holds the strings. Empty slots have length -1. `filter` has a bit
 * for the hash of every string: small enough to stay in the fastest memory, it spares most look-ups
 * of strings that are not there. */
typedef struct {
    StringSlot *slots;
    uint64_t *filter;
    uint32_t mask, filter_mask;
    int32_t count, settled;
    ARRAY(Char) pool;
} StringMap;

void strings_init(StringMap *map, int32_t expected);
void strings_free(StringMap *map);
/* Forgets every string. */
void strings_clear(StringMap *map);
/* Adds a string, or returns the slot it has already. `*value` of a new slot is -1. */
StringSlot *strings_add(StringMap *map, const Char *text, int32_t length);
/* Fills a map from lines ("a\nb\n..."): the value of a line is its number. Nothing can be added to it then: it
 * stands in fixed memory. -1 on a Python error. */
int strings_from_lines(StringMap *map, PyObject *lines);

static inline int same_string(const Char *one, const Char *other, int32_t length)
{
    for (int32_t i = 0; i < length; i++) { /* Words are short: no call is worth it. */
        if (one[i] != other[i]) {
            return 0;
        }
    }
    return 1;
}

static inline uint32_t filter_bit(uint32_t hash)
{
    return (hash * 0x9e3779b1u) >> 7;
}

/* Whether a string with this hash may be there. */
static inline int strings_may_hold(const StringMap *map, uint32_t hash)
{
    uint32_t bit = filter_bit(hash) & map->filter_mask;
    return (int)(map->filter[bit >> 6] >> (bit & 63) & 1);
}

/* Where a string with this hash is first looked for. */
static inline const StringSlot *strings_place(const StringMap *map, uint32_t hash)
{
    return &map->slots[(hash ^ hash >> 15) & map->mask];
}

/* The first slot that may hold a string, by its hash and length, or NULL. */
static inline const StringSlot *strings_slot(const StringMap *map, int32_t length, uint32_t hash)
{
    for (const StringSlot *slot = strings_place(map, hash);;) {
        if (slot->length < 0) {
            return NULL;
        }
        if (slot->hash == hash && slot->length == length) {
            return slot;
        }
        slot = slot == map->slots + map->mask ? map->slots : slot + 1;
    }
}

static inline int32_t strings_find(const StringMap *map, const Char *text, int32_t length, uint32_t hash)
{
    uint32_t bit = filter_bit(hash) & map->filter_mask;
    if (!(map->filter[bit >> 6] >> (bit & 63) & 1)) {
        return -1;
    }
    uint32_t at = (hash ^ hash >> 15) & map->mask;
    for (;;) {
        const StringSlot *slot = &map->slots[at];
        if (slot->length < 0) {
            return -1;
        }
        if (slot->hash == hash && slot->length == length
            && same_string(map->pool.items + slot->at, text, length)) {
            return slot->value;
        }
        at = (at + 1) & map->mask;
    }
}

#endif
