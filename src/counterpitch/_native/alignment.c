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

/* Where a word as written ends that begins at `at`: apostrophes inside it are part of it. */
static int32_t written_end(const Text *source, int32_t at)
{
    int32_t end = at;
    while (end < source->count && in_word(source->value[end])) {
        end++;
        if (end + 1 < source->count && is_apostrophe(source->value[end]) && in_word(source->value[end + 1])) {
            end++;
        }
    }
    return end;
}

/* Where the folded form of a word as written ends that begins at `token`; -1 if it does not stand there. */
static int32_t folded_end(LetterTable *letters, int ascii, const Text *source, Span word, const Text *folded, int32_t token)
{
    for (int32_t i = word.at; i < word.at + word.length; i++) {
        Char c = source->value[i], one = ascii && c < 128 ? letters->ascii[c] : 0;
        const Char *out = &one;
        int32_t size = one ? 1 : letters_of(letters, c, &one, &out);
        for (int32_t n = 0; n < size; n++) {
            if (token >= folded->count || out[n] == ' ' || folded->value[token++] != out[n]) { /* a half is two words */
                return -1;
            }
        }
    }
    return token;
}

/* The next word of a folded text from `at`, sentence ends left out. */
static int32_t next_token(const Text *folded, int32_t at)
{
    const Char *v = folded->value;
    while (at < folded->count
           && (v[at] == ' ' || (v[at] == '.' && (at == 0 || v[at - 1] == ' ')
                                && (at + 1 == folded->count || v[at + 1] == ' ')))) {
        at++;
    }
    return at;
}

/* Walks both texts side by side; fills `out` if every word as written is one of the folded text. */
static int read_same(Quoter *quoter, const Text *folded, Spans *out)
{
    const Text *source = &quoter->scene->folder.texts[quoter->scene->folder.current];
    LetterTable *letters = &quoter->scene->tables->letters;
    int ascii = letters_ascii(letters);
    int32_t token = next_token(folded, 0);
    for (int32_t at = 0; at < source->count;) {
        Span word = {at, written_end(source, at) - at};
        if (word.length == 0) {
            at++;
            continue;
        }
        int32_t end = folded_end(letters, ascii, source, word, folded, token);
        if (end <= token || (end < folded->count && folded->value[end] != ' ')) {
            return 0;
        }
        ARRAY_PUSH(*out, word);
        token = next_token(folded, end);
        at += word.length;
    }
    return token >= folded->count;
}

/* Fills `written` with the words of a message as written, `plain` and `plains` with their folded form. */
static void read_written(Quoter *quoter)
{
    const Text *source = &quoter->scene->folder.texts[quoter->scene->folder.current];
    LetterTable *letters = &quoter->scene->tables->letters;
    int ascii = letters_ascii(letters);
    quoter->written.count = quoter->plains.count = quoter->plain.count = 0;
    for (int32_t at = 0; at < source->count;) {
        if (!in_word(source->value[at])) {
            at++;
            continue;
        }
        int32_t end = written_end(source, at), from = quoter->plain.count;
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
    text_set(&quoter->scene->folder.texts[quoter->scene->folder.current], source->text, MOST_CHARACTERS, 0);
    if (read_same(quoter, folded, out)) {
        return 1;
    }
    out->count = 0;
    read_written(quoter);
    return read_tokens(quoter, folded) && through_masks(quoter, folded, out);
}
