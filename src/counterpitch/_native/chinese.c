/* Masking in a folded text where no blanks divide words, and of currencies anywhere. */
#include "mask.h"

static int is_titled(const MaskTables *tables, const Text *in, int32_t at)
{
    for (int32_t n = 0; n < tables->honorifics.count; n++) {
        Honorific each = tables->honorifics.items[n];
        if (at + each.text.length > in->count
            || memcmp(in->value + at, tables->pool.items + each.text.at,
                      (size_t)each.text.length * sizeof(Char)) != 0) {
            continue;
        }
        int32_t next = at + each.text.length, refused = 0;
        for (int32_t i = 0; i < each.not_before.length && next < in->count; i++) {
            refused |= in->value[next] == tables->pool.items[each.not_before.at + i];
        }
        if (!refused) {
            return 1;
        }
    }
    return 0;
}

/* The length of the Chinese name at `at`, or 0. */
static int32_t han_name_at(const MaskTables *tables, const Names *names, const Text *in, int32_t at)
{
    for (int32_t n = 0; n < names->han.count; n++) {
        HanName each = names->han.items[n];
        const Char *name = names->pool.items + each.text.at;
        int32_t size = each.text.length;
        if (at + size <= in->count && name[0] == in->value[at]
            && memcmp(name, in->value + at, (size_t)size * sizeof(Char)) == 0
            && (!each.titled || is_titled(tables, in, at + size))) {
            return size;
        }
    }
    return 0;
}

int mask_han_names(const MaskTables *tables, const Names *names, const Text *in, Text *out)
{
    int32_t copied = 0, changed = 0;
    if (names->han.count == 0) {
        return 0;
    }
    out->count = 0;
    for (int32_t at = 0; at < in->count;) {
        int32_t size = is_han(in->value[at]) ? han_name_at(tables, names, in, at) : 0;
        if (size > 0) {
            text_copy(out, in, copied, at);
            put_mask(out, in, at, at + size, 0);
            copied = at + size;
            changed = 1;
        }
        at += size > 0 ? size : 1;
    }
    if (changed) {
        text_copy(out, in, copied, in->count);
    }
    return changed;
}

/* Whether the name of a place may begin with two characters. */
static inline int may_begin_place(const Places *places, const Char *two)
{
    if (!(places->run_starts[(two[0] & 0xffff) >> 6] >> (two[0] & 63) & 1)) {
        return 0;
    }
    uint32_t pair = hash_of(two, 2) >> 16;
    return (int)(places->run_pairs[pair >> 6] >> (pair & 63) & 1);
}

int mask_han_places(const MaskTables *tables, const Text *in, Text *out)
{
    const Places *places = &tables->places;
    int32_t copied = 0, changed = 0;
    out->count = 0;
    for (int32_t at = 0; at < in->count;) {
        int32_t left = in->count - at, size = 0, run = -1;
        if (left > 1 && may_begin_place(places, in->value + at)) {
            size = places->longest_run < left ? places->longest_run : left;
            for (; size > 1; size--) {
                run = strings_find(&places->runs, in->value + at, size, hash_of(in->value + at, size));
                if (run >= 0) {
                    break;
                }
            }
        }
        if (run >= 0) {
            text_copy(out, in, copied, at);
            put_mask(out, in, at, at + size, places->run_is_currency.items[run]);
            copied = at + size;
            changed = 1;
            at += size;
        } else {
            at++;
        }
    }
    if (changed) {
        text_copy(out, in, copied, in->count);
    }
    return changed;
}

static int is_currency_mark(const Text *in, int32_t at)
{
    return at >= 0 && at + 1 < in->count && in->value[at] == MASK_SIGN && in->value[at + 1] == '$';
}

static int ascii_digit(const Text *in, int32_t at)
{
    return at >= 0 && at < in->count && in->value[at] >= '0' && in->value[at] <= '9';
}

/* How many characters at `at` are a currency beside a number, with the blank between them. */
static int32_t beside_number(const Text *in, int32_t at)
{
    if (in->value[at] == ' ' && is_currency_mark(in, at + 1)) {
        Char before = at > 0 ? in->value[at - 1] : 0;
        if (ascii_digit(in, at - 1) || (before >= 'a' && before <= 'z' && ascii_digit(in, at - 2))) {
            return 3;
        }
    }
    if (is_currency_mark(in, at) && at + 2 < in->count && in->value[at + 2] == ' ' && ascii_digit(in, at + 3)) {
        return 3;
    }
    return 0;
}

int mask_amount_currencies(const Text *in, Text *out)
{
    int32_t copied = 0, changed = 0;
    out->count = 0;
    for (int32_t at = 0; at < in->count;) {
        int32_t size = beside_number(in, at);
        if (size > 0) {
            text_copy(out, in, copied, at);
            copied = at + size;
            changed = 1;
        }
        at += size > 0 ? size : 1;
    }
    if (changed) {
        text_copy(out, in, copied, in->count);
    }
    return changed;
}

int mask_bare_currencies(const Text *in, Text *out)
{
    int32_t changed = 0;
    out->count = 0;
    for (int32_t at = 0; at < in->count; at++) {
        if (is_currency_mark(in, at)) {
            put_mask(out, in, at, at + 2, 0);
            at++;
            changed = 1;
        } else {
            text_copy(out, in, at, at + 1);
        }
    }
    return changed;
}
