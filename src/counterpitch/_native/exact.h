/* Sums of doubles that are rounded once, at the end: what math.fsum gives, whatever the order. */
#ifndef COUNTERPITCH_EXACT_H
#define COUNTERPITCH_EXACT_H

#include "memory.h"

#define MOST_PARTIALS 64

/* A sum as parts that do not overlap, the smallest first: 64 are more than doubles between 1e-300 and
 * 1e300 can make. */
typedef struct {
    double parts[MOST_PARTIALS];
    int32_t count;
} ExactSum;

void exact_add(ExactSum *sum, double value);
/* The sum, rounded half to even. */
double exact_total(const ExactSum *sum);

#endif
