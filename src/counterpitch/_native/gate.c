/* A linear model over hashed words. */
#include "gate.h"

#include <math.h>

#define HASHES (1 << 15)

/* Hashes that were met, as bits, so that they come out in order. */
typedef struct {
    uint64_t met[HASHES / 64];
    uint32_t bytes[256]; /* of the checksum: CRC-32 as in zlib */
} Features;

typedef struct {
    PyObject_HEAD
    float weights[HASHES + 1];
    uint32_t bytes[256];
    int32_t most;
    HidingTables hiding;
} LinearGate;

static void fill_checksum(uint32_t *bytes)
{
    for (uint32_t n = 0; n < 256; n++) {
        uint32_t value = n;
        for (int bit = 0; bit < 8; bit++) {
            value = value >> 1 ^ (value & 1 ? 0xedb88320u : 0);
        }
        bytes[n] = value;
    }
}

static uint32_t with_byte(const Features *features, uint32_t sum, Char byte)
{
    return features->bytes[(sum ^ byte) & 255] ^ sum >> 8;
}

/* The checksum with one more character in UTF-8, halves of characters included. */
static uint32_t with_letter(const Features *features, uint32_t sum, Char c)
{
    if (c < 0x80) {
        return with_byte(features, sum, c);
    }
    if (c < 0x800) {
        sum = with_byte(features, sum, 0xc0 | c >> 6);
    } else if (c < 0x10000) {
        sum = with_byte(features, sum, 0xe0 | c >> 12);
        sum = with_byte(features, sum, 0x80 | (c >> 6 & 63));
    } else {
        sum = with_byte(features, sum, 0xf0 | c >> 18);
        sum = with_byte(features, sum, 0x80 | (c >> 12 & 63));
        sum = with_byte(features, sum, 0x80 | (c >> 6 & 63));
    }
    return with_byte(features, sum, 0x80 | (c & 63));
}

static void meet(Features *features, uint32_t sum)
{
    uint32_t hash = ~sum & (HASHES - 1);
    features->met[hash >> 6] |= (uint64_t)1 << (hash & 63);
}

/* Meets the words of a text, divided by blanks, and its Chinese characters and their pairs. */
static void read_characters(Features *features, const Char *text, Py_ssize_t size)
{
    uint32_t word = ~0u, before = 0;
    int follows = 0; /* the character before is Chinese; `before` is its checksum */
    for (Py_ssize_t i = 0; i < size; i++) {
        Char c = text[i];
        if (c == ' ') {
            meet(features, word);
            word = ~0u;
        } else {
            word = with_letter(features, word, c);
        }
        if (is_han(c)) {
            if (follows) {
                meet(features, with_letter(features, before, c));
            }
            before = with_letter(features, ~0u, c);
            meet(features, before);
        }
        follows = is_han(c);
    }
    meet(features, word);
}

static void read_text(Features *features, PyObject *text, Py_ssize_t most)
{
    Py_ssize_t size = PyUnicode_GET_LENGTH(text);
    Char *characters = PyUnicode_AsUCS4Copy(text);
    if (characters != NULL) {
        read_characters(features, characters, size < most ? size : most);
    }
    PyMem_Free(characters);
}

static double total_of(const Features *features, const float *weights)
{
    double total = 0.0;
    int32_t count = 0;
    for (int32_t n = 0; n < HASHES / 64; n++) {
        for (uint64_t bits = features->met[n]; bits; bits &= bits - 1) {
            total += (double)weights[n * 64 + __builtin_ctzll(bits)];
            count++;
        }
    }
    return total / sqrt((double)count + 1.0) + (double)weights[HASHES];
}

PyObject *gate_log_odds(PyObject *module, PyObject *args)
{
    (void)module;
    PyObject *texts, *result = NULL;
    Py_buffer weights;
    Py_ssize_t most;
    if (!PyArg_ParseTuple(args, "O!y*n", &PyList_Type, &texts, &weights, &most)) {
        return NULL;
    }
    if (weights.len != (HASHES + 1) * (Py_ssize_t)sizeof(float)) {
        PyErr_SetString(PyExc_ValueError, "these are not the weights of a gate");
    } else {
        Features *features = memory_resize(NULL, sizeof(Features));
        memset(features->met, 0, sizeof features->met);
        fill_checksum(features->bytes);
        for (Py_ssize_t i = 0; i < PyList_GET_SIZE(texts) && !PyErr_Occurred(); i++) {
            if (PyUnicode_Check(PyList_GET_ITEM(texts, i))) {
                read_text(features, PyList_GET_ITEM(texts, i), most);
            } else {
                PyErr_SetString(PyExc_TypeError, "a gate reads texts");
            }
        }
        result = PyErr_Occurred() ? NULL : PyFloat_FromDouble(total_of(features, weights.buf));
        free(features);
    }
    PyBuffer_Release(&weights);
    return result;
}

/* ---- the gate as an object ---- */

static void meet_message(Features *features, const LinearGate *gate, Hiding *hiding, int32_t message, Row *row)
{
    row->count = 0;
    hidden_row(hiding, message, row);
    if (row->count > 0) {
        read_characters(features, row->items, row->count < gate->most ? row->count : gate->most);
    }
}

double gate_odds(PyObject *object, Scene *scene)
{
    LinearGate *gate = (LinearGate *)object;
    HiddenNames names;
    Row row = {NULL, 0, 0};
    Hiding hiding = {.tables = &gate->hiding, .names = &names, .scene = scene};
    Features *features = arena_take(&scene->arena, sizeof(Features));
    memset(features->met, 0, sizeof features->met);
    memcpy(features->bytes, gate->bytes, sizeof features->bytes);
    hidden_init(&names);
    int failed = hidden_names(&names, &gate->hiding, scene) < 0;
    for (int32_t i = 0; i < scene->count && !failed; i++) {
        if (scene->messages[i].side == SIDE_CONTACT) {
            meet_message(features, gate, &hiding, i, &row);
        }
        failed = PyErr_Occurred() != NULL;
    }
    hidden_free(&names);
    free(row.items);
    free(hiding.words.items);
    return failed ? -1.0 : total_of(features, gate->weights);
}

static PyObject *made(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    static char *keywords[] = {"weights", "characters", "words", "introduced", NULL};
    Py_buffer weights;
    PyObject *words, *introduced;
    int most;
    if (!PyArg_ParseTupleAndKeywords(args, kwargs, "y*iO!O", keywords, &weights, &most, &PyDict_Type, &words,
                                     &introduced)) {
        return NULL;
    }
    LinearGate *self = NULL;
    if (weights.len != (HASHES + 1) * (Py_ssize_t)sizeof(float) || most < 0) {
        PyErr_SetString(PyExc_ValueError, "these are not the weights of a gate");
    } else {
        self = (LinearGate *)type->tp_alloc(type, 0);
    }
    if (self != NULL) {
        memcpy(self->weights, weights.buf, sizeof self->weights);
        fill_checksum(self->bytes);
        self->most = most;
        if (hiding_read(&self->hiding, words, introduced) < 0) {
            Py_CLEAR(self);
        }
    }
    PyBuffer_Release(&weights);
    return (PyObject *)self;
}

static int traverse(LinearGate *self, visitproc visit, void *arg)
{
    Py_VISIT(Py_TYPE(self));
    Py_VISIT(self->hiding.introduced);
    return 0;
}

static void dealloc(LinearGate *self)
{
    PyTypeObject *type = Py_TYPE(self);
    PyObject_GC_UnTrack(self);
    hiding_free(&self->hiding);
    type->tp_free((PyObject *)self);
    Py_DECREF(type);
}

static PyType_Slot slots[] = {
    {Py_tp_doc, "The weights of a gate, and what hides names from it."},
    {Py_tp_new, made},
    {Py_tp_dealloc, dealloc},
    {Py_tp_traverse, traverse},
    {0, NULL},
};

static PyType_Spec spec = {
    .name = "counterpitch._native.core.Gate",
    .basicsize = sizeof(LinearGate),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
    .slots = slots,
};

PyTypeObject *gate_type(void)
{
    static PyObject *type; /* for as long as the process lives */
    if (type == NULL) {
        type = PyType_FromSpec(&spec);
    }
    return (PyTypeObject *)type;
}
