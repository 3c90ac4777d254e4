#include "scale.h"

#define NAME_LIMIT 400

/* A number as written: where it ends, and where its scale (thousand, million) begins. */
typedef struct {
    int32_t number_end, end;
} Number;

void currencies_free(Currencies *currencies)
{
    StringMap *maps[] = {&currencies->words, &currencies->as_written, &currencies->runs,
                         &currencies->signs, &currencies->before_sign, &currencies->year_like};
    for (size_t i = 0; i < sizeof maps / sizeof *maps; i++) {
        strings_free(maps[i]);
    }
    letters_free(&currencies->bare);
}

static int holds(const StringMap *map, const Char *text, int32_t length)
{
    return strings_find(map, text, length, hash_of(text, length)) >= 0;
}

static int is_blank(Char c)
{
    return c == ' ' || c == 0xa0;
}

static int32_t digits_from(Slice text, int32_t at, int32_t most)
{
    int32_t count = 0;
    while (count < most && at + count < text.length && is_digit(text.text[at + count])) {
        count++;
    }
    return count;
}

static int is_separator(Char c)
{
    return c == ' ' || c == ',' || c == '.' || c == '\'' || c == 0x2019 || c == 0xa0 || c == 0x202f;
}

static int32_t cents_from(Slice text, int32_t at)
{
    if (at < text.length && (text.text[at] == '.' || text.text[at] == ',')) {
        int32_t digits = digits_from(text, at + 1, 2);
        return digits > 0 ? at + 1 + digits : at;
    }
    return at;
}

/* The end of a number written in groups of three ("1,200,000"), or -1. */
static int32_t grouped_end(Slice text, int32_t at)
{
    for (int32_t lead = digits_from(text, at, 3); lead >= 1; lead--) {
        int32_t end = at + lead, groups = 0;
        while (groups < 4 && end < text.length && is_separator(text.text[end])
               && digits_from(text, end + 1, 3) == 3) {
            end += 4;
            groups++;
        }
        if (groups > 0) {
            return end;
        }
    }
    return -1;
}

static int number_at(Slice text, int32_t at, Number *number)
{
    if (at > 0 && (is_digit(text.text[at - 1]) || text.text[at - 1] == '.' || text.text[at - 1] == ',')) {
        return 0;
    }
    int32_t end = grouped_end(text, at);
    if (end < 0) {
        int32_t digits = digits_from(text, at, 12);
        if (digits == 0) {
            return 0;
        }
        end = at + digits;
    }
    number->number_end = cents_from(text, end);
    number->end = scale_end(text, number->number_end);
    return 1;
}

/* Lower case without accents, cut at NAME_LIMIT characters (no currency is as long). */
static int32_t bared(Currencies *currencies, const Char *word, int32_t length, Char *out)
{
    int32_t size = 0;
    for (int32_t i = 0; i < length; i++) {
        Char one;
        const Char *letters = NULL;
        int32_t count = letters_of(&currencies->bare, word[i], &one, &letters);
        for (int32_t n = 0; n < count && size < NAME_LIMIT; n++) {
            out[size++] = letters[n];
        }
    }
    return size;
}

static Char small(Char c)
{
    return c >= 'A' && c <= 'Z' ? c + 32 : c;
}

static void note_endings(Currencies *currencies, const StringMap *map)
{
    for (uint32_t i = 0; i <= map->mask; i++) {
        const StringSlot *slot = &map->slots[i];
        if (slot->length >= 2) {
            const Char *end = map->pool.items + slot->at + slot->length;
            Char one = small(end[-2]), last = small(end[-1]);
            if (one < 128 && last < 128) {
                currencies->endings[one][last >> 3] |= (uint8_t)(1 << (last & 7));
            }
        }
    }
}

void currencies_ready(Currencies *currencies)
{
    note_endings(currencies, &currencies->words);
    note_endings(currencies, &currencies->as_written);
}

/* Whether a word ends like a currency's name. What is ASCII only becomes small when it is bared; where
 * something else ends the word, or a mark that is cut off, it may be one. */
static int may_be_named(const Currencies *currencies, const Char *word, int32_t length)
{
    if (length < 2 || length > NAME_LIMIT) {
        return 1;
    }
    Char one = word[length - 2], last = word[length - 1];
    if (one >= 128 || last >= 128 || last == '.' || last == '$') {
        return 1;
    }
    return currencies->endings[small(one)][small(last) >> 3] >> (small(last) & 7) & 1;
}

static int named(Currencies *currencies, const Char *word, int32_t length)
{
    Char bare[NAME_LIMIT];
    if (!may_be_named(currencies, word, length)) {
        return 0;
    }
    int32_t size = bared(currencies, word, length, bare);
    while (size > 0 && (bare[size - 1] == '.' || bare[size - 1] == '$')) {
        size--;
    }
    if (holds(&currencies->words, bare, size)) {
        return 1;
    }
    while (length > 0 && word[length - 1] == '.') {
        length--;
    }
    return holds(&currencies->as_written, word, length);
}

/* Whether a word, in lower case, is one that is more than a currency ("won", "top"). */
static int ambiguous(const Currencies *currencies, const Char *word, int32_t length)
{
    Char low[8];
    if (length > 8) {
        return 0;
    }
    for (int32_t i = 0; i < length; i++) {
        low[i] = case_ignored(word[i]) == 'i' && word[i] == 0x131 ? word[i] : case_ignored(word[i]);
    }
    return holds(&currencies->year_like, low, length);
}

static int is_ascii_letter(Char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* How many of the last characters are one to three ASCII letters that are a whole word. */
static int32_t letters_at_end(const Char *text, int32_t length)
{
    int32_t count = 0;
    while (count < length && count < 4 && is_ascii_letter(text[length - 1 - count])) {
        count++;
    }
    if (count == 0 || count > 3 || (count < length && is_letter(text[length - 1 - count]))) {
        return 0;
    }
    return count;
}

static int32_t sign_lead(const Currencies *currencies, const Char *kept, int32_t length, int32_t gap)
{
    int32_t letters = letters_at_end(kept, length - 1);
    Char low[3];
    for (int32_t i = 0; i < letters; i++) {
        low[i] = case_ignored(kept[length - 1 - letters + i]);
    }
    if (letters && !holds(&currencies->before_sign, low, letters)) {
        letters = 0;
    }
    return gap + 1 + letters;
}

static int opens_name(Char c)
{
    return c == '(' || c == '"' || c == '\'' || c == 0x201c || c == 0x2018 || c == 0xab || c == '~';
}

/* How many characters at the end of `before` name a currency. */
static int32_t lead_of(Currencies *currencies, const Char *before, int32_t length)
{
    int32_t kept = length;
    while (kept > 0 && is_blank(before[kept - 1])) {
        kept--;
    }
    int32_t gap = length - kept;
    if (kept == 0 || gap > 1) {
        return 0;
    }
    if (holds(&currencies->signs, before + kept - 1, 1)) {
        return sign_lead(currencies, before, kept, gap);
    }
    int32_t begins_at[3], words = 0;
    for (int32_t at = kept; words < 3; at--) {
        if (at == 0 || before[at - 1] == ' ') {
            begins_at[words++] = at;
            if (at == 0) {
                break;
            }
        }
    }
    while (words-- > 0) {
        int32_t at = begins_at[words];
        while (at < kept && opens_name(before[at])) {
            at++;
        }
        if (named(currencies, before + at, kept - at) && !ambiguous(currencies, before + at, kept - at)) {
            return gap + kept - at;
        }
    }
    int32_t letters = letters_at_end(before, kept);
    const Char *word = before + kept - letters;
    if (letters && named(currencies, word, letters) && !ambiguous(currencies, word, letters)) {
        return gap + letters;
    }
    return 0;
}

static int next_amount(Slice after, int32_t at)
{
    if (at < after.length && is_blank(after.text[at])) {
        at++;
    }
    return at < after.length && is_digit(after.text[at]);
}

static int is_year(const Char *number, int32_t length)
{
    return length == 4
        && ((number[0] == '1' && number[1] == '9') || (number[0] == '2' && number[1] == '0'));
}

/* The ends of the one to three words that follow a number; returns how many there are. */
static int32_t following_words(Slice after, int32_t starts_at[3], int32_t ends_at[3])
{
    int32_t at = 0, words = 0;
    while (words < 3) {
        int32_t begin = at;
        if (begin < after.length && is_blank(after.text[begin])) {
            begin++;
        } else if (words > 0) {
            break;
        }
        int32_t end = begin;
        while (end < after.length && is_letter(after.text[end])) {
            end++;
        }
        if (end == begin) {
            break;
        }
        if (words == 0 && end < after.length && after.text[end] == '$') {
            end++;
        }
        starts_at[words] = begin;
        ends_at[words++] = at = end;
    }
    return words;
}

static int32_t shortened_end(Slice after, int32_t at)
{
    if (at + 2 < after.length && after.text[at] == '.' && after.text[at + 1] == ' ') {
        Char c = after.text[at + 2];
        if ((c >= 'a' && c <= 'z') || (c >= 0x430 && c <= 0x44f) || c == 0x451) {
            return at + 1;
        }
    }
    return at;
}

static int32_t word_tail(Currencies *currencies, Slice after, const Char *number, int32_t digits)
{
    int32_t starts_at[3], ends_at[3];
    for (int32_t count = following_words(after, starts_at, ends_at); count > 0; count--) {
        Char name[64];
        int32_t size = 0, end = ends_at[count - 1];
        for (int32_t n = 0; n < count; n++) {
            if (n > 0) {
                name[size++] = ' ';
            }
            for (int32_t i = starts_at[n]; i < ends_at[n]; i++) {
                name[size++] = after.text[i];
            }
        }
        if (!named(currencies, name, size) || next_amount(after, end)) {
            continue;
        }
        if (ambiguous(currencies, name, size) && is_year(number, digits)) {
            continue;
        }
        return size < 4 ? shortened_end(after, end) : end;
    }
    return 0;
}

/* How many characters at the beginning of `after` name a currency. */
static int32_t tail_of(Currencies *currencies, Slice after, const Char *number, int32_t digits)
{
    int32_t at = 0;
    while (at < 2 && at < after.length && is_blank(after.text[at])) {
        at++;
    }
    if (at < 2 && at < after.length && holds(&currencies->signs, after.text + at, 1)) {
        return next_amount(after, at + 1) ? 0 : at + 1;
    }
    int32_t most = currencies->longest_run < after.length ? currencies->longest_run : after.length;
    int32_t han = 0; /* Every run holds a Chinese character. */
    while (han < most && !is_han(after.text[han])) {
        han++;
    }
    for (int32_t size = most; size > han; size--) {
        if (holds(&currencies->runs, after.text, size)) {
            return size;
        }
    }
    return word_tail(currencies, after, number, digits);
}

static double value_of(Slice text, int32_t at, Number number)
{
    char digits[64];
    int size = 0;
    int32_t whole = number.number_end, length = number.number_end - at;
    for (int32_t cents = 1; cents <= 2 && whole == number.number_end; cents++) {
        int32_t dot = number.number_end - 1 - cents;
        if (length > cents && (text.text[dot] == '.' || text.text[dot] == ',')) {
            whole = dot;
        }
    }
    for (int32_t i = at; i < number.number_end && size < 60; i++) {
        if (i == whole) {
            digits[size++] = '.';
        } else if (is_digit(text.text[i])) {
            digits[size++] = (char)('0' + Py_UNICODE_TODECIMAL(text.text[i]));
        }
    }
    digits[size] = 0;
    double value = PyOS_string_to_double(digits, NULL, NULL);
    int32_t scale = number.number_end;
    while (scale < number.end && is_space(text.text[scale])) {
        scale++;
    }
    if (scale >= number.end) {
        return (double)(long long)value;
    }
    return value * factor_of(text.text + scale, number.end - scale);
}

static inline int is_plain_digit(Char c)
{
    return (c - '0' <= 9) | (c - 0xff10 <= 9);
}

#define STRETCH 16

/* Whether a digit stands in the STRETCH characters from `each`: without branches, so that a processor looks at
 * several of them at once. */
static inline int any_digit(const Char *each)
{
    int any = 0;
    for (int i = 0; i < STRETCH; i++) {
        any |= is_plain_digit(each[i]);
    }
    return any;
}

static int32_t next_digit(Slice text, int32_t at)
{
    const Char *each = text.text + at, *end = text.text + text.length;
    while (end - each >= STRETCH && !any_digit(each)) {
        each += STRETCH;
    }
    while (each < end && !is_plain_digit(*each)) {
        each++;
    }
    return (int32_t)(each - text.text);
}

void money_amounts(Currencies *currencies, const Char *value, int32_t length, Amounts *found)
{
    Slice text = {value, length};
    int32_t end = 0;
    found->count = 0;
    for (int32_t at = next_digit(text, 0); at < length;) {
        Number number;
        if (!number_at(text, at, &number)) {
            at = next_digit(text, at + digits_from(text, at, length));
            continue;
        }
        int32_t from = at - 40 > end ? at - 40 : end;
        int32_t lead = lead_of(currencies, value + from, at - from), tail = 0;
        Char before = at > from ? value[at - 1] : ' ';
        if (lead || !is_letter(before) || is_han(before)) {
            int32_t size = length - number.end < 48 ? length - number.end : 48;
            Slice after = {value + number.end, size};
            tail = tail_of(currencies, after, value + at, number.number_end - at);
        }
        int32_t stop = number.end + tail;
        if (lead || tail) {
            end = stop;
            Amount amount = {value_of(text, at, number), at - lead, stop, at, number.end};
            ARRAY_PUSH(*found, amount);
        }
        at = next_digit(text, stop);
    }
}
