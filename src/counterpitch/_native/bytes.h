/* A text as bytes, so that eight characters of a word are looked at together. */
#ifndef COUNTERPITCH_BYTES_H
#define COUNTERPITCH_BYTES_H

#include "memory.h"

#define BEHIND 16 /* blanks behind the bytes of a text */
#define OTHER 0x80 /* stands for NUL and for what is not ASCII */
#define ANY_OTHER (OTHER * (uint64_t)0x0101010101010101u)

/* Writes `n` characters, and BEHIND blanks behind them. */
static inline void bytes_write(uint8_t *bytes, const Char *v, int32_t n)
{
    for (int32_t i = 0; i < n; i++) {
        int32_t c = (int32_t)v[i];
        bytes[i] = (uint8_t)(c | ((c == 0) | (c > 127)) << 7);
    }
    memset(bytes + n, ' ', BEHIND);
}

/* Eight bytes, the first one lowest. */
static inline uint64_t eight(const uint8_t *bytes)
{
    uint64_t all = 0;
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    memcpy(&all, bytes, sizeof all);
#else
    for (int i = 0; i < 8; i++) {
        all |= (uint64_t)bytes[i] << 8 * i;
    }
#endif
    return all;
}

/* How many of eight bytes come before the first blank: 8 if there is none. */
static inline int32_t before_blank(uint64_t bytes)
{
    uint64_t other = bytes ^ 0x2020202020202020u;
    uint64_t zero = (other - 0x0101010101010101u) & ~other & 0x8080808080808080u;
    return zero ? __builtin_ctzll(zero) >> 3 : 8;
}

static inline uint64_t lowest(uint64_t bytes, int32_t count)
{
    return count < 8 ? bytes & (((uint64_t)1 << 8 * count) - 1) : bytes;
}

#endif
