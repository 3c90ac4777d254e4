/* The units of a sentence as rows of bits. */
#include "program.h"

static void *zeroed(int32_t count, size_t size)
{
    size_t bytes = (size_t)(count > 0 ? count : 1) * size;
    return memset(memory_fixed(bytes), 0, bytes);
}

void units_init(Units *units, int32_t keys, int32_t sets)
{
    memset(units, 0, sizeof *units);
    units->dense = zeroed(keys, 1);
    units->key_stamps = zeroed(keys, sizeof(uint32_t));
    units->key_heads = zeroed(keys, sizeof(int32_t));
    units->keys = zeroed(keys, sizeof(SetState));
    units->sets = zeroed(sets, sizeof(SetState));
}

void units_free(Units *units)
{
    void *fixed[] = {units->dense, units->key_stamps, units->key_heads, units->keys, units->sets};
    for (size_t i = 0; i < sizeof fixed / sizeof *fixed; i++) {
        memory_unfixed(fixed[i]);
    }
    free(units->rows.items);
    free(units->chain.items);
    free(units->states.items);
}

/* Rows longer than this many words are given back after use. */
#define KEPT_WORDS (1 << 17)

void units_unload(Units *units)
{
    if (units->is_short) {
        for (int32_t i = 0; i < units->records_count; i++) {
            units->dense[units->records[i].key] = 0;
        }
    }
    units->records_count = 0;
    if (units->rows.room > KEPT_WORDS || units->states.room > KEPT_WORDS) {
        free(units->rows.items);
        free(units->states.items);
        memset(&units->rows, 0, sizeof units->rows);
        memset(&units->states, 0, sizeof units->states);
    }
}

/* Numbers the keys of a sentence densely. Returns 0, and undoes it, if there are too many. */
static int load_short(Units *units)
{
    int32_t used = 0;
    for (int32_t i = 0; i < units->records_count; i++) {
        Record record = units->records[i];
        if (units->dense[record.key] == 0) {
            if (used == MOST_DENSE) {
                for (int32_t n = 0; n < i; n++) {
                    units->dense[units->records[n].key] = 0;
                }
                return 0;
            }
            units->dense[record.key] = (uint8_t)++used;
            units->bits[used] = 0;
        }
        units->bits[units->dense[record.key]] |= (Bits)1 << record.unit;
    }
    return 1;
}

static void load_long(Units *units)
{
    units->chain.count = units->rows.count = 0;
    ARRAY_RESERVE(units->chain, units->records_count);
    for (int32_t i = 0; i < units->records_count; i++) {
        int32_t key = units->records[i].key;
        int32_t before = units->key_stamps[key] == units->stamp ? units->key_heads[key] : -1;
        units->key_stamps[key] = units->stamp;
        units->key_heads[key] = i;
        units->chain.items[i] = before;
    }
}

void units_load(Units *units, int32_t count, const Record *records, int32_t size, const Bits *any, const Bits *digits)
{
    units->stamp++;
    units->count = count;
    units->row = row_of(count);
    units->records = records;
    units->records_count = size;
    units->any = any;
    units->digits = digits;
    units->one_any = any[0];
    units->one_digits = digits[0];
    units->is_short = units->row == 1 && load_short(units);
    if (!units->is_short) {
        load_long(units);
    }
}

static void add_key(Units *units, int32_t key, int32_t row)
{
    if (units->key_stamps[key] != units->stamp) {
        return;
    }
    Bits *bits = units->rows.items + row;
    for (int32_t i = units->key_heads[key]; i >= 0; i = units->chain.items[i]) {
        int32_t unit = units->records[i].unit;
        bits[unit >> 6] |= (Bits)1 << (unit & 63);
    }
}

/* Begins an empty row and returns where; rows may move when another one is begun. */
static int32_t empty_row(Units *units, SetState *known)
{
    int32_t row = units->rows.count;
    ARRAY_RESERVE(units->rows, units->row);
    units->rows.count += units->row;
    memset(units->rows.items + row, 0, (size_t)units->row * sizeof(Bits));
    known->stamp = units->stamp;
    known->row = row;
    return row;
}

const Bits *set_long(const Programs *programs, Units *units, const int32_t *set)
{
    SetState *known = &units->sets[set[0]];
    if (known->stamp != units->stamp) {
        int32_t row = empty_row(units, known);
        for (int32_t n = programs->set_starts[set[0]]; n < programs->set_starts[set[0] + 1]; n++) {
            add_key(units, programs->set_items[n], row);
        }
    }
    return units->rows.items + known->row;
}

const Bits *key_long(Units *units, int32_t key)
{
    SetState *known = &units->keys[key];
    if (known->stamp != units->stamp) {
        add_key(units, key, empty_row(units, known));
    }
    return units->rows.items + known->row;
}
