/* Pieces cut out of a text, one behind the other: a column of Arrow. */
#include "face.h"

#include <stdlib.h>
#include <string.h>

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
