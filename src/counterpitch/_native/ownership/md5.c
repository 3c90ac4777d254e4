#include "md5.h"

#include <stdint.h>
#include <string.h>

static const uint32_t SINES[64] = {
    0xd76aa478, 0xe8c7b756, 0x242070db, 0xc1bdceee, 0xf57c0faf, 0x4787c62a, 0xa8304613, 0xfd469501,
    0x698098d8, 0x8b44f7af, 0xffff5bb1, 0x895cd7be, 0x6b901122, 0xfd987193, 0xa679438e, 0x49b40821,
    0xf61e2562, 0xc040b340, 0x265e5a51, 0xe9b6c7aa, 0xd62f105d, 0x02441453, 0xd8a1e681, 0xe7d3fbc8,
    0x21e1cde6, 0xc33707d6, 0xf4d50d87, 0x455a14ed, 0xa9e3e905, 0xfcefa3f8, 0x676f02d9, 0x8d2a4c8a,
    0xfffa3942, 0x8771f681, 0x6d9d6122, 0xfde5380c, 0xa4beea44, 0x4bdecfa9, 0xf6bb4b60, 0xbebfbc70,
    0x289b7ec6, 0xeaa127fa, 0xd4ef3085, 0x04881d05, 0xd9d4d039, 0xe6db99e5, 0x1fa27cf8, 0xc4ac5665,
    0xf4292244, 0x432aff97, 0xab9423a7, 0xfc93a039, 0x655b59c3, 0x8f0ccc92, 0xffeff47d, 0x85845dd1,
    0x6fa87e4f, 0xfe2ce6e0, 0xa3014314, 0x4e0811a1, 0xf7537e82, 0xbd3af235, 0x2ad7d2bb, 0xeb86d391};
static const int TURNS[4][4] = {{7, 12, 17, 22}, {5, 9, 14, 20}, {4, 11, 16, 23}, {6, 10, 15, 21}};

static uint32_t word_at(const unsigned char *from) {
    return (uint32_t)from[0] | (uint32_t)from[1] << 8 | (uint32_t)from[2] << 16 |
           (uint32_t)from[3] << 24;
}

static inline uint32_t turned(uint32_t value, int by) { return value << by | value >> (32 - by); }

/* Sixteen steps of one round; `f` mixes b, c and d, `at` is the word of the step. */
#define ROUND(round, f, at)                                                                        \
    for (int i = 0; i < 16; i++) {                                                                 \
        uint32_t mixed = a + (f) + SINES[16 * (round) + i] + words[(at) & 15], last = d;           \
        d = c;                                                                                     \
        c = b;                                                                                     \
        b += turned(mixed, TURNS[round][i & 3]);                                                   \
        a = last;                                                                                  \
    }

static void digest_block(uint32_t state[4], const unsigned char *block) {
    uint32_t a = state[0], b = state[1], c = state[2], d = state[3], words[16];
    for (int i = 0; i < 16; i++) words[i] = word_at(block + 4 * i);
    ROUND(0, (b & c) | (~b & d), i)
    ROUND(1, (d & b) | (~d & c), 5 * i + 1)
    ROUND(2, b ^ c ^ d, 3 * i + 5)
    ROUND(3, c ^ (b | ~d), 7 * i)
    state[0] += a;
    state[1] += b;
    state[2] += c;
    state[3] += d;
}

void md5_twenty(const char *text, size_t size, char *out) {
    uint32_t state[4] = {0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476};
    const unsigned char *from = (const unsigned char *)text;
    unsigned char last[128] = {0};
    uint64_t bits = (uint64_t)size * 8;
    size_t left = size;
    for (; left >= 64; left -= 64, from += 64) digest_block(state, from);
    memcpy(last, from, left);
    last[left] = 0x80;
    size_t length = left < 56 ? 64 : 128;
    for (int i = 0; i < 8; i++) last[length - 8 + (size_t)i] = (unsigned char)(bits >> 8 * i);
    for (size_t at = 0; at < length; at += 64) digest_block(state, last + at);
    for (int i = 0; i < 10; i++) {
        unsigned char byte = (unsigned char)(state[i >> 2] >> 8 * (i & 3));
        out[2 * i] = "0123456789abcdef"[byte >> 4];
        out[2 * i + 1] = "0123456789abcdef"[byte & 15];
    }
}
