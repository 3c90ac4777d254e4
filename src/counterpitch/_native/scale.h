/* Scales of numbers: thousand, million and their like. */
#ifndef COUNTERPITCH_SCALE_H
#define COUNTERPITCH_SCALE_H

#include "money.h"

/* The window in which a currency is looked for, as a slice of the whole text. */
typedef struct {
    const Char *text;
    int32_t length;
} Slice;

/* The end of the scale that begins at `at`, perhaps after a blank; `at` if there is none. */
int32_t scale_end(Slice text, int32_t at);
/* What a scale stands for. */
double factor_of(const Char *scale, int32_t length);

#endif
