/* A text under folding: its code points and where each of them stood in the original. */
#ifndef COUNTERPITCH_TEXT_H
#define COUNTERPITCH_TEXT_H

#include "memory.h"

/* `starts[i]` and `ends[i]` are the original offsets (code points) of character `i`, if `traced`:
 * most texts are folded without, and once more with offsets when one of them is asked for. */
typedef struct {
    Char *value;
    int32_t *starts, *ends;
    int32_t count, room, traced;
} Text;

void text_grow(Text *text, int32_t more);
void text_free(Text *text);
/* Gives a text that is as written its plain offsets. */
void text_trace(Text *text);
/* Sets `text` to the first `most` characters of `source`, with the plain offsets if `traced`. */
void text_set(Text *text, PyObject *source, Py_ssize_t most, int traced);

static inline void text_put(Text *text, Char c, int32_t start, int32_t end)
{
    if (text->count == text->room) {
        text_grow(text, 1);
    }
    text->value[text->count] = c;
    if (text->traced) {
        text->starts[text->count] = start;
        text->ends[text->count] = end;
    }
    text->count++;
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
    if (out->traced) {
        memcpy(out->starts + out->count, in->starts + from, (size_t)size * sizeof(int32_t));
        memcpy(out->ends + out->count, in->ends + from, (size_t)size * sizeof(int32_t));
    }
    out->count += size;
}

/* Where a character stood in the original, from and to; 0 in a text that is not traced. */
static inline int32_t text_start(const Text *text, int32_t at)
{
    return text->traced ? text->starts[at] : 0;
}

static inline int32_t text_end(const Text *text, int32_t at)
{
    return text->traced ? text->ends[at] : 0;
}

#endif
