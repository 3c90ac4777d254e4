#include "wording.h"

#include <stdint.h>
#include <string.h>

enum { LONGEST = 40, STEP = 20, ELEMENT = 12, HEADER = 20, BIGINT = 20 };

/* So many slots are looked at for a word. Who makes words of one hash gets them written twice, and
 * no more time than others. */
enum { MOST_LOOKS = 64 };

/* Words that were met: where they stand in what is written, in an open table by their hash. */
typedef struct {
    Py_UCS4 *written;
    Py_ssize_t count, space;
    struct Slot {
        Py_ssize_t start;
        uint32_t hash;
        int32_t length;
    } *slots;
    size_t used, mask;
    int failed;
} Met;

static int chinese(Py_UCS4 c)
{
    return c >= 0x2e80
        && (c <= 0x9fff || (c >= 0xf900 && c <= 0xfaff) || (c >= 0x20000 && c <= 0x3ffff));
}

static int letter(Py_UCS4 c)
{
    if (c < 128) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'
            || (c >= 'A' && c <= 'Z');
    }
    return Py_UNICODE_ISALNUM(c) && !chinese(c);
}

static int grow_slots(Met *met)
{
    size_t size = met->mask ? 2 * (met->mask + 1) : 1024;
    struct Slot *slots = PyMem_Calloc(size, sizeof *slots);
    if (slots == NULL) {
        return 0;
    }
    for (size_t i = 0; met->mask && i <= met->mask; i++) {
        if (met->slots[i].length) {
            size_t at = met->slots[i].hash & (size - 1);
            while (slots[at].length) {
                at = (at + 1) & (size - 1);
            }
            slots[at] = met->slots[i];
        }
    }
    PyMem_Free(met->slots);
    met->slots = slots;
    met->mask = size - 1;
    return 1;
}

static int room(Met *met, Py_ssize_t more)
{
    if (met->count + more <= met->space) {
        return 1;
    }
    Py_ssize_t space = 2 * met->space + more + 1024;
    Py_UCS4 *written = PyMem_Resize(met->written, Py_UCS4, space);
    if (written == NULL) {
        return 0;
    }
    met->written = written;
    met->space = space;
    return 1;
}

/* Writes the word at kind, data, start unless it was written before. */
static void meet(Met *met, int kind, const void *data, Py_ssize_t start, Py_ssize_t length)
{
    if (met->failed || !room(met, length + 1)
        || (met->used * 2 >= met->mask && !grow_slots(met))) {
        met->failed = 1;
        return;
    }
    Py_UCS4 *word = met->written + met->count;
    uint32_t hash = 2166136261u;
    for (Py_ssize_t i = 0; i < length; i++) {
        word[i] = PyUnicode_READ(kind, data, start + i);
        hash = (hash ^ word[i]) * 16777619u;
    }
    hash ^= hash >> 15;
    size_t at = hash & met->mask;
    for (int looks = 0; met->slots[at].length && looks < MOST_LOOKS; looks++) {
        struct Slot *slot = met->slots + at;
        if (slot->hash == hash && slot->length == length
            && memcmp(met->written + slot->start, word, (size_t)length * sizeof *word) == 0) {
            return;
        }
        at = (at + 1) & met->mask;
    }
    if (met->slots[at].length == 0) {
        met->slots[at] = (struct Slot){met->count, hash, (int32_t)length};
        met->used++;
    }
    word[length] = ' ';
    met->count += length + 1;
}

static void meet_run(Met *met, int kind, const void *data, Py_ssize_t start, Py_ssize_t length)
{
    if (length <= LONGEST) {
        meet(met, kind, data, start, length);
        return;
    }
    for (Py_ssize_t at = 0; at < length - STEP; at += STEP) {
        Py_ssize_t left = length - at;
        meet(met, kind, data, start + at, left < LONGEST ? left : LONGEST);
    }
}

PyObject *wording_words(PyObject *module, PyObject *text)
{
    (void)module;
    if (!PyUnicode_Check(text)) {
        PyErr_SetString(PyExc_TypeError, "words are those of a text");
        return NULL;
    }
    int kind = PyUnicode_KIND(text);
    const void *data = PyUnicode_DATA(text);
    Py_ssize_t length = PyUnicode_GET_LENGTH(text);
    Met met = {0};
    Py_ssize_t at = 0;
    while (at < length) {
        Py_UCS4 c = PyUnicode_READ(kind, data, at);
        Py_ssize_t start = at++;
        if (chinese(c)) {
            meet(&met, kind, data, start, 1);
            if (at < length && chinese(PyUnicode_READ(kind, data, at))) {
                meet(&met, kind, data, start, 2);
            }
        } else if (letter(c)) {
            while (at < length && letter(PyUnicode_READ(kind, data, at))) {
                at++;
            }
            meet_run(&met, kind, data, start, at - start);
        }
    }
    PyObject *made = met.failed
        ? PyErr_NoMemory()
        : PyUnicode_FromKindAndData(
              PyUnicode_4BYTE_KIND, met.written, met.count ? met.count - 1 : 0);
    PyMem_Free(met.written);
    PyMem_Free(met.slots);
    return made;
}

static uint32_t crc_byte(uint32_t crc, uint32_t byte)
{
    static uint32_t table[256];
    if (table[1] == 0) {
        for (uint32_t n = 0; n < 256; n++) {
            uint32_t c = n;
            for (int bit = 0; bit < 8; bit++) {
                c = c & 1 ? 0xedb88320u ^ c >> 1 : c >> 1;
            }
            table[n] = c;
        }
    }
    return table[(crc ^ byte) & 255] ^ crc >> 8;
}

/* Adds the UTF-8 of a character; half a character is written like any other of its size. */
static uint32_t crc_char(uint32_t crc, Py_UCS4 c)
{
    if (c < 0x80) {
        return crc_byte(crc, c);
    }
    if (c < 0x800) {
        return crc_byte(crc_byte(crc, 0xc0 | c >> 6), 0x80 | (c & 63));
    }
    if (c < 0x10000) {
        crc = crc_byte(crc, 0xe0 | c >> 12);
    } else {
        crc = crc_byte(crc_byte(crc, 0xf0 | c >> 18), 0x80 | (c >> 12 & 63));
    }
    return crc_byte(crc_byte(crc, 0x80 | (c >> 6 & 63)), 0x80 | (c & 63));
}

static uint64_t number(int kind, const void *data, Py_ssize_t start, Py_ssize_t length)
{
    if (length < 3) {
        uint64_t second = length > 1 ? PyUnicode_READ(kind, data, start + 1) : 0;
        return (uint64_t)1 << 42 | (uint64_t)PyUnicode_READ(kind, data, start) << 21 | second;
    }
    uint32_t crc = 0xffffffffu;
    for (Py_ssize_t i = 0; i < length; i++) {
        crc = crc_char(crc, PyUnicode_READ(kind, data, start + i));
    }
    return crc ^ 0xffffffffu;
}

static unsigned char *big_endian(unsigned char *at, uint64_t value, int bytes)
{
    for (int i = bytes - 1; i >= 0; i--) {
        *at++ = (unsigned char)(value >> 8 * i);
    }
    return at;
}

static Py_ssize_t count_words(int kind, const void *data, Py_ssize_t length)
{
    Py_ssize_t count = 0;
    int within = 0;
    for (Py_ssize_t i = 0; i < length; i++) {
        int blank = PyUnicode_READ(kind, data, i) == ' ';
        count += !blank && !within;
        within = !blank;
    }
    return count;
}

PyObject *wording_numbers(PyObject *module, PyObject *words)
{
    (void)module;
    if (!PyUnicode_Check(words)) {
        PyErr_SetString(PyExc_TypeError, "words are text with blanks between");
        return NULL;
    }
    int kind = PyUnicode_KIND(words);
    const void *data = PyUnicode_DATA(words);
    Py_ssize_t length = PyUnicode_GET_LENGTH(words);
    Py_ssize_t count = count_words(kind, data, length);
    PyObject *made
        = PyBytes_FromStringAndSize(NULL, count ? HEADER + count * ELEMENT : HEADER - 8);
    if (made == NULL) {
        return NULL;
    }
    unsigned char *out = (unsigned char *)PyBytes_AS_STRING(made);
    out = big_endian(out, count > 0, 4);
    out = big_endian(big_endian(out, 0, 4), BIGINT, 4);
    if (count) {
        out = big_endian(big_endian(out, (uint64_t)count, 4), 1, 4);
    }
    for (Py_ssize_t at = 0; at < length;) {
        Py_ssize_t start = at;
        while (at < length && PyUnicode_READ(kind, data, at) != ' ') {
            at++;
        }
        if (at > start) {
            out = big_endian(out, 8, 4);
            out = big_endian(out, number(kind, data, start, at - start), 8);
        }
        at += at == start || at < length;
    }
    return made;
}
