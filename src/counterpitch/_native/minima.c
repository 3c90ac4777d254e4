/* Sketches: one minimum of all windows of a text for each of 256 bins, and four bits of each.
 *
 * The measure is campaigns/reuse/signing.py.
 */
#include "minima.h"

#include <string.h>

#define ROUND 0xa4093822299f31d1ULL
#define LAST 0x082efa98ec4e6c89ULL
#define MOST_ROUNDS 16
#define MIDDLE 24

typedef struct {
    const uint64_t *hashes;
    size_t count;
    uint64_t *thrown;
    uint32_t *picked;
} Windows;

WIDE static void throw_all(const uint64_t *hashes, size_t count, uint64_t round, uint64_t *thrown)
{
    for (size_t i = 0; i < count; i++) {
        thrown[i] = (hashes[i] ^ round * ROUND) * GOLDEN;
    }
}

/* Lowers the minimum of the bin that was hit; returns whether it was empty. */
static size_t lower(uint64_t *least, uint64_t thrown, uint64_t round)
{
    uint64_t *bin = &least[thrown >> 56], before = *bin;
    uint64_t value = (thrown << 8 >> 8) | round << 56;
    *bin = value < before ? value : before;
    return before == UINT64_MAX;
}

/* A round that only looks at bins which are empty; returns how many it fills. */
static size_t fill(const Windows *all, uint64_t round, uint64_t *least, uint8_t *empty)
{
    size_t picked = 0, filled = 0;
    throw_all(all->hashes, all->count, round, all->thrown);
    for (size_t i = 0; i < all->count; i++) {
        all->picked[picked] = (uint32_t)i;
        picked += empty[all->thrown[i] >> 56];
    }
    for (size_t i = 0; i < picked; i++) {
        filled += lower(least, all->thrown[all->picked[i]], round);
    }
    for (size_t i = 0; i < picked; i++) {
        empty[all->thrown[all->picked[i]] >> 56] = 0;
    }
    return filled;
}

/* One minimum for each bin, after Dahlgaard, Knudsen and Thorup, "Fast similarity sketching" (2017):
 * rounds throw every window into a bin until none is empty. A minimum begins with its round, so that
 * earlier rounds take precedence: a later one matters only where a bin is still empty. */
static void sketch(const Windows *all, uint64_t *least)
{
    uint8_t empty[BINS];
    size_t open = BINS;
    memset(least, 0xff, BINS * sizeof *least);
    memset(empty, 1, sizeof empty);
    throw_all(all->hashes, all->count, 0, all->thrown);
    for (size_t i = 0; i < all->count; i++) {
        open -= lower(least, all->thrown[i], 0);
        empty[all->thrown[i] >> 56] = 0;
    }
    for (uint64_t round = 1; round < MOST_ROUNDS && open > 0; round++) {
        open -= fill(all, round, least, empty);
    }
    for (uint64_t b = 0; b < BINS && open > 0; b++) {
        if (least[b] != UINT64_MAX) {
            continue;
        }
        for (size_t i = 0; i < all->count; i++) {
            uint64_t value = mix(all->hashes[i] + (b + 1) * LAST) >> 1;
            least[b] = value < least[b] ? value : least[b];
        }
    }
}

WIDE static void middles(const uint64_t *least, uint8_t *found)
{
    for (int b = 0; b < BINS; b++) {
        found[b] = (uint8_t)(least[b] >> MIDDLE & ((1 << PLANES) - 1));
    }
}

/* The lowest bits of eight bytes, as one byte: the factor moves each to its place at the top. */
static uint64_t gathered(const uint8_t *bytes, int plane)
{
    uint64_t eight = 0;
    for (int i = 0; i < 8; i++) {
        eight |= (uint64_t)bytes[i] << 8 * i;
    }
    return (eight >> plane & 0x0101010101010101ULL) * 0x0102040810204080ULL >> 56;
}

/* Four bits of each minimum, by planes: a word holds one bit of 64 bins. The bits are from the middle:
 * the upper ones are small in every minimum. */
static void pack(const uint64_t *least, uint64_t *words)
{
    uint8_t bits[BINS];
    middles(least, bits);
    for (int word = 0; word < WORDS; word++) {
        uint64_t packed = 0;
        for (int b = 0; b < 64; b += 8) {
            packed |= gathered(bits + word / PLANES * 64 + b, word % PLANES) << b;
        }
        words[word] = packed;
    }
}

void minima_pack(const uint64_t *hashes, size_t count, uint64_t *thrown, uint32_t *picked, uint64_t *words)
{
    Windows all = {hashes, count, thrown, picked};
    uint64_t least[BINS];
    sketch(&all, least);
    pack(least, words);
}
