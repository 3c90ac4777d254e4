/* The tables of phrases: units, programs, needs, companions. */
#include "fields.h"

/* An instruction as it stands in the tables: arguments are numbers of sets and choices. */
typedef struct {
    int32_t code, next, begin;
} Row;

/* The tables of programs. */
typedef struct {
    const Row *rows;
    const int32_t *starts; /* program -> its first row */
    Lists sets, choices;
    int32_t programs, set_count, choice_count, keys;
} Source;

static int check_instruction(const Source *source, const Row *rows, int32_t pc, int32_t length)
{
    int32_t operation = rows[pc].code & 15, argument = rows[pc].code >> 4;
    int last = pc == length - 1;
    if (argument < 0 || operation > OP_WATCH || (operation == OP_MATCH) != last
        || (!last && (rows[pc].next <= pc || rows[pc].next >= length)) || (last && rows[pc].next != pc)
        || rows[pc].begin < 0 || rows[pc].begin > pc || (operation == OP_UNIT && argument >= source->keys)
        || ((operation == OP_SET || operation == OP_WATCH) && argument >= source->set_count)) {
        return -1;
    }
    return 0;
}

/* The rows of a choice lie behind it and within the program. */
static int check_choice(const Source *source, const Row *rows, int32_t pc, int32_t length)
{
    int32_t argument = rows[pc].code >> 4;
    if ((rows[pc].code & 15) != OP_ANY) {
        return 0;
    }
    const int32_t *starts = source->choices.starts;
    if (argument >= source->choice_count || starts[argument] >= starts[argument + 1]) {
        return -1;
    }
    for (int32_t n = starts[argument]; n < starts[argument + 1]; n++) {
        if (source->choices.items[n] <= pc || source->choices.items[n] >= length) {
            return -1;
        }
    }
    return 0;
}

#define MOST_INSTRUCTIONS 65535

static int check_programs(const Source *source, Py_ssize_t size)
{
    if (source->programs < 0 || source->starts[0] != 0 || source->starts[source->programs] != size) {
        return -1;
    }
    for (int32_t n = 0; n < source->programs; n++) {
        int32_t length = source->starts[n + 1] - source->starts[n];
        if (length <= 0 || length > MOST_INSTRUCTIONS || source->starts[n + 1] > size) {
            return -1;
        }
        for (int32_t pc = 0; pc < length; pc++) {
            const Row *rows = source->rows + source->starts[n];
            if (check_instruction(source, rows, pc, length) || check_choice(source, rows, pc, length)) {
                return -1;
            }
        }
    }
    return 0;
}

typedef ARRAY(int32_t) Pieces;

/* Appends what the instruction's argument points to. */
static void lay_out_argument(const Source *source, int32_t code, Pieces *out)
{
    int32_t operation = code & 15, argument = code >> 4, choice = operation == OP_ANY;
    const Lists *lists = choice ? &source->choices : &source->sets;
    int32_t first = lists->starts[argument], count = lists->starts[argument + 1] - first;
    if (!choice) {
        ARRAY_PUSH(*out, argument);
    }
    ARRAY_PUSH(*out, count);
    for (int32_t i = 0; i < count && (choice || count <= MOST_INLINE); i++) {
        ARRAY_PUSH(*out, lists->items[first + i]);
    }
}

/* The instruction after the beginning of the last row of a choice. */
static uint16_t after_rows(const Source *source, uint32_t choice)
{
    int32_t last = 0;
    for (int32_t n = source->choices.starts[choice]; n < source->choices.starts[choice + 1]; n++) {
        last = source->choices.items[n] > last ? source->choices.items[n] : last;
    }
    return (uint16_t)(last + 1);
}

/* Appends a program in one piece. */
static void lay_out(const Source *source, int32_t number, Pieces *out)
{
    const Row *rows = source->rows + source->starts[number];
    int32_t length = source->starts[number + 1] - source->starts[number], begin = out->count;
    ARRAY_RESERVE(*out, 2 * length);
    out->count += 2 * length;
    for (int32_t pc = length - 1; pc >= 0; pc--) {
        uint32_t operation = (uint32_t)rows[pc].code & 15, argument = (uint32_t)rows[pc].code >> 4;
        uint16_t next = operation == OP_ANY ? after_rows(source, argument) : (uint16_t)rows[pc].next;
        if (operation == OP_ANY || operation == OP_SET || operation == OP_WATCH) {
            argument = (uint32_t)(out->count - begin);
            lay_out_argument(source, rows[pc].code, out);
        }
        Instruction each = {operation | argument << 4, next, (uint16_t)rows[pc].begin};
        memcpy(out->items + begin + 2 * pc, &each, sizeof each);
    }
}

static void lay_out_all(const Source *source, Programs *programs)
{
    Pieces pieces = {NULL, 0, 0};
    programs->places = memory_resize(NULL, ((size_t)source->programs + 1) * sizeof(PieceAt));
    for (int32_t n = 0; n < source->programs; n++) {
        int32_t length = source->starts[n + 1] - source->starts[n];
        programs->longest = length > programs->longest ? length : programs->longest;
        PieceAt place = {pieces.count, length};
        programs->places[n] = place;
        lay_out(source, n, &pieces);
    }
    programs->pieces = memory_moved(pieces.items, (size_t)pieces.count * sizeof(int32_t));
    programs->places = memory_moved(programs->places, ((size_t)source->programs + 1) * sizeof(PieceAt));
    programs->set_starts = source->sets.starts;
    programs->set_items = source->sets.items;
    programs->sets = source->set_count;
    programs->programs = source->programs;
}

static int read_programs(Tables *tables, Programs *programs, int32_t keys)
{
    Source source = {.keys = keys};
    const int32_t *rows = NULL, *starts = NULL;
    Py_ssize_t count = read_numbers(tables, "set_starts", &starts);
    Py_ssize_t chosen = read_numbers(tables, "choice_starts", &starts);
    Py_ssize_t size = read_numbers(tables, "code", &rows);
    Py_ssize_t own = read_numbers(tables, "code_starts", &source.starts);
    if (count < 1 || chosen < 1 || size < 0 || size % 3 != 0 || own < 1
        || read_lists(tables, "set_starts", "set_items", &source.sets, count - 1, keys) < 0
        || read_lists(tables, "choice_starts", "choices", &source.choices, chosen - 1, INT32_MAX) < 0) {
        return refuse("set_starts");
    }
    source.rows = (const Row *)(const void *)rows;
    source.set_count = (int32_t)count - 1;
    source.choice_count = (int32_t)chosen - 1;
    source.programs = (int32_t)own - 1;
    if (check_programs(&source, size / 3) < 0) {
        return refuse("code");
    }
    lay_out_all(&source, programs);
    return 0;
}

static int check_phrase(const PhraseBook *book, const Phrase *phrase)
{
    int32_t programs = book->programs.programs;
    int good = phrase->leaf >= 0 && phrase->leaf < book->leaves && phrase->sides >= SIDE_CONTACT
        && phrase->sides <= (SIDE_CONTACT | SIDE_OWNER) && phrase->language >= 0
        && phrase->language < LANGUAGES && phrase->program >= 0 && phrase->program < programs
        && phrase->guard < programs && phrase->unless < programs;
    return good ? 0 : -1;
}

static int check_way(const PhraseBook *book, const Way *way)
{
    int good = way->phrase >= 0 && way->phrase < book->count && way->needs[0] >= 0;
    for (int32_t slot = 0; slot < MOST_NEEDS; slot++) {
        good = good && way->needs[slot] < book->needs;
    }
    return good ? 0 : -1;
}

static int read_ways(Tables *tables, PhraseBook *book)
{
    const int32_t *rows = NULL;
    Py_ssize_t row = (Py_ssize_t)(sizeof(Way) / sizeof(int32_t)), count = read_numbers(tables, "ways", &rows);
    if (count < 0 || count % row != 0) {
        return refuse("ways");
    }
    book->ways = (const Way *)(const void *)rows;
    book->way_count = (int32_t)(count / row);
    for (int32_t n = 0; n < book->way_count; n++) {
        if (check_way(book, &book->ways[n]) < 0) {
            return refuse("ways");
        }
    }
    return 0;
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

#define PHRASE_NUMBERS ((Py_ssize_t)(sizeof(Phrase) / sizeof(int32_t)))

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
    if (needs < 1 || leaves < 1 || sets < 1 || count < 0 || count % PHRASE_NUMBERS != 0
        || count / PHRASE_NUMBERS > MOST_PHRASES) {
        return refuse("phrases");
    }
    book->needs = (int32_t)needs - 1;
    book->leaves = (int32_t)leaves - 1;
    book->phrases = (const Phrase *)(const void *)rows;
    book->count = (int32_t)(count / PHRASE_NUMBERS);
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
    if (read_ways(tables, book) < 0) {
        return -1;
    }
    phrases_ready(book);
    return 0;
}
