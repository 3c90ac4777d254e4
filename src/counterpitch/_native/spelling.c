/* Letters, sentence ends and white space: features/fold.py folds letters, ends paragraphs, ends sentences and
 * collapses white space one after the other; here each folded character takes all four steps at once. */
#include "spelling.h"

/* What the character before has left open: whether a dot ends a sentence, and whether a line end ends a paragraph,
 * which is of white space only. */
enum { OPEN_NOTHING, OPEN_DOT, OPEN_LINE, OPEN_PARAGRAPH };

/* Where a character stands in the original. */
typedef struct {
    int32_t start, end;
} Origin;

/* A text being written: its last blank stands for all white space since the word before it. */
typedef struct {
    Text *out;
    int32_t size;
    int open;
    Origin opened; /* of the dot or the line end */
    Char seen;     /* every bit that one of the characters has that were put one by one */
} Speller;

#define ALWAYS_INLINE inline __attribute__((always_inline))

static ALWAYS_INLINE void put(Speller *speller, Char c, Origin from, int traced)
{
    speller->out->value[speller->size] = c;
    if (traced) {
        speller->out->starts[speller->size] = from.start;
        speller->out->ends[speller->size] = from.end;
    }
    speller->size++;
}

/* The last `count` characters, but not the first of all, stand for what follows too, up to `end`. */
static ALWAYS_INLINE void stretch(Speller *speller, int32_t count, int32_t end, int traced)
{
    for (int32_t i = speller->size - 1; traced && i > 0 && i >= speller->size - count; i--) {
        speller->out->ends[i] = end;
    }
}

static ALWAYS_INLINE void put_blank(Speller *speller, Origin from, int traced)
{
    if (speller->out->value[speller->size - 1] != ' ') {
        put(speller, ' ', from, traced);
    } else {
        stretch(speller, 1, from.end, traced);
    }
}

/* Ends the sentence, after a blank. */
static ALWAYS_INLINE void put_stop(Speller *speller, Origin from, int traced)
{
    put(speller, '.', from, traced);
    put(speller, ' ', from, traced);
}

static ALWAYS_INLINE int ends_word(Char c)
{
    return c <= ' ' || c == '.' || is_space(c);
}

/* Decides by the next character what was left open. Returns whether that character is done with. */
static ALWAYS_INLINE int close_open(Speller *speller, Char c, Origin from, int traced)
{
    int open = speller->open;
    if (open == OPEN_PARAGRAPH && is_space(c)) {
        stretch(speller, 3, from.end, traced);
        return 1;
    }
    if (open == OPEN_LINE && c == ' ') {
        stretch(speller, 1, from.end, traced);
        return 1;
    }
    if (open == OPEN_LINE && c == '\n') {
        stretch(speller, 1, from.end, traced);
        speller->opened.end = from.end;
        put_stop(speller, speller->opened, traced);
        speller->open = OPEN_PARAGRAPH;
        return 1;
    }
    speller->open = OPEN_NOTHING;
    if (open == OPEN_DOT && (c == '.' || is_space(c))) {
        put_stop(speller, speller->opened, traced);
    }
    return 0;
}

/* Takes a folded character. A dot inside a word becomes a blank; a dot or another sentence end a word of its own, and
 * so an empty line; all white space in a row one blank. There is room for three characters. */
static ALWAYS_INLINE void take(Speller *speller, Char c, Origin from, int traced)
{
    if (speller->open && close_open(speller, c, from, traced)) {
        return;
    }
    if (!ends_word(c)) {
        put(speller, c, from, traced);
        speller->seen |= c;
        return;
    }
    put_blank(speller, from, traced);
    if (c == SENTENCE_END) {
        put_stop(speller, from, traced);
    } else if (c == '.' || c == '\n') {
        speller->open = c == '.' ? OPEN_DOT : OPEN_LINE;
        speller->opened = from;
    }
}

/* Makes room for what `left` characters become at most, each three, and the blank at the end. */
static void reserve(Speller *speller, int32_t left)
{
    if (speller->size + 3 * left + 1 > speller->out->room) {
        speller->out->count = speller->size;
        text_grow(speller->out, 3 * left + 1);
    }
}

static ALWAYS_INLINE Origin origin_of(const Text *in, int32_t at, int traced)
{
    Origin from = {traced ? in->starts[at] : 0, traced ? in->ends[at] : 0};
    return from;
}

/* Puts the letters and digits of ASCII from `at` on, and the blanks that stand one by one between them; returns the
 * first other character. */
static ALWAYS_INLINE int32_t put_plain(Speller *speller, const Text *in, const LetterTable *letters, int32_t at, int traced)
{
    const Char *from = in->value, *plain = letters->plain, blank = letters->ascii[' '] == ' ' ? ' ' : 0;
    Char *to = speller->out->value + speller->size;
    int32_t i = at, count = in->count;
    for (;;) {
        int32_t word = i;
        for (; i < count && from[i] < 128 && plain[from[i]] != 0; i++) {
            to[i - at] = plain[from[i]];
        }
        if (i == word || i == count || from[i] != ' ' || !blank) {
            break;
        }
        to[i++ - at] = ' ';
    }
    if (traced) {
        size_t bytes = (size_t)(i - at) * sizeof(int32_t);
        memcpy(speller->out->starts + speller->size, in->starts + at, bytes);
        memcpy(speller->out->ends + speller->size, in->ends + at, bytes);
    }
    speller->size += i - at;
    return i;
}

/* Takes what the character at `at` is folded to. Returns how many characters that is. */
static ALWAYS_INLINE int32_t take_folded(Speller *speller, const Text *in, LetterTable *letters, int32_t at, int traced)
{
    Char one;
    const Char *folded = NULL;
    int32_t count = letters_of(letters, in->value[at], &one, &folded);
    if (count > 1) {
        reserve(speller, in->count - at + count);
    }
    for (int32_t n = 0; n < count; n++) {
        take(speller, folded[n], origin_of(in, at, traced), traced);
    }
    return count;
}

static ALWAYS_INLINE void spell(Speller *speller, const Text *in, LetterTable *letters, int traced)
{
    Origin first = {0, 0};
    int32_t last = 0, taken = 0;
    reserve(speller, in->count + 1);
    put(speller, ' ', first, traced);
    for (int32_t i = 0; i < in->count;) {
        int32_t begin = i, count = 0;
        if (!speller->open) {
            count = i = put_plain(speller, in, letters, i, traced);
            count -= begin;
        }
        if (count == 0) {
            count = take_folded(speller, in, letters, i++, traced);
        }
        if (traced && count > 0) {
            first.start = taken ? first.start : in->starts[begin];
            last = in->ends[i - 1];
            taken = 1;
        }
    }
    if (speller->open == OPEN_DOT) {
        put_stop(speller, speller->opened, traced);
    }
    Origin end = {last, last};
    speller->size -= speller->size > 1 && speller->out->value[speller->size - 1] == ' ';
    put(speller, ' ', end, traced);
    if (traced) {
        speller->out->starts[0] = speller->out->ends[0] = first.start;
    }
    speller->out->count = speller->size;
}

/* Whether words of one character may stand four in a row: read without branches, and mostly they do not. */
static int may_be_spaced(const Text *text)
{
    const Char *v = text->value;
    int any = 0;
    for (int32_t i = 0; i + 8 < text->count; i++) {
        any |= (v[i] == ' ') & (v[i + 2] == ' ') & (v[i + 4] == ' ') & (v[i + 6] == ' ') & (v[i + 8] == ' ');
    }
    return any;
}

int spell_out(const Text *in, Text *out, LetterTable *letters, int *ascii)
{
    Speller speller = {out, 0, OPEN_NOTHING, {0, 0}, 0};
    out->count = 0;
    letters_ascii(letters);
    if (in->traced) {
        spell(&speller, in, letters, 1);
    } else {
        spell(&speller, in, letters, 0);
    }
    *ascii = speller.seen < 128;
    return may_be_spaced(out);
}
