/* Writing JSON as msgspec writes it. */
#include "json.h"
#include "attributes.h"

#include <math.h>

#define MOST_WRITTEN (INT32_MAX / 8) /* bytes of one line */

void json_bytes(Json *json, const char *bytes, int32_t size)
{
    if (json->count > MOST_WRITTEN) {
        json->refused = 1;
        return;
    }
    ARRAY_RESERVE(*json, size);
    memcpy(json->items + json->count, bytes, (size_t)size);
    json->count += size;
}

void json_object(Json *json, PyObject *bytes)
{
    json_bytes(json, PyBytes_AS_STRING(bytes), (int32_t)PyBytes_GET_SIZE(bytes));
}

void json_number(Json *json, int32_t number)
{
    char digits[12];
    int32_t at = (int32_t)sizeof digits;
    uint32_t rest = number < 0 ? 0u - (uint32_t)number : (uint32_t)number;
    do {
        digits[--at] = (char)('0' + rest % 10);
        rest /= 10;
    } while (rest);
    if (number < 0) {
        digits[--at] = '-';
    }
    json_bytes(json, digits + at, (int32_t)sizeof digits - at);
}

void json_double(Json *json, double number)
{
    double size = fabs(number);
    if (size == 0.0 && !signbit(number)) {
        JSON_LITERAL(json, "0.0");
        return;
    }
    if (!(size < 1e16) || (size < 1e-4 && size > 0.0)) {
        json->refused = 1;
        return;
    }
    char *digits = PyOS_double_to_string(number, 'r', 0, Py_DTSF_ADD_DOT_0, NULL);
    if (digits == NULL) {
        json->refused = 1;
        return;
    }
    json_bytes(json, digits, (int32_t)strlen(digits));
    PyMem_Free(digits);
}

/* Writes a character below 128 that cannot stand as it is. */
static char *put_escaped(char *to, Char c)
{
    static const char HEX[] = "0123456789abcdef";
    static const char SHORT[] = {['\b'] = 'b', ['\t'] = 't', ['\n'] = 'n', ['\f'] = 'f', ['\r'] = 'r'};
    *to++ = '\\';
    if (c == '"' || c == '\\') {
        *to++ = (char)c;
    } else if (c < sizeof SHORT && SHORT[c]) {
        *to++ = SHORT[c];
    } else {
        memcpy(to, "u00", 3);
        to[3] = HEX[c >> 4];
        to[4] = HEX[c & 15];
        to += 5;
    }
    return to;
}

/* Writes a character in UTF-8. */
static char *put_wide(char *to, Char c)
{
    if (c < 0x800) {
        *to++ = (char)(0xc0 | c >> 6);
    } else {
        if (c < 0x10000) {
            *to++ = (char)(0xe0 | c >> 12);
        } else {
            *to++ = (char)(0xf0 | c >> 18);
            *to++ = (char)(0x80 | (c >> 12 & 63));
        }
        *to++ = (char)(0x80 | (c >> 6 & 63));
    }
    *to++ = (char)(0x80 | (c & 63));
    return to;
}

#define MOST_BYTES 6 /* of one character, escaped */

void json_string(Json *json, PyObject *text, Py_ssize_t start, Py_ssize_t end)
{
    int kind = PyUnicode_KIND(text);
    const void *data = PyUnicode_DATA(text);
    if (json->count > MOST_WRITTEN || end - start > MOST_WRITTEN / MOST_BYTES) {
        json->refused = 1;
        return;
    }
    ARRAY_RESERVE(*json, (int32_t)(end - start) * MOST_BYTES + 2);
    char *to = json->items + json->count;
    *to++ = '"';
    for (Py_ssize_t i = start; i < end; i++) {
        Char c = PyUnicode_READ(kind, data, i);
        if (c < 128) {
            if (c >= ' ' && c != '"' && c != '\\') {
                *to++ = (char)c;
            } else {
                to = put_escaped(to, c);
            }
        } else if (c >= 0xd800 && c < 0xe000) {
            json->refused = 1;
            return;
        } else {
            to = put_wide(to, c);
        }
    }
    *to++ = '"';
    json->count = (int32_t)(to - json->items);
}

void json_attribute(Json *json, PyObject *owner, int attribute)
{
    PyObject *text = attribute_of(owner, attribute);
    if (text != NULL && PyUnicode_Check(text)) {
        json_string(json, text, 0, PyUnicode_GET_LENGTH(text));
    } else {
        json->refused = 1;
    }
    Py_XDECREF(text);
}
