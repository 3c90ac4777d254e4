/* Phrases as programs over the units of a sentence: its words, or in Chinese its characters.
 *
 * A program is evaluated from its end to its beginning, for all places of the sentence at once:
 * a set of places is a row of bits, a word of the phrase one shift and one `and`. For each
 * instruction that gives the places from which the rest of the phrase can be met, so the hit that a
 * backtracking matcher prefers is then read off without ever going back. The time is the length
 * of the program times the length of the sentence / 64, whatever the text.
 */
#ifndef COUNTERPITCH_PROGRAM_H
#define COUNTERPITCH_PROGRAM_H

#include "memory.h"

enum {
    OP_MATCH, /* the phrase is met */
    OP_UNIT,  /* the unit under key `argument` */
    OP_SET,   /* a unit of set `argument` */
    OP_GAP,   /* up to `argument` units of any kind, as many as possible */
    OP_NUMBER, /* one to `argument` units that begin with a digit, as many as possible */
    OP_DIGITS, /* one or more units that are digits, as many as possible */
    OP_ANY,   /* one of the rows of choice `argument`, the earlier the better */
    OP_WATCH, /* nothing: stands behind a choice whose rows end with a unit of set `argument` */
};

/* `code` is `operation | argument << 4`. `next` follows; `begin` is the first instruction of the row
 * this one is in: where it cannot be met, nor can the row. Both count from the program's start;
 * `next` lies behind and `begin` before, so no program runs in a circle. The rows of a choice are laid out
 * behind it: its `next` is the instruction after the beginning of its last row. If none before that
 * is met, nor is the choice. */
typedef struct {
    uint32_t code;
    uint16_t next, begin;
} Instruction;

/* Where the piece of a program begins, and how many instructions it has. */
typedef struct {
    int32_t start, length;
} PieceAt;

/* Programs, each in one piece of memory with all that it uses: the instructions, and then what their arguments
 * point to, counted from the beginning of the piece:
 * - a choice: how many rows, and the instruction with which each begins;
 * - a set of units: its number, how many keys, and the keys, if they are no more than MOST_INLINE. */
typedef struct {
    int32_t *pieces;
    PieceAt *places;
    const int32_t *set_starts, *set_items; /* keys of the units in a set */
    int32_t programs, sets, longest;
} Programs;

#define MOST_INLINE 16

static inline const int32_t *program_piece(const Programs *programs, int32_t program)
{
    return programs->pieces + programs->places[program].start;
}

static inline const Instruction *program_code(const int32_t *piece)
{
    return (const Instruction *)(const void *)piece;
}

typedef uint64_t Bits;

/* A unit that stands under a key (a word, the beginning of a word, a character). */
typedef struct {
    int32_t key, unit;
} Record;

#define MOST_DENSE 255

/* What a set of units was last found to be. */
typedef struct {
    uint32_t stamp;
    int32_t row; /* in longer sentences: where its row begins in `rows` */
    Bits bits;
} SetState;

/* The units of one sentence, as rows of bits by key. Bit i: unit i, or the place before it.
 * Short sentences have one word a row; `dense` numbers the keys that stand in them, from 1. */
typedef struct {
    int32_t count, row; /* units; 64-bit words in a row of places */
    int32_t is_short;
    uint32_t stamp;
    uint8_t *dense;
    Bits bits[MOST_DENSE + 1]; /* by dense number; that of 0 is 0 */
    const Record *records;
    int32_t records_count;
    uint32_t *key_stamps; /* for longer sentences: */
    int32_t *key_heads;   /* the last record of a key */
    ARRAY(int32_t) chain; /* the record before, of the same key */
    SetState *sets, *keys;
    ARRAY(Bits) rows;
    Bits one_any, one_digits;
    const Bits *any, *digits;
    ARRAY(Bits) states;
} Units;

void units_init(Units *units, int32_t keys, int32_t sets);
void units_free(Units *units);
/* Forgets the sentence; needed before the next one is loaded. */
void units_unload(Units *units);
/* Loads a sentence of `count` units. `any` and `digits` have `row` words each. */
void units_load(Units *units, int32_t count, const Record *records, int32_t size, const Bits *any, const Bits *digits);

/* The places of a set's units: in a short sentence (`is_short`), in a longer one. */
const Bits *set_long(const Programs *programs, Units *units, const int32_t *set);
/* The places of the units under one key of a longer sentence. */
const Bits *key_long(Units *units, int32_t key);

static inline Bits set_short(const Programs *programs, Units *units, const int32_t *set)
{
    int32_t count = set[1];
    Bits bits = 0;
    if (count <= MOST_INLINE) {
        for (int32_t i = 0; i < count; i++) {
            bits |= units->bits[units->dense[set[2 + i]]];
        }
        return bits;
    }
    SetState *known = &units->sets[set[0]]; /* A large set is worth to be remembered. */
    if (known->stamp != units->stamp) {
        const int32_t *item = programs->set_items + programs->set_starts[set[0]];
        for (int32_t i = 0; i < count; i++) {
            bits |= units->bits[units->dense[item[i]]];
        }
        known->stamp = units->stamp;
        known->bits = bits;
    }
    return known->bits;
}

static inline int32_t row_of(int32_t count)
{
    return (count + 64) / 64;
}

/* Evaluates a program for hits that end at place `last` or before. */
void program_run(const Programs *programs, Units *units, int32_t program, int32_t last);
/* After program_run: the first place >= `from` at which a hit begins, or -1. */
int32_t program_first(const Units *units, int32_t from);
/* After program_run: where the preferred hit that begins at `at` ends. */
int32_t program_end(const Programs *programs, const Units *units, int32_t program, int32_t at);
/* A word that is not in the sentence: its keys, whether it is whole characters, and a number. */
typedef struct {
    int32_t keys[32];
    int32_t count, whole, digit;
} Stranger;

/* Tells whether the program has a hit within the units `from` to `last` (at most 63 of them).
 * `extra`, if not NULL, stands in place of unit `from`. */
int program_within(const Programs *programs, Units *units, int32_t program, int32_t from, int32_t last,
                   const Stranger *extra);

#endif
