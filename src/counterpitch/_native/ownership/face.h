/* What the Python faces of the kernel and of the readers share. */
#ifndef COUNTERPITCH_OWNERSHIP_FACE_H
#define COUNTERPITCH_OWNERSHIP_FACE_H

#define PY_SSIZE_T_CLEAN
#include <Python.h>

/* Hands memory over to Python, which frees it; `fitted` shrinks it to its size before. */
PyObject *block(void *memory, size_t size);
PyObject *fitted(void *memory, size_t size);

int add_names_type(PyObject *module);
int add_psc_types(PyObject *module);
PyObject *py_slices(PyObject *self, PyObject *args);
PyObject *py_taken(PyObject *self, PyObject *args);
PyObject *py_node_texts(PyObject *self, PyObject *args);
PyObject *py_listed(PyObject *self, PyObject *args);

#endif
