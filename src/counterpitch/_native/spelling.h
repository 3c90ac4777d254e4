/* The steps of folding that spell a text out. Each reads `in` and writes `out`, and returns whether
 * it changed anything; if not, what it wrote does not count. */
#ifndef COUNTERPITCH_SPELLING_H
#define COUNTERPITCH_SPELLING_H

#include "fold.h"

int translate(const Text *in, Text *out, LetterTable *letters);
int end_paragraphs(const Text *in, Text *out);
int end_sentences(const Text *in, Text *out);
int collapse(const Text *in, Text *out);

/* The four of them without offsets: letters first; returns whether the outcome is ASCII. */
int translate_plain(const Text *in, Text *out, LetterTable *letters);
/* Then paragraphs, sentences and white space; returns whether four words of one letter may stand in a row. */
int space_plain(const Text *in, Text *out);

/* What scripts a text holds. */
typedef struct {
    int32_t ascii, latin, foreign, cjk, han;
} Scripts;

Scripts scripts_of(const Text *in);
/* Writes words of mixed scripts in one. */
int undo_look_alikes(const MaskTables *tables, Scripts scripts, const Text *in, Text *out);
/* Chinese: no blanks between its characters, and one between them and other scripts. */
int close_cjk(const Text *in, Text *out);
int part_cjk(const Text *in, Text *out);

#endif
