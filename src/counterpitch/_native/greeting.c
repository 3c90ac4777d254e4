#include "greeting.h"

#define LOOKED_AT 400
#define HAN_REACH 16

static int opens(const Char *text, int32_t at, int32_t length, const StringMap *openings)
{
    Char low[3];
    int32_t size = 0;
    while (size < 3 && at + size < length) {
        low[size] = case_ignored(text[at + size]);
        size++;
        if (strings_find(openings, low, size, hash_of(low, size)) >= 0) {
            return 1;
        }
    }
    return 0;
}

static int opens_in_chinese(const Char *text, int32_t at, int32_t length, const StringMap *titles)
{
    if (at >= length || !(is_han(text[at]) || text[at] == 0xb7)) {
        return 0;
    }
    for (int32_t i = at; i < length && i < at + HAN_REACH; i++) {
        if (strings_find(titles, text + i, 1, hash_of(text + i, 1)) >= 0) {
            return 1;
        }
    }
    return 0;
}

static int line_greets(const Char *text, int32_t at, int32_t length, const StringMap *openings, const StringMap *titles)
{
    if (opens_in_chinese(text, at, length, titles)) {
        return 1;
    }
    for (int32_t skipped = 0; skipped < 3 && at < length && text[at] != '\n' && !is_word(text[at]); skipped++) {
        at++;
    }
    return opens(text, at, length, openings);
}

int greeting_possible(PyObject *text, const StringMap *openings, const StringMap *han_titles)
{
    Char head[LOOKED_AT];
    Py_ssize_t size = PyUnicode_GET_LENGTH(text);
    int32_t length = (int32_t)(size < LOOKED_AT ? size : LOOKED_AT);
    int kind = PyUnicode_KIND(text);
    const void *data = PyUnicode_DATA(text);
    for (int32_t i = 0; i < length; i++) {
        head[i] = PyUnicode_READ(kind, data, i);
    }
    for (int32_t at = 0; at < length; at++) {
        if ((at == 0 || head[at - 1] == '\n') && line_greets(head, at, length, openings, han_titles)) {
            return 1;
        }
    }
    return 0;
}
