#include "attributes.h"

#include <structmember.h>

static const char *const NAMES[ATTRIBUTES] = {
    "sender", "author", "text", "links", "attachments", "headers", "folder", "sent_at", "email",
    "name", "contact", "owner", "messages", "id", "channel", "headline", "company", "locator", "path", "source",
};
static PyObject *interned[ATTRIBUTES];

/* Where in the objects of a type an attribute lies: structs keep theirs at fixed places. */
typedef struct {
    PyTypeObject *type; /* kept, so that no other type can come to stand there */
    Py_ssize_t offset;
} Place;

/* Two places for each attribute: two types share the names of some. */
static Place places[ATTRIBUTES][2];

int attributes_ready(void)
{
    for (int i = 0; i < ATTRIBUTES; i++) {
        if (interned[i] == NULL && (interned[i] = PyUnicode_InternFromString(NAMES[i])) == NULL) {
            return -1;
        }
    }
    return 0;
}

/* Notes where the attribute lies in the objects of a type, if it does so at a fixed place. */
static void note_place(PyTypeObject *type, int attribute)
{
    Place *place = places[attribute][0].type == NULL ? &places[attribute][0] : &places[attribute][1];
    if (place->type != NULL || type->tp_getattro != PyObject_GenericGetAttr) {
        return;
    }
    PyObject *descriptor = PyObject_GetAttr((PyObject *)type, interned[attribute]);
    if (descriptor == NULL) {
        PyErr_Clear();
        return;
    }
    if (Py_IS_TYPE(descriptor, &PyMemberDescr_Type)) {
        const PyMemberDef *member = ((PyMemberDescrObject *)descriptor)->d_member;
        if (member->type == T_OBJECT_EX && PyType_IsSubtype(type, PyDescr_TYPE(descriptor))) {
            place->type = (PyTypeObject *)Py_NewRef(type);
            place->offset = member->offset;
        }
    }
    Py_DECREF(descriptor);
}

PyObject *attribute_of(PyObject *owner, int attribute)
{
    PyTypeObject *type = Py_TYPE(owner);
    for (int i = 0; i < 2; i++) {
        if (places[attribute][i].type == type) {
            PyObject *value = *(PyObject **)((char *)owner + places[attribute][i].offset);
            return value != NULL ? Py_NewRef(value) : PyObject_GetAttr(owner, interned[attribute]);
        }
    }
    note_place(type, attribute);
    return PyObject_GetAttr(owner, interned[attribute]);
}
