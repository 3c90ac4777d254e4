/* Text reuse: what the Python code in campaigns/reuse/signing.py works out, compiled. */
#ifndef COUNTERPITCH_REUSE_H
#define COUNTERPITCH_REUSE_H

#include "memory.h"

/* sign(letters, offsets, data, texts, settings): see core.pyi. */
PyObject *reuse_sign(PyObject *module, PyObject *args);

#endif
