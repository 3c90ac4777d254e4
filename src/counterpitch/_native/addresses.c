/* Masking of addresses and telephone numbers in an unfolded text. */
#include "mask.h"

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

#define STRETCH 16

/* Where from `at` on the next plus or digit may stand: what is none of them is passed over in stretches without
 * branches. */
static int32_t next_sign(const Text *in, int32_t at)
{
    const Char *v = in->value;
    while (in->count - at >= STRETCH) {
        int any = 0;
        for (int i = 0; i < STRETCH; i++) {
            any |= (v[at + i] - '0' <= 9) | (v[at + i] == '+') | (v[at + i] - 0x660 < 0x2000 - 0x660) | (v[at + i] >= 0xa620);
        }
        if (any) {
            break;
        }
        at += STRETCH;
    }
    return at;
}

/* Where from `at` on the next digit may stand, likewise. */
static int32_t next_digit(const Text *in, int32_t at)
{
    const Char *v = in->value;
    while (in->count - at >= STRETCH) {
        Char any = 0, all = 0;
        for (int i = 0; i < STRETCH; i++) {
            any |= v[at + i] - '0' <= 9;
            all |= v[at + i];
        }
        if (any || all >= 0x660) {
            break;
        }
        at += STRETCH;
    }
    return at;
}

/* Whether a text has as many digits as a telephone number among characters of one: most have not. */
static int may_hold_telephone(const Text *in)
{
    const Char *v = in->value;
    for (int32_t i = next_digit(in, 0); i < in->count; i = next_digit(in, i)) {
        int32_t end = i + STRETCH < in->count ? i + STRETCH : in->count, digits = 0;
        while (i < end && !is_digit(v[i])) {
            i++;
        }
        for (; i < in->count && in_telephone(v[i]) && digits < FEWEST_DIGITS; i++) {
            digits += is_digit(v[i]);
        }
        if (digits == FEWEST_DIGITS) {
            return 1;
        }
    }
    return 0;
}

int mask_telephones(const Text *in, Text *out)
{
    const Char *v = in->value;
    int32_t copied = 0, changed = 0;
    out->count = 0;
    if (!may_hold_telephone(in)) {
        return 0;
    }
    for (int32_t i = next_sign(in, 0); i < in->count;) {
        Char c = v[i];
        if (c != '+' && !is_digit(c)) {
            i = next_sign(in, i + 1);
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
        if (digits >= FEWEST_DIGITS) {
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
