#include "program.h"

#define OPERATION(code) ((code) & 15)
#define ARGUMENT(code) ((code) >> 4)

void units_init(Units *units, int32_t keys, int32_t sets)
{
    memset(units, 0, sizeof *units);
    size_t most = (size_t)(keys > 0 ? keys : 1), many = (size_t)(sets > 0 ? sets : 1);
    units->key_stamps = memory_resize(NULL, most * sizeof(uint32_t));
    units->set_stamps = memory_resize(NULL, many * sizeof(uint32_t));
    memset(units->key_stamps, 0, most * sizeof(uint32_t));
    memset(units->set_stamps, 0, many * sizeof(uint32_t));
    units->key_bits = memory_resize(NULL, most * sizeof(Bits));
    units->key_heads = memory_resize(NULL, most * sizeof(int32_t));
    units->set_bits = memory_resize(NULL, many * sizeof(Bits));
    units->set_rows = memory_resize(NULL, many * sizeof(Bits *));
}

void units_free(Units *units)
{
    free(units->key_stamps);
    free(units->set_stamps);
    free(units->key_bits);
    free(units->key_heads);
    free(units->set_bits);
    free(units->set_rows);
    free(units->chain.items);
    free(units->states.items);
    arena_free(&units->arena);
}

static void load_short(Units *units, const Record *records, int32_t size)
{
    for (int32_t i = 0; i < size; i++) {
        int32_t key = records[i].key;
        if (units->key_stamps[key] != units->stamp) {
            units->key_stamps[key] = units->stamp;
            units->key_bits[key] = 0;
        }
        units->key_bits[key] |= (Bits)1 << records[i].unit;
    }
}

static void load_long(Units *units, const Record *records, int32_t size)
{
    units->chain.count = 0;
    ARRAY_RESERVE(units->chain, size);
    for (int32_t i = 0; i < size; i++) {
        int32_t key = records[i].key;
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
    units->any = (Bits *)any;
    units->digits = (Bits *)digits;
    arena_empty(&units->arena);
    if (units->row == 1) {
        units->one_any = any[0];
        units->one_digits = digits[0];
        load_short(units, records, size);
    } else {
        load_long(units, records, size);
    }
}

static Bits set_short(const Programs *programs, Units *units, int32_t set)
{
    if (units->set_stamps[set] != units->stamp) {
        Bits bits = 0;
        for (int32_t n = programs->set_starts[set]; n < programs->set_starts[set + 1]; n++) {
            int32_t key = programs->set_items[n];
            if (units->key_stamps[key] == units->stamp) {
                bits |= units->key_bits[key];
            }
        }
        units->set_stamps[set] = units->stamp;
        units->set_bits[set] = bits;
    }
    return units->set_bits[set];
}

static const Bits *set_long(const Programs *programs, Units *units, int32_t set)
{
    if (units->set_stamps[set] == units->stamp) {
        return units->set_rows[set];
    }
    Bits *bits = arena_take(&units->arena, (size_t)units->row * sizeof(Bits));
    memset(bits, 0, (size_t)units->row * sizeof(Bits));
    for (int32_t n = programs->set_starts[set]; n < programs->set_starts[set + 1]; n++) {
        int32_t key = programs->set_items[n];
        if (units->key_stamps[key] != units->stamp) {
            continue;
        }
        for (int32_t i = units->key_heads[key]; i >= 0; i = units->chain.items[i]) {
            int32_t unit = units->records[i].unit;
            bits[unit >> 6] |= (Bits)1 << (unit & 63);
        }
    }
    units->set_stamps[set] = units->stamp;
    units->set_rows[set] = bits;
    return bits;
}

/* ---- one word a row ---- */

/* Places from which one or more digits lead to `to`. */
static Bits through_digits(Bits to, Bits digits)
{
    Bits from = (to >> 1) & digits, before;
    do {
        before = from;
        from |= (from >> 1) & digits;
    } while (from != before);
    return from;
}

static Bits step_short(int32_t code, Bits to, Bits set, Bits any, Bits digits)
{
    Bits from;
    switch (OPERATION(code)) {
    case OP_SET:
        return (to >> 1) & set;
    case OP_GAP:
        from = to;
        for (int32_t n = ARGUMENT(code); n > 0; n--) {
            Bits more = to | ((from >> 1) & any);
            if (more == from) {
                break;
            }
            from = more;
        }
        return from;
    case OP_NUMBER:
        from = (to >> 1) & digits;
        for (int32_t n = ARGUMENT(code) - 1; n > 0; n--) {
            from = ((to | from) >> 1) & digits;
        }
        return from;
    default: /* OP_DIGITS */
        return through_digits(to, digits);
    }
}

static void run_short(const Programs *programs, Units *units, int32_t program, Bits places)
{
    const int32_t *code = programs->code + programs->starts[program];
    int32_t length = programs->starts[program + 1] - programs->starts[program];
    Bits *states = units->states.items;
    for (int32_t pc = length - 1; pc >= 0; pc--) {
        int32_t each = code[pc];
        switch (OPERATION(each)) {
        case OP_MATCH:
            states[pc] = places;
            break;
        case OP_SPLIT:
            states[pc] = states[pc + 1] | states[ARGUMENT(each)];
            break;
        case OP_JUMP:
            states[pc] = states[ARGUMENT(each)];
            break;
        case OP_SET:
            states[pc] = (states[pc + 1] >> 1) & set_short(programs, units, ARGUMENT(each));
            break;
        default:
            states[pc] = step_short(each, states[pc + 1], 0, units->one_any, units->one_digits);
        }
    }
}

/* ---- longer rows ---- */

static inline Bits shifted(const Bits *row, int32_t words, int32_t n)
{
    return row[n] >> 1 | (n + 1 < words ? row[n + 1] << 63 : 0);
}

static void gap_long(Bits *from, const Bits *to, const Bits *any, int32_t words, int32_t most)
{
    memcpy(from, to, (size_t)words * sizeof(Bits));
    for (; most > 0; most--) {
        for (int32_t n = 0; n < words; n++) {
            from[n] = to[n] | (shifted(from, words, n) & any[n]);
        }
    }
}

static void number_long(Bits *from, const Bits *to, const Bits *digits, int32_t words, int32_t most)
{
    memset(from, 0, (size_t)words * sizeof(Bits));
    for (; most > 0; most--) {
        for (int32_t n = 0; n < words; n++) {
            from[n] = (shifted(to, words, n) | shifted(from, words, n)) & digits[n];
        }
    }
}

static void digits_long(Bits *from, const Bits *to, const Bits *digits, int32_t words)
{
    memset(from, 0, (size_t)words * sizeof(Bits));
    for (int32_t place = words * 64 - 2; place >= 0; place--) {
        int32_t next = place + 1;
        Bits reached = (to[next >> 6] | from[next >> 6]) >> (next & 63) & 1;
        if (reached && (digits[place >> 6] >> (place & 63) & 1)) {
            from[place >> 6] |= (Bits)1 << (place & 63);
        }
    }
}

static void step_long(const Programs *programs, Units *units, int32_t code, Bits *from, const Bits *to)
{
    int32_t words = units->row;
    switch (OPERATION(code)) {
    case OP_SET: {
        const Bits *set = set_long(programs, units, ARGUMENT(code));
        for (int32_t n = 0; n < words; n++) {
            from[n] = shifted(to, words, n) & set[n];
        }
        break;
    }
    case OP_GAP:
        gap_long(from, to, units->any, words, ARGUMENT(code));
        break;
    case OP_NUMBER:
        number_long(from, to, units->digits, words, ARGUMENT(code));
        break;
    default:
        digits_long(from, to, units->digits, words);
    }
}

static void run_long(const Programs *programs, Units *units, int32_t program, int32_t last)
{
    const int32_t *code = programs->code + programs->starts[program];
    int32_t length = programs->starts[program + 1] - programs->starts[program], words = units->row;
    size_t bytes = (size_t)words * sizeof(Bits);
    for (int32_t pc = length - 1; pc >= 0; pc--) {
        Bits *state = units->states.items + (size_t)pc * (size_t)words, *following = state + words;
        const Bits *other = state;
        if (OPERATION(code[pc]) == OP_SPLIT || OPERATION(code[pc]) == OP_JUMP) {
            other = units->states.items + (size_t)ARGUMENT(code[pc]) * (size_t)words;
        }
        switch (OPERATION(code[pc])) {
        case OP_MATCH:
            memset(state, 0, bytes);
            for (int32_t n = 0; n <= last; n++) {
                state[n >> 6] |= (Bits)1 << (n & 63);
            }
            break;
        case OP_SPLIT:
            for (int32_t n = 0; n < words; n++) {
                state[n] = following[n] | other[n];
            }
            break;
        case OP_JUMP:
            memcpy(state, other, bytes);
            break;
        default:
            step_long(programs, units, code[pc], state, following);
        }
    }
}

static Bits places_up_to(int32_t last)
{
    return last >= 63 ? ~(Bits)0 : ((Bits)1 << (last + 1)) - 1;
}

void program_run(const Programs *programs, Units *units, int32_t program, int32_t last)
{
    units->states.count = 0;
    ARRAY_RESERVE(units->states, programs->longest * units->row);
    if (units->row == 1) {
        run_short(programs, units, program, places_up_to(last));
    } else {
        run_long(programs, units, program, last);
    }
}

int32_t program_first(const Units *units, int32_t from)
{
    const Bits *places = units->states.items;
    for (int32_t n = from >> 6; n < units->row; n++) {
        Bits bits = places[n];
        if (n == from >> 6) {
            bits &= ~(Bits)0 << (from & 63);
        }
        if (bits) {
            return n * 64 + __builtin_ctzll(bits);
        }
    }
    return -1;
}

static int in_state(const Units *units, int32_t pc, int32_t place)
{
    const Bits *state = units->states.items + (size_t)pc * (size_t)units->row;
    return place <= units->count && (state[place >> 6] >> (place & 63) & 1);
}

static int bit_at(const Bits *row, int32_t unit)
{
    return (int)(row[unit >> 6] >> (unit & 63) & 1);
}

/* The longest step of `least` to `most` units of a kind that leads on. */
static int32_t greedy(const Units *units, int32_t pc, int32_t at, const Bits *kind, int32_t most)
{
    int32_t end = at;
    while (end - at < most && end < units->count && bit_at(kind, end)) {
        end++;
    }
    while (end > at && !in_state(units, pc + 1, end)) {
        end--;
    }
    return end;
}

int32_t program_end(const Programs *programs, const Units *units, int32_t program, int32_t at)
{
    const int32_t *code = programs->code + programs->starts[program];
    const Bits *any = units->row == 1 ? &units->one_any : units->any;
    const Bits *digits = units->row == 1 ? &units->one_digits : units->digits;
    for (int32_t pc = 0;;) {
        int32_t argument = ARGUMENT(code[pc]);
        switch (OPERATION(code[pc])) {
        case OP_MATCH:
            return at;
        case OP_SET:
            at++;
            pc++;
            break;
        case OP_GAP:
            at = greedy(units, pc, at, any, argument);
            pc++;
            break;
        case OP_NUMBER:
            at = greedy(units, pc, at, digits, argument);
            pc++;
            break;
        case OP_DIGITS:
            at = greedy(units, pc, at, digits, units->count);
            pc++;
            break;
        case OP_SPLIT:
            pc = in_state(units, pc + 1, at) ? pc + 1 : argument;
            break;
        default:
            pc = argument;
        }
    }
}

/* ---- a window ---- */

static Bits window(const Bits *row, int32_t words, int32_t from)
{
    int32_t n = from >> 6, shift = from & 63;
    if (n >= words) {
        return 0;
    }
    Bits bits = row[n] >> shift;
    return shift && n + 1 < words ? bits | row[n + 1] << (64 - shift) : bits;
}

static Bits set_window(const Programs *programs, Units *units, int32_t set, int32_t from)
{
    if (units->row == 1) {
        return set_short(programs, units, set) >> from;
    }
    return window(set_long(programs, units, set), units->row, from);
}

static int set_holds(const Programs *programs, int32_t set, const Stranger *word)
{
    for (int32_t n = programs->set_starts[set]; n < programs->set_starts[set + 1]; n++) {
        for (int32_t i = 0; i < word->count; i++) {
            if (programs->set_items[n] == word->keys[i]) {
                return 1;
            }
        }
    }
    return 0;
}

int program_within(const Programs *programs, Units *units, int32_t program, int32_t from, int32_t last,
                   const Stranger *extra)
{
    const int32_t *code = programs->code + programs->starts[program];
    int32_t length = programs->starts[program + 1] - programs->starts[program];
    Bits any = units->row == 1 ? units->one_any >> from : window(units->any, units->row, from);
    Bits digits = units->row == 1 ? units->one_digits >> from : window(units->digits, units->row, from);
    if (extra != NULL) {
        any = (any & ~(Bits)1) | (Bits)extra->whole;
        digits = (digits & ~(Bits)1) | (Bits)extra->digit;
    }
    units->states.count = 0;
    ARRAY_RESERVE(units->states, programs->longest);
    Bits *states = units->states.items;
    for (int32_t pc = length - 1; pc >= 0; pc--) {
        int32_t each = code[pc];
        Bits set = 0;
        switch (OPERATION(each)) {
        case OP_MATCH:
            states[pc] = places_up_to(last - from);
            break;
        case OP_SPLIT:
            states[pc] = states[pc + 1] | states[ARGUMENT(each)];
            break;
        case OP_JUMP:
            states[pc] = states[ARGUMENT(each)];
            break;
        case OP_SET:
            set = set_window(programs, units, ARGUMENT(each), from);
            if (extra != NULL) {
                set = (set & ~(Bits)1) | (Bits)set_holds(programs, ARGUMENT(each), extra);
            }
            /* fall through */
        default:
            states[pc] = step_short(each, states[pc + 1], set, any, digits);
        }
    }
    return states[0] != 0;
}
