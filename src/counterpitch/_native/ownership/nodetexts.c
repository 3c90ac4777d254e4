/* The texts of chosen nodes, a column of Arrow for each kind of text. */
#include "face.h"
#include "psc.h"

#include <stdlib.h>
#include <string.h>

#define AHEAD 16

typedef struct {
    int32_t *offset[NODE_TEXTS];
    char *text[NODE_TEXTS];
} NodeColumns;

static void discard(NodeColumns *c) {
    for (int k = 0; k < NODE_TEXTS; k++) {
        free(c->offset[k]);
        free(c->text[k]);
    }
}

static int measured(NodeColumns *c, const Described *node, int64_t nodes, int64_t size,
                    const int64_t *row, Py_ssize_t count) {
    int64_t whole[NODE_TEXTS] = {0};
    for (Py_ssize_t i = 0; i < count; i++)
        if (row[i] < 0 || row[i] >= nodes) return -2;
    for (Py_ssize_t i = 0; i < count; i++) {
        const Described *each = node + row[i];
        int64_t end = each->text;
        if (i + AHEAD < count) soon(node + row[i + AHEAD]);
        for (int k = 0; k < NODE_TEXTS; k++) {
            c->offset[k][i] = (int32_t)whole[k];
            whole[k] += each->size[k];
            end += each->size[k];
            if (whole[k] > INT32_MAX) return -2;
        }
        if (each->text < 0 || end > size) return -2;
    }
    for (int k = 0; k < NODE_TEXTS; k++) {
        c->offset[k][count] = (int32_t)whole[k];
        c->text[k] = malloc((size_t)whole[k] + 1);
        if (!c->text[k]) return -1;
    }
    return 0;
}

static int columns(NodeColumns *c, const Described *node, int64_t nodes, const char *text,
                   int64_t size, const int64_t *row, Py_ssize_t count) {
    for (int k = 0; k < NODE_TEXTS; k++) {
        c->offset[k] = malloc(((size_t)count + 1) * sizeof *c->offset[k]);
        if (!c->offset[k]) return -1;
    }
    int failed = measured(c, node, nodes, size, row, count);
    if (failed) return failed;
    for (Py_ssize_t i = 0; i < count; i++) {
        const Described *each = node + row[i];
        const char *from = text + each->text;
        if (i + AHEAD < count) soon(text + node[row[i + AHEAD]].text);
        for (int k = 0; k < NODE_TEXTS; k++) {
            if (each->size[k]) memcpy(c->text[k] + c->offset[k][i], from, each->size[k]);
            from += each->size[k];
        }
    }
    return 0;
}

static PyObject *handed_over(NodeColumns *c, Py_ssize_t count) {
    PyObject *made = PyTuple_New(NODE_TEXTS);
    for (int k = 0; k < NODE_TEXTS; k++) {
        size_t whole = (size_t)c->offset[k][count];
        PyObject *offsets = block(c->offset[k], ((size_t)count + 1) * 4);
        PyObject *column = Py_BuildValue("NN", offsets, block(c->text[k], whole));
        if (made && column) {
            PyTuple_SET_ITEM(made, k, column);
        } else {
            Py_CLEAR(made);
            Py_XDECREF(column);
        }
    }
    return made;
}

PyObject *py_node_texts(PyObject *self, PyObject *args) {
    Py_buffer nodes, text, rows;
    NodeColumns made = {0};
    PyObject *result = NULL;
    (void)self;
    if (!PyArg_ParseTuple(args, "y*y*y*", &nodes, &text, &rows)) return NULL;
    int failed;
    Py_ssize_t count = rows.len / 8;
    Py_BEGIN_ALLOW_THREADS
    failed = columns(&made, nodes.buf, (int64_t)((size_t)nodes.len / sizeof(Described)), text.buf,
                     text.len, rows.buf, count);
    Py_END_ALLOW_THREADS
    if (!failed) {
        result = handed_over(&made, count);
    } else {
        discard(&made);
        if (failed == -1) PyErr_NoMemory();
        else PyErr_SetString(PyExc_ValueError, "nodes must exist, and their texts lie within the text");
    }
    PyBuffer_Release(&nodes);
    PyBuffer_Release(&text);
    PyBuffer_Release(&rows);
    return result;
}
