#include "ledgerobject.h"

typedef struct {
    PyObject_HEAD
    Ledger ledger;
} LedgerObject;

const Ledger *ledger_of(PyObject *object)
{
    return &((LedgerObject *)object)->ledger;
}

static PyObject *made(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    static char *keywords[] = {"tables", "time", NULL};
    PyObject *source, *time;
    if (!PyArg_ParseTupleAndKeywords(args, kwargs, "OO", keywords, &source, &time)) {
        return NULL;
    }
    LedgerObject *self = (LedgerObject *)type->tp_alloc(type, 0);
    if (self != NULL && ledger_read(&self->ledger, source, time) < 0) {
        Py_CLEAR(self);
    }
    return (PyObject *)self;
}

static int traverse(LedgerObject *self, visitproc visit, void *arg)
{
    Py_VISIT(Py_TYPE(self));
    Py_VISIT(self->ledger.tables.source);
    Py_VISIT(self->ledger.tables.kept);
    Py_VISIT(self->ledger.time);
    return 0;
}

static void dealloc(LedgerObject *self)
{
    PyTypeObject *type = Py_TYPE(self);
    PyObject_GC_UnTrack(self);
    ledger_free(&self->ledger);
    type->tp_free((PyObject *)self);
    Py_DECREF(type);
}

static PyType_Slot slots[] = {
    {Py_tp_doc, "What weighing and the JSON form say of each indicator, made ready."},
    {Py_tp_new, made},
    {Py_tp_dealloc, dealloc},
    {Py_tp_traverse, traverse},
    {0, NULL},
};

static PyType_Spec spec = {
    .name = "counterpitch._native.core.Ledger",
    .basicsize = sizeof(LedgerObject),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
    .slots = slots,
};

PyTypeObject *ledger_type(void)
{
    static PyObject *type; /* for as long as the process lives */
    if (type == NULL) {
        type = PyType_FromSpec(&spec);
    }
    return (PyTypeObject *)type;
}
