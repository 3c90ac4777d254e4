/* Sieves: most words of a text are none that is sought, which a bit tells without a look at the map. */
#ifndef COUNTERPITCH_SIEVE_H
#define COUNTERPITCH_SIEVE_H

#include "bytes.h"

#define SIEVED 16 /* words with fewer letters, all ASCII, are sieved; the others pass */

/* A number of 64 bits for the first eight letters of a word and its length. The highest bits of it say which bit of
 * a sieve stands for the word: as many as the sieve's size has. */
static inline uint64_t sieve_number(uint64_t first, int32_t length)
{
    return (first ^ (uint64_t)length << 59) * (uint64_t)0x9e3779b97f4a7c15u;
}

/* Adds a word to a sieve of 2 to the `size` bits. */
static inline void sieve_add(uint64_t *sieve, int size, const Char *word, int32_t length)
{
    uint8_t bytes[SIEVED + BEHIND];
    if (length > 0 && length < SIEVED) {
        bytes_write(bytes, word, length);
        uint64_t place = sieve_number(lowest(eight(bytes), length), length) >> (64 - size);
        sieve[place >> 6] |= (uint64_t)1 << (place & 63);
    }
}

static inline int sieve_passes(const uint64_t *sieve, int size, uint64_t number)
{
    uint64_t place = number >> (64 - size);
    return (int)(sieve[place >> 6] >> (place & 63) & 1);
}

#endif
