/* Reading and checking a ledger. */
#include "ledger.h"
#include "fields.h"

/* Points `*items` at the doubles of a field, of which there must be `count`. */
static int read_doubles(Ledger *ledger, const char *name, Py_ssize_t count, const double **items)
{
    const int32_t *halves = NULL;
    Py_ssize_t size = read_numbers(&ledger->tables, name, &halves);
    *items = (const double *)(const void *)halves;
    return size == 2 * count ? 0 : refuse(name);
}

/* Reads a tuple of `count` bytes objects (-1: of any number), which `kept` keeps. */
static int read_texts(Ledger *ledger, const char *name, Py_ssize_t count, PyObject **texts)
{
    PyObject *found = PyObject_GetAttrString(ledger->tables.source, name);
    int failed = found == NULL || !PyTuple_Check(found) || (count >= 0 && PyTuple_GET_SIZE(found) != count);
    for (Py_ssize_t i = 0; !failed && i < PyTuple_GET_SIZE(found); i++) {
        failed = !PyBytes_Check(PyTuple_GET_ITEM(found, i));
    }
    if (failed || PyList_Append(ledger->tables.kept, found) < 0) {
        Py_XDECREF(found);
        return refuse(name);
    }
    *texts = found;
    Py_DECREF(found);
    return 0;
}

static int all_between(const int32_t *items, Py_ssize_t count, int32_t least, int32_t limit)
{
    for (Py_ssize_t i = 0; i < count; i++) {
        if (items[i] < least || items[i] >= limit) {
            return 0;
        }
    }
    return 1;
}

static int read_rows(Ledger *ledger)
{
    Py_ssize_t count = read_numbers(&ledger->tables, "kinds", &ledger->kinds);
    if (count < 0 || !all_between(ledger->kinds, count, 0, KINDS)) {
        return refuse("kinds");
    }
    ledger->indicators = (int32_t)count;
    size_t shares = ((size_t)count * MOST_QUOTES + 1) * sizeof(Written);
    ledger->shares = memset(memory_resize(NULL, shares), 0, shares);
    size_t known = sizeof(Known) << KNOWN_BITS;
    ledger->known = memset(memory_resize(NULL, known), 0, known);
    if (read_numbers(&ledger->tables, "stages", &ledger->stages) != count
        || !all_between(ledger->stages, count, -1, STAGES)) {
        return refuse("stages");
    }
    if (read_numbers(&ledger->tables, "order", &ledger->order) != count
        || !all_between(ledger->order, count, 0, ledger->indicators)) {
        return refuse("order");
    }
    const double *sums = NULL;
    int failed = read_doubles(ledger, "weights", count, &ledger->weights)
        || read_doubles(ledger, "numbers", (Py_ssize_t)(sizeof(Sums) / sizeof(double)), &sums)
        || read_texts(ledger, "reasons", count, &ledger->reasons)
        || read_texts(ledger, "disclosed", count, &ledger->disclosed)
        || read_texts(ledger, "names", count, &ledger->names) || read_texts(ledger, "words", WORDS, &ledger->words);
    ledger->sums = (const Sums *)(const void *)sums;
    return failed ? -1 : 0;
}

static int read_advice(Ledger *ledger)
{
    Tables *tables = &ledger->tables;
    if (read_texts(ledger, "twins", -1, &ledger->twins) < 0 || read_texts(ledger, "questions", -1, &ledger->questions) < 0) {
        return -1;
    }
    Py_ssize_t twins = PyTuple_GET_SIZE(ledger->twins), questions = PyTuple_GET_SIZE(ledger->questions);
    return read_lists(tables, "twin_starts", "twin_members", &ledger->twin_members, twins, ledger->indicators)
        || read_lists(tables, "answered_starts", "answered", &ledger->answered, questions, ledger->indicators)
        || read_lists(tables, "matters_starts", "matters", &ledger->matters, questions, ledger->indicators)
        || read_lists(tables, "asked_starts", "asked", &ledger->asked, questions, ledger->indicators);
}

int ledger_read(Ledger *ledger, PyObject *source, PyObject *time)
{
    ledger->tables.source = Py_NewRef(source);
    ledger->tables.kept = PyList_New(0);
    ledger->time = Py_NewRef(time);
    return ledger->tables.kept == NULL || read_rows(ledger) || read_advice(ledger) ? -1 : 0;
}

void ledger_free(Ledger *ledger)
{
    Py_CLEAR(ledger->tables.source);
    Py_CLEAR(ledger->tables.kept);
    Py_CLEAR(ledger->time);
    free(ledger->shares);
    free(ledger->known);
    ledger->shares = NULL;
    ledger->known = NULL;
}
