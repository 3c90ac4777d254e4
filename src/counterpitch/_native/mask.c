/* Masking of names and places in a folded text: words divided by blanks. */
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
    StringMap *maps[] = {&tables->places.marks, &tables->places.runs,
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

void put_mask(Text *out, const Text *in, int32_t start, int32_t end, int currency)
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

/* Finds the place of which the word at `at` is the mark, and the name that begins with it; `named_until`: where the
 * last name ended. Returns where the last one ends now. */
static int32_t find_both(const MaskTables *tables, const Names *names, const Text *in, Span word, int32_t named_until,
                         MaskedList *found)
{
    int32_t at = word.at, end = word.at + word.length;
    uint32_t hash = hash_of(in->value + at, word.length);
    int32_t mark = strings_find(&tables->places.marks, in->value + at, word.length, hash);
    if (mark >= 0) {
        find_place(&tables->places, mark, in, at, found);
    }
    if (at >= named_until && name_value(names, in, at, end, hash) >= 0) {
        return find_name(tables, names, in, at, found);
    }
    return named_until;
}

/* The word at `at`, no character of which is looked at twice. `*passes`: whether it may be a mark or a name. */
static Span next_word(const MaskTables *tables, const Names *names, const uint8_t *bytes, int32_t at, int32_t count,
                      int *passes)
{
    uint64_t first = eight(bytes + at), then = 0;
    int32_t length = before_blank(first);
    if (length == 8) {
        then = eight(bytes + at + 8);
        int32_t more = before_blank(then);
        then = lowest(then, more);
        length += more;
    }
    first = lowest(first, length);
    uint64_t number = sieve_number(first, length);
    *passes = length > 0
        && (length >= SIEVED || ((first | then) & ANY_OTHER) || sieve_passes(tables->places.sieve, MARKS_SIEVE, number)
            || sieve_passes(names->sieve, NAMES_SIEVE, number));
    while (length >= SIEVED && at + length < count && bytes[at + length] != ' ') {
        length++;
    }
    Span word = {at, length};
    return word;
}

int mask_words(const MaskTables *tables, const Names *names, const Text *in, Text *out)
{
    MaskedList found = {NULL, 0, 0};
    int32_t named_until = 0;
    out->count = 0;
    if (in->count + BEHIND > out->room) {
        text_grow(out, in->count + BEHIND);
    }
    uint8_t *bytes = (uint8_t *)out->value; /* until the text is written there */
    bytes_write(bytes, in->value, in->count);
    for (int32_t at = 0; at < in->count;) {
        int passes;
        Span word = next_word(tables, names, bytes, at, in->count, &passes);
        if (passes) {
            named_until = find_both(tables, names, in, word, named_until, &found);
        }
        at += word.length + 1;
    }
    if (found.count > 0) {
        write_masked(&found, in, out);
    }
    int changed = found.count > 0;
    free(found.items);
    return changed;
}
