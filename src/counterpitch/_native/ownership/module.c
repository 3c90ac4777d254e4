/* The Python face of the kernel: buffers in, buffers out, no numpy needed to build it. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include "face.h"
#include "kernel.h"
#include "pages.h"

#include <stdlib.h>
#include <string.h>

/* A piece of memory that is handed over to Python and freed there. */
typedef struct {
    PyObject_HEAD
    void *memory;
    Py_ssize_t size;
} Block;

static void block_free(Block *self) {
    free(self->memory);
    PyTypeObject *type = Py_TYPE(self);
    type->tp_free((PyObject *)self);
    Py_DECREF(type);
}

static int block_buffer(Block *self, Py_buffer *view, int flags) {
    return PyBuffer_FillInfo(view, (PyObject *)self, self->memory, self->size, 0, flags);
}

static PyType_Slot block_slots[] = {
    {Py_tp_dealloc, (void *)block_free},
    {Py_bf_getbuffer, (void *)block_buffer},
    {0, NULL},
};
static PyType_Spec block_spec = {
    "counterpitch._native.ownership.compiled.Block", sizeof(Block), 0,
    Py_TPFLAGS_DEFAULT | Py_TPFLAGS_DISALLOW_INSTANTIATION, block_slots};
static PyTypeObject *block_type;

/* Hands `memory` over; frees it if that fails. */
PyObject *block(void *memory, size_t size) {
    static char nothing;
    Block *made = PyObject_New(Block, block_type);
    if (!made) {
        free(memory);
        return NULL;
    }
    Py_INCREF(block_type);
    made->memory = memory;
    made->size = (Py_ssize_t)size;
    if (!memory) {
        made->memory = malloc(1);
        made->size = 0;
        if (!made->memory) made->memory = NULL;
        (void)nothing;
    }
    return (PyObject *)made;
}

/* Shrinks what has grown too large, then hands it over. */
PyObject *fitted(void *memory, size_t size) {
    void *smaller = memory && size ? realloc(memory, size) : memory;
    return block(smaller ? smaller : memory, size);
}

static int checked(Graph *g, Py_buffer *pointer, Py_buffer *owner, Py_buffer *lo, Py_buffer *hi) {
    int64_t nodes = pointer->len / 8 - 1, edges = owner->len / 4;
    if (nodes < 0 || nodes >= INT32_MAX - 2 || lo->len / 8 != edges || hi->len / 8 != edges) {
        PyErr_SetString(PyExc_ValueError, "arrays of a graph must fit together");
        return -1;
    }
    *g = (Graph){(int32_t)nodes, pointer->buf, owner->buf, lo->buf, hi->buf};
    int wrong = g->pointer[0] != 0 || g->pointer[nodes] != edges;
    /* To the end whatever is found, so that several are looked at at once. */
    for (int64_t i = 0; i < nodes; i++) wrong |= g->pointer[i] > g->pointer[i + 1];
    for (int64_t i = 0; i < edges; i++) wrong |= (uint32_t)g->owner[i] >= (uint32_t)nodes;
    if (wrong) PyErr_SetString(PyExc_ValueError, "a graph points outside of itself");
    return wrong ? -1 : 0;
}

typedef struct {
    int64_t *pointer;
    int32_t *owner;
    double *lo, *hi;
} Gathered;

/* Sorts edges by what is owned, keeping their order: a counting sort. */
static int gather_edges(Gathered *out, int64_t nodes, int64_t edges, const int32_t *owner,
                        const int32_t *owned, const double *lo, const double *hi) {
    out->pointer = large_calloc((size_t)nodes + 2, sizeof *out->pointer);
    out->owner = large_malloc(((size_t)edges + 1) * sizeof *out->owner);
    out->lo = large_malloc(((size_t)edges + 1) * sizeof *out->lo);
    out->hi = large_malloc(((size_t)edges + 1) * sizeof *out->hi);
    if (!out->pointer || !out->owner || !out->lo || !out->hi) return -1;
    int64_t *at = out->pointer + 1;
    for (int64_t e = 0; e < edges; e++) at[owned[e] + 1]++;
    for (int64_t i = 1; i <= nodes; i++) at[i] += at[i - 1];
    for (int64_t e = 0; e < edges; e++) {
        int64_t to = at[owned[e]]++;
        out->owner[to] = owner[e];
        out->lo[to] = lo[e];
        out->hi[to] = hi[e];
    }
    return 0;
}

static PyObject *py_gather(PyObject *self, PyObject *args) {
    Py_buffer owner, owned, lo, hi;
    Py_ssize_t nodes;
    (void)self;
    if (!PyArg_ParseTuple(args, "ny*y*y*y*", &nodes, &owner, &owned, &lo, &hi)) return NULL;
    int64_t edges = owner.len / 4;
    const int32_t *to = owned.buf, *from = owner.buf;
    PyObject *result = NULL;
    Gathered out = {0};
    int wrong = nodes < 0 || nodes >= INT32_MAX - 2 || owned.len / 4 != edges ||
                lo.len / 8 != edges || hi.len / 8 != edges;
    for (int64_t e = 0; !wrong && e < edges; e++)
        wrong = (uint32_t)to[e] >= (uint32_t)nodes || (uint32_t)from[e] >= (uint32_t)nodes;
    if (wrong) {
        PyErr_SetString(PyExc_ValueError, "edges must name nodes, and their arrays fit together");
    } else {
        int failed;
        Py_BEGIN_ALLOW_THREADS
        failed = gather_edges(&out, nodes, edges, from, to, lo.buf, hi.buf);
        Py_END_ALLOW_THREADS
        if (failed) {
            free(out.pointer);
            free(out.owner);
            free(out.lo);
            free(out.hi);
            PyErr_NoMemory();
        } else {
            result = Py_BuildValue("NNNN", block(out.pointer, ((size_t)nodes + 1) * 8),
                                   block(out.owner, (size_t)edges * 4),
                                   block(out.lo, (size_t)edges * 8),
                                   block(out.hi, (size_t)edges * 8));
        }
    }
    PyBuffer_Release(&owner);
    PyBuffer_Release(&owned);
    PyBuffer_Release(&lo);
    PyBuffer_Release(&hi);
    return result;
}

static int run(Work *w) {
    size_t n = (size_t)w->graph.nodes + 1;
    if (order_of(&w->graph, &w->order)) return -1;
    w->slot = large_calloc(n, sizeof *w->slot);
    w->start = large_calloc((size_t)w->order.nodes.used + 2, sizeof *w->start);
    return w->slot && w->start ? integrate_all(w) : -1;
}

static void discard(Work *w) {
    Order *o = &w->order;
    void *all[] = {o->nodes.item, o->ring.item, o->over, w->start, w->pairs.owner,
                   w->pairs.lo, w->pairs.point, w->pairs.hi};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) free(all[i]);
}

static PyObject *py_integrate(PyObject *self, PyObject *args) {
    Py_buffer pointer, owner, lo, hi;
    (void)self;
    if (!PyArg_ParseTuple(args, "y*y*y*y*", &pointer, &owner, &lo, &hi)) return NULL;
    Work w = {0};
    PyObject *result = NULL;
    if (!checked(&w.graph, &pointer, &owner, &lo, &hi)) {
        int failed;
        Py_BEGIN_ALLOW_THREADS
        failed = run(&w);
        Py_END_ALLOW_THREADS
        free(w.order.place);
        free(w.order.source);
        free(w.slot);
        if (failed) {
            discard(&w);
            PyErr_NoMemory();
        } else {
            size_t n = (size_t)w.graph.nodes, layered = (size_t)w.order.nodes.used;
            size_t pairs = (size_t)w.pairs.used;
            result = Py_BuildValue(
                "NNNNNNNNi", fitted(w.order.nodes.item, layered * 4), fitted(w.order.ring.item, layered * 4),
                block(w.start, (layered + 1) * 8), fitted(w.pairs.owner, pairs * 4),
                fitted(w.pairs.lo, pairs * 8), fitted(w.pairs.point, pairs * 8),
                fitted(w.pairs.hi, pairs * 8), block(w.order.over, n), (int)w.inexact);
        }
    }
    PyBuffer_Release(&pointer);
    PyBuffer_Release(&owner);
    PyBuffer_Release(&lo);
    PyBuffer_Release(&hi);
    return result;
}

static PyObject *py_control(PyObject *self, PyObject *args) {
    Py_buffer pointer, owner, lo, order, ring;
    (void)self;
    if (!PyArg_ParseTuple(args, "y*y*y*y*y*", &pointer, &owner, &lo, &order, &ring)) return NULL;
    Graph g;
    PyObject *result = NULL;
    if (!checked(&g, &pointer, &owner, &lo, &lo)) {
        const int32_t *listed = order.buf;
        int64_t layered = order.len / 4;
        int wrong = ring.len / 4 != layered;
        for (int64_t i = 0; !wrong && i < layered; i++)
            wrong = (uint32_t)listed[i] >= (uint32_t)g.nodes;
        int32_t *head = large_malloc(((size_t)g.nodes + 1) * sizeof *head);
        if (wrong) {
            free(head);
            PyErr_SetString(PyExc_ValueError, "the order must be that of the graph");
        } else {
            int failed = !head;
            Py_BEGIN_ALLOW_THREADS
            if (!failed) failed = control_heads(&g, listed, layered, ring.buf, head);
            Py_END_ALLOW_THREADS
            if (failed) {
                free(head);
                PyErr_NoMemory();
            } else {
                result = block(head, (size_t)g.nodes * 4);
            }
        }
    }
    PyBuffer_Release(&pointer);
    PyBuffer_Release(&owner);
    PyBuffer_Release(&lo);
    PyBuffer_Release(&order);
    PyBuffer_Release(&ring);
    return result;
}

static PyMethodDef methods[] = {
    {"gather", py_gather, METH_VARARGS,
     "gather(nodes, owner, owned, lo, hi) -> (pointer, owner, lo, hi), sorted by what is owned."},
    {"integrate", py_integrate, METH_VARARGS,
     "integrate(pointer, owner, lo, hi) -> (layered, ring, start, owner, lo, point, hi, over,"
     " inexact)."},
    {"control", py_control, METH_VARARGS,
     "control(pointer, owner, lo, layered, ring) -> the head of the group that controls each node."},
    {"slices", py_slices, METH_VARARGS,
     "slices(data, starts, sizes) -> (offsets, data): pieces of a text, one behind the other."},
    {"taken", py_taken, METH_VARARGS,
     "taken(data, offsets, index) -> (offsets, data): the texts at index, one behind the other."},
    {"node_texts", py_node_texts, METH_VARARGS,
     "node_texts(nodes, data, rows) -> (offsets, data) of each kind of text that nodes have."},
    {"listed", py_listed, METH_VARARGS,
     "listed(count, key) -> (pointer, rows): row numbers by key, in order within a key."},
    {NULL, NULL, 0, NULL}};

static struct PyModuleDef definition = {
    PyModuleDef_HEAD_INIT, "compiled", "The compiled kernel of ownership.", -1, methods,
    NULL, NULL, NULL, NULL};

PyMODINIT_FUNC PyInit_compiled(void) {
    PyObject *module = PyModule_Create(&definition);
    if (!module) return NULL;
    block_type = (PyTypeObject *)PyType_FromSpec(&block_spec);
    if (!block_type || PyModule_AddObjectRef(module, "Block", (PyObject *)block_type) ||
        add_names_type(module) || add_psc_types(module)) {
        Py_DECREF(module);
        return NULL;
    }
    return module;
}
