/* The words of a text for the full-text index: what counterpitch/cases/words.py says, compiled. */
#ifndef COUNTERPITCH_WORDING_H
#define COUNTERPITCH_WORDING_H

#define PY_SSIZE_T_CLEAN
#include <Python.h>

/* Return the words of a text, each once, with blanks between. */
PyObject *wording_words(PyObject *module, PyObject *text);

/* Return the numbers of words with blanks between, as PostgreSQL reads bigint[] in binary. */
PyObject *wording_numbers(PyObject *module, PyObject *words);

#endif
