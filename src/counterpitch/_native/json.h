/* Writing JSON as msgspec writes it, byte for byte: what cannot be written so is left to it. */
#ifndef COUNTERPITCH_JSON_H
#define COUNTERPITCH_JSON_H

#include "memory.h"

/* What is being written. `refused`: something came that only the Python code writes, or a Python error. */
typedef struct {
    char *items;
    int32_t count, room;
    int refused;
} Json;

void json_bytes(Json *json, const char *bytes, int32_t size);
/* Writes a bytes object as it is. */
void json_object(Json *json, PyObject *bytes);
void json_number(Json *json, int32_t number);
/* Writes a number as the shortest digits that give it back; refuses those that need an exponent. */
void json_double(Json *json, double number);
/* Writes the characters of a string from `start` to `end` in quotes; refuses half characters. */
void json_string(Json *json, PyObject *text, Py_ssize_t start, Py_ssize_t end);
/* Writes an attribute that is a string. */
void json_attribute(Json *json, PyObject *owner, int attribute);

#define JSON_LITERAL(json, literal) json_bytes(json, literal, (int32_t)sizeof(literal) - 1)

#endif
