/* The Python face of the PSC reader: drafts, of which each thread has its own, and what is kept. */
#include "face.h"
#include "namesobject.h"
#include "psc.h"

#include <stdlib.h>
#include <string.h>

typedef struct {
    PyObject_HEAD
    Drafts drafts;
    PyObject *kept; /* the words' bytes */
    Word *words;
    int busy;
} DraftsObject;

static PyTypeObject *drafts_type;

static int read_words(DraftsObject *self, PyObject *words) {
    Py_ssize_t count = PyTuple_GET_SIZE(words);
    self->kept = Py_NewRef(words);
    self->words = calloc((size_t)count + 1, sizeof *self->words);
    if (!self->words) return PyErr_NoMemory(), -1;
    for (Py_ssize_t i = 0; i < count; i++) {
        char *text;
        Py_ssize_t size;
        if (PyBytes_AsStringAndSize(PyTuple_GET_ITEM(words, i), &text, &size)) return -1;
        self->words[i] = (Word){text, (size_t)size};
    }
    self->drafts.places = (Places){self->words, (int)count};
    return 0;
}

static PyObject *drafts_new(PyTypeObject *type, PyObject *args, PyObject *named) {
    PyObject *words;
    (void)named;
    if (!PyArg_ParseTuple(args, "O!", &PyTuple_Type, &words)) return NULL;
    DraftsObject *self = (DraftsObject *)type->tp_alloc(type, 0);
    if (self && read_words(self, words)) {
        Py_DECREF(self);
        return NULL;
    }
    return (PyObject *)self;
}

static void drafts_free(DraftsObject *self) {
    PyTypeObject *type = Py_TYPE(self);
    drafts_close(&self->drafts);
    free(self->words);
    Py_XDECREF(self->kept);
    type->tp_free((PyObject *)self);
    Py_DECREF(type);
}

static PyObject *drafts_feed(DraftsObject *self, PyObject *args) {
    Py_buffer data;
    if (!PyArg_ParseTuple(args, "y*", &data)) return NULL;
    int failed = taken_alone(&self->busy);
    if (!failed) {
        Py_BEGIN_ALLOW_THREADS
        failed = drafts_read(&self->drafts, data.buf, (size_t)data.len);
        Py_END_ALLOW_THREADS
        self->busy = 0;
        if (failed) PyErr_NoMemory();
    }
    PyBuffer_Release(&data);
    if (failed) return NULL;
    const Drafts *d = &self->drafts;
    return Py_BuildValue("LnNN", (long long)d->lines, (Py_ssize_t)(d->drafts.used / sizeof(Draft)),
                         copy_of(d->left.item, d->left.used), copy_of(d->rows.item, d->rows.used));
}

static PyMethodDef drafts_methods[] = {
    {"read", (PyCFunction)drafts_feed, METH_VARARGS,
     "read(lines) -> (lines, drafts, lines left to another reader, their numbers from 1). What was"
     " read before is forgotten."},
    {NULL, NULL, 0, NULL}};
static PyType_Slot drafts_slots[] = {{Py_tp_new, (void *)drafts_new},
                                     {Py_tp_dealloc, (void *)drafts_free},
                                     {Py_tp_methods, drafts_methods},
                                     {0, NULL}};
static PyType_Spec drafts_spec = {"counterpitch._native.ownership.compiled.Drafts",
                                  sizeof(DraftsObject), 0, Py_TPFLAGS_DEFAULT, drafts_slots};

typedef struct {
    PyObject_HEAD
    Psc psc;
    PyObject *names;
} PscObject;

static PyObject *psc_new(PyTypeObject *type, PyObject *args, PyObject *named) {
    PyObject *names;
    (void)named;
    if (!PyArg_ParseTuple(args, "O!", names_type, &names)) return NULL;
    PscObject *self = (PscObject *)type->tp_alloc(type, 0);
    if (!self) return NULL;
    self->names = Py_NewRef(names);
    self->psc.names = &((NamesObject *)names)->names;
    if (names_open(&self->psc.codes, self->psc.names->seed)) {
        Py_DECREF(self);
        return PyErr_NoMemory();
    }
    return (PyObject *)self;
}

static void psc_free(PscObject *self) {
    PyTypeObject *type = Py_TYPE(self);
    Psc *p = &self->psc;
    Bytes *all[] = {&p->claims, &p->refs, &p->ref_ends, &p->nodes, &p->node_text, &p->place};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) free(all[i]->item);
    names_close(&p->codes);
    Py_XDECREF(self->names);
    type->tp_free((PyObject *)self);
    Py_DECREF(type);
}

static PyObject *psc_add(PscObject *self, PyObject *args) {
    DraftsObject *drafts;
    int *busy = &((NamesObject *)self->names)->busy;
    int64_t interests = 0;
    if (!PyArg_ParseTuple(args, "O!", drafts_type, &drafts)) return NULL;
    if (taken_alone(busy)) return NULL;
    int failed = taken_alone(&drafts->busy);
    if (!failed) {
        Py_BEGIN_ALLOW_THREADS
        failed = psc_keep(&self->psc, &drafts->drafts, &interests);
        Py_END_ALLOW_THREADS
        drafts->busy = 0;
        if (failed) PyErr_NoMemory();
    }
    *busy = 0;
    return failed ? NULL : PyLong_FromLongLong(interests);
}

static PyObject *handed(Bytes *b) {
    PyObject *made = fitted(b->item, b->used);
    memset(b, 0, sizeof *b);
    return made;
}

static PyObject *psc_take(PscObject *self, PyObject *ignored) {
    Psc *p = &self->psc;
    (void)ignored;
    if (((NamesObject *)self->names)->busy) {
        PyErr_SetString(PyExc_RuntimeError, "another thread is at these names");
        return NULL;
    }
    free(p->place.item);
    memset(&p->place, 0, sizeof p->place);
    return Py_BuildValue("NNNNN", handed(&p->claims), handed(&p->ref_ends), handed(&p->refs),
                         handed(&p->nodes), handed(&p->node_text));
}

static PyObject *psc_codes(PscObject *self, PyObject *ignored) {
    Names *codes = &self->psc.codes;
    (void)ignored;
    return Py_BuildValue("NN", copy_of(codes->offset, ((size_t)codes->count + 1) * 8),
                         copy_of(codes->text.item, codes->text.used));
}

static PyMethodDef psc_methods[] = {
    {"keep", (PyCFunction)psc_add, METH_VARARGS, "keep(drafts) -> how many interests they state."},
    {"take", (PyCFunction)psc_take, METH_NOARGS,
     "take() -> (claims, ends of references, references, nodes, their texts); what was kept is"
     " handed over, once."},
    {"codes", (PyCFunction)psc_codes, METH_NOARGS,
     "codes() -> (offsets, data) of the different lists of codes so far, as JSON."},
    {NULL, NULL, 0, NULL}};
static PyType_Slot psc_slots[] = {{Py_tp_new, (void *)psc_new},
                                  {Py_tp_dealloc, (void *)psc_free},
                                  {Py_tp_methods, psc_methods},
                                  {0, NULL}};
static PyType_Spec psc_spec = {"counterpitch._native.ownership.compiled.Psc", sizeof(PscObject), 0,
                               Py_TPFLAGS_DEFAULT, psc_slots};

int add_psc_types(PyObject *module) {
    drafts_type = (PyTypeObject *)PyType_FromSpec(&drafts_spec);
    if (!drafts_type || PyModule_AddObjectRef(module, "Drafts", (PyObject *)drafts_type)) return -1;
    PyObject *psc_type = PyType_FromSpec(&psc_spec);
    int failed = !psc_type || PyModule_AddObjectRef(module, "Psc", psc_type);
    Py_XDECREF(psc_type);
    return failed ? -1 : 0;
}
