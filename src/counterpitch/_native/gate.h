/* The gate of the recognisers: recognisers/gate.py, word by word. */
#ifndef COUNTERPITCH_GATE_H
#define COUNTERPITCH_GATE_H

#define PY_SSIZE_T_CLEAN
#include <Python.h>

/* log_odds(texts, weights, characters): the log-odds of folded texts, of each of which so many characters
 * are looked at. `weights` holds a float for each hash and one for every conversation. */
PyObject *gate_log_odds(PyObject *module, PyObject *args);

#endif
