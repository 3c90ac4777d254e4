/* The Python face of names and of the PSC reader. Neither may be used by two threads at once. */
#include "face.h"
#include "names.h"
#include "psc.h"

#include <stdlib.h>
#include <string.h>

typedef struct {
    PyObject_HEAD
    Names names;
    int busy; /* a thread without the lock is at it */
} NamesObject;

static PyTypeObject *names_type;

static int taken_alone(NamesObject *self) {
    if (self->busy) {
        PyErr_SetString(PyExc_RuntimeError, "another thread is at these names");
        return -1;
    }
    return self->busy = 1, 0;
}

static PyObject *names_new(PyTypeObject *type, PyObject *args, PyObject *named) {
    unsigned long long seed;
    (void)named;
    if (!PyArg_ParseTuple(args, "K", &seed)) return NULL;
    NamesObject *self = (NamesObject *)type->tp_alloc(type, 0);
    if (self && names_open(&self->names, seed)) {
        Py_DECREF(self);
        return PyErr_NoMemory();
    }
    return (PyObject *)self;
}

static void names_free(NamesObject *self) {
    PyTypeObject *type = Py_TYPE(self);
    names_close(&self->names);
    type->tp_free((PyObject *)self);
    Py_DECREF(type);
}

static Py_ssize_t names_length(NamesObject *self) { return self->names.count; }

static int ends_fit(const int64_t *offset, Py_ssize_t count, Py_ssize_t size) {
    if (count < 0 || offset[0] < 0 || offset[count] > size) return 0;
    for (Py_ssize_t i = 0; i < count; i++)
        if (offset[i] > offset[i + 1]) return 0;
    return 1;
}

static PyObject *names_add(NamesObject *self, PyObject *args) {
    Py_buffer offsets, data;
    if (!PyArg_ParseTuple(args, "y*y*", &offsets, &data)) return NULL;
    Py_ssize_t count = offsets.len / 8 - 1;
    const int64_t *offset = offsets.buf;
    int32_t *number = NULL;
    PyObject *result = NULL;
    if (!ends_fit(offset, count, data.len)) {
        PyErr_SetString(PyExc_ValueError, "texts must lie within their data");
    } else if (!taken_alone(self)) {
        int failed = !(number = malloc(((size_t)count + 1) * sizeof *number));
        Py_BEGIN_ALLOW_THREADS
        for (Py_ssize_t i = 0; !failed && i < count; i++) {
            const char *text = (const char *)data.buf + offset[i];
            number[i] = names_number(&self->names, text, (size_t)(offset[i + 1] - offset[i]));
            failed = number[i] < 0;
        }
        Py_END_ALLOW_THREADS
        self->busy = 0;
        if (failed) free(number);
        result = failed ? PyErr_NoMemory() : block(number, (size_t)count * sizeof *number);
    }
    PyBuffer_Release(&offsets);
    PyBuffer_Release(&data);
    return result;
}

static PyObject *copy_of(const void *from, size_t size) {
    void *copy = malloc(size + 1);
    if (!copy) return PyErr_NoMemory();
    if (size) memcpy(copy, from, size);
    return block(copy, size);
}

static PyObject *names_texts(NamesObject *self, PyObject *ignored) {
    (void)ignored;
    return Py_BuildValue("NN", copy_of(self->names.offset, ((size_t)self->names.count + 1) * 8),
                         copy_of(self->names.text.item, self->names.text.used));
}

static PyObject *names_finish(NamesObject *self, PyObject *ignored) {
    Names *n = &self->names;
    (void)ignored;
    if (taken_alone(self)) return NULL;
    self->busy = 0;
    PyObject *made = Py_BuildValue("NN", fitted(n->offset, ((size_t)n->count + 1) * 8),
                                   fitted(n->text.item, n->text.used));
    n->offset = NULL;
    n->text = (Bytes){0};
    names_close(n);
    if (names_open(n, n->seed)) {
        Py_XDECREF(made);
        return PyErr_NoMemory();
    }
    return made;
}

static PyObject *names_sorted(NamesObject *self, PyObject *ignored) {
    int32_t *order;
    (void)ignored;
    if (taken_alone(self)) return NULL;
    Py_BEGIN_ALLOW_THREADS
    order = names_order(&self->names);
    Py_END_ALLOW_THREADS
    self->busy = 0;
    return order ? block(order, (size_t)self->names.count * sizeof *order) : PyErr_NoMemory();
}

static PyMethodDef names_methods[] = {
    {"add", (PyCFunction)names_add, METH_VARARGS, "add(offsets, data) -> the number of each text."},
    {"texts", (PyCFunction)names_texts, METH_NOARGS, "texts() -> (offsets, data), by number."},
    {"finish", (PyCFunction)names_finish, METH_NOARGS,
     "finish() -> (offsets, data), by number, without a copy; then there are no names any more."},
    {"order", (PyCFunction)names_sorted, METH_NOARGS, "order() -> numbers in the order of texts."},
    {NULL, NULL, 0, NULL}};
static PyType_Slot names_slots[] = {{Py_tp_new, (void *)names_new},
                                    {Py_tp_dealloc, (void *)names_free},
                                    {Py_tp_methods, names_methods},
                                    {Py_sq_length, (void *)names_length},
                                    {0, NULL}};
static PyType_Spec names_spec = {"counterpitch._native.ownership.compiled.Names",
                                 sizeof(NamesObject), 0, Py_TPFLAGS_DEFAULT, names_slots};

typedef struct {
    PyObject_HEAD
    Psc psc;
    PyObject *names, *kept; /* `kept` holds the words' bytes */
    Word *words;
} PscObject;

static PyObject *psc_new(PyTypeObject *type, PyObject *args, PyObject *named) {
    PyObject *names, *words;
    (void)named;
    if (!PyArg_ParseTuple(args, "O!O!", names_type, &names, &PyTuple_Type, &words)) return NULL;
    PscObject *self = (PscObject *)type->tp_alloc(type, 0);
    if (!self) return NULL;
    Py_ssize_t count = PyTuple_GET_SIZE(words);
    self->names = Py_NewRef(names);
    self->kept = Py_NewRef(words);
    self->words = calloc((size_t)count + 1, sizeof *self->words);
    if (!self->words || names_open(&self->psc.codes, 0)) {
        Py_DECREF(self);
        return PyErr_NoMemory();
    }
    for (Py_ssize_t i = 0; i < count; i++) {
        char *text;
        Py_ssize_t size;
        if (PyBytes_AsStringAndSize(PyTuple_GET_ITEM(words, i), &text, &size)) {
            Py_DECREF(self);
            return NULL;
        }
        self->words[i] = (Word){text, (size_t)size};
    }
    self->psc.names = &((NamesObject *)names)->names;
    self->psc.words = self->words;
    self->psc.word_count = (int)count;
    return (PyObject *)self;
}

static void psc_free(PscObject *self) {
    PyTypeObject *type = Py_TYPE(self);
    Psc *p = &self->psc;
    Bytes *all[] = {&p->claims, &p->refs, &p->ref_ends, &p->nodes, &p->node_text, &p->place,
                    &p->scratch};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) free(all[i]->item);
    names_close(&p->codes);
    free(self->words);
    Py_XDECREF(self->names);
    Py_XDECREF(self->kept);
    type->tp_free((PyObject *)self);
    Py_DECREF(type);
}

/* What became of a piece of the file. */
typedef struct {
    long long lines, kept, interests;
    Bytes left, rows; /* lines for the other reader, each with its end, and their numbers */
} Read;

static int read_line(Psc *p, const char *line, size_t size, Read *read) {
    int64_t row = ++read->lines;
    int found = psc_line(p, line, size && line[size - 1] == '\r' ? size - 1 : size);
    if (found < 0) return -1;
    read->kept += found > 0;
    read->interests += found;
    if (found) return 0;
    if (put_bytes(&read->left, line, size) || put_bytes(&read->left, "\n", 1)) return -1;
    return put_bytes(&read->rows, &row, sizeof row);
}

static int read_lines(Psc *p, const char *data, size_t size, Read *read) {
    const char *end = data + size;
    while (data < end) {
        const char *stop = memchr(data, '\n', (size_t)(end - data));
        if (!stop) stop = end;
        if (read_line(p, data, (size_t)(stop - data), read)) return -1;
        data = stop + 1;
    }
    return 0;
}

static PyObject *psc_feed(PscObject *self, PyObject *args) {
    Py_buffer data;
    Read read = {0};
    NamesObject *names = (NamesObject *)self->names;
    if (!PyArg_ParseTuple(args, "y*", &data)) return NULL;
    int failed = taken_alone(names);
    if (!failed) {
        Py_BEGIN_ALLOW_THREADS
        failed = read_lines(&self->psc, data.buf, (size_t)data.len, &read);
        Py_END_ALLOW_THREADS
        names->busy = 0;
        if (failed) PyErr_NoMemory();
    }
    PyBuffer_Release(&data);
    if (failed) {
        free(read.left.item);
        free(read.rows.item);
        return NULL;
    }
    return Py_BuildValue("LLLNN", read.lines, read.kept, read.interests,
                         fitted(read.left.item, read.left.used),
                         fitted(read.rows.item, read.rows.used));
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
    {"feed", (PyCFunction)psc_feed, METH_VARARGS,
     "feed(lines) -> (lines, kept, interests, lines left to another reader, their numbers from 1)."},
    {"take", (PyCFunction)psc_take, METH_NOARGS,
     "take() -> (claims, ends of references, references, nodes, their texts); what was read is"
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

static int cut(const char *data, int64_t size, const int64_t *start, const int32_t *length,
               Py_ssize_t count, int32_t *offset, char **out) {
    int64_t whole = 0;
    for (Py_ssize_t i = 0; i < count; i++) {
        if (length[i] < 0 || start[i] < 0 || start[i] > size - length[i]) return -2;
        offset[i] = (int32_t)whole;
        whole += length[i];
        if (whole > INT32_MAX) return -2;
    }
    offset[count] = (int32_t)whole;
    *out = malloc((size_t)whole + 1);
    if (!*out) return -1;
    for (Py_ssize_t i = 0; i < count; i++)
        if (length[i]) memcpy(*out + offset[i], data + start[i], (size_t)length[i]);
    return 0;
}

PyObject *py_slices(PyObject *self, PyObject *args) {
    Py_buffer data, starts, sizes;
    (void)self;
    if (!PyArg_ParseTuple(args, "y*y*y*", &data, &starts, &sizes)) return NULL;
    Py_ssize_t count = starts.len / 8;
    int failed = sizes.len / 4 == count ? 0 : -2;
    int32_t *offset = malloc(((size_t)count + 1) * sizeof *offset);
    char *out = NULL;
    PyObject *result = NULL;
    if (!offset) failed = -1;
    if (!failed) {
        Py_BEGIN_ALLOW_THREADS
        failed = cut(data.buf, data.len, starts.buf, sizes.buf, count, offset, &out);
        Py_END_ALLOW_THREADS
    }
    if (!failed) {
        size_t whole = (size_t)offset[count];
        result = Py_BuildValue("NN", block(offset, ((size_t)count + 1) * 4), block(out, whole));
    } else {
        free(offset);
        if (failed == -1) PyErr_NoMemory();
        else PyErr_SetString(PyExc_ValueError, "pieces must lie within the text, 2 GB at most");
    }
    PyBuffer_Release(&data);
    PyBuffer_Release(&starts);
    PyBuffer_Release(&sizes);
    return result;
}

int add_reader_types(PyObject *module) {
    names_type = (PyTypeObject *)PyType_FromSpec(&names_spec);
    if (!names_type || PyModule_AddObjectRef(module, "Names", (PyObject *)names_type)) return -1;
    PyObject *psc_type = PyType_FromSpec(&psc_spec);
    int failed = !psc_type || PyModule_AddObjectRef(module, "Psc", psc_type);
    Py_XDECREF(psc_type);
    return failed ? -1 : 0;
}
