/* A text under folding: its code points and where each of them stood in the original. */
#ifndef COUNTERPITCH_TEXT_H
#define COUNTERPITCH_TEXT_H

#include "memory.h"

/* `starts[i]` and `ends[i]` are the original offsets (code points) of character `i`. */
typedef struct {
    Char *value;
    int32_t *starts, *ends;
    int32_t count, room;
} Text;

void text_grow(Text *text, int32_t more);
void text_free(Text *text);
/* Sets `text` to the first `most` characters of `source`, with the plain offsets. */
void text_set(Text *text, PyObject *source, Py_ssize_t most);

static inline void text_put(Text *text, Char c, int32_t start, int32_t end)
{
    if (text->count == text->room) {
        text_grow(text, 1);
    }
    text->value[text->count] = c;
    text->starts[text->count] = start;
    text->ends[text->count++] = end;
}

/* Appends the characters `from` up to `to` of another text as they are. */
static inline void text_copy(Text *out, const Text *in, int32_t from, int32_t to)
{
    int32_t size = to - from;
    if (size <= 0) {
        return;
    }
    if (out->count + size > out->room) {
        text_grow(out, size);
    }
    memcpy(out->value + out->count, in->value + from, (size_t)size * sizeof(Char));
    memcpy(out->starts + out->count, in->starts + from, (size_t)size * sizeof(int32_t));
    memcpy(out->ends + out->count, in->ends + from, (size_t)size * sizeof(int32_t));
    out->count += size;
}

/* Where an original stretch begins: that of the character, or the end of the text. */
static inline int32_t text_low(const Text *text, int32_t at)
{
    return at < text->count ? text->starts[at] : text->count;
}

#endif
