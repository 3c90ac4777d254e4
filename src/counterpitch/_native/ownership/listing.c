/* Rows listed by a small number of theirs: a counting sort. */
#include "face.h"
#include "pages.h"

#include <stdlib.h>
#include <string.h>

/* Row numbers by key, in order within a key; `pointer` says where those of each key begin. */
static int listed(const int32_t *key, int64_t rows, int64_t keys, int64_t *pointer, int32_t *row) {
    for (int64_t i = 0; i < rows; i++) {
        if ((uint32_t)key[i] >= (uint64_t)keys) return -2;
        pointer[key[i] + 1]++;
    }
    for (int64_t k = 0; k < keys; k++) pointer[k + 1] += pointer[k];
    for (int64_t i = 0; i < rows; i++) row[pointer[key[i]]++] = (int32_t)i;
    memmove(pointer + 1, pointer, (size_t)keys * sizeof *pointer);
    pointer[0] = 0;
    return 0;
}

PyObject *py_listed(PyObject *self, PyObject *args) {
    Py_buffer key;
    Py_ssize_t keys;
    PyObject *result = NULL;
    (void)self;
    if (!PyArg_ParseTuple(args, "ny*", &keys, &key)) return NULL;
    int64_t rows = key.len / 4;
    int failed = keys < 0 || keys > INT32_MAX || rows > INT32_MAX ? -2 : 0;
    int64_t *pointer = failed ? NULL : large_calloc((size_t)keys + 1, sizeof *pointer);
    int32_t *row = failed ? NULL : large_malloc(((size_t)rows + 1) * sizeof *row);
    if (!failed && !(pointer && row)) failed = -1;
    if (!failed) {
        Py_BEGIN_ALLOW_THREADS
        failed = listed(key.buf, rows, keys, pointer, row);
        Py_END_ALLOW_THREADS
    }
    if (!failed) {
        result = Py_BuildValue("NN", block(pointer, ((size_t)keys + 1) * 8), block(row, (size_t)rows * 4));
    } else {
        free(pointer);
        free(row);
        if (failed == -1) PyErr_NoMemory();
        else PyErr_SetString(PyExc_ValueError, "keys must be numbers from 0 to below their count");
    }
    PyBuffer_Release(&key);
    return result;
}
