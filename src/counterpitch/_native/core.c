/* The module: a rulebook's tables, made ready to fold, to find and to judge. */
#include "attributes.h"
#include "compare.h"
#include "digest.h"
#include "gate.h"
#include "ledgerobject.h"
#include "reuse.h"
#include "verdict.h"
#include "wording.h"

/* Scenes that wait for the next call; more than one only where threads call at the same time. */
#define MOST_SCENES 8

typedef struct {
    PyObject_HEAD
    Tables tables;
    PyObject *greeted, *quote, *match, *names;
    Scene *scenes[MOST_SCENES];
    int free_scenes, ready;
} Core;

static Scene *scene_taken(Core *self)
{
    if (self->free_scenes > 0) {
        return self->scenes[--self->free_scenes];
    }
    Scene *scene = memory_resize(NULL, sizeof(Scene));
    scene_init(scene, &self->tables.fold, &self->tables.phrases, &self->tables.facts);
    return scene;
}

static void scene_given_back(Core *self, Scene *scene)
{
    scene_clear(scene);
    if (self->free_scenes < MOST_SCENES) {
        self->scenes[self->free_scenes++] = scene;
    } else {
        scene_free(scene);
        free(scene);
    }
}

static void core_dealloc(Core *self)
{
    PyTypeObject *type = Py_TYPE(self);
    PyObject_GC_UnTrack(self);
    while (self->free_scenes > 0) {
        Scene *scene = self->scenes[--self->free_scenes];
        scene_free(scene);
        free(scene);
    }
    tables_free(&self->tables);
    Py_XDECREF(self->greeted);
    Py_XDECREF(self->quote);
    Py_XDECREF(self->match);
    Py_XDECREF(self->names);
    type->tp_free((PyObject *)self);
    Py_DECREF(type);
}

static int core_traverse(Core *self, visitproc visit, void *arg)
{
    Py_VISIT(Py_TYPE(self));
    Py_VISIT(self->tables.source);
    Py_VISIT(self->tables.facts.call);
    Py_VISIT(self->tables.facts.of_contact);
    Py_VISIT(self->tables.fold.letters.source);
    Py_VISIT(self->tables.fold.currencies.bare.source);
    Py_VISIT(self->greeted);
    Py_VISIT(self->quote);
    Py_VISIT(self->match);
    Py_VISIT(self->names);
    return 0;
}

static int core_init(Core *self, PyObject *args, PyObject *kwargs)
{
    static char *keywords[] = {"tables", "fold_letter", "bare_letter", "greeted", "facts",
                               "contact_facts", "quote", "match", "names", NULL};
    PyObject *source, *fold_letter, *bare_letter, *greeted, *facts, *contact_facts, *quote, *match, *names;
    if (self->ready) {
        PyErr_SetString(PyExc_TypeError, "a core is made once");
        return -1;
    }
    if (!PyArg_ParseTupleAndKeywords(args, kwargs, "OOOOOOOOO!", keywords, &source, &fold_letter, &bare_letter,
                                     &greeted, &facts, &contact_facts, &quote, &match, &PyTuple_Type, &names)) {
        return -1;
    }
    self->ready = 1;
    self->greeted = Py_NewRef(greeted);
    self->quote = Py_NewRef(quote);
    self->match = Py_NewRef(match);
    self->names = Py_NewRef(names);
    if (tables_read(&self->tables, source, fold_letter, bare_letter, facts, contact_facts) < 0) {
        self->ready = -1;
        return -1;
    }
    if (PyTuple_GET_SIZE(names) != self->tables.conditions.indicators) {
        self->ready = -1;
        PyErr_SetString(PyExc_ValueError, "there is one name for each indicator");
        return -1;
    }
    return 0;
}

static int is_ready(Core *self)
{
    if (self->ready != 1) {
        PyErr_SetString(PyExc_ValueError, "this core has no tables");
        return 0;
    }
    return 1;
}

static PyObject *folded_object(const Text *text)
{
    PyObject *value = PyUnicode_FromKindAndData(PyUnicode_4BYTE_KIND, text->value, text->count);
    PyObject *starts = PyBytes_FromStringAndSize((const char *)text->starts, (Py_ssize_t)text->count * 4);
    PyObject *ends = PyBytes_FromStringAndSize((const char *)text->ends, (Py_ssize_t)text->count * 4);
    PyObject *result = value && starts && ends ? PyTuple_Pack(3, value, starts, ends) : NULL;
    Py_XDECREF(value);
    Py_XDECREF(starts);
    Py_XDECREF(ends);
    return result;
}

static PyObject *matches(Core *self, Scene *scene, const Hits *results)
{
    PyObject *list = PyList_New(0);
    Quoter quoter;
    quoter_init(&quoter, scene);
    for (int32_t n = 0; n < self->tables.conditions.indicators && list != NULL; n++) {
        if (results[n].count == 0) {
            continue;
        }
        PyObject *quotes = quoter_quotes(&quoter, results[n], self->quote), *match = NULL;
        if (quotes != NULL) {
            PyObject *arguments[2] = {PyTuple_GET_ITEM(self->names, n), quotes};
            match = PyObject_Vectorcall(self->match, arguments, 2, NULL);
            Py_DECREF(quotes);
        }
        if (match == NULL || PyList_Append(list, match) < 0) {
            Py_CLEAR(list);
        }
        Py_XDECREF(match);
    }
    quoter_free(&quoter);
    return list;
}

static PyObject *names_found(Core *self, const Hits *results)
{
    PyObject *found = PySet_New(NULL);
    for (int32_t n = 0; n < self->tables.conditions.indicators && found != NULL; n++) {
        if (results[n].count > 0 && PySet_Add(found, PyTuple_GET_ITEM(self->names, n)) < 0) {
            Py_CLEAR(found);
        }
    }
    return found;
}

static PyObject *texts_of(Scene *scene)
{
    PyObject *list = PyList_New(scene->count);
    for (int32_t i = 0; i < scene->count && list != NULL; i++) {
        PyObject *each = folded_object(scene_traced(scene, i));
        if (each == NULL) {
            Py_CLEAR(list);
            break;
        }
        PyList_SET_ITEM(list, i, each);
    }
    return list;
}

/* Reads a conversation; returns what every indicator found in it, or NULL and a Python error. */
static Hits *judged(Core *self, Scene *scene, PyObject *conversation)
{
    if (scene_read(scene, &self->tables.phrases, conversation, self->greeted, &self->tables.greetings) < 0) {
        return NULL;
    }
    Hits *results = arena_take(&scene->arena, (size_t)(self->tables.conditions.indicators + 1) * sizeof(Hits));
    conditions_judge(&self->tables.conditions, scene, self->tables.phrases.leaves, results);
    return PyErr_Occurred() ? NULL : results;
}

enum { WANT_MATCHES, WANT_NAMES, WANT_TEXTS, WANT_BOTH };

/* Returns what is wanted of a conversation that was read. */
static PyObject *wanted(Core *self, Scene *scene, const Hits *results, int want)
{
    if (want == WANT_NAMES) {
        return names_found(self, results);
    }
    PyObject *found = matches(self, scene, results);
    PyObject *texts = found && want == WANT_BOTH ? texts_of(scene) : NULL;
    if (want == WANT_MATCHES || texts == NULL) {
        return want == WANT_MATCHES ? found : (Py_XDECREF(found), NULL);
    }
    PyObject *both = PyTuple_Pack(2, found, texts);
    Py_DECREF(texts);
    Py_DECREF(found);
    return both;
}

/* Returns (value, log-odds of a gate for the scene), and takes over `value`. */
static PyObject *with_odds(PyObject *value, PyObject *gate, Scene *scene)
{
    double odds = value ? gate_odds(gate, scene) : 0.0;
    PyObject *both = value && !PyErr_Occurred() ? Py_BuildValue("Od", value, odds) : NULL;
    Py_XDECREF(value);
    return both;
}

static PyObject *observed(Core *self, PyObject *conversation, int want)
{
    if (!is_ready(self)) {
        return NULL;
    }
    Scene *scene = scene_taken(self);
    PyObject *result = NULL;
    if (want == WANT_TEXTS) {
        int failed = scene_read(scene, &self->tables.phrases, conversation, self->greeted, &self->tables.greetings);
        result = failed ? NULL : texts_of(scene);
    } else {
        const Hits *results = judged(self, scene, conversation);
        result = results ? wanted(self, scene, results, want) : NULL;
    }
    scene_given_back(self, scene);
    if (result != NULL && PyErr_Occurred()) {
        Py_CLEAR(result);
    }
    return result;
}

static PyObject *core_match(Core *self, PyObject *conversation)
{
    return observed(self, conversation, WANT_MATCHES);
}

static PyObject *core_names(Core *self, PyObject *conversation)
{
    return observed(self, conversation, WANT_NAMES);
}

static PyObject *core_texts(Core *self, PyObject *conversation)
{
    return observed(self, conversation, WANT_TEXTS);
}

static PyObject *core_match_and_texts(Core *self, PyObject *conversation)
{
    return observed(self, conversation, WANT_BOTH);
}

static PyObject *core_match_and_odds(Core *self, PyObject *args)
{
    PyObject *conversation, *gate;
    if (!is_ready(self) || !PyArg_ParseTuple(args, "OO!", &conversation, gate_type(), &gate)) {
        return NULL;
    }
    Scene *scene = scene_taken(self);
    scene->places = 1;
    const Hits *results = judged(self, scene, conversation);
    PyObject *result = results ? with_odds(matches(self, scene, results), gate, scene) : NULL;
    scene_given_back(self, scene);
    return result;
}

/* Returns (line, band, kind, evidence) of a verdict; None if only the Python code can write it. */
static PyObject *written(const Verdict *verdict, PyObject *conversation, Json *json)
{
    json->count = json->refused = 0;
    verdict_write(verdict, conversation, json);
    if (PyErr_Occurred()) {
        return NULL;
    }
    if (json->refused) {
        Py_RETURN_NONE;
    }
    return Py_BuildValue("y#iid", json->items, (Py_ssize_t)json->count, (int)verdict->band, (int)verdict->kind,
                         verdict->evidence);
}

/* Weighs and writes what was found in a scene; with a `gate`, (that, its log-odds). */
static PyObject *weighed(const Ledger *ledger, Scene *scene, const Hits *results, PyObject *conversation,
                         PyObject *gate)
{
    Verdict verdict;
    verdict_weigh(&verdict, ledger, scene, results);
    PyObject *line = PyErr_Occurred() ? NULL : written(&verdict, conversation, &scene->json);
    verdict_free(&verdict);
    return gate != NULL ? with_odds(line, gate, scene) : line;
}

static PyObject *core_line(Core *self, PyObject *args)
{
    PyObject *conversation, *object, *gate = NULL;
    if (!is_ready(self)
        || !PyArg_ParseTuple(args, "OO!|O!", &conversation, ledger_type(), &object, gate_type(), &gate)) {
        return NULL;
    }
    const Ledger *ledger = ledger_of(object);
    if (ledger->indicators != self->tables.conditions.indicators) {
        PyErr_SetString(PyExc_ValueError, "this ledger is of other rules");
        return NULL;
    }
    Scene *scene = scene_taken(self);
    scene->places = gate != NULL;
    const Hits *results = judged(self, scene, conversation);
    PyObject *result = results ? weighed(ledger, scene, results, conversation, gate) : NULL;
    scene_given_back(self, scene);
    if (result != NULL && PyErr_Occurred()) {
        Py_CLEAR(result);
    }
    return result;
}

static int add_given_names(Scene *scene, PyObject *names)
{
    PyObject *fast = PySequence_Fast(names, "names are a sequence of folded names");
    if (fast == NULL) {
        return -1;
    }
    names_clear(&scene->names);
    for (Py_ssize_t i = 0; i < PySequence_Fast_GET_SIZE(fast); i++) {
        PyObject *name = PySequence_Fast_GET_ITEM(fast, i);
        Char *value = PyUnicode_Check(name) ? PyUnicode_AsUCS4Copy(name) : NULL;
        if (value == NULL) {
            Py_DECREF(fast);
            if (!PyErr_Occurred()) {
                PyErr_SetString(PyExc_TypeError, "a name is text");
            }
            return -1;
        }
        names_add(&scene->names, &scene->tables->mask, value, (int32_t)PyUnicode_GET_LENGTH(name));
        PyMem_Free(value);
    }
    names_ready(&scene->names);
    Py_DECREF(fast);
    return 0;
}

static PyObject *core_fold(Core *self, PyObject *args)
{
    PyObject *text, *names = Py_None, *result = NULL;
    if (!is_ready(self) || !PyArg_ParseTuple(args, "U|O", &text, &names)) {
        return NULL;
    }
    Scene *scene = scene_taken(self);
    if (names == Py_None || add_given_names(scene, names) == 0) {
        Text *folded = fold_string(&scene->folder, &self->tables.fold, names == Py_None ? NULL : &scene->names,
                                   text, PY_SSIZE_T_MAX, 1);
        result = PyErr_Occurred() ? NULL : folded_object(folded);
    }
    scene_given_back(self, scene);
    return result;
}

static PyObject *hit_list(const PhraseHits *hits)
{
    PyObject *list = PyList_New(hits->count);
    for (int32_t i = 0; i < hits->count && list != NULL; i++) {
        PhraseHit each = hits->items[i];
        PyObject *hit = Py_BuildValue("iii", each.leaf, each.start, each.end);
        if (hit == NULL) {
            Py_CLEAR(list);
            break;
        }
        PyList_SET_ITEM(list, i, hit);
    }
    return list;
}

static PyObject *core_find(Core *self, PyObject *args)
{
    PyObject *text;
    const char *side;
    if (!is_ready(self) || !PyArg_ParseTuple(args, "Us", &text, &side)) {
        return NULL;
    }
    Scene *scene = scene_taken(self);
    Text *folded = &scene->folder.texts[0];
    text_set(folded, text, PY_SSIZE_T_MAX, 0);
    scene->found.count = 0;
    phrases_find(&self->tables.phrases, &scene->finder, folded,
                 strcmp(side, "contact") == 0 ? SIDE_CONTACT : SIDE_OWNER, &scene->found);
    PyObject *list = hit_list(&scene->found);
    scene_given_back(self, scene);
    return list;
}

static PyObject *core_amounts(Core *self, PyObject *text)
{
    if (!is_ready(self)) {
        return NULL;
    }
    if (!PyUnicode_Check(text)) {
        PyErr_SetString(PyExc_TypeError, "amounts are sought in text");
        return NULL;
    }
    Scene *scene = scene_taken(self);
    Text *plain = &scene->folder.texts[0];
    text_set(plain, text, PY_SSIZE_T_MAX, 0);
    money_amounts(&self->tables.fold.currencies, plain->value, plain->count, &scene->amounts);
    PyObject *list = PyErr_Occurred() ? NULL : PyList_New(0);
    for (int32_t i = 0; i < scene->amounts.count && list != NULL; i++) {
        Amount each = scene->amounts.items[i];
        PyObject *row = Py_BuildValue("diiii", each.value, each.start, each.end, each.number_start, each.number_end);
        if (row == NULL || PyList_Append(list, row) < 0) {
            Py_CLEAR(list);
        }
        Py_XDECREF(row);
    }
    scene_given_back(self, scene);
    return list;
}

static PyMethodDef core_methods[] = {
    {"match", (PyCFunction)core_match, METH_O, "Return the matches of a conversation, with their quotes."},
    {"names", (PyCFunction)core_names, METH_O, "Return only the names of the indicators that match."},
    {"texts", (PyCFunction)core_texts, METH_O, "Return (folded text, starts, ends) of every message."},
    {"line", (PyCFunction)core_line, METH_VARARGS,
     "Return (JSON line, band, kind, evidence), or None; with a gate (that, its log-odds)."},
    {"match_and_odds", (PyCFunction)core_match_and_odds, METH_VARARGS,
     "Return (match(...), log-odds of a gate) in one pass."},
    {"match_and_texts", (PyCFunction)core_match_and_texts, METH_O, "Return (match(...), texts(...)) in one pass."},
    {"fold", (PyCFunction)core_fold, METH_VARARGS, "Return (folded text, starts, ends); with names also masked."},
    {"find", (PyCFunction)core_find, METH_VARARGS, "Return (leaf, start, end) of the phrases in a folded text."},
    {"amounts", (PyCFunction)core_amounts, METH_O, "Return (value, start, end, number start, number end)."},
    {NULL, NULL, 0, NULL},
};

static PyObject *core_indicators(Core *self, void *closure)
{
    (void)closure;
    return self->names ? Py_NewRef(self->names) : Py_NewRef(Py_None);
}

static PyGetSetDef core_attributes[] = {
    {"indicators", (getter)core_indicators, NULL, "The names of the indicators, by their numbers.", NULL},
    {NULL, NULL, NULL, NULL, NULL},
};

static PyType_Slot core_slots[] = {
    {Py_tp_doc, "A rulebook's tables, made ready."},
    {Py_tp_init, core_init},
    {Py_tp_dealloc, core_dealloc},
    {Py_tp_traverse, core_traverse},
    {Py_tp_methods, core_methods},
    {Py_tp_getset, core_attributes},
    {0, NULL},
};

static PyType_Spec core_spec = {
    .name = "counterpitch._native.core.Core",
    .basicsize = sizeof(Core),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
    .slots = core_slots,
};

static int core_exec(PyObject *module)
{
    if (attributes_ready() < 0) {
        return -1;
    }
    PyObject *ledger = (PyObject *)ledger_type();
    if (ledger == NULL || PyModule_AddObjectRef(module, "Ledger", ledger) < 0) {
        return -1;
    }
    PyObject *gate = (PyObject *)gate_type();
    if (gate == NULL || PyModule_AddObjectRef(module, "Gate", gate) < 0) {
        return -1;
    }
    PyObject *type = PyType_FromSpec(&core_spec);
    int failed = type == NULL ? -1 : PyModule_AddObjectRef(module, "Core", type);
    Py_XDECREF(type);
    return failed;
}

static PyObject *core_has_address(PyObject *module, PyObject *text)
{
    (void)module;
    if (!PyUnicode_Check(text)) {
        PyErr_SetString(PyExc_TypeError, "addresses are sought in text");
        return NULL;
    }
    return PyBool_FromLong(has_address(text));
}

static PyMethodDef module_methods[] = {
    {"log_odds", gate_log_odds, METH_VARARGS, "Return the log-odds of folded texts by hashed words."},
    {"has_address", core_has_address, METH_O, "Tell whether a text may hold a web address."},
    {"compare", compare_pairs, METH_VARARGS, "Return how many minima of the texts of each pair are the same."},
    {"digests", digest_all, METH_VARARGS, "Return the digest (BLAKE2b, eight bytes) of each string."},
    {"sign", reuse_sign, METH_VARARGS, "Return numbers, units, signatures and passages of texts."},
    {"words", wording_words, METH_O, "Return the words of a text, each once, with blanks between."},
    {"numbers", wording_numbers, METH_O, "Return the numbers of such words as bigint[] in binary."},
    {NULL, NULL, 0, NULL},
};

static PyModuleDef_Slot module_slots[] = {
    {Py_mod_exec, core_exec},
    {0, NULL},
};

static struct PyModuleDef module = {
    PyModuleDef_HEAD_INIT,
    .m_name = "counterpitch._native.core",
    .m_doc = "Folding, phrases and conditions, compiled.",
    .m_methods = module_methods,
    .m_slots = module_slots,
};

PyMODINIT_FUNC PyInit_core(void)
{
    return PyModuleDef_Init(&module);
}
