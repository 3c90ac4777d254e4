/* BLAKE2b (RFC 7693) with a digest of eight bytes and no key, string after string.
 *
 * The measure is hashlib, whose object for each string costs more than the digest of a short one.
 */
#include "digest.h"

#include <string.h>

#define BLOCK 128
#define ROUNDS 12
#define PARAMETERS 0x01010008ULL /* one tree node, no key, eight bytes out */

static const uint64_t START[8] = {
    0x6a09e667f3bcc908ULL, 0xbb67ae8584caa73bULL, 0x3c6ef372fe94f82bULL, 0xa54ff53a5f1d36f1ULL,
    0x510e527fade682d1ULL, 0x9b05688c2b3e6c1fULL, 0x1f83d9abfb41bd6bULL, 0x5be0cd19137e2179ULL,
};

static const uint8_t ORDER[ROUNDS][16] = {
    {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15}, {14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3},
    {11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4}, {7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8},
    {9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13}, {2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9},
    {12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11}, {13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10},
    {6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5}, {10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0},
    {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15}, {14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3},
};

static inline uint64_t turned(uint64_t x, int bits)
{
    return (x >> bits) | (x << (64 - bits));
}

#define MIX(a, b, c, d, x, y)                                                                                          \
    do {                                                                                                               \
        a += b + (x), d = turned(d ^ a, 32);                                                                           \
        c += d, b = turned(b ^ c, 24);                                                                                 \
        a += b + (y), d = turned(d ^ a, 16);                                                                           \
        c += d, b = turned(b ^ c, 63);                                                                                 \
    } while (0)

static void compress(uint64_t state[8], const uint8_t *block, uint64_t count, int last)
{
    uint64_t v[16], m[16];
    memcpy(m, block, BLOCK); /* words are little-endian, as all machines are that we build for */
    memcpy(v, state, 64);
    memcpy(v + 8, START, 64);
    v[12] ^= count;
    if (last) {
        v[14] = ~v[14];
    }
#pragma GCC unroll 12
    for (int round = 0; round < ROUNDS; round++) {
        const uint8_t *o = ORDER[round];
        MIX(v[0], v[4], v[8], v[12], m[o[0]], m[o[1]]);
        MIX(v[1], v[5], v[9], v[13], m[o[2]], m[o[3]]);
        MIX(v[2], v[6], v[10], v[14], m[o[4]], m[o[5]]);
        MIX(v[3], v[7], v[11], v[15], m[o[6]], m[o[7]]);
        MIX(v[0], v[5], v[10], v[15], m[o[8]], m[o[9]]);
        MIX(v[1], v[6], v[11], v[12], m[o[10]], m[o[11]]);
        MIX(v[2], v[7], v[8], v[13], m[o[12]], m[o[13]]);
        MIX(v[3], v[4], v[9], v[14], m[o[14]], m[o[15]]);
    }
    for (int i = 0; i < 8; i++) {
        state[i] ^= v[i] ^ v[i + 8];
    }
}

static int64_t digest(const uint8_t *data, size_t size)
{
    uint64_t state[8], done = 0;
    uint8_t rest[BLOCK] = {0};
    memcpy(state, START, sizeof state);
    state[0] ^= PARAMETERS;
    for (; size - done > BLOCK; done += BLOCK) {
        compress(state, data + done, done + BLOCK, 0);
    }
    if (size > done) {
        memcpy(rest, data + done, size - done);
    }
    compress(state, rest, size, 1);
    return (int64_t)state[0];
}

PyObject *digest_all(PyObject *module, PyObject *args)
{
    (void)module;
    Py_buffer offsets, data;
    Py_ssize_t count;
    if (!PyArg_ParseTuple(args, "y*y*n", &offsets, &data, &count)) {
        return NULL;
    }
    const int64_t *at = offsets.buf;
    int fits = count >= 0 && offsets.len / 8 > count && at[0] >= 0 && at[count] <= data.len;
    for (Py_ssize_t i = 0; fits && i < count; i++) {
        fits = at[i] <= at[i + 1];
    }
    PyObject *found = fits ? PyBytes_FromStringAndSize(NULL, count * 8) : NULL;
    if (found) {
        int64_t *out = (int64_t *)PyBytes_AS_STRING(found);
        for (Py_ssize_t i = 0; i < count; i++) {
            out[i] = digest((const uint8_t *)data.buf + at[i], (size_t)(at[i + 1] - at[i]));
        }
    } else if (!fits) {
        PyErr_SetString(PyExc_ValueError, "offsets do not fit the strings");
    }
    PyBuffer_Release(&offsets);
    PyBuffer_Release(&data);
    return found;
}
