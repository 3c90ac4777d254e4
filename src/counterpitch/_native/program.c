#include "program.h"

#define OPERATION(code) ((code) & 15)
#define ARGUMENT(code) ((int32_t)((code) >> 4))

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

static Bits gap_short(Bits to, Bits any, int32_t most)
{
    Bits from = to;
    for (; most > 0; most--) {
        Bits more = to | ((from >> 1) & any);
        if (more == from) {
            break;
        }
        from = more;
    }
    return from;
}

static Bits number_short(Bits to, Bits digits, int32_t most)
{
    Bits from = (to >> 1) & digits;
    for (most--; most > 0; most--) {
        from = ((to | from) >> 1) & digits;
    }
    return from;
}

/* The sentence, or a part of it that begins at unit `from`, in one word a row. */
typedef struct {
    const Programs *programs;
    const int32_t *piece;
    int32_t length;
    Units *units;
    Bits any, digits, places;
    int32_t from;
    const Stranger *extra; /* stands in place of the first unit */
} Short;

static Bits window(const Bits *row, int32_t words, int32_t from)
{
    int32_t n = from >> 6, shift = from & 63;
    if (n >= words) {
        return 0;
    }
    Bits bits = row[n] >> shift;
    return shift && n + 1 < words ? bits | row[n + 1] << (64 - shift) : bits;
}

static int is_key_of(const Stranger *word, int32_t key)
{
    for (int32_t i = 0; i < word->count; i++) {
        if (key == word->keys[i]) {
            return 1;
        }
    }
    return 0;
}

static int is_stranger(const Short *view, uint32_t code)
{
    if (OPERATION(code) == OP_UNIT) {
        return is_key_of(view->extra, ARGUMENT(code));
    }
    int32_t set = view->piece[ARGUMENT(code)];
    for (int32_t n = view->programs->set_starts[set]; n < view->programs->set_starts[set + 1]; n++) {
        if (is_key_of(view->extra, view->programs->set_items[n])) {
            return 1;
        }
    }
    return 0;
}

/* The units of a set, or of one key, in a part of the sentence. */
static Bits part_of(const Short *view, uint32_t code)
{
    Units *units = view->units;
    int32_t argument = ARGUMENT(code), one = OPERATION(code) == OP_UNIT;
    const int32_t *set = view->piece + (one ? 0 : argument);
    Bits bits;
    if (units->is_short) {
        bits = (one ? units->bits[units->dense[argument]] : set_short(view->programs, units, set)) >> view->from;
    } else {
        bits = window(one ? key_long(units, argument) : set_long(view->programs, units, set), units->row, view->from);
    }
    if (view->extra != NULL) {
        bits = (bits & ~(Bits)1) | (Bits)is_stranger(view, code);
    }
    return bits;
}

static Bits choice_short(const int32_t *choice, const Bits *states)
{
    Bits bits = 0;
    for (int32_t n = 1; n <= choice[0]; n++) {
        bits |= states[choice[n]];
    }
    return bits;
}

/* Whether an instruction is known not to be met without its places: a unit that is not in the sentence, or
 * a choice of which no row is met. `met` is the last instruction that is. */
static inline int is_missed(const Units *units, Instruction each, int32_t met)
{
    uint32_t operation = OPERATION(each.code);
    return (operation == OP_UNIT && units->dense[ARGUMENT(each.code)] == 0) || (operation == OP_ANY && met >= each.next);
}

/* The rows of a choice mostly end with a unit that is not in the sentence: these are passed over in one
 * go, from instruction `pc` downwards. Returns the first instruction that may be met, or -1. */
static inline int32_t pass_over(const Units *units, const Instruction *code, int32_t pc, int32_t met, Bits *states)
{
    while (pc >= 0 && is_missed(units, code[pc], met)) {
        pc = code[pc].begin;
        states[pc--] = 0;
    }
    return pc;
}

/* One instruction: the places from which it and what follows it can be met. */
static inline Bits step_short(const Short *view, const Instruction *each, const Bits *states, int whole)
{
    int32_t argument = ARGUMENT(each->code);
    if (OPERATION(each->code) == OP_ANY) {
        return choice_short(view->piece + argument, states);
    }
    Bits to = states[each->next];
    switch (OPERATION(each->code)) {
    case OP_UNIT:
        return (to >> 1) & (whole ? view->units->bits[view->units->dense[argument]] : part_of(view, each->code));
    case OP_SET: case OP_WATCH:
        return (to >> 1) & (whole ? set_short(view->programs, view->units, view->piece + argument) : part_of(view, each->code));
    case OP_GAP: return gap_short(to, view->any, argument);
    case OP_NUMBER: return number_short(to, view->digits, argument);
    case OP_DIGITS: return through_digits(to, view->digits);
    default: return view->places; /* OP_MATCH */
    }
}

/* Evaluates a program from its end. A row that cannot be met is left at once; the states inside it
 * stay as they are, as nothing leads there. */
static inline void run_short(const Short *view, Bits *states, int whole)
{
    const Instruction *code = program_code(view->piece);
    int32_t pc = view->length - 1, met = pc;
    while (pc >= 0) {
        Bits bits = step_short(view, &code[pc], states, whole);
        if (bits == 0) {
            pc = code[pc].begin;
        } else {
            met = pc;
        }
        states[pc--] = bits;
        if (whole) {
            pc = pass_over(view->units, code, pc, met, states);
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

static void unit_long(Bits *from, const Bits *to, const Bits *kind, int32_t words)
{
    for (int32_t n = 0; n < words; n++) {
        from[n] = shifted(to, words, n) & kind[n];
    }
}

static void choice_long(const Units *units, const int32_t *choice, Bits *from)
{
    size_t words = (size_t)units->row;
    memset(from, 0, words * sizeof(Bits));
    for (int32_t n = 1; n <= choice[0]; n++) {
        const Bits *state = units->states.items + (size_t)choice[n] * words;
        for (size_t i = 0; i < words; i++) {
            from[i] |= state[i];
        }
    }
}

static void match_long(Bits *state, int32_t words, int32_t last)
{
    memset(state, 0, (size_t)words * sizeof(Bits));
    for (int32_t n = 0; n <= last; n++) {
        state[n >> 6] |= (Bits)1 << (n & 63);
    }
}

static void step_long(
    const Programs *programs, Units *units, const int32_t *piece, uint32_t code, Bits *from, const Bits *to, int32_t last)
{
    int32_t words = units->row, argument = ARGUMENT(code);
    switch (OPERATION(code)) {
    case OP_MATCH: match_long(from, words, last); break;
    case OP_UNIT: unit_long(from, to, key_long(units, argument), words); break;
    case OP_SET: case OP_WATCH: unit_long(from, to, set_long(programs, units, piece + argument), words); break;
    case OP_GAP: gap_long(from, to, units->any, words, argument); break;
    case OP_NUMBER: number_long(from, to, units->digits, words, argument); break;
    case OP_DIGITS: digits_long(from, to, units->digits, words); break;
    default: choice_long(units, piece + argument, from);
    }
}

static int is_empty(const Bits *row, int32_t words)
{
    Bits all = 0;
    for (int32_t n = 0; n < words; n++) {
        all |= row[n];
    }
    return all == 0;
}

static void run_long(const Programs *programs, Units *units, const int32_t *piece, int32_t length, int32_t last)
{
    const Instruction *code = program_code(piece);
    size_t words = (size_t)units->row;
    Bits *states = units->states.items;
    for (int32_t pc = length - 1; pc >= 0; pc--) {
        Bits *state = states + (size_t)pc * words;
        step_long(programs, units, piece, code[pc].code, state, states + (size_t)code[pc].next * words, last);
        if (is_empty(state, units->row)) {
            pc = code[pc].begin;
            memset(states + (size_t)pc * words, 0, words * sizeof(Bits));
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
    const int32_t *piece = program_piece(programs, program);
    int32_t length = programs->places[program].length;
    if (units->is_short) {
        Short view = {programs, piece, length, units, units->one_any, units->one_digits, places_up_to(last), 0, NULL};
        run_short(&view, units->states.items, 1);
    } else {
        run_long(programs, units, piece, length, last);
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
static int32_t greedy(const Units *units, int32_t next, int32_t at, const Bits *kind, int32_t most)
{
    int32_t end = at;
    while (end - at < most && end < units->count && bit_at(kind, end)) {
        end++;
    }
    while (end > at && !in_state(units, next, end)) {
        end--;
    }
    return end;
}

int32_t program_end(const Programs *programs, const Units *units, int32_t program, int32_t at)
{
    const int32_t *piece = program_piece(programs, program);
    const Instruction *code = program_code(piece);
    const Bits *any = units->row == 1 ? &units->one_any : units->any;
    const Bits *digits = units->row == 1 ? &units->one_digits : units->digits;
    for (int32_t pc = 0;;) {
        int32_t argument = ARGUMENT(code[pc].code), next = code[pc].next;
        switch (OPERATION(code[pc].code)) {
        case OP_MATCH: return at;
        case OP_UNIT: case OP_SET: case OP_WATCH: at++; break;
        case OP_GAP: at = greedy(units, next, at, any, argument); break;
        case OP_NUMBER: at = greedy(units, next, at, digits, argument); break;
        case OP_DIGITS: at = greedy(units, next, at, digits, units->count); break;
        default: {
            const int32_t *row = piece + argument + 1;
            while (!in_state(units, *row, at)) {
                row++;
            }
            next = *row;
        }
        }
        pc = next;
    }
}

int program_within(const Programs *programs, Units *units, int32_t program, int32_t from, int32_t last,
                   const Stranger *extra)
{
    int one = units->row == 1;
    Short view = {programs, program_piece(programs, program), programs->places[program].length, units, one ? units->one_any >> from : window(units->any, units->row, from),
                  one ? units->one_digits >> from : window(units->digits, units->row, from),
                  places_up_to(last - from), from, extra};
    if (extra != NULL) {
        view.any = (view.any & ~(Bits)1) | (Bits)extra->whole;
        view.digits = (view.digits & ~(Bits)1) | (Bits)extra->digit;
    }
    units->states.count = 0;
    ARRAY_RESERVE(units->states, programs->longest);
    run_short(&view, units->states.items, 0);
    return units->states.items[0] != 0;
}
