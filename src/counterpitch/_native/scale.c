/* Scales of numbers: thousand, million and their like, in any case. */
#include "scale.h"

/* The letters that may not follow a scale, in any case: [a-zà-žа-яё]. */
static int continues_word(Char c)
{
    Char low = case_ignored(c), up = c < 128 ? c : Py_UNICODE_TOUPPER(c);
    if (low >= 'a' && low <= 'z') {
        return 1;
    }
    if ((low >= 0xe0 && low <= 0x17e) || (low >= 0x430 && low <= 0x44f) || low == 0x451) {
        return 1;
    }
    return (c >= 0xe0 && c <= 0x17e) || (up >= 0xe0 && up <= 0x17e);
}

static int scale_may_end(Slice text, int32_t at)
{
    return at >= text.length || !continues_word(text.text[at]);
}

static const char *const SCALES[] = {"k", "m", "bn", "thousand", "million", "billion", "tausend",
                                     "millionen", "mille", "millones", "mil", NULL};

static int32_t latin_scale(Slice text, int32_t at)
{
    for (int n = 0; SCALES[n] != NULL; n++) {
        int32_t size = (int32_t)strlen(SCALES[n]), i = 0;
        while (i < size && at + i < text.length && case_ignored(text.text[at + i]) == (Char)SCALES[n][i]) {
            i++;
        }
        if (i == size && scale_may_end(text, at + size)) {
            return at + size;
        }
    }
    return -1;
}

static int begins(Slice text, int32_t at, const Char *word, int32_t size)
{
    for (int32_t i = 0; i < size; i++) {
        if (at + i >= text.length || case_ignored(text.text[at + i]) != word[i]) {
            return 0;
        }
    }
    return 1;
}

static int is_russian(Char c) /* [а-я] in any case */
{
    Char low = case_ignored(c);
    return low >= 0x430 && low <= 0x44f;
}

static const Char THOUSAND[] = {0x442, 0x44b, 0x441}, MLN[] = {0x43c, 0x43b, 0x43d};
static const Char MILLION[] = {0x43c, 0x438, 0x43b, 0x43b, 0x438, 0x43e, 0x43d};

/* A stem and what may follow it, as long as the rest allows. */
static int32_t stem_scale(Slice text, int32_t at, const Char *stem, int32_t size, int dots)
{
    if (!begins(text, at, stem, size)) {
        return -1;
    }
    int32_t least = at + size, end = least;
    while (end < text.length && (is_russian(text.text[end]) || (dots && text.text[end] == '.'))) {
        end++;
    }
    for (; end >= least; end--) {
        if (scale_may_end(text, end)) {
            return end;
        }
    }
    return -1;
}

static int32_t other_scale(Slice text, int32_t at)
{
    int32_t end = stem_scale(text, at, THOUSAND, 3, 1);
    if (end < 0 && begins(text, at, MLN, 3) && scale_may_end(text, at + 3)) {
        end = at + 3;
    }
    if (end < 0) {
        end = stem_scale(text, at, MILLION, 7, 0);
    }
    if (end >= 0) {
        return end;
    }
    Char c = text.text[at];
    int32_t size = c == 0x5343 || c == 0x4e07 || c == 0x842c ? 1 : 0;
    if (c == 0x767e && at + 1 < text.length && text.text[at + 1] == 0x4e07) {
        size = 2;
    }
    return size && scale_may_end(text, at + size) ? at + size : -1;
}

int32_t scale_end(Slice text, int32_t at)
{
    int32_t word = at < text.length && is_space(text.text[at]) ? at + 1 : at;
    if (word >= text.length) {
        return at;
    }
    Char c = text.text[word];
    int32_t end = c < 128 || !is_han(c) ? latin_scale(text, word) : -1;
    if (end < 0 && c >= 128) {
        end = other_scale(text, word);
    }
    return end < 0 ? at : end;
}

double factor_of(const Char *scale, int32_t length)
{
    static const Char millions[] = {'m', 'i', 'l', 'l', 'i', 'o', 'n'};
    static const Char millones[] = {'m', 'i', 'l', 'l', 'o', 'n', 'e', 's'};
    Slice text = {scale, length};
    if (begins(text, 0, millions, 7) || begins(text, 0, MILLION, 7) || begins(text, 0, millones, 8)
        || begins(text, 0, MLN, 3)) {
        return 1e6;
    }
    switch (case_ignored(scale[0])) {
    case 'b': return 1e9;
    case 0x767e: return 1e6;
    case 0x5343: return 1e3;
    case 0x4e07: case 0x842c: return 1e4;
    case 'm': return length >= 3 && case_ignored(scale[1]) == 'i' ? 1e3 : 1e6;
    default: return 1e3;
    }
}
