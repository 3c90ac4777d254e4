#include "tables.h"

/* ---- fields ---- */

static int read_lines(PyObject *source, const char *name, StringMap *map)
{
    PyObject *lines = PyObject_GetAttrString(source, name);
    int failed = lines == NULL ? -1 : strings_from_lines(map, lines);
    Py_XDECREF(lines);
    return failed;
}

/* Points `*items` at the numbers (32 bits each) of a field; returns how many, or -1. */
static Py_ssize_t read_numbers(Tables *tables, const char *name, const int32_t **items)
{
    PyObject *bytes = PyObject_GetAttrString(tables->source, name);
    if (bytes == NULL) {
        return -1;
    }
    if (!PyBytes_Check(bytes) || PyBytes_GET_SIZE(bytes) % 4 != 0) {
        PyErr_Format(PyExc_ValueError, "the table '%s' is not numbers", name);
        Py_DECREF(bytes);
        return -1;
    }
    int failed = PyList_Append(tables->kept, bytes);
    *items = (const int32_t *)(const void *)PyBytes_AS_STRING(bytes);
    Py_ssize_t size = PyBytes_GET_SIZE(bytes) / 4;
    Py_DECREF(bytes);
    return failed ? -1 : size;
}

static int refuse(const char *name)
{
    if (!PyErr_Occurred()) {
        PyErr_Format(PyExc_ValueError, "the table '%s' does not fit the others", name);
    }
    return -1;
}

/* Reads lists: `owners` + 1 starts, and items from 0 to `most` - 1. */
static int read_lists(Tables *tables, const char *starts, const char *items, Lists *lists, Py_ssize_t owners, int32_t most)
{
    Py_ssize_t count = read_numbers(tables, starts, &lists->starts);
    Py_ssize_t size = count < 0 ? -1 : read_numbers(tables, items, &lists->items);
    if (size < 0 || (owners >= 0 && count != owners + 1) || count < 1
        || lists->starts[0] != 0 || lists->starts[count - 1] != size) {
        return refuse(starts);
    }
    for (Py_ssize_t i = 1; i < count; i++) {
        if (lists->starts[i] < lists->starts[i - 1]) {
            return refuse(starts);
        }
    }
    for (Py_ssize_t i = 0; i < size; i++) {
        if (lists->items[i] < 0 || lists->items[i] >= most) {
            return refuse(items);
        }
    }
    return 0;
}

/* ---- folding and masking ---- */

static int read_pool(PyObject *source, const char *name, Char **items, Py_ssize_t *size)
{
    PyObject *text = PyObject_GetAttrString(source, name);
    *items = text == NULL ? NULL : PyUnicode_AsUCS4Copy(text);
    *size = text == NULL ? 0 : PyUnicode_GetLength(text);
    Py_XDECREF(text);
    return *items == NULL ? -1 : 0;
}

/* Reads a map from each character of one text to that at the same place of another. */
static int read_letter_map(PyObject *source, const char *from, const char *to, StringMap *map)
{
    Char *keys = NULL, *values = NULL;
    Py_ssize_t size = 0, other = 0;
    int failed = read_pool(source, from, &keys, &size) || read_pool(source, to, &values, &other);
    if (!failed && size != other) {
        failed = refuse(from);
    }
    if (!failed) {
        strings_init(map, (int32_t)size);
        for (Py_ssize_t i = 0; i < size; i++) {
            strings_add(map, keys + i, 1)->value = (int32_t)values[i];
        }
    }
    PyMem_Free(keys);
    PyMem_Free(values);
    return failed ? -1 : 0;
}

static int read_honorifics(PyObject *source, MaskTables *mask)
{
    Char *text = NULL;
    Py_ssize_t size = 0;
    if (read_pool(source, "honorifics", &text, &size) < 0) {
        return -1;
    }
    ARRAY_RESERVE(mask->pool, (int32_t)size);
    memcpy(mask->pool.items, text, (size_t)size * sizeof(Char));
    PyMem_Free(text);
    for (int32_t at = 0; at < size;) {
        Honorific each = {{at, 0}, {0, 0}};
        while (at < size && mask->pool.items[at] != '\t') {
            at++;
        }
        each.text.length = at - each.text.at;
        each.not_before.at = at + 1;
        while (at < size && mask->pool.items[at] != '\n') {
            at++;
        }
        each.not_before.length = at - each.not_before.at > 0 ? at - each.not_before.at : 0;
        at++;
        ARRAY_PUSH(mask->honorifics, each);
    }
    return 0;
}

/* Reads the forms of places: lines of words, and for each its mark's offset, words, currency. */
static int read_forms(Tables *tables, Places *places)
{
    Char *text = NULL;
    const int32_t *rows = NULL, *first = NULL;
    Py_ssize_t size = 0, count = read_numbers(tables, "place_rows", &rows);
    Py_ssize_t marks = count < 0 ? -1 : read_numbers(tables, "place_first", &first);
    if (marks != places->marks.count + 1 || read_pool(tables->source, "place_forms", &text, &size) < 0) {
        return refuse("place_first");
    }
    ARRAY_RESERVE(places->pool, (int32_t)size);
    memcpy(places->pool.items, text, (size_t)size * sizeof(Char));
    PyMem_Free(text);
    int32_t begin = 0;
    for (int32_t at = 0; at < size && places->forms.count * 3 + 2 < count; at++) {
        if (places->pool.items[at] == '\n') {
            const int32_t *row = rows + places->forms.count * 3;
            PlaceForm form = {{begin, at - begin}, row[0], row[1], row[2]};
            ARRAY_PUSH(places->forms, form);
            begin = at + 1;
        }
    }
    for (Py_ssize_t i = 0; i < marks; i++) {
        if (first[i] < 0 || first[i] > places->forms.count || (i > 0 && first[i] < first[i - 1])) {
            return refuse("place_first");
        }
        ARRAY_PUSH(places->first, first[i]);
    }
    return 0;
}

static int read_runs(Tables *tables, Places *places)
{
    const int32_t *currency = NULL;
    Py_ssize_t count = read_numbers(tables, "place_run_currencies", &currency);
    if (count != places->runs.count) {
        return refuse("place_run_currencies");
    }
    for (Py_ssize_t i = 0; i < count; i++) {
        ARRAY_PUSH(places->run_is_currency, currency[i]);
    }
    strings_init(&places->run_starts, places->runs.count);
    for (uint32_t i = 0; i <= places->runs.mask; i++) {
        StringSlot *slot = &places->runs.slots[i];
        if (slot->length > 0) {
            strings_add(&places->run_starts, places->runs.pool.items + slot->at, 1)->value = 0;
            places->longest_run = slot->length > places->longest_run ? slot->length : places->longest_run;
        }
    }
    return 0;
}

static int read_mask(Tables *tables)
{
    MaskTables *mask = &tables->fold.mask;
    PyObject *source = tables->source;
    return read_lines(source, "place_marks", &mask->places.marks)
        || read_lines(source, "place_runs", &mask->places.runs) || read_lines(source, "top_level", &mask->top_level)
        || read_lines(source, "titles", &mask->titles) || read_lines(source, "vocabulary", &mask->vocabulary)
        || read_lines(source, "double_surnames", &mask->double_surnames)
        || read_letter_map(source, "confusable_from", "confusable_to", &mask->confusable)
        || read_letter_map(source, "cyrillic_from", "cyrillic_to", &mask->cyrillic)
        || read_honorifics(source, mask) || read_forms(tables, &mask->places) || read_runs(tables, &mask->places);
}

static int read_currencies(PyObject *source, Currencies *currencies)
{
    if (read_lines(source, "currency_words", &currencies->words)
        || read_lines(source, "currency_as_written", &currencies->as_written)
        || read_lines(source, "currency_runs", &currencies->runs)
        || read_lines(source, "currency_signs", &currencies->signs)
        || read_lines(source, "currency_before_sign", &currencies->before_sign)
        || read_lines(source, "currency_year_like", &currencies->year_like)) {
        return -1;
    }
    for (uint32_t i = 0; i <= currencies->runs.mask; i++) {
        int32_t length = currencies->runs.slots[i].length;
        currencies->longest_run = length > currencies->longest_run ? length : currencies->longest_run;
    }
    return 0;
}

/* ---- phrases ---- */

static int check_instruction(const Programs *programs, const Instruction *code, int32_t pc, int32_t length, int32_t keys)
{
    int32_t operation = code[pc].code & 15, argument = code[pc].code >> 4;
    int last = pc == length - 1;
    if (argument < 0 || operation > OP_WATCH || (operation == OP_MATCH) != last
        || (!last && (code[pc].next <= pc || code[pc].next >= length)) || (last && code[pc].next != pc)
        || code[pc].begin < 0 || code[pc].begin > pc || (operation == OP_UNIT && argument >= keys)
        || ((operation == OP_SET || operation == OP_WATCH) && argument >= programs->sets)) {
        return -1;
    }
    return 0;
}

/* The rows of a choice lie behind it and within the program. */
static int check_choice(const Programs *programs, const Instruction *code, int32_t pc, int32_t length, Py_ssize_t choices)
{
    int32_t argument = code[pc].code >> 4;
    if ((code[pc].code & 15) != OP_ANY) {
        return 0;
    }
    if (argument >= choices || programs->choice_starts[argument] >= programs->choice_starts[argument + 1]) {
        return -1;
    }
    for (int32_t n = programs->choice_starts[argument]; n < programs->choice_starts[argument + 1]; n++) {
        if (programs->choices[n] <= pc || programs->choices[n] >= length) {
            return -1;
        }
    }
    return 0;
}

static int check_programs(Programs *programs, Py_ssize_t size, int32_t keys, Py_ssize_t choices)
{
    if (programs->programs < 0 || programs->starts[0] != 0 || programs->starts[programs->programs] != size) {
        return -1;
    }
    for (int32_t n = 0; n < programs->programs; n++) {
        int32_t length = programs->starts[n + 1] - programs->starts[n];
        if (length <= 0 || programs->starts[n + 1] > size) {
            return -1;
        }
        programs->longest = length > programs->longest ? length : programs->longest;
        for (int32_t pc = 0; pc < length; pc++) {
            const Instruction *code = programs->code + programs->starts[n];
            if (check_instruction(programs, code, pc, length, keys) || check_choice(programs, code, pc, length, choices)) {
                return -1;
            }
        }
    }
    return 0;
}

static int read_programs(Tables *tables, Programs *programs, int32_t keys)
{
    Lists sets, choices;
    const int32_t *rows = NULL, *starts = NULL;
    Py_ssize_t count = read_numbers(tables, "set_starts", &starts);
    Py_ssize_t chosen = read_numbers(tables, "choice_starts", &starts);
    Py_ssize_t size = read_numbers(tables, "code", &rows);
    Py_ssize_t own = read_numbers(tables, "code_starts", &programs->starts);
    if (count < 1 || chosen < 1 || size < 0 || size % 3 != 0 || own < 1
        || read_lists(tables, "set_starts", "set_items", &sets, count - 1, keys) < 0
        || read_lists(tables, "choice_starts", "choices", &choices, chosen - 1, INT32_MAX) < 0) {
        return refuse("set_starts");
    }
    programs->code = (const Instruction *)(const void *)rows;
    programs->set_starts = sets.starts;
    programs->set_items = sets.items;
    programs->choice_starts = choices.starts;
    programs->choices = choices.items;
    programs->sets = (int32_t)count - 1;
    programs->programs = (int32_t)own - 1;
    return check_programs(programs, size / 3, keys, chosen - 1) < 0 ? refuse("code") : 0;
}

static int check_phrase(const PhraseBook *book, const Phrase *phrase)
{
    int32_t programs = book->programs.programs;
    int good = phrase->leaf >= 0 && phrase->leaf < book->leaves && phrase->language >= 0
        && phrase->language < LANGUAGES && phrase->program >= 0 && phrase->program < programs
        && phrase->guard < programs && phrase->unless < programs && phrase->needs[0] >= 0;
    for (int32_t slot = 0; slot < MOST_NEEDS; slot++) {
        good = good && phrase->needs[slot] < book->needs;
    }
    return good ? 0 : -1;
}

static int read_small_words(Tables *tables, PhraseBook *book)
{
    PyObject *bytes = PyObject_GetAttrString(tables->source, "small_words");
    if (bytes == NULL || !PyBytes_Check(bytes) || PyBytes_GET_SIZE(bytes) != book->keys) {
        Py_XDECREF(bytes);
        return refuse("small_words");
    }
    book->small_words = memory_resize(NULL, (size_t)book->keys + 1);
    memcpy(book->small_words, PyBytes_AS_STRING(bytes), (size_t)book->keys);
    for (int32_t i = 0; i < book->keys; i++) {
        book->small_words[i] &= 15;
    }
    Py_DECREF(bytes);
    return 0;
}

static void note_lengths(PhraseBook *book)
{
    for (uint32_t i = 0; i <= book->beginnings.mask; i++) {
        int32_t length = book->beginnings.slots[i].length;
        if (length > 0 && length < 64) {
            uint32_t low = book->beginnings.slots[i].hash & 0xffff;
            book->beginning_lengths[length] = 1;
            book->beginning_hashes[low >> 6] |= (uint64_t)1 << (low & 63);
        }
    }
}

static int read_phrases(Tables *tables)
{
    PhraseBook *book = &tables->phrases;
    PyObject *source = tables->source;
    const int32_t *rows = NULL, *starts = NULL;
    if (read_lines(source, "words", &book->words) || read_lines(source, "beginnings", &book->beginnings)
        || read_lines(source, "characters", &book->characters)) {
        return -1;
    }
    note_lengths(book);
    book->keys = book->words.count + book->beginnings.count;
    book->character_keys = book->characters.count;
    int32_t most = book->keys < book->character_keys ? book->character_keys : book->keys;
    Py_ssize_t needs = read_numbers(tables, "need_starts", &starts);
    Py_ssize_t leaves = read_numbers(tables, "companion_starts", &starts);
    Py_ssize_t sets = read_numbers(tables, "companion_set_starts", &starts);
    Py_ssize_t count = read_numbers(tables, "phrases", &rows);
    if (needs < 1 || leaves < 1 || sets < 1 || count < 0 || count % 10 != 0) {
        return refuse("phrases");
    }
    book->needs = (int32_t)needs - 1;
    book->leaves = (int32_t)leaves - 1;
    book->phrases = (const Phrase *)(const void *)rows;
    book->count = (int32_t)(count / 10);
    if (read_programs(tables, &book->programs, most) || read_small_words(tables, book)
        || read_lists(tables, "need_starts", "need_keys", &book->need_keys, needs - 1, book->keys)
        || read_lists(tables, "companion_starts", "companions", &book->companions, leaves - 1, (int32_t)(sets - 1) * 2)
        || read_lists(tables, "companion_set_starts", "companion_sets", &book->companion_sets, sets - 1, book->leaves)) {
        return -1;
    }
    for (int32_t n = 0; n < book->count; n++) {
        if (check_phrase(book, &book->phrases[n]) < 0) {
            return refuse("phrases");
        }
    }
    phrases_ready(book);
    return 0;
}

/* ---- conditions ---- */

static int check_nodes(const Tables *tables, Py_ssize_t nodes, Py_ssize_t below, Py_ssize_t amounts)
{
    for (Py_ssize_t n = 0; n < nodes; n++) {
        const Node *node = &tables->conditions.nodes[n];
        int32_t limits[] = {tables->phrases.leaves, tables->facts.count, (int32_t)amounts,
                            tables->conditions.indicators};
        if (node->kind < 0 || node->kind > NODE_POSITION || node->first < 0 || node->children < 0
            || node->first + node->children > below
            || (node->kind <= NODE_INDICATOR && (node->a < 0 || node->a >= limits[node->kind]))
            || (node->kind == NODE_ALL && (node->a < 1 || node->a > node->children))
            || (node->kind == NODE_UNANSWERED && node->children != 2)
            || ((node->kind == NODE_REPEAT || node->kind == NODE_POSITION) && node->children != 1)) {
            return refuse("nodes");
        }
        for (int32_t i = 0; i < node->children; i++) {
            int32_t child = tables->conditions.below[node->first + i];
            if (child < 0 || child >= n) { /* Children come first, so that there is no circle. */
                return refuse("below");
            }
        }
    }
    return 0;
}

static int read_conditions(Tables *tables)
{
    Conditions *own = &tables->conditions;
    const int32_t *rows = NULL, *amounts = NULL;
    Py_ssize_t count = read_numbers(tables, "nodes", &rows);
    Py_ssize_t below = read_numbers(tables, "below", &own->below);
    Py_ssize_t sums = read_numbers(tables, "amounts", &amounts);
    Py_ssize_t indicators = read_numbers(tables, "roots", &own->roots);
    Py_ssize_t always = read_numbers(tables, "always", &own->always);
    tables->facts.count = (int32_t)read_numbers(tables, "fact_kinds", &tables->facts.kinds);
    if (count < 0 || count % 5 != 0 || below < 0 || sums < 0 || indicators < 0 || always < 0 || tables->facts.count < 0) {
        return refuse("nodes");
    }
    own->nodes = (const Node *)(const void *)rows;
    own->amounts = (const double *)(const void *)amounts;
    own->indicators = (int32_t)indicators;
    own->always_count = (int32_t)always;
    for (Py_ssize_t i = 0; i < indicators; i++) {
        if (own->roots[i] >= count / 5) {
            return refuse("roots");
        }
    }
    for (Py_ssize_t i = 0; i < always; i++) {
        if (own->always[i] < 0 || own->always[i] >= indicators) {
            return refuse("always");
        }
    }
    return check_nodes(tables, count / 5, below, sums / 2)
        || read_lists(tables, "leaf_trigger_starts", "leaf_triggers", &own->leaf_triggers,
                      tables->phrases.leaves, own->indicators)
        || read_lists(tables, "indicator_trigger_starts", "indicator_triggers", &own->indicator_triggers,
                      indicators, own->indicators);
}

int tables_read(Tables *tables, PyObject *source, PyObject *fold_letter, PyObject *bare_letter, PyObject *facts)
{
    tables->source = Py_NewRef(source);
    tables->facts.call = Py_NewRef(facts);
    letters_init(&tables->fold.letters, fold_letter);
    letters_init(&tables->fold.currencies.bare, bare_letter);
    tables->kept = PyList_New(0);
    if (tables->kept == NULL || read_mask(tables) || read_currencies(source, &tables->fold.currencies)
        || read_phrases(tables) || read_conditions(tables) || read_lines(source, "openings", &tables->openings)
        || read_lines(source, "han_titles", &tables->han_titles)) {
        return -1;
    }
    return 0;
}

void tables_free(Tables *tables)
{
    fold_tables_free(&tables->fold);
    phrases_free(&tables->phrases);
    strings_free(&tables->openings);
    strings_free(&tables->han_titles);
    Py_CLEAR(tables->facts.call);
    Py_CLEAR(tables->source);
    Py_CLEAR(tables->kept);
}
