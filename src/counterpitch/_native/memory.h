/* Memory: growing arrays and an arena that is emptied in one step.
 *
 * Everything a call needs grows with its input and is reused by the next call. Running out of
 * memory ends the process, as in the interpreter itself there is no way to go on from there.
 */
#ifndef COUNTERPITCH_MEMORY_H
#define COUNTERPITCH_MEMORY_H

#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* A code point. */
typedef Py_UCS4 Char;

/* A part of a text: `length` code points from `at`. */
typedef struct {
    int32_t at, length;
} Span;

/* Reallocates `block` to `size` bytes; never returns NULL. */
void *memory_resize(void *block, size_t size);

/* Memory for what is looked up at random as long as a core lives: pieces stand side by side, where the system
 * has them in large pages, as every look-up would else wait for its page as well. Only used while the
 * interpreter's lock is held. */
void *memory_fixed(size_t size);
/* Takes back a piece; NULL is none. */
void memory_unfixed(void *piece);
/* Moves a block of `size` bytes there. */
void *memory_moved(void *block, size_t size);

typedef struct Chunk Chunk;

/* Memory that is handed out in pieces and taken back all at once. */
typedef struct {
    Chunk *first, *current;
    size_t used;
} Arena;

/* Returns `size` bytes, aligned for any type, valid until the arena is emptied. */
void *arena_take(Arena *arena, size_t size);
/* Takes everything back; keeps the first chunk, so that memory does not stay as large as it was. */
void arena_empty(Arena *arena);
void arena_free(Arena *arena);

/* Makes room for `more` further elements in `array`, whose fields are `.items`, `.count`, `.room`. */
#define ARRAY_RESERVE(array, more)                                                             \
    do {                                                                                       \
        if ((array).count + (more) > (array).room) {                                           \
            (array).room = ((array).count + (more)) * 2 + 16;                                  \
            (array).items = memory_resize((array).items, (size_t)(array).room * sizeof *(array).items); \
        }                                                                                      \
    } while (0)

#define ARRAY_PUSH(array, value)                \
    do {                                        \
        ARRAY_RESERVE(array, 1);                \
        (array).items[(array).count++] = (value); \
    } while (0)

/* Asks for memory before it is needed: the tables are larger than the fastest memory. */
#if defined(__GNUC__)
#define PREFETCH(address) __builtin_prefetch(address)
#else
#define PREFETCH(address) ((void)(address))
#endif

#define ARRAY(type)         \
    struct {                \
        type *items;        \
        int32_t count, room; \
    }

#endif
