/* Letters: what each code point is folded to, and what kind of character it is.
 *
 * Folding itself is defined in features/letters.py; this table asks it once for every code point
 * that is ever seen and remembers the answer (at most one entry for each code point).
 */
#ifndef COUNTERPITCH_LETTERS_H
#define COUNTERPITCH_LETTERS_H

#include "memory.h"

#define MASK_SIGN 0xA7u
#define SENTENCE_END 0x1Eu

/* Entries: one character, or one of these; LETTER_LONGER | number of a longer string. */
#define LETTER_UNKNOWN 0xffffffffu
#define LETTER_NOTHING 0xfffffffeu
#define LETTER_LONGER 0x80000000u

/* A table from code points to short strings, filled by a Python callable (int -> str). */
typedef struct {
    PyObject *source;
    uint32_t *pages[0x1100];
    ARRAY(Span) longer;
    ARRAY(Char) pool;
    Char ascii[128]; /* of ASCII characters, if `ascii_ready`; 0: nothing */
    Char plain[128]; /* the same of those that fold to a letter or digit of ASCII; 0: another */
    int ascii_ready;
} LetterTable;

void letters_init(LetterTable *table, PyObject *source);
void letters_free(LetterTable *table);
/* Returns how many characters `c` becomes and points `*out` at them; `*one` holds a single one.
 * On a Python error the result is 0 and the error is set. `*out` is valid until the next call. */
int32_t letters_asked(LetterTable *table, Char c, Char *one, const Char **out);

static inline int32_t letters_of(LetterTable *table, Char c, Char *one, const Char **out)
{
    const uint32_t *page = table->pages[c >> 8];
    uint32_t entry = page != NULL ? page[c & 255] : LETTER_UNKNOWN;
    if (entry < LETTER_LONGER) {
        *one = entry;
        *out = one;
        return 1;
    }
    return entry == LETTER_NOTHING ? 0 : letters_asked(table, c, one, out);
}

/* Fills `ascii` and `plain`, if every ASCII character becomes one character or none. Returns whether it is ready. */
int letters_ascii(LetterTable *table);

static inline int is_word(Char c) /* \w */
{
    if (c < 128) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
    }
    return Py_UNICODE_ISALNUM(c);
}

static inline int is_digit(Char c) /* \d */
{
    if (c < 0x660) { /* No digit of another script comes before, nor between 0x2000 and 0xa620. */
        return c >= '0' && c <= '9';
    }
    return (c < 0x2000 || c >= 0xa620) && Py_UNICODE_ISDECIMAL(c);
}

static inline int is_letter(Char c) /* [^\W\d_] */
{
    if (c < 128) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }
    return Py_UNICODE_ISALNUM(c) && !Py_UNICODE_ISDECIMAL(c);
}

static inline int is_space(Char c) /* \s */
{
    if (c > ' ' && c < 0x1680) {
        return c == 0x85 || c == 0xa0;
    }
    return c <= 0x3000 && Py_UNICODE_ISSPACE(c);
}

#define FIRST_HAN 0x3400
#define LAST_HAN 0x9fff

static inline int is_han(Char c)
{
    return c >= FIRST_HAN && c <= LAST_HAN;
}

static inline int is_cjk(Char c) /* the class CJK of features/fold.py */
{
    return c >= 0x3040
        && ((c >= 0x3400 && c <= 0x4dbf) || (c >= 0x4e00 && c <= 0x9fff) || (c >= 0xf900 && c <= 0xfaff)
            || c <= 0x30ff);
}

static inline int is_foreign(Char c) /* Greek or Cyrillic, as in features/fold.py */
{
    return c >= 0x370 && c <= 0x52f;
}

/* Lower case as regular expressions that ignore case see it. */
static inline Char case_ignored(Char c)
{
    if (c < 128) {
        return c >= 'A' && c <= 'Z' ? c + 32 : c;
    }
    switch (c) {
    case 0x17f: return 's';
    case 0x131: return 'i';
    case 0x1c80: return 0x432;
    case 0x1c81: return 0x434;
    case 0x1c82: return 0x43e;
    case 0x1c83: return 0x441;
    case 0x1c84: case 0x1c85: return 0x442;
    case 0x1c86: return 0x44a;
    default: return Py_UNICODE_TOLOWER(c);
    }
}

#endif
