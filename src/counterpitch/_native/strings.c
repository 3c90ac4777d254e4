#include "strings.h"

static void slots_new(StringMap *map, uint32_t size)
{
    map->slots = memory_resize(NULL, size * sizeof(StringSlot));
    map->mask = size - 1;
    for (uint32_t i = 0; i < size; i++) {
        map->slots[i].length = -1;
    }
    map->filter_mask = size * 4 - 1;
    map->filter = memory_resize(map->filter, (size_t)size * 4 / 8);
    memset(map->filter, 0, (size_t)size * 4 / 8);
}

static void filter_add(StringMap *map, uint32_t hash)
{
    uint32_t bit = filter_bit(hash) & map->filter_mask;
    map->filter[bit >> 6] |= (uint64_t)1 << (bit & 63);
}

void strings_init(StringMap *map, int32_t expected)
{
    uint32_t size = 16;
    while (size < (uint32_t)expected * 2) {
        size *= 2;
    }
    memset(map, 0, sizeof *map);
    slots_new(map, size);
}

void strings_free(StringMap *map)
{
    void (*give_back)(void *) = map->settled ? memory_unfixed : free;
    give_back(map->slots);
    give_back(map->filter);
    give_back(map->pool.items);
    memset(map, 0, sizeof *map);
}

/* Moves a map that is complete to fixed memory. */
static void strings_settle(StringMap *map)
{
    map->filter = memory_moved(map->filter, ((size_t)map->filter_mask + 1) / 8);
    map->slots = memory_moved(map->slots, ((size_t)map->mask + 1) * sizeof(StringSlot));
    map->pool.items = memory_moved(map->pool.items, (size_t)map->pool.count * sizeof(Char));
    map->settled = 1;
}

void strings_clear(StringMap *map)
{
    if (map->mask > 1023) {
        strings_free(map);
        strings_init(map, 16);
        return;
    }
    for (uint32_t i = 0; i <= map->mask; i++) {
        map->slots[i].length = -1;
    }
    memset(map->filter, 0, ((size_t)map->filter_mask + 1) / 8);
    map->count = 0;
    map->pool.count = 0;
}

static StringSlot *slot_for(StringMap *map, const Char *text, int32_t length, uint32_t hash)
{
    uint32_t at = (hash ^ hash >> 15) & map->mask;
    for (;; at = (at + 1) & map->mask) {
        StringSlot *slot = &map->slots[at];
        if (slot->length < 0
            || (slot->hash == hash && slot->length == length
                && memcmp(map->pool.items + slot->at, text, (size_t)length * sizeof(Char)) == 0)) {
            return slot;
        }
    }
}

static void grow(StringMap *map)
{
    StringSlot *old = map->slots;
    uint32_t size = map->mask + 1;
    slots_new(map, size * 2);
    for (uint32_t i = 0; i < size; i++) {
        if (old[i].length >= 0) {
            uint32_t at = (old[i].hash ^ old[i].hash >> 15) & map->mask;
            while (map->slots[at].length >= 0) {
                at = (at + 1) & map->mask;
            }
            map->slots[at] = old[i];
            filter_add(map, old[i].hash);
        }
    }
    free(old);
}

StringSlot *strings_add(StringMap *map, const Char *text, int32_t length)
{
    uint32_t hash = hash_of(text, length);
    StringSlot *slot = slot_for(map, text, length, hash);
    if (slot->length >= 0) {
        return slot;
    }
    if ((uint32_t)map->count * 2 >= map->mask) {
        grow(map);
        slot = slot_for(map, text, length, hash);
    }
    map->count++;
    filter_add(map, hash);
    slot->hash = hash;
    slot->at = map->pool.count;
    slot->length = length;
    slot->value = -1;
    ARRAY_RESERVE(map->pool, length);
    if (length > 0) {
        memcpy(map->pool.items + map->pool.count, text, (size_t)length * sizeof(Char));
    }
    map->pool.count += length;
    return slot;
}

int strings_from_lines(StringMap *map, PyObject *lines)
{
    Py_ssize_t size = PyUnicode_GetLength(lines);
    if (size < 0) {
        return -1;
    }
    Char *text = PyUnicode_AsUCS4Copy(lines);
    if (text == NULL) {
        return -1;
    }
    strings_init(map, (int32_t)(size / 8) + 8);
    int32_t number = 0;
    Py_ssize_t begin = 0;
    for (Py_ssize_t i = 0; i < size; i++) {
        if (text[i] == '\n') {
            StringSlot *slot = strings_add(map, text + begin, (int32_t)(i - begin));
            if (slot->value < 0) {
                slot->value = number;
            }
            number++;
            begin = i + 1;
        }
    }
    PyMem_Free(text);
    strings_settle(map);
    return 0;
}
