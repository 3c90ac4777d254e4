#include "fold.h"

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

/* Takes the currency off every amount: only the number counts. */
static int bare_amounts(Folder *folder, FoldTables *tables)
{
    const Text *in = now(folder);
    Text *out = next(folder);
    int32_t copied = 0;
    money_amounts(&tables->currencies, in->value, in->count, &folder->amounts);
    if (folder->amounts.count == 0) {
        return 0;
    }
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

static int translate(const Text *in, Text *out, LetterTable *letters)
{
    out->count = 0;
    if (in->count > out->room) {
        text_grow(out, in->count);
    }
    for (int32_t i = 0; i < in->count; i++) {
        Char c = in->value[i], one;
        if (c >= 'a' && c <= 'z') {
            text_put(out, c, text_start(in, i), text_end(in, i));
            continue;
        }
        const Char *folded = NULL;
        int32_t size = letters_of(letters, c, &one, &folded);
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

static int end_paragraphs(const Text *in, Text *out)
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
static int end_sentences(const Text *in, Text *out)
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
static int collapse(const Text *in, Text *out)
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

/* What scripts a text holds. */
typedef struct {
    int32_t ascii, latin, foreign, cjk, han;
} Scripts;

static Scripts scripts_of(const Text *in)
{
    Scripts found = {1, 0, 0, 0, 0};
    for (int32_t i = 0; i < in->count; i++) {
        Char c = in->value[i];
        if (c < 128) {
            found.latin += c >= 'a' && c <= 'z';
        } else {
            found.ascii = 0;
            found.foreign += is_foreign(c);
            found.cjk |= is_cjk(c);
            found.han |= is_han(c);
        }
    }
    return found;
}

static int32_t alike(const StringMap *map, Char c)
{
    return strings_find(map, &c, 1, hash_of(&c, 1));
}

/* The map that writes a word in one script, or NULL if it stays as it is. */
static const StringMap *script_map(const MaskTables *tables, const Text *in, int32_t at, int32_t end, int mostly_latin)
{
    int32_t foreign = 0, all_alike = 1, changed = 0;
    for (int32_t i = at; i < end; i++) {
        if (is_foreign(in->value[i])) {
            foreign++;
            all_alike &= alike(&tables->confusable, in->value[i]) >= 0;
        }
    }
    if (foreign == 0 || (foreign == end - at && !(all_alike && mostly_latin))) {
        return NULL;
    }
    const StringMap *map = all_alike ? &tables->confusable : &tables->cyrillic;
    for (int32_t i = at; i < end; i++) {
        changed |= alike(map, in->value[i]) >= 0;
    }
    return changed ? map : NULL;
}

static void put_in_script(const StringMap *map, const Text *in, int32_t at, int32_t end, Text *out)
{
    for (int32_t i = at; i < end; i++) {
        int32_t other = alike(map, in->value[i]);
        Char c = other >= 0 ? (Char)other : in->value[i];
        text_put(out, c, text_start(in, at), text_end(in, end - 1));
    }
}

static int undo_look_alikes(const MaskTables *tables, Scripts scripts, const Text *in, Text *out)
{
    int32_t copied = 0, changed = 0;
    out->count = 0;
    for (int32_t at = 1; at < in->count;) {
        int32_t end = at, plain = 1;
        for (; end < in->count && in->value[end] != ' '; end++) {
            Char c = in->value[end];
            plain &= (c >= 'a' && c <= 'z') || is_foreign(c);
        }
        const StringMap *map = plain && end > at && end < in->count
            ? script_map(tables, in, at, end, scripts.latin >= scripts.foreign) : NULL;
        if (map != NULL) {
            text_copy(out, in, copied, at);
            put_in_script(map, in, at, end, out);
            copied = end;
            changed = 1;
        }
        at = end + 1;
    }
    if (changed) {
        text_copy(out, in, copied, in->count);
    }
    return changed;
}

/* Chinese: no blanks between its characters. */
static int close_cjk(const Text *in, Text *out)
{
    out->count = 0;
    for (int32_t at = 0; at < in->count;) {
        if (in->value[at] == ' ' && at > 0 && is_cjk(in->value[at - 1])) {
            int32_t end = at;
            while (end < in->count && in->value[end] == ' ') {
                end++;
            }
            if (end < in->count && is_cjk(in->value[end])) {
                at = end;
                continue;
            }
        }
        text_copy(out, in, at, at + 1);
        at++;
    }
    return out->count < in->count;
}

static int at_cjk_edge(Char before, Char after)
{
    if (is_cjk(before)) {
        return !is_cjk(after) && after != '.' && !is_space(after);
    }
    return is_cjk(after) && before != '.' && !is_space(before);
}

/* Chinese: a blank between its characters and those of other scripts. */
static int part_cjk(const Text *in, Text *out)
{
    out->count = 0;
    for (int32_t at = 0; at < in->count; at++) {
        if (at > 0 && at_cjk_edge(in->value[at - 1], in->value[at])) {
            text_put(out, ' ', text_start(in, at), text_start(in, at));
        }
        text_copy(out, in, at, at + 1);
    }
    return out->count > in->count;
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
enum { HAS_SIGN = 1, HAS_ADDRESS = 2, HAS_DIGIT = 4, HAS_OTHER = 8, HAS_PLUS = 16, HAS_TWO_QUOTES = 32 };

static const uint8_t HINTS[128] = {
    ['$'] = HAS_SIGN, ['@'] = HAS_ADDRESS, ['.'] = HAS_ADDRESS, [':'] = HAS_ADDRESS, ['+'] = HAS_PLUS,
    ['0'] = HAS_DIGIT, ['1'] = HAS_DIGIT, ['2'] = HAS_DIGIT, ['3'] = HAS_DIGIT, ['4'] = HAS_DIGIT,
    ['5'] = HAS_DIGIT, ['6'] = HAS_DIGIT, ['7'] = HAS_DIGIT, ['8'] = HAS_DIGIT, ['9'] = HAS_DIGIT,
};

static int is_quote(Char c)
{
    return c == '\'' || c == '`';
}

static int hints_of(const Text *in)
{
    int hints = 0;
    for (int32_t i = 0; i < in->count; i++) {
        Char c = in->value[i];
        if (c >= 128) {
            hints |= HAS_OTHER | (c == 0xa3 || c == 0xa5 || c == 0x20ac ? HAS_SIGN : 0);
            /* No decimal digit stands before these, or between them. */
            hints |= c >= 0x660 && (c < 0x2000 || c > 0xa61f) ? HAS_DIGIT : 0;
        } else {
            hints |= HINTS[c];
            if (is_quote(c) && i > 0 && is_quote(in->value[i - 1])) {
                hints |= HAS_TWO_QUOTES;
            }
        }
    }
    return hints;
}

/* Folds letter by letter, without offsets. Returns whether the outcome is ASCII. */
static int translate_plain(const Text *in, Text *out, LetterTable *letters)
{
    Char seen = 0;
    int32_t size = 0;
    out->count = 0;
    if (in->count > out->room) {
        text_grow(out, in->count);
    }
    for (int32_t i = 0; i < in->count; i++) {
        Char c = in->value[i];
        if (c < 128) {
            out->value[size] = letters->ascii[c];
            size += letters->ascii[c] != 0;
        } else {
            Char one;
            const Char *folded = NULL;
            int32_t count = letters_of(letters, c, &one, &folded);
            if (size + count + in->count - i > out->room) {
                out->count = size;
                text_grow(out, count + in->count - i);
            }
            for (int32_t n = 0; n < count; n++) {
                out->value[size++] = folded[n];
                seen |= folded[n];
            }
        }
    }
    out->count = size;
    return seen < 128;
}

/* Ends paragraphs and sentences and collapses white space, as the traced steps do one by one.
 * Returns whether four words of one letter may stand in a row. */
static int space_plain(const Text *in, Text *out)
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
        Char c = v[i];
        if (c > ' ' && c != '.' && (c < 128 || !is_space(c))) {
            to[size++] = c;
            word++;
            continue;
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
        changed |= step(folder, mask_telephones(now(folder), next(folder)));
        if (names != NULL) {
            changed |= step(folder, bare_amounts(folder, tables));
        }
    }
    return changed;
}

/* Folds letters, sentence ends and white space. Returns whether words of one letter may stand in a
 * row, and sets `*ascii` if the outcome is known to be. */
static int spell_out(Folder *folder, FoldTables *tables, int *ascii)
{
    if (!now(folder)->traced && letters_ascii(&tables->letters)) {
        *ascii = translate_plain(now(folder), next(folder), &tables->letters);
        took(folder, 1);
        int spaced = space_plain(now(folder), next(folder));
        took(folder, 1);
        return spaced;
    }
    *ascii = 0;
    took(folder, translate(now(folder), next(folder), &tables->letters));
    took(folder, end_paragraphs(now(folder), next(folder)));
    took(folder, end_sentences(now(folder), next(folder)));
    took(folder, collapse(now(folder), next(folder)));
    return 1;
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

Text *fold(Folder *folder, FoldTables *tables, const Names *names)
{
    int hints = hints_of(now(folder)), ascii;
    int changed = mask_unfolded(folder, tables, names, hints);
    int spaced = spell_out(folder, tables, &ascii);
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
        took(folder, close_masks(now(folder), next(folder)));
    }
    folder->simple = !changed && !masked && !(hints & (HAS_OTHER | HAS_TWO_QUOTES));
    return now(folder);
}

Text *fold_string(Folder *folder, FoldTables *tables, const Names *names, PyObject *source, Py_ssize_t most, int traced)
{
    text_set(now(folder), source, most, traced);
    return fold(folder, tables, names);
}
