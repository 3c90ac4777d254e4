#include "attributes.h"

static const char *const NAMES[ATTRIBUTES] = {
    "sender", "author", "text", "links", "attachments", "headers", "folder", "sent_at", "email",
    "name", "contact", "owner", "messages", "id", "channel", "headline", "company", "locator", "path", "source",
};
static PyObject *interned[ATTRIBUTES];

int attributes_ready(void)
{
    for (int i = 0; i < ATTRIBUTES; i++) {
        if (interned[i] == NULL && (interned[i] = PyUnicode_InternFromString(NAMES[i])) == NULL) {
            return -1;
        }
    }
    return 0;
}

PyObject *attribute_of(PyObject *owner, int attribute)
{
    return PyObject_GetAttr(owner, interned[attribute]);
}
