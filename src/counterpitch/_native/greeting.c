#include "greeting.h"
#include "fields.h"

#define LOOKED_AT 400
#define HAN_REACH 16
#define LONGEST_GREETING 24
#define LONGEST_TITLE 12
#define LONGEST_PARTICLE 8
#define MOST_TITLES 3
#define MOST_WORDS 5
#define LONGEST_TAIL 40 /* of a word, after its first */

/* Reads lines of up to `longest` characters. */
static int read_short(PyObject *source, const char *name, StringMap *map, int32_t longest)
{
    if (read_lines(source, name, map)) {
        return -1;
    }
    for (uint32_t i = 0; i <= map->mask; i++) {
        if (map->slots[i].length > longest) {
            return refuse(name);
        }
    }
    return 0;
}

int greetings_read(Greetings *tables, PyObject *source)
{
    return read_short(source, "greetings", &tables->greetings, LONGEST_GREETING)
        || read_lines(source, "openings", &tables->openings)
        || read_short(source, "greeting_titles", &tables->titles, LONGEST_TITLE)
        || read_short(source, "particles", &tables->particles, LONGEST_PARTICLE)
        || read_lines(source, "han_titles", &tables->han_titles);
}

void greetings_free(Greetings *tables)
{
    StringMap *maps[] = {&tables->greetings, &tables->openings, &tables->titles, &tables->particles, &tables->han_titles};
    for (size_t i = 0; i < sizeof maps / sizeof *maps; i++) {
        strings_free(maps[i]);
    }
}

/* The beginning of a message. */
typedef struct {
    Char text[LOOKED_AT];
    int32_t length;
} Head;

static Char at_of(const Head *head, int32_t at)
{
    return at < head->length ? head->text[at] : 0;
}

/* Whether up to three letters from `at` on begin a greeting: a cheap look. */
static int opens(const Head *head, int32_t at, const StringMap *openings)
{
    Char low[3];
    for (int32_t size = 0; size < 3 && at + size < head->length;) {
        low[size] = case_ignored(head->text[at + size]);
        size++;
        if (strings_find(openings, low, size, hash_of(low, size)) >= 0) {
            return 1;
        }
    }
    return 0;
}

static int is_blank(Char c)
{
    return c == ' ' || c == 0xa0;
}

static int32_t blanks_end(const Head *head, int32_t at)
{
    while (at < head->length && is_blank(head->text[at])) {
        at++;
    }
    return at;
}

/* Where the title at `at`, its dot and the blanks after it end; -1 if there is none. */
static int32_t title_end(const Greetings *tables, const Head *head, int32_t at)
{
    Char low[LONGEST_TITLE];
    int32_t size = 0;
    while (size < LONGEST_TITLE && at + size < head->length && is_word(head->text[at + size])) {
        low[size] = case_ignored(head->text[at + size]);
        size++;
    }
    if (size == 0 || (at + size < head->length && is_word(head->text[at + size]))
        || strings_find(&tables->titles, low, size, hash_of(low, size)) < 0) {
        return -1;
    }
    at += size;
    return blanks_end(head, at + (at_of(head, at) == '.'));
}

/* Whether a name may end before `at`: then comes what ends a greeting. */
static int name_may_end(const Head *head, int32_t at)
{
    at = blanks_end(head, at);
    if (at >= head->length) {
        return 1;
    }
    switch (head->text[at]) {
    case ',': case '!': case ':': case ';': case '\n': case 0x2013: case 0x2014: case '?': return 1;
    case '.': return at + 1 >= head->length || is_space(head->text[at + 1]);
    case '-': return at_of(head, at + 1) == ' ';
    default: return 0;
    }
}

static int in_name(Char c)
{
    return is_word(c) || c == '\'' || c == '-' || c == 0x2019;
}

/* Where the word of a name that begins at `at` ends, as late as may be; -1 if there is none. */
static int32_t name_word_end(const Head *head, int32_t at)
{
    if (at >= head->length || !is_letter(head->text[at])) {
        return -1;
    }
    int32_t most = at + 1 + LONGEST_TAIL;
    for (at++; at < head->length && at < most && in_name(head->text[at]); at++) {
    }
    return at;
}

/* Where the words of a name from `at` on end: as many as may be, the last as long as may be; -1 if there are none. */
static int32_t words_end(const Head *head, int32_t at)
{
    int32_t begins[MOST_WORDS], ends[MOST_WORDS], count = 0;
    for (int32_t begin = at; count < MOST_WORDS; begin = ends[count++] + 1) {
        int32_t end = name_word_end(head, begin);
        if (end < 0) {
            break;
        }
        begins[count] = begin;
        ends[count] = end;
        if (!is_blank(at_of(head, end))) {
            count++;
            break;
        }
    }
    while (count-- > 0) {
        for (int32_t end = ends[count]; end > begins[count]; end--) {
            if (name_may_end(head, end)) {
                return end;
            }
        }
    }
    return -1;
}

/* Where the name that begins at `at` ends, with an initial before its words or without; -1 if none begins there. */
static int32_t name_end(const Head *head, int32_t at)
{
    int32_t end = -1;
    if (at >= head->length || !is_letter(head->text[at])) {
        return -1;
    }
    if (at_of(head, at + 1) == '.') {
        end = words_end(head, at + 2 + is_blank(at_of(head, at + 2)));
    }
    return end >= 0 ? end : words_end(head, at);
}

/* The name that is greeted from `at` on, after titles: of length 0 if there is none. */
static Span name_after(const Greetings *tables, const Head *head, int32_t at)
{
    int32_t begins[MOST_TITLES + 1], count = 0;
    for (begins[0] = at; count < MOST_TITLES; count++) {
        int32_t end = title_end(tables, head, begins[count]);
        if (end < 0) {
            break;
        }
        begins[count + 1] = end;
    }
    for (; count >= 0; count--) {
        int32_t end = name_end(head, begins[count]);
        if (end >= 0) {
            Span name = {begins[count], end - begins[count]};
            return name;
        }
    }
    Span none = {at, 0};
    return none;
}

/* The name that the line from `at` on greets, of length 0 if there is none. */
static Span greeted_in_line(const Greetings *tables, const Head *head, int32_t at)
{
    Span none = {at, 0};
    for (int32_t skipped = 0; skipped < 3 && at < head->length && head->text[at] != '\n' && !is_word(head->text[at]); skipped++) {
        at++;
    }
    if (!opens(head, at, &tables->openings)) {
        return none;
    }
    Char low[LONGEST_GREETING];
    for (int32_t size = 0; size < LONGEST_GREETING && at + size < head->length; size++) {
        low[size] = case_ignored(head->text[at + size]);
        if (is_blank(at_of(head, at + size + 1))
            && strings_find(&tables->greetings, low, size + 1, hash_of(low, size + 1)) >= 0) {
            Span name = name_after(tables, head, blanks_end(head, at + size + 1));
            if (name.length > 0) {
                return name;
            }
        }
    }
    return none;
}

static int is_particle(const Greetings *tables, const Char *word, int32_t length)
{
    Char low[LONGEST_PARTICLE];
    if (length > LONGEST_PARTICLE) {
        return 0;
    }
    for (int32_t i = 0; i < length; i++) {
        if (word[i] == 0x130) { /* is two characters in lower case */
            return 0;
        }
        low[i] = Py_UNICODE_TOLOWER(word[i]);
    }
    return strings_find(&tables->particles, low, length, hash_of(low, length)) >= 0;
}

/* Tells a name from "thanks for the offer": one word, or capitals throughout. */
static int is_name(const Greetings *tables, const Head *head, Span words)
{
    int32_t end = words.at + words.length, count = 0, lower = 0;
    for (int32_t at = words.at; at <= end; count++) {
        int32_t stop = at;
        while (stop < end && !is_blank(head->text[stop])) {
            stop++;
        }
        lower += stop == at || !(Py_UNICODE_ISUPPER(head->text[at]) || is_particle(tables, head->text + at, stop - at));
        at = stop + 1;
    }
    return count == 1 || lower == 0;
}

static int opens_in_chinese(const Head *head, int32_t at, const StringMap *titles)
{
    if (at >= head->length || !(is_han(head->text[at]) || head->text[at] == 0xb7)) {
        return 0;
    }
    for (int32_t i = at; i < head->length && i < at + HAN_REACH; i++) {
        if (strings_find(titles, head->text + i, 1, hash_of(head->text + i, 1)) >= 0) {
            return 1;
        }
    }
    return 0;
}

/* Adds what the Python code finds. */
static int add_asked(PyObject *text, PyObject *greeted, PyObject *names)
{
    PyObject *found = PyObject_CallOneArg(greeted, text);
    PyObject *fast = found ? PySequence_Fast(found, "names are a list") : NULL;
    Py_XDECREF(found);
    if (fast == NULL) {
        return -1;
    }
    int failed = 0;
    for (Py_ssize_t i = 0; i < PySequence_Fast_GET_SIZE(fast) && !failed; i++) {
        failed = PySet_Add(names, PySequence_Fast_GET_ITEM(fast, i));
    }
    Py_DECREF(fast);
    return failed;
}

static int add_name(PyObject *text, Span name, PyObject *names)
{
    PyObject *words = PyUnicode_Substring(text, name.at, name.at + name.length);
    int failed = words == NULL ? -1 : PySet_Add(names, words);
    Py_XDECREF(words);
    return failed;
}

int greetings_add(const Greetings *tables, PyObject *text, PyObject *greeted, PyObject *names)
{
    Head head;
    Py_ssize_t size = PyUnicode_GET_LENGTH(text);
    int kind = PyUnicode_KIND(text), failed = 0;
    const void *data = PyUnicode_DATA(text);
    head.length = (int32_t)(size < LOOKED_AT ? size : LOOKED_AT);
    for (int32_t i = 0; i < head.length; i++) {
        head.text[i] = PyUnicode_READ(kind, data, i);
    }
    for (int32_t at = 0; at < head.length && !failed; at++) {
        if (at > 0 && head.text[at - 1] != '\n') {
            continue;
        }
        if (opens_in_chinese(&head, at, &tables->han_titles)) {
            return add_asked(text, greeted, names);
        }
        Span name = greeted_in_line(tables, &head, at);
        if (name.length > 0 && is_name(tables, &head, name)) {
            failed = add_name(text, name, names);
        }
    }
    return failed;
}
