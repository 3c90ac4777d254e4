/* Reading and checking the fields of the tables. All return -1 on a Python error. */
#ifndef COUNTERPITCH_FIELDS_H
#define COUNTERPITCH_FIELDS_H

#include "tables.h"

int read_lines(PyObject *source, const char *name, StringMap *map);
/* Points `*items` at the numbers (32 bits each) of a field; returns how many. */
Py_ssize_t read_numbers(Tables *tables, const char *name, const int32_t **items);
/* Reads lists: `owners` + 1 starts (-1: any number), and items from 0 to `most` - 1. */
int read_lists(Tables *tables, const char *starts, const char *items, Lists *lists, Py_ssize_t owners, int32_t most);
/* Sets the error that a table does not fit, if none is set; returns -1. */
int refuse(const char *name);
/* Reads the phrases, their programs and needs. */
int read_phrases(Tables *tables);

#endif
