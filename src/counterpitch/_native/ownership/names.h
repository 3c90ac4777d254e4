/* Texts numbered in the order in which they are first seen, and texts cut out of larger ones. */
#ifndef COUNTERPITCH_OWNERSHIP_NAMES_H
#define COUNTERPITCH_OWNERSHIP_NAMES_H

#include <stddef.h>
#include <stdint.h>

/* Bytes that grow. */
typedef struct {
    char *item;
    size_t used, room;
} Bytes;

/* Makes room for `more` bytes; -1 without memory. */
int make_room(Bytes *b, size_t more);
int put_bytes(Bytes *b, const void *from, size_t size);

typedef struct {
    Bytes text;      /* all texts, one behind the other */
    int64_t *offset; /* count + 1 */
    int32_t count;
    size_t offset_room;
    uint64_t *slot; /* hash << 32 | number + 1; 0 is free */
    uint64_t mask, seed;
} Names;

int names_open(Names *n, uint64_t seed);
void names_close(Names *n);

typedef struct {
    const char *text;
    size_t size;
} Word;

/* Tells the processor that what stands there is asked for soon. */
static inline void soon(const void *at) {
#if defined(__GNUC__)
    __builtin_prefetch(at);
#else
    (void)at;
#endif
}

/* Returns the number of a text, a new one if it was not seen before, -1 without memory. */
int32_t names_number(Names *n, const char *text, size_t size);

/* Numbers some texts, as `names_number` does one by one: at most 64, which are waited for together. */
int names_numbers(Names *n, const Word *texts, int count, int32_t *number);

/* Returns the numbers in the order of their texts, byte by byte; NULL without memory. */
int32_t *names_order(const Names *n);

#endif
