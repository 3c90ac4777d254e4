/* Letters, sentence ends and white space: step by step with offsets, or in two passes without. */
#include "spelling.h"

/* Puts the characters from `at` on that `ascii` folds to one character each, offsets too; returns the first other. */
static int32_t translate_ascii(const Text *in, Text *out, const Char *ascii, int32_t at)
{
    int32_t count = in->count, size = out->count;
    if (size + count - at > out->room) {
        text_grow(out, count - at);
    }
    for (; at < count && in->value[at] < 128 && ascii[in->value[at]] != 0; at++, size++) {
        out->value[size] = ascii[in->value[at]];
        out->starts[size] = in->starts[at];
        out->ends[size] = in->ends[at];
    }
    out->count = size;
    return at;
}

int translate(const Text *in, Text *out, LetterTable *letters)
{
    int fast = in->traced && letters_ascii(letters);
    out->count = 0;
    for (int32_t i = 0; i < in->count; i++) {
        if (fast && (i = translate_ascii(in, out, letters->ascii, i)) >= in->count) {
            break;
        }
        Char one;
        const Char *folded = NULL;
        int32_t size = letters_of(letters, in->value[i], &one, &folded);
        for (int32_t n = 0; n < size; n++) {
            text_put(out, folded[n], text_start(in, i), text_end(in, i));
        }
    }
    return 1;
}

/* The end of an empty line that begins with the line end at `at`, or -1. */
static int32_t paragraph_end(const Text *in, int32_t at)
{
    int32_t end = at + 1;
    while (end < in->count && (in->value[end] == ' ' || in->value[end] == '\t' || in->value[end] == '\r')) {
        end++;
    }
    if (end >= in->count || in->value[end] != '\n') {
        return -1;
    }
    while (end < in->count && is_space(in->value[end])) {
        end++;
    }
    return end;
}

int end_paragraphs(const Text *in, Text *out)
{
    int32_t copied = 0, changed = 0;
    out->count = 0;
    for (int32_t at = 0; at < in->count;) {
        int32_t end = in->value[at] == '\n' ? paragraph_end(in, at) : -1;
        if (end < 0) {
            at++;
            continue;
        }
        text_copy(out, in, copied, at);
        text_put(out, SENTENCE_END, text_start(in, at), text_end(in, end - 1));
        copied = at = end;
        changed = 1;
    }
    if (changed) {
        text_copy(out, in, copied, in->count);
    }
    return changed;
}

/* A dot inside a word becomes a blank; a dot or another sentence end a word of its own. */
int end_sentences(const Text *in, Text *out)
{
    int32_t copied = 0, changed = 0;
    out->count = 0;
    for (int32_t at = 0; at < in->count; at++) {
        Char c = in->value[at];
        if (c != '.' && c != SENTENCE_END) {
            continue;
        }
        int32_t start = text_start(in, at), end = text_end(in, at);
        text_copy(out, in, copied, at);
        copied = at + 1;
        changed = 1;
        Char following = at + 1 < in->count ? in->value[at + 1] : ' ';
        text_put(out, ' ', start, end);
        if (c == SENTENCE_END || following == '.' || is_space(following)) {
            text_put(out, '.', start, end);
            text_put(out, ' ', start, end);
        }
    }
    if (changed) {
        text_copy(out, in, copied, in->count);
    }
    return changed;
}

/* Every run of white space becomes one blank; one blank at either end. */
int collapse(const Text *in, Text *out)
{
    int32_t n = in->count, begin = 0, end = n;
    int32_t first = n ? text_start(in, 0) : 0, last = n ? text_end(in, n - 1) : 0;
    out->count = 0;
    text_put(out, ' ', first, first);
    while (begin < n && is_space(in->value[begin])) {
        begin++;
    }
    while (end > begin && is_space(in->value[end - 1])) {
        end--;
    }
    for (int32_t at = begin; at < end;) {
        int32_t stop = at;
        while (stop < end && !is_space(in->value[stop])) {
            stop++;
        }
        text_copy(out, in, at, stop);
        at = stop;
        while (at < end && is_space(in->value[at])) {
            at++;
        }
        if (at > stop) {
            text_put(out, ' ', text_start(in, stop), text_end(in, at - 1));
        }
    }
    text_put(out, ' ', last, last);
    return 1;
}

/* Puts what `c` is folded to at `size`, where `left` characters will follow it; returns the size then. */
static int32_t put_letters(Text *out, int32_t size, int32_t left, Char c, LetterTable *letters, Char *seen)
{
    Char one;
    const Char *folded = NULL;
    int32_t count = letters_of(letters, c, &one, &folded);
    if (size + count + left > out->room) {
        out->count = size;
        text_grow(out, count + left);
    }
    for (int32_t n = 0; n < count; n++) {
        out->value[size++] = folded[n];
        *seen |= folded[n];
    }
    return size;
}

/* Folds letter by letter, without offsets. Returns whether the outcome is ASCII. */
int translate_plain(const Text *in, Text *out, LetterTable *letters)
{
    const Char *from = in->value, *ascii = letters->ascii;
    Char seen = 0;
    int32_t size = 0, n = in->count;
    out->count = 0;
    if (n > out->room) {
        text_grow(out, n);
    }
    for (int32_t i = 0; i < n; i++) {
        Char *to = out->value + size;
        for (; i < n && from[i] < 128; i++) {
            *to = ascii[from[i]];
            to += *to != 0;
        }
        size = (int32_t)(to - out->value);
        if (i < n) {
            size = put_letters(out, size, n - i, from[i], letters, &seen);
        }
    }
    out->count = size;
    return seen < 128;
}

/* Ends paragraphs and sentences and collapses white space, as the traced steps do one by one.
 * Returns whether four words of one letter may stand in a row. */
int space_plain(const Text *in, Text *out)
{
    const Char *v = in->value;
    int32_t n = in->count, size = 1, word = 0, singles = 0, spaced = 0;
    out->count = 0;
    if (3 * n + 4 > out->room) {
        text_grow(out, 3 * n + 4);
    }
    Char *to = out->value;
    to[0] = ' ';
    for (int32_t i = 0; i < n; i++) {
        int32_t begin = i;
        Char c = 0;
        while (i < n && (c = v[i]) > ' ' && c != '.' && (c < 128 || !is_space(c))) {
            to[size++] = c;
            i++;
        }
        word += i - begin;
        if (i == n) {
            break;
        }
        singles = word == 1 && is_letter(to[size - 1]) ? singles + 1 : word ? 0 : singles;
        spaced |= singles >= 4;
        word = 0;
        int ends = c == SENTENCE_END;
        if (c == '\n') {
            int32_t end = paragraph_end(in, i);
            ends = end >= 0;
            i = ends ? end - 1 : i;
        } else if (c == '.') {
            ends = i + 1 == n || v[i + 1] == '.' || is_space(v[i + 1]);
        }
        if (to[size - 1] != ' ') {
            to[size++] = ' ';
        }
        if (ends) {
            to[size++] = '.';
            to[size++] = ' ';
            singles = 0;
        }
    }
    if (to[size - 1] != ' ' || size == 1) {
        to[size++] = ' ';
    }
    out->count = size;
    return spaced || (singles == 3 && word == 1);
}
