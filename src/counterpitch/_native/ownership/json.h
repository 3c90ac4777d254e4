/* One line of JSON read strictly, its known fields as pieces of the line. Anything that could be
 * read in two ways is refused: another reader, slower and more patient, decides about it. */
#ifndef COUNTERPITCH_OWNERSHIP_JSON_H
#define COUNTERPITCH_OWNERSHIP_JSON_H

#include <stddef.h>
#include <stdint.h>

#define JSON_LONGEST 1000 /* bytes of a field; as jsonrecords.text */

/* A piece of the line; `text` is NULL where the field is absent or null. */
typedef struct {
    const char *text;
    uint32_t size;
} Span;

/* `quote` is where the next quotation mark stands, counted from `line`. */
typedef struct {
    const char *at, *end, *line;
    const uint16_t *quote;
} Cursor;

typedef enum { TEXT, DIGITS, TEXTS, OBJECT } Kind;

/* A field, and of an object its own fields. */
typedef struct Field {
    const char *name;
    uint32_t size; /* of the name */
    Kind kind;
    const struct Field *inner;
    int count;
    int first; /* where its value goes; the values of an object's fields from there on */
} Field;

/* A field's name and its size. */
#define NAMED(name) name, sizeof name - 1

/* Reads the object at the cursor into `into`; -1 if it is not exactly as expected. */
int json_object(Cursor *c, const Field *fields, int count, Span *into, int depth);

/* Tells whether a line of at most 65,000 bytes is plain: printable ASCII without a backslash; and
 * lists where its quotation marks stand, with `size` behind them twice. */
int json_plain(const char *line, size_t size, uint16_t *quotes);

static inline void json_blank(Cursor *c) {
    while (c->at < c->end && *c->at == ' ') c->at++;
}

#endif
