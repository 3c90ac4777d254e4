/* Words as written and words as folded, where they map one to one. */
#include "quotes.h"

static int is_apostrophe(Char c)
{
    return c == '\'' || c == 0x2019 || c == '`' || c == 0xb4 || c == 0x2018;
}

static int in_word(Char c)
{
    return c != '_' && is_word(c);
}

/* Fills `written` with the words of a message as written, `plain` and `plains` with their folded form. */
static void read_written(Quoter *quoter, PyObject *text)
{
    Text *source = &quoter->scene->folder.texts[quoter->scene->folder.current];
    LetterTable *letters = &quoter->scene->tables->letters;
    int ascii = letters_ascii(letters);
    text_set(source, text, MOST_CHARACTERS, 0);
    quoter->written.count = quoter->plains.count = quoter->plain.count = 0;
    for (int32_t at = 0; at < source->count;) {
        if (!in_word(source->value[at])) {
            at++;
            continue;
        }
        int32_t end = at, from = quoter->plain.count;
        while (end < source->count && in_word(source->value[end])) {
            end++;
            if (end + 1 < source->count && is_apostrophe(source->value[end]) && in_word(source->value[end + 1])) {
                end++;
            }
        }
        for (int32_t i = at; i < end; i++) {
            Char c = source->value[i], one = ascii && c < 128 ? letters->ascii[c] : 0;
            if (one) {
                text_put(&quoter->plain, one, 0, 0);
                continue;
            }
            const Char *folded = NULL;
            int32_t size = letters_of(letters, c, &one, &folded);
            for (int32_t n = 0; n < size; n++) {
                text_put(&quoter->plain, folded[n], 0, 0);
            }
        }
        Span written = {at, end - at}, plain = {from, quoter->plain.count - from};
        ARRAY_PUSH(quoter->written, written);
        ARRAY_PUSH(quoter->plains, plain);
        at = end;
    }
}

/* Fills `tokens` with the words of a folded text, sentence ends left out. Tells whether one is a mask. */
static int read_tokens(Quoter *quoter, const Text *folded)
{
    int masked = 0;
    quoter->tokens.count = 0;
    for (int32_t at = 0; at < folded->count;) {
        int32_t end = at;
        while (end < folded->count && folded->value[end] != ' ') {
            masked |= folded->value[end] == MASK_SIGN;
            end++;
        }
        if (end > at && !(end == at + 1 && folded->value[at] == '.')) {
            Span token = {at, end - at};
            ARRAY_PUSH(quoter->tokens, token);
        }
        at = end + 1;
    }
    return masked;
}

static int same(const Quoter *quoter, const Text *folded, int32_t plain, int32_t token)
{
    Span one = quoter->plains.items[plain], other = quoter->tokens.items[token];
    return one.length == other.length
        && (one.length == 0
            || memcmp(quoter->plain.value + one.at, folded->value + other.at,
                      (size_t)one.length * sizeof(Char)) == 0);
}

static int all_same(const Quoter *quoter, const Text *folded)
{
    if (quoter->plains.count != quoter->tokens.count) {
        return 0;
    }
    for (int32_t i = 0; i < quoter->plains.count; i++) {
        if (!same(quoter, folded, i, i)) {
            return 0;
        }
    }
    return 1;
}

/* Walks both side by side; a mask takes words until the next one agrees. 0: they do not line up. */
static int through_masks(Quoter *quoter, const Text *folded, Spans *out)
{
    int32_t at = 0, words = quoter->plains.count;
    for (int32_t n = 0; n < quoter->tokens.count; n++) {
        if (at >= words) {
            return 0;
        }
        int32_t first = at++;
        Span token = quoter->tokens.items[n];
        if (token.length == 1 && folded->value[token.at] == MASK_SIGN) {
            while (at < words && !(n + 1 < quoter->tokens.count && same(quoter, folded, at, n + 1))) {
                at++;
            }
        } else if (!same(quoter, folded, first, n)) {
            return 0;
        }
        Span begin = quoter->written.items[first], end = quoter->written.items[at - 1];
        Span span = {begin.at, end.at + end.length - begin.at};
        ARRAY_PUSH(*out, span);
    }
    return at == words;
}

static int has_cjk(const Text *folded)
{
    for (int32_t i = 0; i < folded->count; i++) {
        if (is_cjk(folded->value[i])) {
            return 1;
        }
    }
    return 0;
}

/* Fills `out` with the words of a simple text (Folder.simple), which is ASCII. */
static void read_simple(PyObject *text, Spans *out)
{
    const Py_UCS1 *v = PyUnicode_1BYTE_DATA(text);
    Py_ssize_t size = PyUnicode_GET_LENGTH(text);
    int32_t count = (int32_t)(size < MOST_CHARACTERS ? size : MOST_CHARACTERS);
    for (int32_t at = 0; at < count;) {
        int32_t end = at;
        while (end < count && (in_word(v[end])
                               || (end > at && is_apostrophe(v[end]) && end + 1 < count && in_word(v[end + 1])))) {
            end++;
        }
        if (end > at) {
            Span word = {at, end - at};
            ARRAY_PUSH(*out, word);
        }
        at = end + (end == at);
    }
}

int quoter_aligned(Quoter *quoter, int32_t message)
{
    const SceneMessage *source = &quoter->scene->messages[message];
    const Text *folded = &source->folded;
    Spans *out = &quoter->words[message];
    if (source->simple && PyUnicode_KIND(source->text) == PyUnicode_1BYTE_KIND) {
        read_simple(source->text, out);
        return 1;
    }
    if (has_cjk(folded)) {
        return 0;
    }
    read_written(quoter, source->text);
    int masked = read_tokens(quoter, folded);
    if (all_same(quoter, folded)) {
        *out = quoter->written;
        memset(&quoter->written, 0, sizeof quoter->written);
        return 1;
    }
    return masked && through_masks(quoter, folded, out);
}
