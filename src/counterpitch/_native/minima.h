/* The minima of a text, by which two texts are compared without reading them. */
#ifndef COUNTERPITCH_MINIMA_H
#define COUNTERPITCH_MINIMA_H

#include <stddef.h>
#include <stdint.h>

/* What goes over whole texts is compiled several times, and the machine takes the version that suits it:
 * the sums are the same on all. */
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && defined(__GLIBC__)
#define WIDE __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define WIDE
#endif

#define GOLDEN 0x9e3779b97f4a7c15ULL
#define BINS 256
#define PLANES 4
#define WORDS (BINS / 64 * PLANES)

static inline uint64_t mix(uint64_t x)
{
    x ^= x >> 30;
    x *= 0xbf58476d1ce4e5b9ULL;
    x ^= x >> 27;
    x *= 0x94d049bb133111ebULL;
    return x ^ x >> 31;
}

/* Writes four bits of each of 256 minima of `count` hashes to `words`; `thrown` and `picked` are room for
 * as many numbers. */
void minima_pack(const uint64_t *hashes, size_t count, uint64_t *thrown, uint32_t *picked, uint64_t *words);

#endif
