/* Signatures of pairs of texts compared: what sql/comparison.sql works out, compiled. */
#ifndef COUNTERPITCH_COMPARE_H
#define COUNTERPITCH_COMPARE_H

#include "memory.h"

/* compare(texts, signatures, starts, pairs): see core.pyi. */
PyObject *compare_pairs(PyObject *module, PyObject *args);

#endif
