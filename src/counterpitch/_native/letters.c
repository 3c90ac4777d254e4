#include "letters.h"

void letters_init(LetterTable *table, PyObject *source)
{
    memset(table, 0, sizeof *table);
    table->source = Py_NewRef(source);
}

void letters_free(LetterTable *table)
{
    for (int i = 0; i < 0x1100; i++) {
        free(table->pages[i]);
    }
    free(table->longer.items);
    free(table->pool.items);
    Py_CLEAR(table->source);
}

static uint32_t stored(LetterTable *table, PyObject *text)
{
    Py_ssize_t length = PyUnicode_GetLength(text);
    if (length == 0) {
        return LETTER_NOTHING;
    }
    if (length == 1) {
        return PyUnicode_READ_CHAR(text, 0);
    }
    Span span = {table->pool.count, (int32_t)length};
    for (Py_ssize_t i = 0; i < length; i++) {
        ARRAY_PUSH(table->pool, PyUnicode_READ_CHAR(text, i));
    }
    ARRAY_PUSH(table->longer, span);
    return LETTER_LONGER | (uint32_t)(table->longer.count - 1);
}

static uint32_t asked(LetterTable *table, Char c)
{
    if (PyErr_Occurred()) {
        return LETTER_NOTHING;
    }
    PyObject *text = PyObject_CallFunction(table->source, "I", (unsigned int)c);
    if (text == NULL) {
        return LETTER_NOTHING;
    }
    if (!PyUnicode_Check(text)) {
        Py_DECREF(text);
        PyErr_SetString(PyExc_TypeError, "a letter is folded to text");
        return LETTER_NOTHING;
    }
    uint32_t *page = table->pages[c >> 8];
    if (page == NULL) {
        page = memory_resize(NULL, 256 * sizeof(uint32_t));
        memset(page, 0xff, 256 * sizeof(uint32_t));
        table->pages[c >> 8] = page;
    }
    if (page[c & 255] == LETTER_UNKNOWN) {
        page[c & 255] = stored(table, text);
    }
    Py_DECREF(text);
    return page[c & 255];
}

int32_t letters_asked(LetterTable *table, Char c, Char *one, const Char **out)
{
    uint32_t *page = table->pages[c >> 8];
    uint32_t entry = page != NULL ? page[c & 255] : LETTER_UNKNOWN;
    if (entry == LETTER_UNKNOWN) {
        entry = asked(table, c);
    }
    if (entry < LETTER_LONGER) {
        *one = entry;
        *out = one;
        return 1;
    }
    if (entry == LETTER_NOTHING) {
        return 0;
    }
    Span span = table->longer.items[entry & ~LETTER_LONGER];
    *out = table->pool.items + span.at;
    return span.length;
}

int letters_ascii(LetterTable *table)
{
    if (table->ascii_ready == 0) {
        table->ascii_ready = 1;
        for (Char c = 0; c < 128; c++) {
            Char one = 0;
            const Char *out = NULL;
            int32_t size = letters_of(table, c, &one, &out);
            table->ascii[c] = size == 1 ? out[0] : 0;
            if (size > 1 || PyErr_Occurred()) {
                table->ascii_ready = -1;
            }
        }
        for (Char c = 0; c < 128 && table->ascii_ready > 0; c++) {
            Char one = table->ascii[c];
            table->plain[c] = one < 128 && one != '.' && is_word(one) ? one : 0;
        }
    }
    return table->ascii_ready > 0;
}
