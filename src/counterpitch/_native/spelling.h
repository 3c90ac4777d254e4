/* The steps of folding that spell a text out. Each reads `in` and writes `out`, and returns whether
 * it changed anything; if not, what it wrote does not count. */
#ifndef COUNTERPITCH_SPELLING_H
#define COUNTERPITCH_SPELLING_H

#include "fold.h"

/* Folds letters, sentence ends and white space, which always changes something. Returns whether four words of one
 * character may stand in a row, and sets `*ascii` to whether the outcome is ASCII. */
int spell_out(const Text *in, Text *out, LetterTable *letters, int *ascii);

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
