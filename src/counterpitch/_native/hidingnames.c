/* The names of one conversation, as the learned part hides them: recognisers/names.py. */
#include "hiding.h"

#define LONGEST_NAME 200
#define LOOKED_AT 400
#define LEAST_STEM 4
#define LONGEST_ENDING 3
#define LONGEST_SMALL 8 /* letters of the longest small word, and some */

int hiding_read(HidingTables *tables, PyObject *words, PyObject *introduced)
{
    PyObject *word, *value;
    Py_ssize_t at = 0;
    strings_init(&tables->known, (int32_t)PyDict_Size(words));
    strings_init(&tables->salutations, 64);
    tables->introduced = Py_NewRef(introduced);
    while (PyDict_Next(words, &at, &word, &value)) {
        long flags = PyLong_AsLong(value);
        Char *text = PyUnicode_Check(word) ? PyUnicode_AsUCS4Copy(word) : NULL;
        if (text == NULL || flags < 0 || flags >= WORD_MASK) {
            PyMem_Free(text);
            if (!PyErr_Occurred()) {
                PyErr_SetString(PyExc_ValueError, "words are known by small numbers");
            }
            return -1;
        }
        int32_t length = (int32_t)PyUnicode_GET_LENGTH(word);
        strings_add(&tables->known, text, length)->value = (int32_t)flags;
        if (flags & WORD_SALUTATION) {
            strings_add(&tables->salutations, text, length)->value = 0;
        }
        PyMem_Free(text);
    }
    return 0;
}

void hiding_free(HidingTables *tables)
{
    strings_free(&tables->known);
    strings_free(&tables->salutations);
    Py_CLEAR(tables->introduced);
}

void hidden_init(HiddenNames *names)
{
    strings_init(&names->words, 8);
    strings_init(&names->pairs, 8);
    strings_init(&names->stems, 8);
    names->any_by_rules = names->any_small = 0;
}

void hidden_free(HiddenNames *names)
{
    strings_free(&names->words);
    strings_free(&names->pairs);
    strings_free(&names->stems);
}

static int32_t found(const StringMap *map, const Char *text, int32_t length)
{
    int32_t value = strings_find(map, text, length, hash_of(text, length));
    return value < 0 ? 0 : value;
}

/* ---- Cyrillic names ---- */

static int is_vowel(Char c)
{
    switch (c) {
    case 0x430: case 0x435: case 0x438: case 0x43e: case 0x443: case 0x44b: case 0x44c: case 0x44d:
    case 0x44e: case 0x44f: case 0x439: return 1;
    default: return 0;
    }
}

static int is_cyrillic(Char c) /* [а-я] */
{
    return c >= 0x430 && c <= 0x44f;
}

static void add_stem(HiddenNames *names, const Char *word, int32_t length)
{
    int32_t kept = length;
    for (int32_t i = 0; i < length; i++) {
        if (!is_cyrillic(word[i]) && word[i] != 0x451) {
            return;
        }
    }
    while (kept > 0 && is_vowel(word[kept - 1])) {
        kept--;
    }
    if (kept >= LEAST_STEM) {
        strings_add(&names->stems, word, kept)->value = 0;
    }
}

static int is_ending(const Char *text, int32_t length)
{
    if (length > 0 && !is_vowel(text[0])) {
        return 0;
    }
    for (int32_t i = 1; i < length; i++) {
        if (!is_cyrillic(text[i])) {
            return 0;
        }
    }
    return length <= LONGEST_ENDING;
}

static int32_t stem_of(const HiddenNames *names, const Char *word, int32_t length)
{
    for (int32_t size = length; size >= length - LONGEST_ENDING && size > 0; size--) {
        if (strings_find(&names->stems, word, size, hash_of(word, size)) >= 0
            && is_ending(word + size, length - size)) {
            return size;
        }
    }
    return 0;
}

int32_t hidden_form(const HiddenNames *names, const Char *word, int32_t length, int32_t named, int is_ordinary)
{
    if (named & NAME_ALONE) {
        return length;
    }
    if (length > 1 && word[length - 1] == 's' && (found(&names->words, word, length - 1) & NAME_ALONE)) {
        return length - 1;
    }
    return names->stems.count > 0 && !is_ordinary ? stem_of(names, word, length) : 0;
}

/* ---- names as written ---- */

/* A word of a name, in the pool, and which of the words as written it is part of. */
typedef struct {
    int32_t at, length, part;
} NameWord;

typedef struct {
    Row pool;
    ARRAY(NameWord) words;
} Spelled;

/* Adds the folded words of one word as written. Returns whether there are any. */
static int spell(Spelled *spelled, const Text *folded, int32_t part)
{
    int32_t before = spelled->words.count;
    for (int32_t at = 0; at < folded->count;) {
        int32_t end = at;
        while (end < folded->count && !is_space(folded->value[end])) {
            end++;
        }
        int32_t size = end - at;
        if (size > 0 && !(size == 1 && folded->value[at] == '.')) {
            NameWord word = {spelled->pool.count, size, part};
            ARRAY_RESERVE(spelled->pool, size);
            memcpy(spelled->pool.items + word.at, folded->value + at, (size_t)size * sizeof(Char));
            spelled->pool.count += size;
            ARRAY_PUSH(spelled->words, word);
        }
        at = end + 1;
    }
    return spelled->words.count > before;
}

/* Folds the words of a name. Returns how many of the words as written are not empty then. */
static int32_t spell_name(Spelled *spelled, Scene *scene, PyObject *name)
{
    Py_ssize_t length = PyUnicode_GET_LENGTH(name), at = 0;
    int kind = PyUnicode_KIND(name);
    const void *data = PyUnicode_DATA(name);
    int32_t parts = 0;
    length = length < LONGEST_NAME ? length : LONGEST_NAME;
    spelled->pool.count = spelled->words.count = 0;
    while (at < length) {
        Folder *folder = &scene->folder;
        Text *text = &folder->texts[folder->current];
        text->count = text->traced = 0;
        for (; at < length && !is_space(PyUnicode_READ(kind, data, at)); at++) {
            text_put(text, PyUnicode_READ(kind, data, at), 0, 0);
        }
        if (text->count > 0) {
            parts += spell(spelled, fold(folder, scene->tables, NULL), parts);
        }
        at++;
    }
    return parts;
}

/* Whether a word of a name names somebody by itself. `alone_in_part`: it is all of a word as written. */
static int names_alone(int32_t known, int32_t length, int alone_in_part, int32_t part, int32_t parts)
{
    int whole = alone_in_part && length > 1;
    if (known & WORD_PARTICLE) {
        whole = whole && part == 0 && parts > 1;
    }
    return whole || (length > 2 && !(known & (WORD_SMALL | WORD_PARTICLE)));
}

static void add_word(HiddenNames *names, const HidingTables *tables, const Spelled *spelled, int32_t n, int32_t parts)
{
    NameWord word = spelled->words.items[n];
    const Char *text = spelled->pool.items + word.at;
    int alone_in_part = (n == 0 || spelled->words.items[n - 1].part != word.part)
        && (n + 1 == spelled->words.count || spelled->words.items[n + 1].part != word.part);
    int32_t known = found(&tables->known, text, word.length), flags = 0;
    if (names_alone(known, word.length, alone_in_part, word.part, parts)) {
        flags |= NAME_ALONE;
        add_stem(names, text, word.length);
        names->any_small |= known & WORD_SMALL;
    }
    if (known & WORD_ORDINARY) {
        flags |= NAME_BY_RULES;
        names->any_by_rules = 1;
    }
    StringSlot *slot = strings_add(&names->words, text, word.length);
    slot->value = (slot->value < 0 ? 0 : slot->value) | flags;
}

static void add_pair(HiddenNames *names, Row *room, const Spelled *spelled, int32_t n)
{
    NameWord one = spelled->words.items[n], other = spelled->words.items[n + 1];
    int32_t size = one.length + 1 + other.length;
    room->count = 0;
    ARRAY_RESERVE(*room, size);
    memcpy(room->items, spelled->pool.items + one.at, (size_t)one.length * sizeof(Char));
    room->items[one.length] = ' ';
    memcpy(room->items + one.length + 1, spelled->pool.items + other.at, (size_t)other.length * sizeof(Char));
    strings_add(&names->pairs, room->items, size)->value = 0;
}

typedef struct {
    HiddenNames *names;
    const HidingTables *tables;
    Scene *scene;
    Spelled spelled;
    Row room;
} Collector;

static void add_name(Collector *collector, PyObject *name)
{
    const Spelled *spelled = &collector->spelled;
    if (!PyUnicode_Check(name)) {
        return;
    }
    int32_t parts = spell_name(&collector->spelled, collector->scene, name);
    for (int32_t n = 0; n < spelled->words.count; n++) {
        add_word(collector->names, collector->tables, spelled, n, parts);
        if (n + 1 < spelled->words.count) {
            add_pair(collector->names, &collector->room, spelled, n);
        }
    }
}

static int add_names(Collector *collector, PyObject *names)
{
    PyObject *each = PyObject_GetIter(names), *name;
    if (each == NULL) {
        return -1;
    }
    while ((name = PyIter_Next(each)) != NULL) {
        add_name(collector, name);
        Py_DECREF(name);
    }
    Py_DECREF(each);
    return PyErr_Occurred() ? -1 : 0;
}

/* ---- introductions ---- */

static int may_end_opening(Char c) /* the last letters of "it's", "I am", "hier ist", "soy", "зовут", ... */
{
    return c == 's' || c == 'm' || c == 't' || c == 'n' || c == 'y' || c == 0x442 || c == 0x43e;
}

static int may_follow(Char c) /* from, here, von, de, с, из */
{
    return c == 'f' || c == 'h' || c == 'v' || c == 'd' || c == 0x441 || c == 0x438;
}

/* Whether somebody may introduce themselves: a capital word between an opening and what follows it. */
static int may_introduce(PyObject *text)
{
    Py_ssize_t size = PyUnicode_GET_LENGTH(text);
    int kind = PyUnicode_KIND(text);
    const void *data = PyUnicode_DATA(text);
    size = size < LOOKED_AT ? size : LOOKED_AT;
    for (Py_ssize_t i = 1; i + 4 < size; i++) {
        if (PyUnicode_READ(kind, data, i) != ' ' || !may_end_opening(PyUnicode_READ(kind, data, i - 1))
            || !Py_UNICODE_ISUPPER(PyUnicode_READ(kind, data, i + 1))) {
            continue;
        }
        Py_ssize_t end = i + 1;
        while (end < size && is_letter(PyUnicode_READ(kind, data, end))) {
            end++;
        }
        if (end + 1 < size && PyUnicode_READ(kind, data, end) == ' ' && may_follow(PyUnicode_READ(kind, data, end + 1))) {
            return 1;
        }
    }
    return 0;
}

static int add_introduced(Collector *collector, PyObject *text)
{
    if (!may_introduce(text)) {
        return 0;
    }
    PyObject *found_names = PyObject_CallOneArg(collector->tables->introduced, text);
    int failed = found_names == NULL || add_names(collector, found_names) < 0;
    Py_XDECREF(found_names);
    return failed ? -1 : 0;
}

/* ---- names that are small words ---- */

static void doubt(HiddenNames *names, const HidingTables *tables, const Char *word, int32_t length)
{
    if ((found(&names->words, word, length) & NAME_ALONE) && (found(&tables->known, word, length) & WORD_SMALL)) {
        strings_add(&names->words, word, length)->value |= NAME_DOUBTFUL;
    }
}

/* Doubts the small names that a text also writes as words. */
static void doubt_written(HiddenNames *names, const HidingTables *tables, PyObject *text)
{
    Py_ssize_t size = PyUnicode_GET_LENGTH(text);
    int kind = PyUnicode_KIND(text);
    const void *data = PyUnicode_DATA(text);
    Char word[LONGEST_SMALL];
    for (Py_ssize_t at = 0; at < size;) {
        int32_t length = 0;
        Py_ssize_t end = at;
        for (; end < size && is_word(PyUnicode_READ(kind, data, end)); end++) {
            if (length < LONGEST_SMALL) {
                word[length++] = PyUnicode_READ(kind, data, end);
            }
        }
        if (end > at && end - at < LONGEST_SMALL) {
            doubt(names, tables, word, length);
        }
        at = end + 1;
    }
}

/* Doubts the small names that are not in Latin letters: always. */
static void doubt_foreign(HiddenNames *names, const HidingTables *tables)
{
    for (uint32_t n = 0; n <= names->words.mask; n++) {
        StringSlot *slot = &names->words.slots[n];
        const Char *word = names->words.pool.items + slot->at;
        int foreign = 0;
        for (int32_t i = 0; i < slot->length; i++) {
            foreign |= word[i] >= 128;
        }
        if (foreign) {
            doubt(names, tables, word, slot->length);
        }
    }
}

int hidden_names(HiddenNames *names, const HidingTables *tables, Scene *scene)
{
    Collector collector = {.names = names, .tables = tables, .scene = scene};
    int failed = add_names(&collector, scene->spelled);
    for (int32_t i = 0; i < scene->count && !failed; i++) {
        failed = add_introduced(&collector, scene->messages[i].text);
    }
    if (!failed && names->any_small) {
        doubt_foreign(names, tables);
        for (int32_t i = 0; i < scene->count; i++) {
            doubt_written(names, tables, scene->messages[i].text);
        }
    }
    free(collector.spelled.pool.items);
    free(collector.spelled.words.items);
    free(collector.room.items);
    return failed || PyErr_Occurred() ? -1 : 0;
}
