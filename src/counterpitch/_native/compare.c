/* How many of the 256 minima of two texts are the same, for millions of pairs.
 *
 * The measure is sql/comparison.sql. A join carries the signatures of both texts of every pair along,
 * 256 bytes a pair; here they stay where they are, in the order of the texts' numbers. Those are
 * hashes and so evenly spread: their highest bits say within a few rows where one is.
 */
#include "compare.h"

#define WORDS 16
#define PLANES 4
#define BINS 256
#define ABSENT (-1)

typedef struct {
    const int64_t *texts;
    const uint64_t *signatures;
    const uint32_t *starts;
    Py_ssize_t count;
    int shift;
} Texts;

static inline const uint64_t *signature(const Texts *all, int64_t text)
{
    uint64_t bucket = ((uint64_t)text ^ (1ULL << 63)) >> all->shift;
    for (uint32_t i = all->starts[bucket]; i < all->starts[bucket + 1] && i < all->count; i++) {
        if (all->texts[i] == text) {
            return all->signatures + (size_t)i * WORDS;
        }
    }
    return NULL;
}

static int16_t matches(const uint64_t *one, const uint64_t *other)
{
    int differing = 0;
    for (int word = 0; word < WORDS; word += PLANES) {
        uint64_t bits = 0;
        for (int plane = word; plane < word + PLANES; plane++) {
            bits |= one[plane] ^ other[plane];
        }
        differing += __builtin_popcountll(bits);
    }
    return (int16_t)(BINS - differing);
}

static void compare_all(const Texts *all, const int64_t *a, const int64_t *b, Py_ssize_t pairs, int16_t *found)
{
    for (Py_ssize_t i = 0; i < pairs; i++) {
        const uint64_t *one = signature(all, a[i]), *other = signature(all, b[i]);
        found[i] = one && other ? matches(one, other) : ABSENT;
    }
}

/* The buckets must be a power of two; what they hold is checked where it is used. */
static int usable(Texts *all, const Py_buffer *texts, const Py_buffer *signatures, const Py_buffer *starts)
{
    Py_ssize_t buckets = starts->len / 4 - 1;
    all->count = texts->len / 8;
    if (buckets < 2 || buckets & (buckets - 1) || signatures->len / 8 != all->count * WORDS) {
        return 0;
    }
    all->texts = texts->buf, all->signatures = signatures->buf, all->starts = starts->buf;
    all->shift = 64 - __builtin_ctzll((uint64_t)buckets);
    return 1;
}

PyObject *compare_pairs(PyObject *module, PyObject *args)
{
    (void)module;
    Py_buffer texts, signatures, starts, a, b;
    if (!PyArg_ParseTuple(args, "y*y*y*y*y*", &texts, &signatures, &starts, &a, &b)) {
        return NULL;
    }
    Texts all;
    Py_ssize_t pairs = a.len / 8;
    int fits = a.len == b.len && usable(&all, &texts, &signatures, &starts);
    PyObject *found = fits ? PyBytes_FromStringAndSize(NULL, pairs * 2) : NULL;
    if (found) {
        int16_t *out = (int16_t *)PyBytes_AS_STRING(found);
        Py_BEGIN_ALLOW_THREADS;
        compare_all(&all, a.buf, b.buf, pairs, out);
        Py_END_ALLOW_THREADS;
    } else if (!fits) {
        PyErr_SetString(PyExc_ValueError, "texts, signatures, buckets and pairs do not fit");
    }
    PyBuffer_Release(&texts);
    PyBuffer_Release(&signatures);
    PyBuffer_Release(&starts);
    PyBuffer_Release(&a);
    PyBuffer_Release(&b);
    return found;
}
