/* Folding with offsets: features/fold.py, step by step. */
#ifndef COUNTERPITCH_FOLD_H
#define COUNTERPITCH_FOLD_H

#include "mask.h"
#include "money.h"

/* What folding needs that is the same for all texts. */
typedef struct {
    LetterTable letters;
    MaskTables mask;
    Currencies currencies;
} FoldTables;

/* Two texts between which the steps go to and fro, and room for amounts. */
typedef struct {
    Text texts[2];
    int current;
    int simple; /* of the last text: every word as written is one word of the folded text */
    Amounts amounts;
    int amounts_known; /* `amounts` are those of the last text as written */
    int trace_amounts; /* whether a text with amounts is folded with offsets, as they will be asked for */
} Folder;

void fold_tables_free(FoldTables *tables);
void folder_free(Folder *folder);

/* Folds the text in `folder->texts[folder->current]`; `names` NULL: without a masker.
 * Returns the folded text, which is valid until the next call. */
Text *fold(Folder *folder, FoldTables *tables, const Names *names);
/* Folds the first `most` characters of a Python string, with offsets if `traced`. */
Text *fold_string(Folder *folder, FoldTables *tables, const Names *names, PyObject *source, Py_ssize_t most,
                  int traced);

#endif
