/* The sentences of a message with names hidden: recognisers/people.py and sentences.py. */
#include "hiding.h"

#define MOST_READ 20000
#define MOST_WORDS 5 /* words of a name that follows a salutation */
#define LONGEST_GIVEN_BACK 30
#define LONGEST_PARTICLE 4

/* ---- how a word is written ---- */

static Char letter(const Hiding *hiding, Py_ssize_t at)
{
    return at >= 0 && at < PyUnicode_GET_LENGTH(hiding->text) ? PyUnicode_READ_CHAR(hiding->text, at) : ' ';
}

static int has_capitals(Hiding *hiding)
{
    Py_ssize_t length = PyUnicode_GET_LENGTH(hiding->text);
    if (hiding->capitals < 0) {
        hiding->capitals = 0;
        for (Py_ssize_t i = 0; i < length && !hiding->capitals; i++) {
            Char c = letter(hiding, i);
            hiding->capitals = c < 128 ? c >= 'A' && c <= 'Z' : Py_UNICODE_TOLOWER(c) != c;
        }
    }
    return hiding->capitals;
}

static int is_capital(const Hiding *hiding, const HiddenWord *word)
{
    return Py_UNICODE_ISUPPER(letter(hiding, word->start));
}

/* Whether all letters of a word as written are of one case, and there are any (str.isupper, str.islower). */
static int is_all(const Hiding *hiding, const HiddenWord *word, int upper)
{
    int any = 0;
    for (int32_t i = word->start; i < word->end; i++) {
        Char c = letter(hiding, i);
        if (Py_UNICODE_ISTITLE(c) || (upper ? Py_UNICODE_ISLOWER(c) : Py_UNICODE_ISUPPER(c))) {
            return 0;
        }
        any |= upper ? Py_UNICODE_ISUPPER(c) : Py_UNICODE_ISLOWER(c);
    }
    return any;
}

static int has_apostrophe(const Hiding *hiding, const HiddenWord *word)
{
    for (int32_t i = word->start; i < word->end; i++) {
        Char c = letter(hiding, i);
        if (c == '\'' || c == 0x2019 || c == 0x2bc || c == '`' || c == 0xb4) {
            return 1;
        }
    }
    return 0;
}

static int is_set_apart(const Hiding *hiding, const HiddenWord *word)
{
    if (word->end >= PyUnicode_GET_LENGTH(hiding->text)) {
        return 1;
    }
    Char c = letter(hiding, word->end);
    return c == ',' || c == '!' || c == '\n' || c == '\r';
}

static int is_inside(const Hiding *hiding, const HiddenWord *word)
{
    int32_t least = word->start > 8 ? word->start - 8 : 0, at = word->start - 1;
    while (at >= least && (letter(hiding, at) == ' ' || letter(hiding, at) == 0xa0)) {
        at--;
    }
    return at >= least && (letter(hiding, at) == ',' || Py_UNICODE_ISALNUM(letter(hiding, at)));
}

/* ---- words ---- */

/* Looks up what is known of a word. */
static void look(const Hiding *hiding, HiddenWord *word, uint32_t hash)
{
    int32_t known = strings_find(&hiding->tables->known, word->text, word->length, hash);
    int32_t named = strings_find(&hiding->names->words, word->text, word->length, hash);
    word->known = known < 0 ? 0 : known;
    word->named = named < 0 ? 0 : named;
    if (word->length == 1 && word->text[0] == MASK_SIGN) {
        word->known |= WORD_MASK;
    }
}

static int32_t form_of(const Hiding *hiding, const HiddenWord *word)
{
    return hidden_form(hiding->names, word->text, word->length, word->named, word->known & WORD_ORDINARY);
}

/* Where the word at `at` of a text ends; sets its hash. */
static int32_t word_end(const Text *text, int32_t at, int32_t end, uint32_t *hash)
{
    *hash = HASH_START;
    for (; at < end && text->value[at] != ' '; at++) {
        *hash = hash_step(*hash, text->value[at]);
    }
    return at;
}

/* Whether a sentence may hold a name: most hold none, so nothing else is looked up here. */
static int may_hold_name(const Hiding *hiding, const Text *text, int32_t begin, int32_t end)
{
    for (int32_t at = begin; at <= end;) {
        uint32_t hash;
        const Char *word = text->value + at;
        int32_t stop = word_end(text, at, end, &hash), length = stop - at;
        int32_t named = strings_find(&hiding->names->words, word, length, hash);
        if ((length == 1 && word[0] == MASK_SIGN)
            || strings_find(&hiding->tables->salutations, word, length, hash) >= 0
            || hidden_form(hiding->names, word, length, named < 0 ? 0 : named, 0)) {
            return 1;
        }
        at = stop + 1;
    }
    return 0;
}

/* Lays out the words of a sentence, which is not empty, of a text with offsets. */
static void lay(Hiding *hiding, const Text *text, int32_t begin, int32_t end)
{
    hiding->words.count = 0;
    for (int32_t at = begin; at <= end;) {
        uint32_t hash;
        int32_t stop = word_end(text, at, end, &hash);
        HiddenWord word = {.text = text->value + at, .length = stop - at};
        word.start = text->starts[at];
        word.end = text->ends[stop > 0 ? stop - 1 : 0];
        look(hiding, &word, hash);
        ARRAY_PUSH(hiding->words, word);
        at = stop + 1;
    }
}

/* ---- what the rules took for a name ---- */

/* Whether a word is a particle however its letters are cased. */
static int is_cased_particle(const Hiding *hiding, const HiddenWord *word)
{
    int32_t size = word->end - word->start;
    if (size > LONGEST_PARTICLE) {
        return 0;
    }
    PyObject *written = PyUnicode_Substring(hiding->text, word->start, word->end);
    PyObject *folded = written ? PyObject_CallMethod(written, "casefold", NULL) : NULL;
    Char *value = folded ? PyUnicode_AsUCS4Copy(folded) : NULL;
    int32_t known = -1;
    if (value != NULL) {
        int32_t length = (int32_t)PyUnicode_GET_LENGTH(folded);
        known = strings_find(&hiding->tables->known, value, length, hash_of(value, length));
    }
    PyMem_Free(value);
    Py_XDECREF(folded);
    Py_XDECREF(written);
    return known >= 0 && (known & WORD_PARTICLE);
}

/* Puts back the word behind a mask if the rules took an ordinary word for a name. */
static void give_back(Hiding *hiding, HiddenWord *word)
{
    Scene *scene = hiding->scene;
    Text *text = &scene->folder.texts[scene->folder.current];
    if (!(word->known & WORD_MASK) || word->end - word->start > LONGEST_GIVEN_BACK
        || !(is_all(hiding, word, 0) || is_cased_particle(hiding, word))) {
        return;
    }
    text->count = text->traced = 0;
    for (int32_t i = word->start; i < word->end; i++) {
        text_put(text, letter(hiding, i), 0, 0);
    }
    text = fold(&scene->folder, scene->tables, NULL);
    int32_t begin = 0, end = text->count;
    while (begin < end && is_space(text->value[begin])) {
        begin++;
    }
    while (end > begin && is_space(text->value[end - 1])) {
        end--;
    }
    int32_t size = end - begin;
    int32_t named = strings_find(&hiding->names->words, text->value + begin, size, hash_of(text->value + begin, size));
    if (named >= 0 && (named & NAME_BY_RULES)) {
        Char *kept = arena_take(&scene->arena, (size_t)size * sizeof(Char));
        memcpy(kept, text->value + begin, (size_t)size * sizeof(Char));
        word->text = kept;
        word->length = size;
        look(hiding, word, hash_of(kept, size));
    }
}

static void give_back_words(Hiding *hiding)
{
    int masked = 0;
    for (int32_t n = 0; n < hiding->words.count; n++) {
        masked |= hiding->words.items[n].known & WORD_MASK;
    }
    if (!hiding->names->any_by_rules || !masked || !has_capitals(hiding)) {
        return;
    }
    for (int32_t n = 0; n < hiding->words.count; n++) {
        give_back(hiding, &hiding->words.items[n]);
    }
}

/* ---- runs of words that are names ---- */

static int is_patronymic(const Hiding *hiding, const HiddenWord *word)
{
    static const Char ENDS[5][4] = {{0x43e, 0x432, 0x438, 0x447}, {0x435, 0x432, 0x438, 0x447},
                                    {0x43e, 0x432, 0x43d, 0x430}, {0x435, 0x432, 0x43d, 0x430},
                                    {0x438, 0x447, 0x43d, 0x430}};
    for (int32_t n = 0; n < 5 && word->length >= 4; n++) {
        if (same_string(word->text + word->length - 4, ENDS[n], 4)) {
            return is_capital(hiding, word);
        }
    }
    return 0;
}

/* Whether a form of a name of `size` letters is one by its writing: an ordinary word needs a capital. */
static int names_somebody(Hiding *hiding, const HiddenWord *word, int32_t size, int after)
{
    int whole = size == word->length;
    if (after && whole) {
        return word->length > 2 || is_capital(hiding, word);
    }
    if (!whole && !is_capital(hiding, word)) {
        return 0;
    }
    int32_t known = strings_find(&hiding->tables->known, word->text, size, hash_of(word->text, size));
    if (!(word->known & WORD_ORDINARY) && !(known >= 0 && (known & WORD_ORDINARY))) {
        return 1;
    }
    if (!whole && !has_apostrophe(hiding, word)) {
        return 0;
    }
    return is_capital(hiding, word) && !(is_all(hiding, word, 1) && has_capitals(hiding));
}

static int is_pair(const Hiding *hiding, const HiddenWord *one, const HiddenWord *other)
{
    uint32_t hash = HASH_START;
    int32_t size = one->length + 1 + other->length;
    for (int32_t i = 0; i < one->length; i++) {
        hash = hash_step(hash, one->text[i]);
    }
    hash = hash_step(hash, ' ');
    for (int32_t i = 0; i < other->length; i++) {
        hash = hash_step(hash, other->text[i]);
    }
    if (!strings_may_hold(&hiding->names->pairs, hash)) {
        return 0;
    }
    Char *pair = memory_resize(NULL, (size_t)size * sizeof(Char));
    memcpy(pair, one->text, (size_t)one->length * sizeof(Char));
    pair[one->length] = ' ';
    memcpy(pair + one->length + 1, other->text, (size_t)other->length * sizeof(Char));
    int found = strings_find(&hiding->names->pairs, pair, size, hash) >= 0;
    free(pair);
    return found;
}

static int continues(Hiding *hiding, int32_t at, int32_t end, int after)
{
    const HiddenWord *word = &hiding->words.items[end];
    if (word->known & WORD_MASK) {
        return 1;
    }
    int32_t size = form_of(hiding, word);
    if (size > 0 && names_somebody(hiding, word, size, after)) {
        return 1;
    }
    if (after && !(word->known & WORD_SALUTATION) && is_capital(hiding, word)) {
        return 1;
    }
    if (end == at) {
        return 0;
    }
    if (is_pair(hiding, word - 1, word) || is_patronymic(hiding, word)) {
        return 1;
    }
    return (word->known & WORD_PARTICLE) && end + 1 < hiding->words.count && is_capital(hiding, word + 1);
}

static int32_t run_from(Hiding *hiding, int32_t at, int after)
{
    int32_t end = at;
    while (end < hiding->words.count && end - at < MOST_WORDS && continues(hiding, at, end, after)) {
        end++;
    }
    return end;
}

/* Whether a run is a name and not a small word that begins a sentence. */
static int is_sure(const Hiding *hiding, int32_t at, int32_t end)
{
    const HiddenWord *words = hiding->words.items;
    if (end - at == 1 && (words[at].known & WORD_CRY)) {
        return is_inside(hiding, &words[at]);
    }
    for (int32_t n = at; n < end; n++) {
        if ((words[n].known & WORD_MASK) || !(words[n].named & NAME_DOUBTFUL)) {
            return 1;
        }
    }
    return is_set_apart(hiding, &words[end - 1]) || is_inside(hiding, &words[at]);
}

/* ---- writing ---- */

/* Appends a word to a sentence that begins at `first`; of masks in a row the first. */
static void put_word(Row *row, int32_t first, const Char *text, int32_t length, int *masked)
{
    int mask = length == 1 && text[0] == MASK_SIGN;
    if (mask && *masked) {
        return;
    }
    ARRAY_RESERVE(*row, length + 1);
    if (row->count > first) {
        row->items[row->count++] = ' ';
    }
    memcpy(row->items + row->count, text, (size_t)length * sizeof(Char));
    row->count += length;
    *masked = mask;
}

static void put_hidden(Hiding *hiding, Row *row)
{
    static const Char MASK[1] = {MASK_SIGN};
    int32_t first = row->count, at = 0;
    int after = 0, masked = 0;
    give_back_words(hiding);
    while (at < hiding->words.count) {
        int32_t end = run_from(hiding, at, after);
        if (end > at && (after || is_sure(hiding, at, end))) {
            put_word(row, first, MASK, 1, &masked);
        } else {
            end = end > at ? end : at + 1;
            for (int32_t n = at; n < end; n++) {
                put_word(row, first, hiding->words.items[n].text, hiding->words.items[n].length, &masked);
            }
        }
        after = (hiding->words.items[end - 1].known & WORD_SALUTATION) != 0;
        at = end;
    }
}

static void put_plain(Row *row, const Text *text, int32_t begin, int32_t end)
{
    ARRAY_RESERVE(*row, end - begin);
    memcpy(row->items + row->count, text->value + begin, (size_t)(end - begin) * sizeof(Char));
    row->count += end - begin;
}

/* Writes a sentence, of which `left` characters are read. Returns how long it is, all of it. */
static int32_t put_sentence(Hiding *hiding, int32_t message, int32_t begin, int32_t end, int32_t left, Row *row)
{
    const Text *text = &hiding->scene->messages[message].folded;
    int32_t first = row->count;
    int needed = may_hold_name(hiding, text, begin, end);
    if (needed) {
        text = scene_traced(hiding->scene, message);
    }
    if (needed && text->traced) {
        lay(hiding, text, begin, end);
        put_hidden(hiding, row);
    } else {
        put_plain(row, text, begin, end);
    }
    int32_t size = row->count - first, most = left > 0 ? left : 0;
    row->count = first + (size < most ? size : most);
    while (row->count > first && is_space(row->items[row->count - 1])) {
        row->count--;
    }
    return size;
}

void hidden_row(Hiding *hiding, int32_t message, Row *row)
{
    static const Char STOP[3] = {' ', '.', ' '};
    int32_t left = MOST_READ, at = 0, whole = row->count;
    const SceneMessage *own = &hiding->scene->messages[message];
    int32_t limit = own->folded.count < 2 * MOST_READ ? own->folded.count : 2 * MOST_READ;
    hiding->text = own->text;
    hiding->capitals = -1;
    ARRAY_RESERVE(*row, 1);
    row->items[row->count++] = ' ';
    while (at <= limit && !PyErr_Occurred()) {
        const Char *value = own->folded.value;
        int32_t stop = at, begin = at, first = row->count;
        while (stop < limit && value[stop] != '.') {
            stop++;
        }
        int32_t end = stop;
        while (begin < end && is_space(value[begin])) {
            begin++;
        }
        while (end > begin && is_space(value[end - 1])) {
            end--;
        }
        if (end > begin) {
            left -= put_sentence(hiding, message, begin, end, left, row) + 3;
            if (row->count == first) {
                break;
            }
            ARRAY_RESERVE(*row, 3);
            memcpy(row->items + row->count, STOP, sizeof STOP);
            row->count += 3;
        }
        at = stop + 1;
    }
    if (row->count == whole + 1) {
        row->count = whole;
    }
}
