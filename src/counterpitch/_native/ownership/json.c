#include "json.h"

#include <string.h>

#define DEEPEST 16

int json_plain(const char *text, size_t size) {
    const signed char *byte = (const signed char *)text; /* from 128 on they are negative */
    signed char odd = 0; /* of the bytes' own width, so that many are looked at at once */
    for (size_t i = 0; i < size; i++) odd |= (signed char)((byte[i] < 0x20) | (byte[i] == '\\'));
    return !odd;
}

void json_blank(Cursor *c) {
    while (c->at < c->end && *c->at == ' ') c->at++;
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
    const char *end = memchr(c->at, '"', (size_t)(c->end - c->at));
    if (!end) return -1;
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

static int which(const Field *fields, int count, const Span *name) {
    for (int i = 0; i < count; i++)
        if (fields[i].size == name->size && !memcmp(fields[i].name, name->text, name->size)) return i;
    return -1;
}

int json_object(Cursor *c, const Field *fields, int count, Span *into, int depth) {
    uint32_t seen = 0;
    Span name;
    if (depth > DEEPEST || !taken(c, '{')) return -1;
    if (taken(c, '}')) return 0;
    do {
        if (text(c, &name) || !taken(c, ':')) return -1;
        int at = which(fields, count, &name);
        if (at >= 0 && seen >> at & 1) return -1; /* twice: which of them is meant? */
        if (at >= 0) seen |= 1u << at;
        if (at >= 0 ? value(c, fields + at, into, depth) : skipped(c, depth)) return -1;
    } while (taken(c, ','));
    return taken(c, '}') ? 0 : -1;
}
