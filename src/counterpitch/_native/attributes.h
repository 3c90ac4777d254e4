/* The attributes that are read of Python objects, as interned names. */
#ifndef COUNTERPITCH_ATTRIBUTES_H
#define COUNTERPITCH_ATTRIBUTES_H

#define PY_SSIZE_T_CLEAN
#include <Python.h>

enum {
    ATTRIBUTE_SENDER, ATTRIBUTE_AUTHOR, ATTRIBUTE_TEXT, ATTRIBUTE_LINKS, ATTRIBUTE_ATTACHMENTS,
    ATTRIBUTE_HEADERS, ATTRIBUTE_FOLDER, ATTRIBUTE_SENT_AT, ATTRIBUTE_EMAIL, ATTRIBUTE_NAME,
    ATTRIBUTE_CONTACT, ATTRIBUTE_OWNER, ATTRIBUTE_MESSAGES, ATTRIBUTE_ID, ATTRIBUTE_CHANNEL,
    ATTRIBUTE_HEADLINE, ATTRIBUTE_COMPANY, ATTRIBUTE_LOCATOR, ATTRIBUTE_PATH, ATTRIBUTE_SOURCE, ATTRIBUTES
};

/* Makes the names ready; -1 on a Python error. */
int attributes_ready(void);
/* Returns a new reference, or NULL and a Python error. */
PyObject *attribute_of(PyObject *owner, int attribute);

#endif
