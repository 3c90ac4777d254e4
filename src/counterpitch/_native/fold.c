#include "spelling.h"

void fold_tables_free(FoldTables *tables)
{
    letters_free(&tables->letters);
    mask_tables_free(&tables->mask);
    currencies_free(&tables->currencies);
}

void folder_free(Folder *folder)
{
    text_free(&folder->texts[0]);
    text_free(&folder->texts[1]);
    free(folder->amounts.items);
}

static Text *now(Folder *folder)
{
    return &folder->texts[folder->current];
}

static Text *next(Folder *folder)
{
    Text *text = &folder->texts[1 - folder->current];
    text->traced = folder->texts[folder->current].traced;
    return text;
}

/* Takes the step's output as the text, if the step changed anything. */
static void took(Folder *folder, int changed)
{
    if (changed) {
        folder->current = 1 - folder->current;
    }
}

/* Takes the currency off every amount: only the number counts. `as_written`: nothing has been changed yet. */
static int bare_amounts(Folder *folder, FoldTables *tables, int as_written)
{
    Text *in = now(folder), *out;
    int32_t copied = 0;
    money_amounts(&tables->currencies, in->value, in->count, &folder->amounts);
    folder->amounts_known = as_written;
    if (folder->amounts.count == 0) {
        return 0;
    }
    if (as_written && folder->trace_amounts && !in->traced) {
        text_trace(in);
    }
    out = next(folder);
    out->count = 0;
    for (int32_t i = 0; i < folder->amounts.count; i++) {
        Amount each = folder->amounts.items[i];
        if (each.start < each.number_start) {
            text_copy(out, in, copied, each.start);
            text_put(out, ' ', text_start(in, each.start), text_end(in, each.number_start - 1));
            copied = each.number_start;
        }
        if (each.number_end < each.end) {
            text_copy(out, in, copied, each.number_end);
            text_put(out, ' ', text_start(in, each.number_end), text_end(in, each.end - 1));
            copied = each.end;
        }
    }
    text_copy(out, in, copied, in->count);
    return 1;
}

/* How many words of one letter stand in a row from `at`, the first character of a word. */
static int32_t single_letters(const Text *in, int32_t at)
{
    int32_t count = 0;
    while (at + 1 < in->count && is_letter(in->value[at]) && in->value[at + 1] == ' ') {
        count++;
        at += 2;
    }
    return count;
}

static int join_spaced(const Text *in, Text *out)
{
    int32_t copied = 0, changed = 0;
    out->count = 0;
    for (int32_t at = 1; at < in->count; at++) {
        if (in->value[at - 1] != ' ') {
            continue;
        }
        int32_t count = single_letters(in, at);
        if (count >= 4) {
            int32_t end = at + 2 * count - 1;
            text_copy(out, in, copied, at);
            for (int32_t n = 0; n < count; n++) {
                text_put(out, in->value[at + 2 * n], text_start(in, at), text_end(in, end - 1));
            }
            copied = end;
            changed = 1;
        }
        at += count > 0 ? 2 * count - 1 : 0;
    }
    if (changed) {
        text_copy(out, in, copied, in->count);
    }
    return changed;
}

static int join_masks(const Text *in, Text *out)
{
    int32_t copied = 0, changed = 0;
    out->count = 0;
    for (int32_t at = 0; at < in->count;) {
        if (in->value[at] != MASK_SIGN) {
            at++;
            continue;
        }
        int32_t end = at + 1;
        for (;;) {
            if (end < in->count && in->value[end] == MASK_SIGN) {
                end++;
            } else if (end + 1 < in->count && in->value[end] == ' ' && in->value[end + 1] == MASK_SIGN) {
                end += 2;
            } else {
                break;
            }
        }
        if (end > at + 1) {
            text_copy(out, in, copied, at);
            text_put(out, MASK_SIGN, text_start(in, at), text_end(in, end - 1));
            copied = end;
            changed = 1;
        }
        at = end;
    }
    if (changed) {
        text_copy(out, in, copied, in->count);
    }
    return changed;
}

static int close_masks(const Text *in, Text *out)
{
    const Char *v = in->value;
    int32_t copied = 0, changed = 0;
    out->count = 0;
    for (int32_t at = 0; at + 1 < in->count;) {
        int before = v[at] == ' ' && v[at + 1] == MASK_SIGN && at > 0 && is_cjk(v[at - 1]);
        int after = v[at] == MASK_SIGN && v[at + 1] == ' ' && at + 2 < in->count && is_cjk(v[at + 2]);
        if (!before && !after) {
            at++;
            continue;
        }
        text_copy(out, in, copied, at);
        text_put(out, MASK_SIGN, text_start(in, at), text_end(in, at + 1));
        copied = at = at + 2;
        changed = 1;
    }
    if (changed) {
        text_copy(out, in, copied, in->count);
    }
    return changed;
}

static int holds(const Text *in, Char wanted, Char then)
{
    for (int32_t i = 0; i < in->count; i++) {
        if (in->value[i] == wanted && (then == 0 || (i + 1 < in->count && in->value[i + 1] == then))) {
            return 1;
        }
    }
    return 0;
}

/* What the characters of an unfolded text make possible. */
enum {
    HAS_SIGN = 1, HAS_ADDRESS = 2, HAS_DIGIT = 4, HAS_OTHER = 8, HAS_PLUS = 16, HAS_TWO_QUOTES = 32, HAS_FEW_DIGITS = 128,
};

#define LOOK_CLOSER 64 /* what follows decides */

static const uint8_t HINTS[128] = {
    ['.'] = LOOK_CLOSER, [':'] = LOOK_CLOSER, ['\''] = LOOK_CLOSER, ['`'] = LOOK_CLOSER,
    ['$'] = HAS_SIGN, ['@'] = HAS_ADDRESS, ['+'] = HAS_PLUS,
    ['0'] = HAS_DIGIT, ['1'] = HAS_DIGIT, ['2'] = HAS_DIGIT, ['3'] = HAS_DIGIT, ['4'] = HAS_DIGIT,
    ['5'] = HAS_DIGIT, ['6'] = HAS_DIGIT, ['7'] = HAS_DIGIT, ['8'] = HAS_DIGIT, ['9'] = HAS_DIGIT,
};

static int is_quote(Char c)
{
    return c == '\'' || c == '`';
}

static int hint_of(const Text *in, int32_t i)
{
    Char c = in->value[i], next = i + 1 < in->count ? in->value[i + 1] : ' ';
    if (c >= 128) {
        int hint = HAS_OTHER | (c == 0xa3 || c == 0xa5 || c == 0x20ac ? HAS_SIGN : 0);
        /* No decimal digit stands before these, or between them. */
        return hint | (c >= 0x660 && (c < 0x2000 || c > 0xa61f) ? HAS_DIGIT : 0);
    }
    if (c == '.' || c == ':') { /* in a host's name, before a path */
        return is_letter(next) || (c == ':' && next == '/') ? HAS_ADDRESS : 0;
    }
    if (is_quote(c) && is_quote(next)) {
        return HAS_TWO_QUOTES;
    }
    return 0;
}

static int hints_of(const Text *in)
{
    int hints = 0;
    for (int32_t i = 0; i < in->count; i++) {
        Char c = in->value[i];
        int hint = c < 128 ? HINTS[c] : LOOK_CLOSER;
        hints |= hint == LOOK_CLOSER ? hint_of(in, i) : hint;
    }
    return hints;
}

/* The same of a text of ASCII characters, without branches, so that a processor looks at many of them at once. */
static int hints_of_ascii(const Py_UCS1 *v, int32_t count)
{
    uint8_t sign = 0, at = 0, plus = 0, address = 0, quotes = 0;
    int32_t digits = 0;
    for (int32_t i = 0; i < count; i++) {
        uint8_t c = v[i], next = v[i + 1]; /* behind the text stands a NUL */
        uint8_t letter = (uint8_t)((next | 32) - 'a') <= 25, colon = c == ':';
        sign |= c == '$';
        at |= c == '@';
        plus |= c == '+';
        digits += (uint8_t)(c - '0') <= 9;
        address |= (((c == '.') | colon) & letter) | (colon & (next == '/'));
        quotes |= ((c == '\'') | (c == '`')) & ((next == '\'') | (next == '`'));
    }
    return (sign ? HAS_SIGN : 0) | (at | address ? HAS_ADDRESS : 0) | (plus ? HAS_PLUS : 0) | (digits ? HAS_DIGIT : 0)
        | (digits < FEWEST_DIGITS ? HAS_FEW_DIGITS : 0) | (quotes ? HAS_TWO_QUOTES : 0);
}

/* Masks; returns whether that changed anything. */
static int apply_masker(Folder *folder, FoldTables *tables, const Names *names, int han)
{
    int changed = mask_words(&tables->mask, names, now(folder), next(folder));
    took(folder, changed);
    if (han) {
        int named = mask_han_names(&tables->mask, names, now(folder), next(folder));
        took(folder, named);
        int placed = mask_han_places(&tables->mask, now(folder), next(folder));
        took(folder, placed);
        changed |= named | placed;
    }
    if (changed && holds(now(folder), MASK_SIGN, '$')) {
        took(folder, mask_amount_currencies(now(folder), next(folder)));
        took(folder, mask_bare_currencies(now(folder), next(folder)));
    }
    return changed;
}

static int step(Folder *folder, int changed)
{
    took(folder, changed);
    return changed;
}

/* Masks addresses and numbers. Returns whether that changed anything. */
static int mask_unfolded(Folder *folder, FoldTables *tables, const Names *names, int hints)
{
    int changed = 0;
    if (hints & HAS_SIGN) {
        changed |= step(folder, mask_sign_prefixes(now(folder), next(folder)));
    }
    if (hints & HAS_ADDRESS) {
        changed |= step(folder, mask_addresses(&tables->mask, now(folder), next(folder)));
    }
    if (hints & HAS_DIGIT) {
        if (!(hints & HAS_FEW_DIGITS)) {
            changed |= step(folder, mask_telephones(now(folder), next(folder)));
        }
        if (names != NULL) {
            changed |= step(folder, bare_amounts(folder, tables, !changed));
        }
    }
    return changed;
}

static void undo_scripts(Folder *folder, FoldTables *tables, Scripts scripts)
{
    if (scripts.foreign && scripts.latin) {
        took(folder, undo_look_alikes(&tables->mask, scripts, now(folder), next(folder)));
    }
    if (scripts.cjk) {
        took(folder, close_cjk(now(folder), next(folder)));
        took(folder, part_cjk(now(folder), next(folder)));
    }
}

static Text *fold_hinted(Folder *folder, FoldTables *tables, const Names *names, int hints)
{
    int ascii;
    folder->amounts.count = 0;
    folder->amounts_known = !(hints & HAS_DIGIT);
    int changed = mask_unfolded(folder, tables, names, hints);
    int spaced = spell_out(now(folder), next(folder), &tables->letters, &ascii);
    took(folder, 1);
    Scripts scripts = {1, 0, 0, 0, 0};
    if (!ascii) {
        scripts = scripts_of(now(folder));
        undo_scripts(folder, tables, scripts);
    }
    if (spaced || scripts.cjk) {
        changed |= step(folder, join_spaced(now(folder), next(folder)));
    }
    int masked = !ascii;
    if (names != NULL) {
        masked |= apply_masker(folder, tables, names, scripts.han);
    }
    if (masked && holds(now(folder), MASK_SIGN, 0)) {
        took(folder, join_masks(now(folder), next(folder)));
        if (scripts.cjk) {
            took(folder, close_masks(now(folder), next(folder)));
        }
    }
    folder->simple = !changed && !masked && !(hints & (HAS_OTHER | HAS_TWO_QUOTES));
    return now(folder);
}

Text *fold(Folder *folder, FoldTables *tables, const Names *names)
{
    return fold_hinted(folder, tables, names, hints_of(now(folder)));
}

Text *fold_string(Folder *folder, FoldTables *tables, const Names *names, PyObject *source, Py_ssize_t most, int traced)
{
    text_set(now(folder), source, most, traced);
    int whole = PyUnicode_IS_ASCII(source) && now(folder)->count == PyUnicode_GET_LENGTH(source);
    int hints = whole ? hints_of_ascii(PyUnicode_1BYTE_DATA(source), now(folder)->count) : hints_of(now(folder));
    return fold_hinted(folder, tables, names, hints);
}
