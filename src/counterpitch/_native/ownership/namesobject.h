/* Names as Python holds them, and what their users share. */
#ifndef COUNTERPITCH_OWNERSHIP_NAMESOBJECT_H
#define COUNTERPITCH_OWNERSHIP_NAMESOBJECT_H

#include "face.h"
#include "names.h"

typedef struct {
    PyObject_HEAD
    Names names;
    int busy; /* a thread without the lock is at it */
} NamesObject;

extern PyTypeObject *names_type;

/* Marks something as in use by one thread; -1, with an error, if another one is at it. */
int taken_alone(int *busy);

PyObject *copy_of(const void *from, size_t size);

#endif
