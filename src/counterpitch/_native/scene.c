#include "scene.h"

void scene_init(Scene *scene, FoldTables *tables, const PhraseBook *book, const Facts *facts)
{
    memset(scene, 0, sizeof *scene);
    scene->tables = tables;
    scene->facts = facts;
    strings_init(&scene->names.names, 16);
    strings_init(&scene->names.pairs, 16);
    finder_init(&scene->finder, book);
}

#define MOST_KEPT (1 << 20) /* bytes of a line whose memory is kept */

void scene_clear(Scene *scene)
{
    for (int32_t i = 0; i < scene->words.count; i++) {
        Py_CLEAR(scene->words.items[i].words);
    }
    for (int32_t i = 0; i < scene->count; i++) {
        Py_CLEAR(scene->messages[i].text);
    }
    scene->words.count = 0;
    scene->count = scene->places = 0;
    if (scene->json.room > MOST_KEPT) {
        free(scene->json.items);
        memset(&scene->json, 0, sizeof scene->json);
    }
    Py_CLEAR(scene->conversation);
    Py_CLEAR(scene->spelled);
    Py_CLEAR(scene->contact_facts);
    arena_empty(&scene->arena);
}

void scene_free(Scene *scene)
{
    scene_clear(scene);
    names_free(&scene->names);
    folder_free(&scene->folder);
    finder_free(&scene->finder);
    free(scene->amounts.items);
    free(scene->found.items);
    free(scene->words.items);
    free(scene->json.items);
    arena_free(&scene->arena);
}

/* ---- names ---- */

static int is_name_divider(Char c)
{
    return c == 0xb7 || c == 0x30fb || c == 0x2022;
}

static void add_name(Scene *scene, const Char *name, int32_t length)
{
    Folder *folder = &scene->folder;
    Text *text = &folder->texts[folder->current];
    text->count = text->traced = 0;
    for (int32_t i = 0; i < length && i < 200; i++) {
        text_put(text, name[i], i, i + 1);
    }
    text = fold(folder, scene->tables, NULL);
    int32_t begin = 0, end = text->count;
    while (begin < end && text->value[begin] == ' ') {
        begin++;
    }
    while (end > begin && text->value[end - 1] == ' ') {
        end--;
    }
    names_add(&scene->names, &scene->tables->mask, text->value + begin, end - begin);
}

/* Adds a name and its parts, which in some scripts a dot divides. */
static int add_names(Scene *scene, PyObject *name)
{
    Py_ssize_t length = PyUnicode_GET_LENGTH(name), begin = 0;
    if (length == 0) {
        return 0;
    }
    Char *value = PyUnicode_AsUCS4Copy(name);
    if (value == NULL) {
        return -1;
    }
    add_name(scene, value, (int32_t)(length < 1000 ? length : 1000));
    for (Py_ssize_t i = 0; i <= length; i++) {
        if (i == length || is_name_divider(value[i])) {
            if (begin > 0 || i < length) {
                Py_ssize_t size = i - begin < 1000 ? i - begin : 1000;
                add_name(scene, value + begin, (int32_t)size);
            }
            begin = i + 1;
        }
    }
    PyMem_Free(value);
    return 0;
}

static int collect(PyObject *names, PyObject *person)
{
    PyObject *name = attribute_of(person, ATTRIBUTE_NAME);
    if (name == NULL) {
        return -1;
    }
    int failed = PySet_Add(names, name);
    Py_DECREF(name);
    return failed;
}

static int fill_names(Scene *scene, PyObject *names)
{
    names_clear(&scene->names);
    PyObject *each = PyObject_GetIter(names), *name;
    if (each == NULL) {
        return -1;
    }
    int failed = 0;
    while (!failed && (name = PyIter_Next(each)) != NULL) {
        failed = PyUnicode_Check(name) ? add_names(scene, name) : 0;
        Py_DECREF(name);
    }
    Py_DECREF(each);
    names_ready(&scene->names);
    return failed || PyErr_Occurred() ? -1 : 0;
}

/* ---- messages ---- */

/* An attribute, and the kinds of facts that are possible where it holds something. */
typedef struct {
    int attribute;
    int32_t facts;
} FactSource;

static const FactSource OF_MESSAGE[] = {{ATTRIBUTE_LINKS, FACT_LINKS},
                                        {ATTRIBUTE_ATTACHMENTS, FACT_FILES},
                                        {ATTRIBUTE_HEADERS, FACT_HEADERS},
                                        {ATTRIBUTE_FOLDER, FACT_FOLDER},
                                        {ATTRIBUTE_SENT_AT, FACT_TIMES}};
static const FactSource OF_CONTACT[] = {{ATTRIBUTE_EMAIL, FACT_EMAIL}, {ATTRIBUTE_LINKS, FACT_PROFILES}};

/* Adds the kinds of facts that the attributes of `owner` make possible. */
static int add_possible(Scene *scene, PyObject *owner, const FactSource *sources, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if ((scene->possible & sources[i].facts) == sources[i].facts) {
            continue;
        }
        PyObject *value = attribute_of(owner, sources[i].attribute);
        int truth = value == NULL ? -1 : value == Py_None ? 0 : PyObject_IsTrue(value);
        Py_XDECREF(value);
        if (truth < 0) {
            return -1;
        }
        scene->possible |= truth ? sources[i].facts : 0;
    }
    return 0;
}

/* Whether the characters behind a colon, or before a dot, make it part of an address. */
static int opens_address(int kind, const void *data, Py_ssize_t length, Py_ssize_t colon)
{
    return colon + 2 < length && PyUnicode_READ(kind, data, colon + 1) == '/' && PyUnicode_READ(kind, data, colon + 2) == '/';
}

static int ends_www(int kind, const void *data, Py_ssize_t dot)
{
    for (Py_ssize_t i = dot - 3; i < dot; i++) {
        if (i < 0 || (PyUnicode_READ(kind, data, i) | 32) != 'w') {
            return 0;
        }
    }
    return 1;
}

int has_address(PyObject *text)
{
    Py_ssize_t length = PyUnicode_GET_LENGTH(text), at = -1;
    int kind = PyUnicode_KIND(text);
    const void *data = PyUnicode_DATA(text);
    while ((at = PyUnicode_FindChar(text, ':', at + 1, length, 1)) >= 0) {
        if (opens_address(kind, data, length, at)) {
            return 1;
        }
    }
    at = -1;
    while ((at = PyUnicode_FindChar(text, '.', at + 1, length, 1)) >= 0) {
        if (ends_www(kind, data, at)) {
            return 1;
        }
    }
    return 0;
}

/* Reads side, text and author of a message; adds its name and the facts it makes possible. */
static int read_message(Scene *scene, SceneMessage *message, PyObject *source, PyObject *names)
{
    PyObject *sender = attribute_of(source, ATTRIBUTE_SENDER);
    PyObject *author = attribute_of(source, ATTRIBUTE_AUTHOR);
    message->text = attribute_of(source, ATTRIBUTE_TEXT);
    int failed = sender == NULL || author == NULL || message->text == NULL;
    if (!failed && !(PyUnicode_Check(sender) && PyUnicode_Check(message->text))) {
        PyErr_SetString(PyExc_TypeError, "a message has a sender and a text");
        failed = 1;
    }
    if (!failed) {
        message->side = PyUnicode_CompareWithASCIIString(sender, "contact") == 0 ? SIDE_CONTACT : SIDE_OWNER;
        failed = PySet_Add(names, author)
            || add_possible(scene, source, OF_MESSAGE, sizeof OF_MESSAGE / sizeof *OF_MESSAGE);
    }
    if (!failed && !(scene->possible & FACT_ADDRESSES) && message->side == SIDE_CONTACT
        && has_address(message->text)) {
        scene->possible |= FACT_ADDRESSES;
    }
    Py_XDECREF(sender);
    Py_XDECREF(author);
    return failed ? -1 : 0;
}

static int read_messages(Scene *scene, PyObject *sequence, PyObject *names, PyObject *greeted,
                         const Greetings *greetings)
{
    int32_t contact = 0;
    Py_ssize_t count = PySequence_Fast_GET_SIZE(sequence);
    scene->messages = arena_take(&scene->arena, (size_t)(count + 1) * sizeof(SceneMessage));
    for (Py_ssize_t i = 0; i < count; i++) {
        SceneMessage *message = &scene->messages[i];
        memset(message, 0, sizeof *message);
        scene->count = (int32_t)i + 1;
        if (read_message(scene, message, PySequence_Fast_GET_ITEM(sequence, i), names) < 0) {
            return -1;
        }
        message->order = message->side == SIDE_CONTACT ? ++contact : 0;
        if (greetings_add(greetings, message->text, greeted, names) < 0) {
            return -1;
        }
    }
    return 0;
}

/* Keeps a text in the scene's arena. */
static void keep(Scene *scene, Text *kept, const Text *text)
{
    size_t count = (size_t)text->count;
    *kept = *text;
    kept->room = text->count;
    kept->value = arena_take(&scene->arena, count * sizeof(Char));
    memcpy(kept->value, text->value, count * sizeof(Char));
    kept->starts = kept->ends = NULL;
    if (text->traced) {
        kept->starts = arena_take(&scene->arena, count * sizeof(int32_t));
        kept->ends = arena_take(&scene->arena, count * sizeof(int32_t));
        memcpy(kept->starts, text->starts, count * sizeof(int32_t));
        memcpy(kept->ends, text->ends, count * sizeof(int32_t));
    }
}

const Text *scene_traced(Scene *scene, int32_t message)
{
    SceneMessage *own = &scene->messages[message];
    if (!own->folded.traced) {
        keep(scene, &own->folded,
             fold_string(&scene->folder, scene->tables, &scene->names, own->text, MOST_CHARACTERS, 1));
    }
    return &own->folded;
}

/* Sorts the hits found in all messages by leaf; their order within a leaf stays. */
static void group_hits(Scene *scene, const PhraseBook *book, const int32_t *messages)
{
    scene->leaves = arena_take(&scene->arena, (size_t)(book->leaves + 1) * sizeof(Hits));
    memset(scene->leaves, 0, (size_t)(book->leaves + 1) * sizeof(Hits));
    for (int32_t i = 0; i < scene->found.count; i++) {
        scene->leaves[scene->found.items[i].leaf].count++;
    }
    Hit *all = arena_take(&scene->arena, (size_t)(scene->found.count + 1) * sizeof(Hit));
    for (int32_t leaf = 0; leaf < book->leaves; leaf++) {
        scene->leaves[leaf].items = all;
        all += scene->leaves[leaf].count;
        scene->leaves[leaf].count = 0;
    }
    int32_t message = 0;
    for (int32_t i = 0; i < scene->found.count; i++) {
        PhraseHit each = scene->found.items[i];
        while (i >= messages[message]) {
            message++;
        }
        Hits *leaf = &scene->leaves[each.leaf];
        Hit hit = {message, each.start, each.end, -1, each.sentence};
        ((Hit *)leaf->items)[leaf->count++] = hit;
    }
}

/* Whether a text holds Chinese characters, or those of its neighbours. */
static int has_cjk(PyObject *text)
{
    Py_ssize_t length = PyUnicode_GET_LENGTH(text);
    int kind = PyUnicode_KIND(text);
    const void *data = PyUnicode_DATA(text);
    for (Py_ssize_t i = 0; i < length && kind != PyUnicode_1BYTE_KIND; i++) {
        if (is_cjk(PyUnicode_READ(kind, data, i))) {
            return 1;
        }
    }
    return 0;
}

/* Keeps the amounts of a text that has been folded. */
static void keep_amounts(Scene *scene, SceneMessage *message)
{
    const Amounts *amounts = &scene->folder.amounts;
    if (scene->folder.amounts_known) {
        Amount *kept = arena_take(&scene->arena, ((size_t)amounts->count + 1) * sizeof(Amount));
        if (amounts->count > 0) {
            memcpy(kept, amounts->items, (size_t)amounts->count * sizeof(Amount));
        }
        message->amounts = kept;
        message->amounts_count = amounts->count;
    }
}

/* Folds a message: with offsets if they are known to be wanted. Those of texts that hold Chinese mostly are, as no words
 * stand side by side there; those of the contact's texts where there are places to be told, and mostly where amounts
 * may be quoted. Then nothing is folded twice. */
static void fold_message(Scene *scene, SceneMessage *message)
{
    int contact = message->side == SIDE_CONTACT;
    int traced = (contact && scene->places) || has_cjk(message->text);
    scene->folder.trace_amounts = contact;
    keep(scene, &message->folded,
         fold_string(&scene->folder, scene->tables, &scene->names, message->text, MOST_CHARACTERS, traced));
    message->simple = scene->folder.simple;
    if (contact) {
        keep_amounts(scene, message);
    }
}

static void find_phrases(Scene *scene, const PhraseBook *book)
{
    int32_t *until = arena_take(&scene->arena, (size_t)(scene->count + 1) * sizeof(int32_t));
    scene->found.count = 0;
    for (int32_t i = 0; i < scene->count && !PyErr_Occurred(); i++) {
        SceneMessage *message = &scene->messages[i];
        fold_message(scene, message);
        phrases_find(book, &scene->finder, &message->folded, message->side, &scene->found);
        until[i] = scene->found.count;
    }
    if (!PyErr_Occurred()) {
        group_hits(scene, book, until);
    }
}

int scene_read(Scene *scene, const PhraseBook *book, PyObject *conversation, PyObject *greeted,
               const Greetings *greetings)
{
    scene->conversation = Py_NewRef(conversation);
    scene->money_known = 0;
    scene->fact_hits = arena_take(&scene->arena, (size_t)(scene->facts->count + 1) * sizeof(Hits));
    memset(scene->fact_hits, 0, (size_t)(scene->facts->count + 1) * sizeof(Hits));
    scene->possible = 0;
    PyObject *names = PySet_New(NULL), *contact = attribute_of(conversation, ATTRIBUTE_CONTACT);
    PyObject *owner = attribute_of(conversation, ATTRIBUTE_OWNER);
    PyObject *messages = attribute_of(conversation, ATTRIBUTE_MESSAGES);
    PyObject *sequence = messages ? PySequence_Fast(messages, "messages are a sequence") : NULL;
    int failed = names == NULL || contact == NULL || owner == NULL || sequence == NULL;
    if (!failed) {
        failed = add_possible(scene, contact, OF_CONTACT, sizeof OF_CONTACT / sizeof *OF_CONTACT) < 0
            || collect(names, contact) < 0 || collect(names, owner) < 0
            || read_messages(scene, sequence, names, greeted, greetings) < 0
            || fill_names(scene, names) < 0;
    }
    if (!failed) {
        find_phrases(scene, book);
        failed = PyErr_Occurred() != NULL;
    }
    scene->spelled = names;
    PyObject *used[] = {contact, owner, messages, sequence};
    for (size_t i = 0; i < sizeof used / sizeof *used; i++) {
        Py_XDECREF(used[i]);
    }
    return failed ? -1 : 0;
}
