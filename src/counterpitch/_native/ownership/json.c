#include "json.h"

#include <string.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

#define DEEPEST 16

static inline size_t lowest(uint64_t bits) {
#if defined(__GNUC__)
    return (size_t)__builtin_ctzll(bits);
#else
    size_t at = 0;
    while (!(bits >> at & 1)) at++;
    return at;
#endif
}

/* The quotation marks among up to 64 bytes, as bits; `odd` is told of bytes that are not plain. */
static inline uint64_t marks_in(const char *text, size_t size, signed char *odd) {
    const signed char *byte = (const signed char *)text; /* from 128 on they are negative */
    uint64_t marks = 0;
    for (size_t i = 0; i < size; i++) {
        *odd |= (signed char)((byte[i] < 0x20) | (byte[i] == '\\'));
        marks |= (uint64_t)(byte[i] == '"') << i;
    }
    return marks;
}

#ifdef __SSE2__
static inline uint64_t sixteen(const char *text, __m128i *odd) {
    __m128i bytes = _mm_loadu_si128((const __m128i *)text);
    *odd = _mm_or_si128(*odd, _mm_or_si128(_mm_cmplt_epi8(bytes, _mm_set1_epi8(0x20)),
                                           _mm_cmpeq_epi8(bytes, _mm_set1_epi8('\\'))));
    return (uint64_t)(uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(bytes, _mm_set1_epi8('"')));
}
#endif

int json_plain(const char *line, size_t size, uint16_t *quotes) {
    signed char odd = 0;
    size_t at = 0;
#ifdef __SSE2__
    __m128i odds = _mm_setzero_si128();
#endif
    while (at < size) {
        uint64_t marks;
        size_t step = 64;
#ifdef __SSE2__
        if (size - at >= 64) {
            marks = sixteen(line + at, &odds) | sixteen(line + at + 16, &odds) << 16 |
                    sixteen(line + at + 32, &odds) << 32 | sixteen(line + at + 48, &odds) << 48;
        } else
#endif
        {
            step = size - at < 64 ? size - at : 64;
            marks = marks_in(line + at, step, &odd);
        }
        for (; marks; marks &= marks - 1) *quotes++ = (uint16_t)(at + lowest(marks));
        at += step;
    }
    quotes[0] = quotes[1] = (uint16_t)size;
#ifdef __SSE2__
    odd |= (signed char)(_mm_movemask_epi8(odds) != 0);
#endif
    return !odd;
}

static int taken(Cursor *c, char sign) {
    json_blank(c);
    if (c->at >= c->end || *c->at != sign) return 0;
    c->at++;
    return 1;
}

static int word(Cursor *c, const char *what, size_t size) {
    if ((size_t)(c->end - c->at) < size || memcmp(c->at, what, size)) return -1;
    c->at += size;
    return 0;
}

static int text(Cursor *c, Span *into) {
    if (!taken(c, '"')) return -1;
    const char *end = c->line + c->quote[1]; /* as `quote[0]` is the one that was taken */
    if (end >= c->end) return -1;
    c->quote += 2;
    *into = (Span){c->at, (uint32_t)(end - c->at)};
    c->at = end + 1;
    return 0;
}

static size_t digits(Cursor *c) {
    const char *start = c->at;
    while (c->at < c->end && *c->at >= '0' && *c->at <= '9') c->at++;
    return (size_t)(c->at - start);
}

static int number(Cursor *c) {
    if (c->at < c->end && *c->at == '-') c->at++;
    const char *start = c->at;
    size_t whole = digits(c);
    if (!whole || (whole > 1 && *start == '0')) return -1;
    if (c->at < c->end && *c->at == '.') {
        c->at++;
        if (!digits(c)) return -1;
    }
    if (c->at < c->end && (*c->at == 'e' || *c->at == 'E')) {
        c->at++;
        if (c->at < c->end && (*c->at == '+' || *c->at == '-')) c->at++;
        if (!digits(c)) return -1;
    }
    return 0;
}

static int skipped(Cursor *c, int depth);

static int skipped_list(Cursor *c, int depth) {
    c->at++;
    if (taken(c, ']')) return 0;
    do {
        if (skipped(c, depth + 1)) return -1;
    } while (taken(c, ','));
    return taken(c, ']') ? 0 : -1;
}

static int skipped(Cursor *c, int depth) {
    Span ignored;
    json_blank(c);
    if (c->at >= c->end || depth > DEEPEST) return -1;
    switch (*c->at) {
    case '"': return text(c, &ignored);
    case '{': return json_object(c, NULL, 0, NULL, depth + 1);
    case '[': return skipped_list(c, depth);
    case 't': return word(c, "true", 4);
    case 'f': return word(c, "false", 5);
    case 'n': return word(c, "null", 4);
    default: return number(c);
    }
}

/* A list of texts, as one piece: what stands between the brackets. */
static int texts(Cursor *c, Span *into) {
    Span each;
    if (!taken(c, '[')) return -1;
    const char *start = c->at;
    if (!taken(c, ']')) {
        do {
            if (text(c, &each) || !each.size || each.size > JSON_LONGEST) return -1;
            if (*each.text == ' ' || each.text[each.size - 1] == ' ') return -1;
        } while (taken(c, ','));
        if (!taken(c, ']')) return -1;
    }
    *into = (Span){start, (uint32_t)(c->at - 1 - start)};
    return 0;
}

static int value(Cursor *c, const Field *field, Span *into, int depth) {
    const char *start;
    json_blank(c);
    if (c->at < c->end && *c->at == 'n') return word(c, "null", 4);
    switch (field->kind) {
    case TEXT: return text(c, into + field->first);
    case TEXTS: return texts(c, into + field->first);
    case OBJECT: return json_object(c, field->inner, field->count, into, depth + 1);
    default:
        if (c->at < c->end && *c->at == '"') return text(c, into + field->first);
        start = c->at;
        size_t size = digits(c);
        if (!size || (size > 1 && *start == '0')) return -1;
        into[field->first] = (Span){start, (uint32_t)size};
        return 0;
    }
}

static int is_named(const Field *field, const Span *name) {
    return field->size == name->size && *field->name == *name->text &&
           !memcmp(field->name, name->text, name->size);
}

/* Fields mostly come in the order in which they are listed, so that the search begins at `from`. */
static int which(const Field *fields, int count, const Span *name, int from) {
    for (int i = from; i < count; i++)
        if (is_named(fields + i, name)) return i;
    for (int i = 0; i < from; i++)
        if (is_named(fields + i, name)) return i;
    return -1;
}

int json_object(Cursor *c, const Field *fields, int count, Span *into, int depth) {
    uint32_t seen = 0;
    int next = 0;
    Span name;
    if (depth > DEEPEST || !taken(c, '{')) return -1;
    if (taken(c, '}')) return 0;
    do {
        if (text(c, &name) || !taken(c, ':')) return -1;
        int at = which(fields, count, &name, next);
        if (at >= 0 && seen >> at & 1) return -1; /* twice: which of them is meant? */
        if (at >= 0) seen |= 1u << at, next = at + 1;
        if (at >= 0 ? value(c, fields + at, into, depth) : skipped(c, depth)) return -1;
    } while (taken(c, ','));
    return taken(c, '}') ? 0 : -1;
}
