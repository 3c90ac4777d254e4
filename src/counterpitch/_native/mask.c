#include "mask.h"

void names_free(Names *names)
{
    strings_free(&names->names);
    strings_free(&names->pairs);
    free(names->han.items);
    free(names->pool.items);
}

void mask_tables_free(MaskTables *tables)
{
    StringMap *maps[] = {&tables->places.marks, &tables->places.runs, &tables->places.run_starts,
                         &tables->top_level, &tables->titles, &tables->vocabulary,
                         &tables->double_surnames, &tables->confusable, &tables->cyrillic};
    for (size_t i = 0; i < sizeof maps / sizeof *maps; i++) {
        strings_free(maps[i]);
    }
    free(tables->places.forms.items);
    free(tables->places.first.items);
    free(tables->places.run_is_currency.items);
    free(tables->places.pool.items);
    free(tables->honorifics.items);
    free(tables->pool.items);
}

/* ---- addresses and numbers, in an unfolded text ---- */

static int is_sign(Char c)
{
    return c == '$' || c == 0xa3 || c == 0x20ac || c == 0xa5;
}

static int is_capital(Char c)
{
    return c >= 'A' && c <= 'Z';
}

int mask_sign_prefixes(const Text *in, Text *out)
{
    const Char *v = in->value;
    int32_t n = in->count, copied = 0;
    out->count = 0;
    for (int32_t i = 0; i < n; i++) {
        if (!is_sign(v[i]) || i == 0 || !is_capital(v[i - 1])) {
            continue;
        }
        int32_t begin = i;
        while (begin > 0 && i - begin < 4 && is_capital(v[begin - 1])) {
            begin--;
        }
        if (i - begin <= 3 && (begin == 0 || !is_word(v[begin - 1]))) {
            text_copy(out, in, copied, begin);
            copied = i;
        }
    }
    if (copied == 0) {
        return 0;
    }
    text_copy(out, in, copied, n);
    return 1;
}

/* Characters of addresses: a bit for each ASCII character. */
static int in_address(Char c)
{
    static const uint32_t bits[4] = {0, 0xaffffffau, 0xafffffffu, 0x47fffffeu};
    return c < 128 && (bits[c >> 5] >> (c & 31) & 1);
}

static int is_ascii_alnum(Char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || is_capital(c);
}

static Char lower(Char c)
{
    return is_capital(c) ? c + 32 : c;
}

static int has_scheme(const Char *token, int32_t length)
{
    for (int32_t i = 0; i + 2 < length; i++) {
        if (token[i] == ':' && token[i + 1] == '/' && token[i + 2] == '/') {
            return 1;
        }
    }
    return length >= 4 && lower(token[0]) == 'w' && lower(token[1]) == 'w' && lower(token[2]) == 'w'
        && token[3] == '.';
}

static int32_t until(const Char *token, int32_t length, Char stop)
{
    int32_t at = 0;
    while (at < length && token[at] != stop) {
        at++;
    }
    return at;
}

static int is_host(const MaskTables *tables, const Char *host, int32_t length)
{
    int32_t last = -1;
    Char label[256];
    if (length > 253 || length == 0) {
        return 0;
    }
    for (int32_t i = 0; i < length; i++) {
        if (host[i] == '.') {
            if (i == last + 1) {
                return 0;
            }
            last = i;
        } else if (!is_ascii_alnum(host[i]) && host[i] != '-') {
            return 0;
        }
    }
    if (last < 0 || last == length - 1) {
        return 0;
    }
    int32_t size = 0;
    for (int32_t i = last + 1; i < length; i++) {
        label[size++] = lower(host[i]);
    }
    return strings_find(&tables->top_level, label, size, hash_of(label, size)) >= 0;
}

static int is_address(const MaskTables *tables, const Char *token, int32_t length)
{
    if (has_scheme(token, length)) {
        return 1;
    }
    for (int32_t i = length; i > 0; i--) {
        if (token[i - 1] == '@') {
            token += i;
            length -= i;
            break;
        }
    }
    length = until(token, length, '/');
    return is_host(tables, token, until(token, length, ':'));
}

static int is_tail(Char c)
{
    return c == '.' || c == ',' || c == ';' || c == ':' || c == '!' || c == '?' || c == ')' || c == ']'
        || c == '\'';
}

static int may_hold_address(const Text *in)
{
    for (int32_t i = 0; i + 1 < in->count; i++) {
        Char c = in->value[i], next = in->value[i + 1];
        if (c == '@' || (c == '.' && (is_capital(next) || (next >= 'a' && next <= 'z')))
            || (c == ':' && next == '/' && i + 2 < in->count && in->value[i + 2] == '/')) {
            return 1;
        }
    }
    return in->count > 0 && in->value[in->count - 1] == '@';
}

int mask_addresses(const MaskTables *tables, const Text *in, Text *out)
{
    const Char *v = in->value;
    int32_t copied = 0, changed = 0;
    if (!may_hold_address(in)) {
        return 0;
    }
    out->count = 0;
    for (int32_t i = 0; i < in->count;) {
        if (!in_address(v[i])) {
            i++;
            continue;
        }
        int32_t end = i, dots = 0;
        while (end < in->count && in_address(v[end])) {
            dots |= v[end] == '.' || v[end] == ':';
            end++;
        }
        int32_t core = end, lead = i;
        while (core > i && is_tail(v[core - 1])) {
            core--;
        }
        while (lead < core && (v[lead] == '(' || v[lead] == '[' || v[lead] == '\'')) {
            lead++;
        }
        if (dots && is_address(tables, v + lead, core - lead)) {
            int32_t start = text_start(in, i), stop = text_end(in, end - 1);
            text_copy(out, in, copied, i);
            for (int32_t n = i; n < lead; n++) {
                text_put(out, v[n], start, stop);
            }
            text_put(out, ' ', start, stop);
            text_put(out, MASK_SIGN, start, stop);
            text_put(out, ' ', start, stop);
            for (int32_t n = core; n < end; n++) {
                text_put(out, v[n], start, stop);
            }
            copied = end;
            changed = 1;
        }
        i = end;
    }
    if (changed) {
        text_copy(out, in, copied, in->count);
    }
    return changed;
}

static int in_telephone(Char c)
{
    return is_digit(c) || c == ' ' || c == '(' || c == ')' || c == '.' || c == '/' || c == 0xa0 || c == '-';
}

/* The end of a telephone-like run whose first digit stands at `digit`, or -1. */
static int32_t telephone_end(const Text *in, int32_t digit)
{
    const Char *v = in->value;
    int32_t n = in->count, most = 0;
    if (digit >= n || !is_digit(v[digit])
        || (digit > 0 && (is_word(v[digit - 1]) || v[digit - 1] == '.'))) {
        return -1;
    }
    while (most < 40 && digit + 1 + most < n && in_telephone(v[digit + 1 + most])) {
        most++;
    }
    for (int32_t size = most; size >= 6; size--) {
        if (digit + 1 + size < n && is_digit(v[digit + 1 + size])) {
            return digit + 2 + size;
        }
    }
    return -1;
}

int mask_telephones(const Text *in, Text *out)
{
    const Char *v = in->value;
    int32_t copied = 0, changed = 0;
    out->count = 0;
    for (int32_t i = 0; i < in->count;) {
        Char c = v[i];
        if (c != '+' && !is_digit(c)) {
            i++;
            continue;
        }
        int32_t end = telephone_end(in, c == '+' ? i + 1 : i);
        if (end < 0) {
            i++;
            continue;
        }
        int32_t digits = 0;
        for (int32_t n = i; n < end; n++) {
            digits += is_digit(v[n]);
        }
        if (digits >= 8) {
            text_copy(out, in, copied, i);
            text_put(out, ' ', text_start(in, i), text_end(in, end - 1));
            text_put(out, MASK_SIGN, text_start(in, i), text_end(in, end - 1));
            text_put(out, ' ', text_start(in, i), text_end(in, end - 1));
            copied = end;
            changed = 1;
        }
        i = end;
    }
    if (changed) {
        text_copy(out, in, copied, in->count);
    }
    return changed;
}

/* ---- names and places, in a folded text ---- */

/* A stretch of a text to be replaced by the mask, or by the mark of a currency. */
typedef struct {
    int32_t start, end, currency;
} Masked;

typedef ARRAY(Masked) MaskedList;

static int masked_order(const void *a, const void *b)
{
    const Masked *one = a, *other = b;
    if (one->start != other->start) {
        return one->start < other->start ? -1 : 1;
    }
    if (one->end != other->end) {
        return one->end < other->end ? -1 : 1;
    }
    return one->currency - other->currency;
}

static void put_mask(Text *out, const Text *in, int32_t start, int32_t end, int currency)
{
    int32_t low = text_start(in, start), high = text_end(in, end - 1);
    text_put(out, MASK_SIGN, low, high);
    if (currency) {
        text_put(out, '$', low, high);
    }
}

/* Writes `in` with `list`, which is sorted here, masked; of overlapping stretches the first. */
static void write_masked(MaskedList *list, const Text *in, Text *out)
{
    int32_t copied = 0;
    qsort(list->items, (size_t)list->count, sizeof(Masked), masked_order);
    out->count = 0;
    for (int32_t i = 0; i < list->count; i++) {
        Masked each = list->items[i];
        if (each.start >= copied) {
            text_copy(out, in, copied, each.start);
            put_mask(out, in, each.start, each.end, each.currency);
            copied = each.end;
        }
    }
    text_copy(out, in, copied, in->count);
}

static int32_t word_end(const Text *in, int32_t at)
{
    while (at < in->count && in->value[at] != ' ') {
        at++;
    }
    return at;
}

/* Where the word `back` words before the one at `at` begins, or -1. */
static int32_t words_before(const Text *in, int32_t at, int32_t back)
{
    while (back > 0) {
        at--; /* the blank */
        if (at < 0) {
            return -1;
        }
        while (at > 0 && in->value[at - 1] != ' ') {
            at--;
        }
        back--;
    }
    return at;
}

static void find_place(const Places *places, int32_t mark, const Text *in, int32_t at, MaskedList *found)
{
    for (int32_t n = places->first.items[mark]; n < places->first.items[mark + 1]; n++) {
        const PlaceForm *form = &places->forms.items[n];
        int32_t start = words_before(in, at, form->offset), size = form->words.length;
        if (start < 0 || start + size > in->count
            || (start + size < in->count && in->value[start + size] != ' ')
            || memcmp(in->value + start, places->pool.items + form->words.at, (size_t)size * sizeof(Char)) != 0) {
            continue;
        }
        Masked each = {start, start + size, form->currency};
        ARRAY_PUSH(*found, each);
        return;
    }
}

/* Whether a title or an initial before the word at `at` makes a name of it. */
static int is_addressed(const MaskTables *tables, const Text *in, int32_t at)
{
    const Char *v = in->value;
    int32_t start = words_before(in, at, 1), end = at - 1, dotted = 0;
    if (start < 0) {
        return 0;
    }
    if (end - start == 1 && v[start] == '.' && words_before(in, start, 1) >= 0) {
        dotted = 1;
        end = start - 1;
        start = words_before(in, start, 1);
    }
    if (strings_find(&tables->titles, v + start, end - start, hash_of(v + start, end - start)) >= 0) {
        return 1;
    }
    return dotted && end - start == 1 && Py_UNICODE_ISALPHA(v[start]);
}

static int name_value(const Names *names, const Text *in, int32_t start, int32_t end, uint32_t hash)
{
    return strings_find(&names->names, in->value + start, end - start, hash);
}

/* Masks the name that begins with the word at `at`; returns where its last word ends. */
static int32_t find_name(
    const MaskTables *tables, const Names *names, const Text *in, int32_t at, MaskedList *found)
{
    int32_t end = word_end(in, at), last = at;
    uint32_t hash = hash_of(in->value + at, end - at);
    int strong = name_value(names, in, at, end, hash) == 2;
    while (end < in->count) {
        int32_t next = word_end(in, end + 1), size = next - last;
        if (strings_find(&names->pairs, in->value + last, size, hash_of(in->value + last, size)) < 0) {
            break;
        }
        last = end + 1;
        strong |= name_value(names, in, last, next, hash_of(in->value + last, next - last)) == 2;
        end = next;
    }
    if (strong || is_addressed(tables, in, at)) {
        Masked each = {at, end, 0};
        ARRAY_PUSH(*found, each);
    }
    return end;
}

int mask_words(const MaskTables *tables, const Names *names, const Text *in, Text *out)
{
    MaskedList found = {NULL, 0, 0};
    int32_t named_until = 0;
    for (int32_t at = 0; at <= in->count;) {
        uint32_t hash = HASH_START;
        int32_t end = at;
        for (; end < in->count && in->value[end] != ' '; end++) {
            hash = hash_step(hash, in->value[end]);
        }
        if (end > at) {
            int32_t mark = strings_find(&tables->places.marks, in->value + at, end - at, hash);
            if (mark >= 0) {
                find_place(&tables->places, mark, in, at, &found);
            }
            if (at >= named_until && name_value(names, in, at, end, hash) >= 0) {
                named_until = find_name(tables, names, in, at, &found);
            }
        }
        at = end + 1;
    }
    if (found.count > 0) {
        write_masked(&found, in, out);
    }
    int changed = found.count > 0;
    free(found.items);
    return changed;
}

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

int mask_han_places(const MaskTables *tables, const Text *in, Text *out)
{
    const Places *places = &tables->places;
    int32_t copied = 0, changed = 0;
    out->count = 0;
    for (int32_t at = 0; at < in->count;) {
        int32_t left = in->count - at, size = 0, run = -1;
        if (strings_find(&places->run_starts, in->value + at, 1, hash_of(in->value + at, 1)) >= 0) {
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
