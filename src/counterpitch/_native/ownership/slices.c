/* Pieces cut out of a text, one behind the other: a column of Arrow. */
#include "face.h"
#include "names.h"

#include <stdlib.h>
#include <string.h>

#define AHEAD 16 /* texts that are asked for before they are copied: they are anywhere in memory */

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
    for (Py_ssize_t i = 0; i < count; i++) {
        if (i + AHEAD < count) soon(data + start[i + AHEAD]);
        if (length[i]) memcpy(*out + offset[i], data + start[i], (size_t)length[i]);
    }
    return 0;
}

/* Where texts begin and how long they are, of those that stand at `index`. */
static int looked_up(const int64_t *known, int64_t texts, const int64_t *index, Py_ssize_t count,
                     int64_t *start, int32_t *length) {
    for (Py_ssize_t i = 0; i < count; i++)
        if (index[i] < 0 || index[i] >= texts) return -2;
    for (Py_ssize_t i = 0; i < count; i++) {
        if (i + AHEAD < count) soon(known + index[i + AHEAD]);
        int64_t size = known[index[i] + 1] - known[index[i]];
        if (size < 0 || size > INT32_MAX) return -2;
        start[i] = known[index[i]];
        length[i] = (int32_t)size;
    }
    return 0;
}

static PyObject *cut_out(const Py_buffer *data, const int64_t *start, const int32_t *length,
                         Py_ssize_t count, int failed) {
    int32_t *offset = malloc(((size_t)count + 1) * sizeof *offset);
    char *out = NULL;
    if (!offset) failed = -1;
    if (!failed) {
        Py_BEGIN_ALLOW_THREADS
        failed = cut(data->buf, data->len, start, length, count, offset, &out);
        Py_END_ALLOW_THREADS
    }
    if (failed) {
        free(offset);
        if (failed == -1) return PyErr_NoMemory();
        PyErr_SetString(PyExc_ValueError, "pieces must lie within the text, 2 GB at most");
        return NULL;
    }
    size_t whole = (size_t)offset[count];
    return Py_BuildValue("NN", block(offset, ((size_t)count + 1) * 4), block(out, whole));
}

PyObject *py_taken(PyObject *self, PyObject *args) {
    Py_buffer data, known, index;
    (void)self;
    if (!PyArg_ParseTuple(args, "y*y*y*", &data, &known, &index)) return NULL;
    Py_ssize_t count = index.len / 8;
    int64_t *start = malloc(((size_t)count + 1) * sizeof *start);
    int32_t *length = malloc(((size_t)count + 1) * sizeof *length);
    int failed = start && length ? 0 : -1;
    if (!failed) {
        Py_BEGIN_ALLOW_THREADS
        failed = looked_up(known.buf, known.len / 8 - 1, index.buf, count, start, length);
        Py_END_ALLOW_THREADS
    }
    PyObject *result = cut_out(&data, start, length, count, failed);
    free(start);
    free(length);
    PyBuffer_Release(&data);
    PyBuffer_Release(&known);
    PyBuffer_Release(&index);
    return result;
}

PyObject *py_slices(PyObject *self, PyObject *args) {
    Py_buffer data, starts, sizes;
    (void)self;
    if (!PyArg_ParseTuple(args, "y*y*y*", &data, &starts, &sizes)) return NULL;
    Py_ssize_t count = starts.len / 8;
    PyObject *result =
        cut_out(&data, starts.buf, sizes.buf, count, sizes.len / 4 == count ? 0 : -2);
    PyBuffer_Release(&data);
    PyBuffer_Release(&starts);
    PyBuffer_Release(&sizes);
    return result;
}
