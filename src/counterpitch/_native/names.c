/* The names of one conversation, made ready for masking: Masker in features/mask.py. */
#include "mask.h"

void names_clear(Names *names)
{
    strings_clear(&names->names);
    strings_clear(&names->pairs);
    memset(names->sieve, 0, sizeof names->sieve);
    names->han.count = 0;
    names->pool.count = 0;
}

static int has_han(const Char *text, int32_t length)
{
    for (int32_t i = 0; i < length; i++) {
        if (is_han(text[i])) {
            return 1;
        }
    }
    return 0;
}

static int in_vocabulary(const MaskTables *tables, const Char *word, int32_t length)
{
    return strings_find(&tables->vocabulary, word, length, hash_of(word, length)) >= 0;
}

static void add_words(Names *names, const MaskTables *tables, const Char *name, int32_t length)
{
    int32_t before = -1;
    for (int32_t at = 0; at < length;) {
        int32_t end = at;
        while (end < length && name[end] != ' ') {
            end++;
        }
        if (end - at > 1 && !has_han(name + at, end - at)) {
            strings_add(&names->names, name + at, end - at)->value =
                in_vocabulary(tables, name + at, end - at) ? 1 : 2;
            sieve_add(names->sieve, NAMES_SIEVE, name + at, end - at);
        }
        if (before >= 0) {
            strings_add(&names->pairs, name + before, end - before)->value = 0;
        }
        before = at;
        at = end + 1;
    }
}

/* Writes every word of a name in Latin letters if all of its letters have a Latin look-alike. */
static void as_latin(const MaskTables *tables, const Char *name, int32_t length, Char *out)
{
    for (int32_t at = 0; at < length;) {
        int32_t end = at, alike = 1;
        for (; end < length && name[end] != ' '; end++) {
            int32_t latin = strings_find(&tables->confusable, name + end, 1, hash_of(name + end, 1));
            alike &= latin >= 0;
            out[end] = latin >= 0 ? (Char)latin : name[end];
        }
        if (!alike) {
            memcpy(out + at, name + at, (size_t)(end - at) * sizeof(Char));
        }
        if (end < length) {
            out[end] = ' ';
        }
        at = end + 1;
    }
}

static void add_han(Names *names, const Char *text, int32_t length, int titled)
{
    HanName each = {{names->pool.count, length}, titled};
    ARRAY_RESERVE(names->pool, length);
    memcpy(names->pool.items + names->pool.count, text, (size_t)length * sizeof(Char));
    names->pool.count += length;
    ARRAY_PUSH(names->han, each);
}

static void add_whole(Names *names, const MaskTables *tables, const Char *text, int32_t length)
{
    if (length > 1 && !in_vocabulary(tables, text, length)) {
        add_han(names, text, length, 0);
    }
}

static void add_han_run(Names *names, const MaskTables *tables, const Char *run, int32_t length)
{
    int32_t surname = length;
    if (length <= 4) {
        int32_t two = length < 2 ? length : 2;
        surname = strings_find(&tables->double_surnames, run, two, hash_of(run, two)) >= 0 ? 2 : 1;
        add_whole(names, tables, run + surname, length - surname);
    }
    add_han(names, run, surname, 1);
    add_whole(names, tables, run, length);
}

void names_add(Names *names, const MaskTables *tables, const Char *folded, int32_t length)
{
    if (length <= 0) {
        return;
    }
    add_words(names, tables, folded, length);
    Char *latin = memory_resize(NULL, (size_t)length * sizeof(Char));
    as_latin(tables, folded, length, latin);
    add_words(names, tables, latin, length);
    free(latin);
    for (int32_t at = 0; at < length;) {
        int32_t end = at;
        while (end < length && is_han(folded[end])) {
            end++;
        }
        if (end > at) {
            add_han_run(names, tables, folded + at, end - at);
        }
        at = end > at ? end : at + 1;
    }
}

static int han_order(const void *a, const void *b)
{
    const HanName *one = a, *other = b;
    if (one->titled != other->titled) {
        return one->titled - other->titled;
    }
    return other->text.length - one->text.length;
}

void names_ready(Names *names)
{
    if (names->han.count < 2) {
        return;
    }
    qsort(names->han.items, (size_t)names->han.count, sizeof(HanName), han_order);
}
