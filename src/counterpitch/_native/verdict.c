/* The JSON line of a verdict: the fields of render/jsonform.py in their order. */
#include "verdict.h"
#include "attributes.h"

static void put_word(const Verdict *verdict, Json *json, int32_t word)
{
    json_object(json, PyTuple_GET_ITEM(verdict->ledger->words, word));
}

/* Writes a number, and keeps how: to find the shortest digits takes a microsecond, and often a number comes again. */
static void put_number(const Verdict *verdict, Json *json, double number)
{
    uint64_t bits;
    memcpy(&bits, &number, sizeof bits);
    Known *known = &verdict->ledger->known[(bits * (uint64_t)0x9e3779b97f4a7c15u) >> (64 - KNOWN_BITS)];
    int32_t begin = json->count;
    if (known->written.text[0] != 0 && memcmp(&known->number, &number, sizeof number) == 0) {
        json_bytes(json, known->written.text, (int32_t)strlen(known->written.text));
        return;
    }
    json_double(json, number);
    int32_t size = json->count - begin;
    if (size > 0 && size < (int32_t)sizeof known->written.text) {
        known->number = number;
        memcpy(known->written.text, json->items + begin, (size_t)size);
        known->written.text[size] = 0;
    }
}

/* ---- times ---- */

/* When messages were sent: as objects (or NULL) and as JSON, which is made when first asked for. */
typedef struct {
    PyObject **at, **written;
    PyObject *make;
    int32_t count;
} Times;

static int read_times(const Verdict *verdict, PyObject *messages, Times *times)
{
    Py_ssize_t count = PyTuple_GET_SIZE(messages);
    size_t size = (size_t)(count + 1) * sizeof(PyObject *);
    times->at = memset(arena_take(&verdict->scene->arena, size), 0, size);
    times->written = memset(arena_take(&verdict->scene->arena, size), 0, size);
    times->make = verdict->ledger->time;
    times->count = (int32_t)count;
    for (Py_ssize_t i = 0; i < count; i++) {
        PyObject *at = attribute_of(PyTuple_GET_ITEM(messages, i), ATTRIBUTE_SENT_AT);
        if (at == NULL) {
            return -1;
        }
        if (at == Py_None) {
            Py_DECREF(at);
        } else {
            times->at[i] = at;
        }
    }
    return 0;
}

static void free_times(Times *times)
{
    for (int32_t i = 0; i < times->count; i++) {
        Py_XDECREF(times->at[i]);
        Py_XDECREF(times->written[i]);
    }
}

static void put_time(Times *times, Json *json, int32_t message)
{
    if (message < 0 || times->at[message] == NULL) {
        JSON_LITERAL(json, "null");
        return;
    }
    PyObject **written = &times->written[message];
    if (*written == NULL) {
        *written = PyObject_CallOneArg(times->make, times->at[message]);
    }
    if (*written != NULL && PyBytes_Check(*written)) {
        json_object(json, *written);
    } else {
        json->refused = 1;
    }
}

/* The first of the earliest times (`compare` Py_LT) or of the latest (Py_GT); -1: none. */
static int32_t outermost(const Times *times, int compare, Json *json)
{
    int32_t best = -1;
    for (int32_t i = 0; i < times->count && !json->refused; i++) {
        if (times->at[i] == NULL) {
            continue;
        }
        int better = best < 0 ? 1 : PyObject_RichCompareBool(times->at[i], times->at[best], compare);
        json->refused |= better < 0;
        best = better > 0 ? i : best;
    }
    return best;
}

/* ---- parts ---- */

static void put_source(PyObject *messages, Json *json)
{
    for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(messages); i++) {
        PyObject *locator = attribute_of(PyTuple_GET_ITEM(messages, i), ATTRIBUTE_LOCATOR);
        if (locator == NULL) {
            json->refused = 1;
            return;
        }
        if (locator != Py_None) {
            JSON_LITERAL(json, "{\"path\":");
            json_attribute(json, locator, ATTRIBUTE_PATH);
            JSON_LITERAL(json, ",\"sha256\":");
            json_attribute(json, locator, ATTRIBUTE_SOURCE);
            JSON_LITERAL(json, "}");
            Py_DECREF(locator);
            return;
        }
        Py_DECREF(locator);
    }
    JSON_LITERAL(json, "null");
}

static void put_contact(PyObject *conversation, Json *json)
{
    PyObject *contact = attribute_of(conversation, ATTRIBUTE_CONTACT);
    if (contact == NULL) {
        json->refused = 1;
        return;
    }
    JSON_LITERAL(json, "{\"name\":");
    json_attribute(json, contact, ATTRIBUTE_NAME);
    JSON_LITERAL(json, ",\"headline\":");
    json_attribute(json, contact, ATTRIBUTE_HEADLINE);
    JSON_LITERAL(json, ",\"company\":");
    json_attribute(json, contact, ATTRIBUTE_COMPANY);
    JSON_LITERAL(json, "}");
    Py_DECREF(contact);
}

static void put_stages(const Verdict *verdict, Json *json)
{
    JSON_LITERAL(json, "[");
    for (int32_t n = 0; n < verdict->stages; n++) {
        Reached each = verdict->reached[n];
        json_bytes(json, ",{\"stage\":" + (n == 0), 10 - (n == 0));
        put_word(verdict, json, WORDS_STAGES + each.stage);
        JSON_LITERAL(json, ",\"message\":");
        json_number(json, each.message);
        JSON_LITERAL(json, ",\"indicator\":");
        json_object(json, PyTuple_GET_ITEM(verdict->ledger->names, each.indicator));
        JSON_LITERAL(json, "}");
    }
    JSON_LITERAL(json, "]");
}

static void put_words(const Verdict *verdict, const Placed *place, Json *json)
{
    const Scene *scene = verdict->scene;
    PyObject *words = place->fact >= 0 ? scene->words.items[place->fact].words : scene->messages[place->message].text;
    Py_ssize_t size = PyUnicode_GET_LENGTH(words), start = place->fact >= 0 ? 0 : place->start;
    Py_ssize_t end = place->fact >= 0 || place->end > size ? size : place->end;
    json_string(json, words, start < end ? start : end, end);
}

static void put_reason(const Verdict *verdict, Times *times, const Finding *finding, const Placed *place, Json *json)
{
    json_object(json, PyTuple_GET_ITEM(verdict->ledger->reasons, finding->indicator));
    json_number(json, place->message);
    JSON_LITERAL(json, ",\"sent_at\":");
    put_time(times, json, place->message);
    JSON_LITERAL(json, ",\"start\":");
    json_number(json, place->start);
    JSON_LITERAL(json, ",\"end\":");
    json_number(json, place->end);
    JSON_LITERAL(json, ",\"quote\":");
    put_words(verdict, place, json);
    JSON_LITERAL(json, ",\"contribution\":");
}

/* Writes what each of the places of a finding contributes; the same few numbers are written again and again. */
static void put_share(const Verdict *verdict, const Finding *finding, Json *json)
{
    Written *share = &verdict->ledger->shares[finding->indicator * MOST_QUOTES + finding->count - 1];
    int32_t begin = json->count;
    if (share->text[0] != 0) {
        json_bytes(json, share->text, (int32_t)strlen(share->text));
        return;
    }
    json_double(json, verdict->ledger->weights[finding->indicator] / (double)finding->count);
    int32_t size = json->count - begin;
    if (size > 0 && size < (int32_t)sizeof share->text) {
        memcpy(share->text, json->items + begin, (size_t)size);
    }
}

/* One reason for each place; what the finding contributes is shared out among them. */
static void put_reasons(const Verdict *verdict, Times *times, Json *json)
{
    char comma = '[';
    for (int32_t n = 0; n < verdict->count; n++) {
        const Finding *finding = &verdict->findings[n];
        if (verdict->ledger->kinds[finding->indicator] == KIND_OWNER) {
            continue;
        }
        for (int32_t i = 0; i < finding->count; i++) {
            json_bytes(json, &comma, 1);
            comma = ',';
            put_reason(verdict, times, finding, &verdict->places.items[finding->first + i], json);
            put_share(verdict, finding, json);
            JSON_LITERAL(json, "}");
        }
    }
    json_bytes(json, "[]" + (comma != '['), 2 - (comma != '['));
}

/* ---- advice: assessment/advise.py ---- */

static double total_of(const Verdict *verdict, int32_t twin, int *fits)
{
    const Lists *members = &verdict->ledger->twin_members;
    double total = 0.0; /* in the order in which the rules name them */
    *fits = 0;
    for (int32_t i = members->starts[twin]; i < members->starts[twin + 1]; i++) {
        int32_t indicator = members->items[i];
        if (verdict->of[indicator] != NULL && verdict->ledger->kinds[indicator] == KIND_APPROACH) {
            total += verdict->ledger->weights[indicator];
            *fits = 1;
        }
    }
    return total;
}

static void put_twin(const Verdict *verdict, Json *json)
{
    int32_t twins = (int32_t)PyTuple_GET_SIZE(verdict->ledger->twins), best = -1, first_fits = 0, approaches = 0;
    double most = 0.0;
    for (int32_t n = 0; n < verdict->count && !approaches; n++) {
        approaches = verdict->ledger->kinds[verdict->findings[n].indicator] == KIND_APPROACH;
    }
    if (!approaches || twins == 0) {
        JSON_LITERAL(json, "null");
        return;
    }
    for (int32_t twin = 0; twin < twins; twin++) {
        int fits;
        double total = total_of(verdict, twin, &fits);
        first_fits |= twin == 0 && fits;
        if (fits && total > most) {
            best = twin;
            most = total;
        }
    }
    best = best >= 0 ? best : first_fits ? 0 : twins - 1;
    json_object(json, PyTuple_GET_ITEM(verdict->ledger->twins, best));
}

static int any_found(const Verdict *verdict, const Lists *lists, int32_t owner)
{
    for (int32_t i = lists->starts[owner]; i < lists->starts[owner + 1]; i++) {
        if (verdict->of[lists->items[i]] != NULL) {
            return 1;
        }
    }
    return 0;
}

/* The first message in which a question was asked, or -1. */
static int32_t first_asked(const Verdict *verdict, int32_t question)
{
    const Lists *asked = &verdict->ledger->asked;
    int32_t first = -1;
    for (int32_t i = asked->starts[question]; i < asked->starts[question + 1]; i++) {
        const Finding *finding = verdict->of[asked->items[i]];
        if (finding != NULL && finding->count > 0) {
            int32_t message = verdict->places.items[finding->first].message;
            first = first < 0 || message < first ? message : first;
        }
    }
    return first;
}

static void put_questions(const Verdict *verdict, Json *json)
{
    const Ledger *ledger = verdict->ledger;
    char comma = '[';
    for (int32_t n = 0; n < (int32_t)PyTuple_GET_SIZE(ledger->questions); n++) {
        if (!any_found(verdict, &ledger->matters, n) || any_found(verdict, &ledger->answered, n)) {
            continue;
        }
        json_bytes(json, &comma, 1);
        comma = ',';
        json_object(json, PyTuple_GET_ITEM(ledger->questions, n));
        if (any_found(verdict, &ledger->asked, n)) {
            JSON_LITERAL(json, "true,\"message\":");
        } else {
            JSON_LITERAL(json, "false,\"message\":");
        }
        int32_t message = first_asked(verdict, n);
        if (message >= 0) {
            json_number(json, message);
        } else {
            JSON_LITERAL(json, "null");
        }
        JSON_LITERAL(json, "}");
    }
    json_bytes(json, "[]" + (comma != '['), 2 - (comma != '['));
}

static void put_disclosed(const Verdict *verdict, Json *json)
{
    char comma = '[';
    for (int32_t n = 0; n < verdict->count; n++) {
        const Finding *finding = &verdict->findings[n];
        PyObject *what = PyTuple_GET_ITEM(verdict->ledger->disclosed, finding->indicator);
        for (int32_t i = 0; i < finding->count && PyBytes_GET_SIZE(what) > 0; i++) {
            const Placed *place = &verdict->places.items[finding->first + i];
            json_bytes(json, &comma, 1);
            comma = ',';
            json_object(json, what);
            json_number(json, place->message);
            JSON_LITERAL(json, ",\"start\":");
            json_number(json, place->start);
            JSON_LITERAL(json, ",\"end\":");
            json_number(json, place->end);
            JSON_LITERAL(json, ",\"text\":");
            put_words(verdict, place, json);
            JSON_LITERAL(json, "}");
        }
    }
    json_bytes(json, "[]" + (comma != '['), 2 - (comma != '['));
}

/* ---- the line ---- */

static void put_head(const Verdict *verdict, PyObject *conversation, PyObject *messages, Times *times, Json *json)
{
    put_word(verdict, json, WORDS_BEGIN);
    json_attribute(json, conversation, ATTRIBUTE_ID);
    JSON_LITERAL(json, ",\"source\":");
    put_source(messages, json);
    JSON_LITERAL(json, ",\"channel\":");
    json_attribute(json, conversation, ATTRIBUTE_CHANNEL);
    JSON_LITERAL(json, ",\"contact\":");
    put_contact(conversation, json);
    JSON_LITERAL(json, ",\"messages\":");
    json_number(json, times->count);
    JSON_LITERAL(json, ",\"first_at\":");
    put_time(times, json, outermost(times, Py_LT, json));
    JSON_LITERAL(json, ",\"last_at\":");
    put_time(times, json, outermost(times, Py_GT, json));
}

static void put_judgement(const Verdict *verdict, Json *json)
{
    JSON_LITERAL(json, ",\"probability\":");
    put_number(verdict, json, verdict->approach);
    JSON_LITERAL(json, ",\"scam_probability\":");
    put_number(verdict, json, verdict->scam);
    JSON_LITERAL(json, ",\"band\":");
    put_word(verdict, json, WORDS_BANDS + verdict->band);
    JSON_LITERAL(json, ",\"kind\":");
    put_word(verdict, json, WORDS_KINDS + verdict->kind);
    JSON_LITERAL(json, ",\"stage\":");
    if (verdict->kind == VERDICT_APPROACH && verdict->stages > 0) {
        put_word(verdict, json, WORDS_STAGES + verdict->reached[verdict->stages - 1].stage);
    } else {
        JSON_LITERAL(json, "null");
    }
    JSON_LITERAL(json, ",\"stages\":");
    put_stages(verdict, json);
    JSON_LITERAL(json, ",\"base\":");
    put_number(verdict, json, verdict->ledger->sums->bias);
    JSON_LITERAL(json, ",\"counter_evidence_unused\":");
    put_number(verdict, json, verdict->unused);
}

void verdict_write(const Verdict *verdict, PyObject *conversation, Json *json)
{
    Times times = {NULL, NULL, NULL, 0};
    PyObject *messages = attribute_of(conversation, ATTRIBUTE_MESSAGES);
    if (messages == NULL || !PyTuple_Check(messages) || read_times(verdict, messages, &times) < 0) {
        json->refused = 1;
    } else {
        put_head(verdict, conversation, messages, &times, json);
        put_judgement(verdict, json);
        JSON_LITERAL(json, ",\"reasons\":");
        put_reasons(verdict, &times, json);
        JSON_LITERAL(json, ",\"twin\":");
        put_twin(verdict, json);
        JSON_LITERAL(json, ",\"unanswered\":");
        put_questions(verdict, json);
        JSON_LITERAL(json, ",\"disclosed\":");
        put_disclosed(verdict, json);
        put_word(verdict, json, WORDS_END);
    }
    free_times(&times);
    Py_XDECREF(messages);
}
