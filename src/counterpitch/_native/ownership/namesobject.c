/* The Python face of names. No two threads may use the same names at once. */
#include "face.h"
#include "namesobject.h"

#include <stdlib.h>
#include <string.h>

PyTypeObject *names_type;

int taken_alone(int *busy) {
    if (*busy) {
        PyErr_SetString(PyExc_RuntimeError, "another thread is at these names");
        return -1;
    }
    return *busy = 1, 0;
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

#define TOGETHER 32

static int number_some(Names *n, const char *data, const int64_t *offset, int count, int32_t *number) {
    Word texts[TOGETHER];
    for (int i = 0; i < count; i++)
        texts[i] = (Word){data + offset[i], (size_t)(offset[i + 1] - offset[i])};
    return names_numbers(n, texts, count, number);
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
    } else if (!taken_alone(&self->busy)) {
        int failed = !(number = malloc(((size_t)count + 1) * sizeof *number));
        Py_BEGIN_ALLOW_THREADS
        for (Py_ssize_t i = 0; !failed && i < count; i += TOGETHER)
            failed = number_some(&self->names, data.buf, offset + i,
                                 count - i < TOGETHER ? (int)(count - i) : TOGETHER, number + i);
        Py_END_ALLOW_THREADS
        self->busy = 0;
        if (failed) free(number);
        result = failed ? PyErr_NoMemory() : block(number, (size_t)count * sizeof *number);
    }
    PyBuffer_Release(&offsets);
    PyBuffer_Release(&data);
    return result;
}

PyObject *copy_of(const void *from, size_t size) {
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
    if (taken_alone(&self->busy)) return NULL;
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
    if (taken_alone(&self->busy)) return NULL;
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

int add_names_type(PyObject *module) {
    names_type = (PyTypeObject *)PyType_FromSpec(&names_spec);
    return !names_type || PyModule_AddObjectRef(module, "Names", (PyObject *)names_type) ? -1 : 0;
}
