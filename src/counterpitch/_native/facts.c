/* What a scene knows beside phrases: facts, amounts, and the sentences they stand in. */
#include "scene.h"

static int32_t add_words(Scene *scene, PyObject *words, int32_t sentence)
{
    FactWords each = {Py_NewRef(words), sentence};
    ARRAY_PUSH(scene->words, each);
    return scene->words.count - 1;
}

static int fact_hit(Scene *scene, PyObject *source, Hit *hit)
{
    PyObject *fast = PySequence_Fast(source, "a fact is a sequence");
    if (fast == NULL || PySequence_Fast_GET_SIZE(fast) != 4) {
        Py_XDECREF(fast);
        PyErr_SetString(PyExc_TypeError, "a fact is (message, start, end, words)");
        return -1;
    }
    hit->message = (int32_t)PyLong_AsLong(PySequence_Fast_GET_ITEM(fast, 0));
    hit->start = (int32_t)PyLong_AsLong(PySequence_Fast_GET_ITEM(fast, 1));
    hit->end = (int32_t)PyLong_AsLong(PySequence_Fast_GET_ITEM(fast, 2));
    PyObject *words = PySequence_Fast_GET_ITEM(fast, 3);
    if (!PyErr_Occurred() && !(PyUnicode_Check(words) && PyUnicode_GET_LENGTH(words) > 0)) {
        PyErr_SetString(PyExc_TypeError, "a fact is told in words");
    }
    if (!PyErr_Occurred() && (hit->message < 0 || hit->message >= scene->count)) {
        PyErr_SetString(PyExc_IndexError, "a fact names a message that is not there");
    }
    if (!PyErr_Occurred()) {
        hit->fact = add_words(scene, words, SENTENCE_UNKNOWN);
        hit->sentence = SENTENCE_UNKNOWN;
    }
    Py_DECREF(fast);
    return PyErr_Occurred() ? -1 : 0;
}

/* What the contact's entries say of a fact, borrowed: facts, or None if they do not tell. NULL on a Python error. */
static PyObject *contact_fact(Scene *scene, int32_t fact)
{
    if (scene->contact_facts == NULL) {
        PyObject *told = PyObject_CallFunction(scene->facts->of_contact, "Oi", scene->conversation, (int)scene->possible);
        if (told == NULL) {
            return NULL;
        }
        if (!PyTuple_Check(told) || PyTuple_GET_SIZE(told) != scene->facts->count) {
            PyErr_SetString(PyExc_TypeError, "there is one answer for each fact");
            Py_DECREF(told);
            return NULL;
        }
        scene->contact_facts = told;
    }
    return PyTuple_GET_ITEM(scene->contact_facts, fact);
}

/* Where a fact was seen, as a new list or tuple. NULL on a Python error. */
static PyObject *facts_found(Scene *scene, int32_t fact)
{
    PyObject *told = contact_fact(scene, fact);
    if (told == NULL || told != Py_None) {
        return told ? PySequence_Fast(told, "facts are a sequence") : NULL;
    }
    PyObject *found = PyObject_CallFunction(scene->facts->call, "Oi", scene->conversation, (int)fact);
    PyObject *fast = found ? PySequence_Fast(found, "facts are a list") : NULL;
    Py_XDECREF(found);
    return fast;
}

Hits scene_fact(Scene *scene, int32_t fact)
{
    static const Hit nothing;
    Hits none = {&nothing, 0};
    if (!(scene->possible & scene->facts->kinds[fact]) || scene->fact_hits[fact].items != NULL || PyErr_Occurred()) {
        return scene->fact_hits[fact].items != NULL ? scene->fact_hits[fact] : none;
    }
    PyObject *fast = facts_found(scene, fact);
    if (fast == NULL) {
        return none;
    }
    int32_t size = (int32_t)PySequence_Fast_GET_SIZE(fast);
    Hit *hits = arena_take(&scene->arena, (size_t)(size + 1) * sizeof(Hit));
    for (int32_t i = 0; i < size; i++) {
        if (fact_hit(scene, PySequence_Fast_GET_ITEM(fast, i), &hits[i]) < 0) {
            Py_DECREF(fast);
            return none;
        }
    }
    Py_DECREF(fast);
    Hits known = {hits, size};
    scene->fact_hits[fact] = known;
    return known;
}

/* The amounts of a message: those that folding found in the text as written, or found now. Valid until the next call. */
static const Amount *amounts_of(Scene *scene, const SceneMessage *message, int32_t *count)
{
    if (message->amounts != NULL) {
        *count = message->amounts_count;
        return message->amounts;
    }
    Text *text = &scene->folder.texts[scene->folder.current];
    text_set(text, message->text, MOST_CHARACTERS, 0);
    money_amounts(&scene->tables->currencies, text->value, text->count, &scene->amounts);
    *count = scene->amounts.count;
    return scene->amounts.items;
}

static void collect_money(Scene *scene)
{
    ARRAY(Hit) hits = {NULL, 0, 0};
    ARRAY(double) values = {NULL, 0, 0};
    for (int32_t i = 0; i < scene->count && !PyErr_Occurred(); i++) {
        const SceneMessage *message = &scene->messages[i];
        if (message->side != SIDE_CONTACT) {
            continue;
        }
        int32_t count;
        const Amount *amounts = amounts_of(scene, message, &count);
        for (int32_t n = 0; n < count; n++) {
            Amount each = amounts[n];
            PyObject *words = PyUnicode_Substring(message->text, each.start, each.end);
            if (words == NULL) {
                break;
            }
            Hit hit = {i, each.start, each.end, add_words(scene, words, SENTENCE_UNKNOWN), SENTENCE_UNKNOWN};
            Py_DECREF(words);
            ARRAY_PUSH(hits, hit);
            ARRAY_PUSH(values, each.value);
        }
    }
    Hit *kept = arena_take(&scene->arena, (size_t)(hits.count + 1) * sizeof(Hit));
    scene->money_values = arena_take(&scene->arena, (size_t)(hits.count + 1) * sizeof(double));
    if (hits.count > 0) {
        memcpy(kept, hits.items, (size_t)hits.count * sizeof(Hit));
        memcpy(scene->money_values, values.items, (size_t)hits.count * sizeof(double));
    }
    scene->money.items = kept;
    scene->money.count = hits.count;
    free(hits.items);
    free(values.items);
}

Hits scene_money(Scene *scene, double least)
{
    if (!scene->money_known) {
        collect_money(scene);
        scene->money_known = 1;
    }
    Hit *enough = arena_take(&scene->arena, (size_t)(scene->money.count + 1) * sizeof(Hit));
    Hits found = {enough, 0};
    for (int32_t i = 0; i < scene->money.count; i++) {
        if (scene->money_values[i] >= least) {
            enough[found.count++] = scene->money.items[i];
        }
    }
    return found;
}

/* Lists where the sentence ends of a message stand in the original. */
static void list_stops(Scene *scene, SceneMessage *own, int32_t message)
{
    const Text *folded = scene_traced(scene, message);
    own->stops = arena_take(&scene->arena, ((size_t)folded->count + 1) * sizeof(int32_t));
    for (int32_t i = 0; i < folded->count; i++) {
        if (folded->value[i] == '.') {
            own->stops[own->stops_count++] = folded->starts[i];
        }
    }
}

/* How many sentence ends of a message stand before a place of the original. */
static int32_t stops_before(Scene *scene, SceneMessage *own, int32_t message, int32_t place)
{
    if (own->stops == NULL) {
        list_stops(scene, own, message);
    }
    int32_t low = 0, high = own->stops_count;
    while (low < high) {
        int32_t middle = (low + high) / 2;
        if (own->stops[middle] < place) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

int32_t scene_sentence(Scene *scene, const Hit *hit)
{
    if (hit->fact < 0) {
        return hit->sentence;
    }
    FactWords *words = &scene->words.items[hit->fact];
    if (words->sentence == SENTENCE_UNKNOWN) {
        words->sentence = -1;
        if (hit->end != 0) {
            words->sentence = stops_before(scene, &scene->messages[hit->message], hit->message, hit->start);
        }
    }
    return words->sentence;
}
