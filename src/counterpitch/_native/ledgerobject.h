/* A ledger as an object of Python. */
#ifndef COUNTERPITCH_LEDGEROBJECT_H
#define COUNTERPITCH_LEDGEROBJECT_H

#include "ledger.h"

/* The type `Ledger` (a borrowed reference), or NULL and a Python error. */
PyTypeObject *ledger_type(void);
/* The ledger of an object of that type. */
const Ledger *ledger_of(PyObject *object);

#endif
