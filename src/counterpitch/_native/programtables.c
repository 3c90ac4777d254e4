/* The tables of phrases: units, programs, needs, companions. */
#include "fields.h"

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

int read_phrases(Tables *tables)
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
