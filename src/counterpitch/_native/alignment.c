/* Words as written and words as folded, where they map one to one. */
#include "quotes.h"

static int is_apostrophe(Char c)
{
    return c == '\'' || c == 0x2019 || c == '`' || c == 0xb4 || c == 0x2018;
}

/* The letters and digits of ASCII, a bit for each character. */
static const uint32_t PLAIN[4] = {0, 0x03ff0000u, 0x07fffffeu, 0x07fffffeu};

static inline int is_plain(Char c)
{
    return c < 128 && (PLAIN[c >> 5] >> (c & 31) & 1);
}

static inline int in_word(Char c)
{
    return c < 128 ? is_plain(c) : is_word(c);
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

/* Two texts that are walked side by side, and how far: `at` in the text as written, `token` in the folded one. */
typedef struct {
    const Text *source, *folded;
    LetterTable *letters;
    int ascii;
    int32_t at, token;
} Walk;

/* Passes over letters and digits of ASCII in both texts, as far as they agree. */
static void pass_plain(Walk *walk)
{
    const Char *from = walk->source->value, *to = walk->folded->value, *ascii = walk->letters->ascii;
    int32_t at = walk->at, token = walk->token, count = walk->source->count, last = walk->folded->count;
    while (at < count && token < last && is_plain(from[at]) && to[token] == ascii[from[at]] && to[token] != ' ') {
        at++;
        token++;
    }
    walk->at = at;
    walk->token = token;
}

/* Passes over one character as written and what it was folded to; 0 if that does not stand there. */
static int pass_letter(Walk *walk)
{
    Char c = walk->source->value[walk->at++], one;
    const Char *out = NULL;
    int32_t size = letters_of(walk->letters, c, &one, &out);
    for (int32_t n = 0; n < size; n++) {
        if (walk->token >= walk->folded->count || out[n] == ' ' || walk->folded->value[walk->token++] != out[n]) {
            return 0; /* a half is two words */
        }
    }
    return 1;
}

/* Passes over the word as written that begins here: apostrophes inside it are part of it. 0 if its folded form
 * does not stand in the folded text. */
static int pass_word(Walk *walk)
{
    const Text *source = walk->source;
    for (;;) {
        if (walk->ascii) {
            pass_plain(walk);
        }
        if (walk->at >= source->count) {
            return 1;
        }
        int inside = in_word(source->value[walk->at])
            || (walk->at + 1 < source->count && is_apostrophe(source->value[walk->at]) && in_word(source->value[walk->at + 1]));
        if (!inside) {
            return 1;
        }
        if (!pass_letter(walk)) {
            return 0;
        }
    }
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

/* Goes to the next word as written; 0 if there is none. */
static int next_word(Walk *walk)
{
    while (walk->at < walk->source->count && !in_word(walk->source->value[walk->at])) {
        walk->at++;
    }
    return walk->at < walk->source->count;
}

static int ends_token(const Text *folded, int32_t at)
{
    return at >= folded->count || folded->value[at] == ' ';
}

/* Passes over a word as written that is the whole word of the folded text; 0 if it is not. */
static int pass_same(Walk *walk)
{
    int32_t token = walk->token;
    return pass_word(walk) && walk->token > token && ends_token(walk->folded, walk->token);
}

/* Passes over the words as written that a mask stands for: until one agrees with the word at `following`, which
 * comes after the mask. Returns where the last of them ends. */
static int32_t pass_masked(Walk *walk, int32_t following)
{
    int32_t end = walk->at = written_end(walk->source, walk->at);
    while (next_word(walk)) {
        Walk trial = *walk;
        trial.token = following;
        if (following < walk->folded->count && pass_same(&trial)) {
            break;
        }
        end = walk->at = written_end(walk->source, walk->at);
    }
    walk->token = following;
    return end;
}

/* Walks both texts side by side; fills `out` if every word of the folded text is one as written, or a mask of
 * some. */
static int read_words(Quoter *quoter, const Text *folded, Spans *out)
{
    const Text *source = &quoter->scene->folder.texts[quoter->scene->folder.current];
    LetterTable *letters = &quoter->scene->tables->letters;
    Walk walk = {source, folded, letters, letters_ascii(letters), 0, next_token(folded, 0)};
    while (walk.token < folded->count) {
        if (!next_word(&walk)) {
            return 0;
        }
        int32_t begin = walk.at, end;
        if (folded->value[walk.token] == MASK_SIGN && ends_token(folded, walk.token + 1)) {
            end = pass_masked(&walk, next_token(folded, walk.token + 1));
        } else if (pass_same(&walk)) {
            end = walk.at;
            walk.token = next_token(folded, walk.token);
        } else {
            return 0;
        }
        Span word = {begin, end - begin};
        ARRAY_PUSH(*out, word);
    }
    return !next_word(&walk);
}

static int has_cjk(const Text *folded)
{
    Char all = 0;
    for (int32_t i = 0; i < folded->count; i++) { /* without branches: most texts have none */
        all |= folded->value[i];
    }
    for (int32_t i = 0; i < folded->count && all >= 0x3000; i++) {
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
        if (!is_plain(v[at])) {
            at++;
            continue;
        }
        int32_t end = at;
        do {
            end++;
            while (end < count && is_plain(v[end])) {
                end++;
            }
        } while (end + 1 < count && is_apostrophe(v[end]) && is_plain(v[end + 1]));
        Span word = {at, end - at};
        ARRAY_PUSH(*out, word);
        at = end;
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
    return read_words(quoter, folded, out);
}
