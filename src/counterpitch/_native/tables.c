#include "fields.h"

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
    for (uint32_t i = 0; i <= places->runs.mask; i++) {
        StringSlot *slot = &places->runs.slots[i];
        if (slot->length > 0) {
            Char first = places->runs.pool.items[slot->at];
            places->run_starts[(first & 0xffff) >> 6] |= (uint64_t)1 << (first & 63);
            uint32_t pair = slot->length > 1 ? hash_of(places->runs.pool.items + slot->at, 2) >> 16 : 0;
            places->run_pairs[pair >> 6] |= (uint64_t)1 << (pair & 63);
            places->longest_run = slot->length > places->longest_run ? slot->length : places->longest_run;
        }
    }
    return 0;
}

static int read_marks(PyObject *source, Places *places)
{
    if (read_lines(source, "place_marks", &places->marks)) {
        return -1;
    }
    for (uint32_t i = 0; i <= places->marks.mask; i++) {
        const StringSlot *slot = &places->marks.slots[i];
        sieve_add(places->sieve, MARKS_SIEVE, places->marks.pool.items + slot->at, slot->length);
    }
    return 0;
}

static int read_mask(Tables *tables)
{
    MaskTables *mask = &tables->fold.mask;
    PyObject *source = tables->source;
    return read_marks(source, &mask->places)
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
    currencies_ready(currencies);
    for (uint32_t i = 0; i <= currencies->runs.mask; i++) {
        int32_t length = currencies->runs.slots[i].length;
        currencies->longest_run = length > currencies->longest_run ? length : currencies->longest_run;
    }
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

int tables_read(Tables *tables, PyObject *source, PyObject *fold_letter, PyObject *bare_letter, PyObject *facts,
                PyObject *contact_facts)
{
    tables->source = Py_NewRef(source);
    tables->facts.call = Py_NewRef(facts);
    tables->facts.of_contact = Py_NewRef(contact_facts);
    letters_init(&tables->fold.letters, fold_letter);
    letters_init(&tables->fold.currencies.bare, bare_letter);
    tables->kept = PyList_New(0);
    if (tables->kept == NULL || read_mask(tables) || read_currencies(source, &tables->fold.currencies)
        || read_phrases(tables) || read_conditions(tables) || greetings_read(&tables->greetings, source)) {
        return -1;
    }
    return 0;
}

void tables_free(Tables *tables)
{
    fold_tables_free(&tables->fold);
    phrases_free(&tables->phrases);
    greetings_free(&tables->greetings);
    Py_CLEAR(tables->facts.call);
    Py_CLEAR(tables->facts.of_contact);
    Py_CLEAR(tables->source);
    Py_CLEAR(tables->kept);
}
