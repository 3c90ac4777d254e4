/* Text reuse: the number of each text, its signature and its passages.
 *
 * The measure is campaigns/reuse/signing.py, which works on whole batches with numpy; here every text
 * is walked once. Both must give the same bytes.
 */
#include "reuse.h"
#include "minima.h"

#define BASE 0x9e3779b97f4a7c55ULL
#define SHORT_SEED 0x243f6a8885a308d3ULL
#define LONG_SEED 0x13198a2e03707344ULL
#define ASCII 0x80

typedef struct {
    const uint32_t *letters;
    uint32_t count;
    int32_t shorter, longer, least, fewest, share, most;
} Settings;

typedef struct {
    uint32_t *letters;
    uint8_t *units;
    uint64_t *sums, *hashes, *chosen, *powers, *inverses;
    uint32_t *picked;
    size_t room;
    ARRAY(int64_t) passages;
} Work;

/* The inverse of the odd BASE modulo 2^64. */
static uint64_t inverse(void)
{
    uint64_t found = BASE;
    for (int i = 0; i < 6; i++) {
        found *= 2 - BASE * found;
    }
    return found;
}

static void powers(uint64_t *found, size_t count, uint64_t base)
{
    uint64_t power = 1;
    for (size_t i = 0; i < count; i++) {
        found[i] = power;
        power *= base;
    }
}

static void work_reserve(Work *work, size_t bytes)
{
    if (bytes <= work->room) {
        return;
    }
    work->room = bytes + bytes / 2 + 256;
    work->letters = memory_resize(work->letters, work->room * sizeof *work->letters);
    work->units = memory_resize(work->units, work->room);
    work->sums = memory_resize(work->sums, (work->room + 1) * sizeof *work->sums);
    work->hashes = memory_resize(work->hashes, work->room * sizeof *work->hashes);
    work->chosen = memory_resize(work->chosen, work->room * sizeof *work->chosen);
    work->picked = memory_resize(work->picked, work->room * sizeof *work->picked);
    work->powers = memory_resize(work->powers, work->room * sizeof *work->powers);
    work->inverses = memory_resize(work->inverses, work->room * sizeof *work->inverses);
    powers(work->powers, work->room, BASE);
    powers(work->inverses, work->room, inverse());
}

static void work_free(Work *work)
{
    free(work->letters);
    free(work->units);
    free(work->sums);
    free(work->hashes);
    free(work->chosen);
    free(work->picked);
    free(work->powers);
    free(work->inverses);
    free(work->passages.items);
}

static int follows(const uint8_t *at, const uint8_t *end, int count)
{
    if (end - at <= count) {
        return 0;
    }
    for (int i = 1; i <= count; i++) {
        if ((at[i] & 0xc0) != 0x80) {
            return 0;
        }
    }
    return 1;
}

/* Reads a code point and returns how many bytes it has; a byte that begins none is passed over. */
static int decode(const uint8_t *at, const uint8_t *end, uint32_t *code)
{
    uint32_t first = at[0];
    if (first < 0x80) {
        *code = first;
        return 1;
    }
    if (first >= 0xc2 && first < 0xe0 && follows(at, end, 1)) {
        *code = (first & 0x1f) << 6 | (at[1] & 0x3f);
        return 2;
    }
    if (first >= 0xe0 && first < 0xf0 && follows(at, end, 2)) {
        *code = (first & 0x0f) << 12 | (uint32_t)(at[1] & 0x3f) << 6 | (at[2] & 0x3f);
        if (*code >= 0x800 && (*code < 0xd800 || *code > 0xdfff)) {
            return 3;
        }
    }
    if (first >= 0xf0 && first < 0xf5 && follows(at, end, 3)) {
        *code = (first & 0x07) << 18 | (uint32_t)(at[1] & 0x3f) << 12 | (uint32_t)(at[2] & 0x3f) << 6 | (at[3] & 0x3f);
        if (*code >= 0x10000 && *code <= 0x10ffff) {
            return 4;
        }
    }
    *code = 0;
    return 1;
}

/* Keeps the folded letters of a text; returns how many, and their units in `units`. */
static size_t read_letters(Work *work, const Settings *settings, const uint8_t *at, const uint8_t *end, int64_t *units)
{
    size_t count = 0;
    int64_t sum = 0;
    while (at < end) {
        uint32_t entry;
        if (*at < ASCII) {
            entry = settings->letters[*at++];
        } else {
            uint32_t code;
            at += decode(at, end, &code);
            entry = code < settings->count ? settings->letters[code] : 0;
        }
        /* Written in any case, and kept where it is a letter. */
        work->letters[count] = entry & 0xffffff;
        work->units[count] = (uint8_t)(entry >> 24);
        sum += entry >> 24;
        count += entry != 0;
    }
    *units = sum;
    return count;
}

WIDE static uint64_t text_number(const uint32_t *letters, size_t count)
{
    uint64_t sum = count * GOLDEN;
    for (size_t i = 0; i < count; i++) {
        sum += mix(letters[i] + (i + 1) * GOLDEN);
    }
    return mix(sum);
}

WIDE static void scaled(const uint32_t *letters, const uint64_t *by, size_t count, uint64_t *found)
{
    for (size_t i = 0; i < count; i++) {
        found[i] = letters[i] * by[i];
    }
}

static void sum_up(Work *work, size_t count)
{
    uint64_t sum = 0;
    work->sums[0] = 0;
    scaled(work->letters, work->powers, count, work->sums + 1);
    for (size_t i = 1; i <= count; i++) {
        sum += work->sums[i];
        work->sums[i] = sum;
    }
}

WIDE static void finished(uint64_t *spans, const uint64_t *by, size_t count, uint64_t seed)
{
    for (size_t i = 0; i < count; i++) {
        spans[i] = mix((spans[i] * by[i]) ^ seed);
    }
}

/* Hashes every stretch of at least `width` units, one from each letter on; returns how many. */
static size_t windows(Work *work, size_t count, int64_t all, int32_t width, uint64_t seed)
{
    size_t end = 0, found = 0;
    int32_t units = 0;
    if (all == (int64_t)count) {
        found = count - (size_t)width + 1;
        for (size_t i = 0; i < found; i++) {
            work->hashes[i] = work->sums[i + (size_t)width] - work->sums[i];
        }
    } else {
        for (size_t i = 0; i < count; i++) {
            while (units < width && end < count) {
                units += work->units[end++];
            }
            if (units < width) {
                break;
            }
            work->hashes[found++] = work->sums[end] - work->sums[i];
            units -= work->units[i];
        }
    }
    finished(work->hashes, work->inverses, found, seed);
    return found;
}

static int by_value(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return x < y ? -1 : x > y;
}

static void sort(uint64_t *values, size_t count)
{
    if (count > 128) {
        qsort(values, count, sizeof *values, by_value);
        return;
    }
    for (size_t i = 1; i < count; i++) {
        uint64_t value = values[i];
        size_t at = i;
        for (; at > 0 && values[at - 1] > value; at--) {
            values[at] = values[at - 1];
        }
        values[at] = value;
    }
}

static size_t below(Work *work, size_t count, uint64_t limit, size_t wanted)
{
    size_t chosen = 0, distinct = 0;
    for (size_t i = 0; i < count; i++) {
        work->chosen[chosen] = work->hashes[i];
        chosen += work->hashes[i] <= limit;
    }
    sort(work->chosen, chosen);
    for (size_t i = 0; i < chosen && distinct < wanted; i++) {
        if (i == 0 || work->chosen[i] != work->chosen[i - 1]) {
            work->chosen[distinct++] = work->chosen[i];
        }
    }
    return distinct;
}

/* Keeps the smallest distinct hashes: a sample on which texts that share a passage agree. */
static int32_t sample(Work *work, const Settings *settings, size_t count)
{
    size_t wanted = count / (size_t)settings->share;
    wanted = wanted < (size_t)settings->fewest ? (size_t)settings->fewest : wanted;
    wanted = wanted > (size_t)settings->most ? (size_t)settings->most : wanted;
    size_t found = 0;
    if (count > 2 * wanted + 14) {
        /* Nearly always enough; else all are sorted. */
        found = below(work, count, UINT64_MAX / count * (wanted + wanted / 3 + 10), wanted);
    }
    if (found < wanted) {
        found = below(work, count, UINT64_MAX, wanted);
    }
    for (size_t i = 0; i < found; i++) {
        ARRAY_PUSH(work->passages, (int64_t)work->chosen[i]);
    }
    return (int32_t)found;
}

typedef struct {
    int64_t *number;
    int32_t *units, *passages;
    uint64_t *words;
} Row;

static void sign_one(Work *work, const Settings *settings, const uint8_t *at, const uint8_t *end, Row row)
{
    int64_t units;
    work_reserve(work, (size_t)(end - at) + 1);
    size_t count = read_letters(work, settings, at, end, &units);
    *row.number = count ? (int64_t)text_number(work->letters, count) : 0;
    *row.units = units > INT32_MAX ? INT32_MAX : (int32_t)units;
    *row.passages = 0;
    memset(row.words, 0, WORDS * sizeof *row.words);
    if (units < settings->least) {
        return;
    }
    sum_up(work, count);
    minima_pack(work->hashes, windows(work, count, units, settings->shorter, SHORT_SEED), work->chosen, work->picked,
                row.words);
    *row.passages = sample(work, settings, windows(work, count, units, settings->longer, LONG_SEED));
}

static int usable(const Py_buffer *letters, const Py_buffer *offsets, const Py_buffer *data, Py_ssize_t texts,
                  const Settings *settings)
{
    const int64_t *at = offsets->buf;
    if (texts < 0 || offsets->len / 8 < texts + 1 || letters->len / 4 > 0x110000 || letters->len / 4 < ASCII || settings->shorter < 1 ||
        settings->longer < settings->shorter || settings->least < settings->longer || settings->fewest < 1 ||
        settings->share < 1 || settings->most < settings->fewest || at[0] < 0 || at[texts] > data->len) {
        return 0;
    }
    for (Py_ssize_t i = 0; i < texts; i++) {
        if (at[i] > at[i + 1]) {
            return 0;
        }
    }
    return 1;
}

static PyObject *signed_texts(const Settings *settings, const int64_t *offsets, const uint8_t *data, Py_ssize_t texts)
{
    PyObject *numbers = PyBytes_FromStringAndSize(NULL, texts * 8), *units = PyBytes_FromStringAndSize(NULL, texts * 4);
    PyObject *words = PyBytes_FromStringAndSize(NULL, texts * WORDS * 8);
    PyObject *counts = PyBytes_FromStringAndSize(NULL, texts * 4), *passages = NULL, *result = NULL;
    if (numbers && units && words && counts) {
        Work work = {0};
        Row row = {(int64_t *)PyBytes_AS_STRING(numbers), (int32_t *)PyBytes_AS_STRING(units),
                   (int32_t *)PyBytes_AS_STRING(counts), (uint64_t *)PyBytes_AS_STRING(words)};
        for (Py_ssize_t i = 0; i < texts; i++) {
            sign_one(&work, settings, data + offsets[i], data + offsets[i + 1], row);
            row.number++, row.units++, row.passages++, row.words += WORDS;
        }
        passages = PyBytes_FromStringAndSize((const char *)work.passages.items, (Py_ssize_t)work.passages.count * 8);
        work_free(&work);
        result = passages ? PyTuple_Pack(5, numbers, units, words, counts, passages) : NULL;
    }
    Py_XDECREF(numbers);
    Py_XDECREF(units);
    Py_XDECREF(words);
    Py_XDECREF(counts);
    Py_XDECREF(passages);
    return result;
}

PyObject *reuse_sign(PyObject *module, PyObject *args)
{
    (void)module;
    Py_buffer letters, offsets, data;
    Py_ssize_t texts;
    Settings settings;
    if (!PyArg_ParseTuple(args, "y*y*y*n(iiiiii)", &letters, &offsets, &data, &texts, &settings.shorter,
                          &settings.longer, &settings.least, &settings.fewest, &settings.share, &settings.most)) {
        return NULL;
    }
    PyObject *result = NULL;
    settings.letters = letters.buf;
    settings.count = (uint32_t)(letters.len / 4);
    if (usable(&letters, &offsets, &data, texts, &settings)) {
        result = signed_texts(&settings, offsets.buf, data.buf, texts);
    } else {
        PyErr_SetString(PyExc_ValueError, "offsets, letters or settings do not fit the texts");
    }
    PyBuffer_Release(&letters);
    PyBuffer_Release(&offsets);
    PyBuffer_Release(&data);
    return result;
}
