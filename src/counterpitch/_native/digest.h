/* Digests of many strings at once: what hashlib.blake2b(digest_size=8) gives for each. */
#ifndef COUNTERPITCH_DIGEST_H
#define COUNTERPITCH_DIGEST_H

#include "memory.h"

/* digests(offsets, data, count): see core.pyi. */
PyObject *digest_all(PyObject *module, PyObject *args);

#endif
