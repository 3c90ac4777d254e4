#include "quotes.h"

void quoter_init(Quoter *quoter, Scene *scene)
{
    memset(quoter, 0, sizeof *quoter);
    quoter->scene = scene;
    quoter->words = arena_take(&scene->arena, (size_t)(scene->count + 1) * sizeof(Spans));
    quoter->state = arena_take(&scene->arena, (size_t)scene->count + 1);
    quoter->steps = arena_take(&scene->arena, (size_t)(scene->count + 1) * sizeof(int32_t *));
    memset(quoter->steps, 0, (size_t)(scene->count + 1) * sizeof(int32_t *));
    memset(quoter->words, 0, (size_t)(scene->count + 1) * sizeof(Spans));
    memset(quoter->state, 0, (size_t)scene->count + 1);
}

void quoter_free(Quoter *quoter)
{
    for (int32_t i = 0; i < quoter->scene->count; i++) {
        free(quoter->words[i].items);
    }
}

/* What is quoted: a stretch of a folded text, or a fact. */
typedef struct {
    int32_t message, start, end, fact, sentence;
} Piece;

typedef ARRAY(Piece) Pieces;

/* How many words begin between two places of a folded text, sentence ends not counted. */
static int32_t words_between(const Text *folded, int32_t from, int32_t to)
{
    int32_t words = 0;
    for (int32_t i = from; i < to; i++) {
        words += (folded->value[i] == ' ') - (folded->value[i] == '.');
    }
    return words;
}

#define STEP 512 /* characters from one count of words to the next */

/* How many words begin before a place; counted once for a message, and from the last step. */
static int32_t words_before(Quoter *quoter, const Text *folded, int32_t message, int32_t place)
{
    int32_t *steps = quoter->steps[message];
    if (steps == NULL) {
        int32_t count = folded->count / STEP + 1;
        steps = arena_take(&quoter->scene->arena, (size_t)count * sizeof(int32_t));
        steps[0] = 0;
        for (int32_t n = 1; n < count; n++) {
            steps[n] = steps[n - 1] + words_between(folded, (n - 1) * STEP, n * STEP);
        }
        quoter->steps[message] = steps;
    }
    return steps[place / STEP] + words_between(folded, place / STEP * STEP, place);
}

/* Whether the place of a piece is the same by its offsets as by words side by side: only what a mask stands for is
 * more or less by these. */
static int is_told_by_offsets(const Text *folded, const Piece *piece, int32_t last)
{
    return folded->traced && folded->value[piece->start] != MASK_SIGN && folded->value[last] != MASK_SIGN;
}

static Span place_of(Quoter *quoter, const Piece *piece)
{
    const Text *folded = &quoter->scene->messages[piece->message].folded;
    uint8_t *state = &quoter->state[piece->message];
    int32_t final = piece->end - 1 > piece->start ? piece->end - 1 : piece->start;
    int offsets = is_told_by_offsets(folded, piece, final);
    if (!offsets && *state == 0) {
        *state = quoter_aligned(quoter, piece->message) ? 1 : 2;
    }
    if (!offsets && *state == 1) {
        const Spans *words = &quoter->words[piece->message];
        int32_t first = words_before(quoter, folded, piece->message, piece->start) - 1;
        int32_t last = first + words_between(folded, piece->start, piece->end);
        if (first >= 0 && last >= first && last < words->count) {
            Span from = words->items[first], to = words->items[last];
            Span span = {from.at, to.at + to.length};
            return span;
        }
    }
    folded = scene_traced(quoter->scene, piece->message);
    Span span = {folded->starts[piece->start], folded->ends[final]};
    return span;
}

static Placed placed(Quoter *quoter, const Piece *piece)
{
    Placed each = {piece->message, piece->start, piece->end, piece->fact};
    if (piece->fact < 0) {
        Span span = place_of(quoter, piece);
        each.start = span.at;
        each.end = span.length;
    }
    return each;
}

static int piece_order(const Scene *scene, const Piece *one, const Piece *other)
{
    Hit a = {one->message, one->start, one->end, one->fact, 0};
    Hit b = {other->message, other->start, other->end, other->fact, 0};
    return scene_order(scene, &a, &b);
}

/* Puts a hit to the piece of its sentence, or begins one. Hits come in the order of sentences. */
static void add_words(Pieces *pieces, const Hit *hit)
{
    if (pieces->count > 0) {
        Piece *last = &pieces->items[pieces->count - 1];
        if (last->message == hit->message && last->sentence == hit->sentence) {
            last->start = hit->start < last->start ? hit->start : last->start;
            last->end = hit->end > last->end ? hit->end : last->end;
            return;
        }
    }
    Piece piece = {hit->message, hit->start, hit->end, -1, hit->sentence};
    ARRAY_PUSH(*pieces, piece);
}

/* Tells whether two facts say the same in one sentence. */
static int same_fact(const Scene *scene, const Piece *one, const Piece *other)
{
    return one->message == other->message && one->sentence == other->sentence
        && PyUnicode_Compare(scene->words.items[one->fact].words, scene->words.items[other->fact].words) == 0;
}

static const Scene *ordering; /* for qsort; only used while the interpreter's lock is held */

static int fact_order(const void *a, const void *b)
{
    const Piece *one = a, *other = b;
    if (one->message != other->message) {
        return one->message < other->message ? -1 : 1;
    }
    if (one->sentence != other->sentence) {
        return one->sentence < other->sentence ? -1 : 1;
    }
    return PyUnicode_Compare(ordering->words.items[one->fact].words, ordering->words.items[other->fact].words);
}

/* Puts facts that say the same in one sentence together. */
static void join_facts(const Scene *scene, Pieces *facts)
{
    int32_t kept = 0;
    ordering = scene;
    qsort(facts->items, (size_t)facts->count, sizeof(Piece), fact_order);
    for (int32_t i = 0; i < facts->count; i++) {
        Piece each = facts->items[i], *last = kept > 0 ? &facts->items[kept - 1] : NULL;
        if (last != NULL && same_fact(scene, last, &each)) {
            last->start = each.start < last->start ? each.start : last->start;
            last->end = each.end > last->end ? each.end : last->end;
        } else {
            facts->items[kept++] = each;
        }
    }
    facts->count = kept;
}

/* Writes the first `most` pieces, in order, to `out`. */
static int32_t first_pieces(const Scene *scene, const Pieces *pieces, Piece *out, int32_t most)
{
    int32_t count = 0;
    for (int32_t i = 0; i < pieces->count; i++) {
        const Piece *each = &pieces->items[i];
        int32_t at = count;
        while (at > 0 && piece_order(scene, each, &out[at - 1]) < 0) {
            at--;
        }
        if (at >= most) {
            continue;
        }
        int32_t moved = (count < most ? count : most - 1) - at;
        memmove(out + at + 1, out + at, (size_t)moved * sizeof(Piece));
        out[at] = *each;
        count += count < most;
    }
    return count;
}

/* Places pieces in the text and puts them in the order in which they stand there. */
static void place_all(Quoter *quoter, const Piece *pieces, int32_t count, Placed *out)
{
    for (int32_t i = 0; i < count; i++) {
        Placed each = placed(quoter, &pieces[i]);
        int32_t at = i;
        while (at > 0 && (each.message < out[at - 1].message
                          || (each.message == out[at - 1].message && each.start < out[at - 1].start))) {
            out[at] = out[at - 1];
            at--;
        }
        out[at] = each;
    }
}

int32_t quoter_places(Quoter *quoter, Hits hits, Placed *out)
{
    Pieces words = {NULL, 0, 0}, facts = {NULL, 0, 0};
    Piece chosen[2 * MOST_QUOTES];
    for (int32_t i = 0; i < hits.count; i++) {
        const Hit *hit = &hits.items[i];
        if (hit->fact < 0) {
            add_words(&words, hit);
        } else {
            Piece piece = {hit->message, hit->start, hit->end, hit->fact, scene_sentence(quoter->scene, hit)};
            ARRAY_PUSH(facts, piece);
        }
    }
    if (facts.count > 1) {
        join_facts(quoter->scene, &facts);
    }
    int32_t count = first_pieces(quoter->scene, &facts, chosen, MOST_QUOTES);
    count += first_pieces(quoter->scene, &words, chosen + count, MOST_QUOTES);
    free(words.items);
    free(facts.items);
    place_all(quoter, chosen, count, out);
    return count < MOST_QUOTES ? count : MOST_QUOTES;
}

PyObject *placed_words(const Scene *scene, const Placed *place)
{
    return place->fact >= 0 ? Py_NewRef(scene->words.items[place->fact].words)
                            : PyUnicode_Substring(scene->messages[place->message].text, place->start, place->end);
}

static PyObject *made(PyObject *quote, const Placed *place, PyObject *text)
{
    PyObject *arguments[4] = {PyLong_FromLong(place->message), PyLong_FromLong(place->start),
                              PyLong_FromLong(place->end), text};
    PyObject *result = NULL;
    if (arguments[0] != NULL && arguments[1] != NULL && arguments[2] != NULL && text != NULL) {
        result = PyObject_Vectorcall(quote, arguments, 4, NULL);
    }
    for (int i = 0; i < 4; i++) {
        Py_XDECREF(arguments[i]);
    }
    return result;
}

PyObject *quoter_quotes(Quoter *quoter, Hits hits, PyObject *quote)
{
    Placed out[2 * MOST_QUOTES];
    int32_t count = quoter_places(quoter, hits, out);
    PyObject *tuple = PyTuple_New(count);
    for (int32_t i = 0; i < count && tuple != NULL; i++) {
        PyObject *each = made(quote, &out[i], placed_words(quoter->scene, &out[i]));
        if (each == NULL) {
            Py_CLEAR(tuple);
            break;
        }
        PyTuple_SET_ITEM(tuple, i, each);
    }
    return tuple;
}
