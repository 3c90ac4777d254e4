/* Reading and checking the fields of the tables. */
#include "fields.h"

int read_lines(PyObject *source, const char *name, StringMap *map)
{
    PyObject *lines = PyObject_GetAttrString(source, name);
    int failed = lines == NULL ? -1 : strings_from_lines(map, lines);
    Py_XDECREF(lines);
    return failed;
}

/* Points `*items` at the numbers (32 bits each) of a field; returns how many, or -1. */
Py_ssize_t read_numbers(Tables *tables, const char *name, const int32_t **items)
{
    PyObject *bytes = PyObject_GetAttrString(tables->source, name);
    if (bytes == NULL) {
        return -1;
    }
    if (!PyBytes_Check(bytes) || PyBytes_GET_SIZE(bytes) % 4 != 0) {
        PyErr_Format(PyExc_ValueError, "the table '%s' is not numbers", name);
        Py_DECREF(bytes);
        return -1;
    }
    int failed = PyList_Append(tables->kept, bytes);
    *items = (const int32_t *)(const void *)PyBytes_AS_STRING(bytes);
    Py_ssize_t size = PyBytes_GET_SIZE(bytes) / 4;
    Py_DECREF(bytes);
    return failed ? -1 : size;
}

int refuse(const char *name)
{
    if (!PyErr_Occurred()) {
        PyErr_Format(PyExc_ValueError, "the table '%s' does not fit the others", name);
    }
    return -1;
}

/* Reads lists: `owners` + 1 starts, and items from 0 to `most` - 1. */
int read_lists(Tables *tables, const char *starts, const char *items, Lists *lists, Py_ssize_t owners, int32_t most)
{
    Py_ssize_t count = read_numbers(tables, starts, &lists->starts);
    Py_ssize_t size = count < 0 ? -1 : read_numbers(tables, items, &lists->items);
    if (size < 0 || (owners >= 0 && count != owners + 1) || count < 1
        || lists->starts[0] != 0 || lists->starts[count - 1] != size) {
        return refuse(starts);
    }
    for (Py_ssize_t i = 1; i < count; i++) {
        if (lists->starts[i] < lists->starts[i - 1]) {
            return refuse(starts);
        }
    }
    for (Py_ssize_t i = 0; i < size; i++) {
        if (lists->items[i] < 0 || lists->items[i] >= most) {
            return refuse(items);
        }
    }
    return 0;
}
