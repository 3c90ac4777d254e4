/* The gate of the recognisers: recognisers/gate.py, word by word. */
#ifndef COUNTERPITCH_GATE_H
#define COUNTERPITCH_GATE_H

#include "hiding.h"

/* log_odds(texts, weights, characters): the log-odds of folded texts, of each of which so many characters
 * are looked at. `weights` holds a float for each hash and one for every conversation. */
PyObject *gate_log_odds(PyObject *module, PyObject *args);

/* The type `Gate` (a borrowed reference), or NULL and a Python error. */
PyTypeObject *gate_type(void);
/* The log-odds of an object of that type for a scene that was read: the texts of the contact, names hidden, as
 * recognisers/sentences.py (contact_texts) gives them. On a Python error the error is set. */
double gate_odds(PyObject *gate, Scene *scene);

#endif
