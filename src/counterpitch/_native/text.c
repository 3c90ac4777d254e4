#include "text.h"

void text_grow(Text *text, int32_t more)
{
    text->room = (text->count + more) * 2 + 256;
    text->value = memory_resize(text->value, (size_t)text->room * sizeof(Char));
    text->starts = memory_resize(text->starts, (size_t)text->room * sizeof(int32_t));
    text->ends = memory_resize(text->ends, (size_t)text->room * sizeof(int32_t));
}

void text_free(Text *text)
{
    free(text->value);
    free(text->starts);
    free(text->ends);
    memset(text, 0, sizeof *text);
}

void text_trace(Text *text)
{
    text->traced = 1;
    for (int32_t i = 0; i < text->count; i++) {
        text->starts[i] = i;
        text->ends[i] = i + 1;
    }
}

void text_set(Text *text, PyObject *source, Py_ssize_t most, int traced)
{
    Py_ssize_t size = PyUnicode_GET_LENGTH(source);
    int32_t count = (int32_t)(size < most ? size : most);
    text->count = 0;
    if (count > text->room) {
        text_grow(text, count);
    }
    int kind = PyUnicode_KIND(source);
    const void *data = PyUnicode_DATA(source);
    if (kind == PyUnicode_1BYTE_KIND) {
        const Py_UCS1 *from = data;
        for (int32_t i = 0; i < count; i++) {
            text->value[i] = from[i];
        }
    } else if (kind == PyUnicode_2BYTE_KIND) {
        const Py_UCS2 *from = data;
        for (int32_t i = 0; i < count; i++) {
            text->value[i] = from[i];
        }
    } else {
        memcpy(text->value, data, (size_t)count * sizeof(Char));
    }
    text->traced = 0;
    text->count = count;
    if (traced) {
        text_trace(text);
    }
}
