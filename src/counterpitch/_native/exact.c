/* Shewchuk's sum of doubles without loss ("Adaptive Precision Floating-Point Arithmetic", 1997), as in
 * Python's math.fsum. */
#include "exact.h"

#include <math.h>

void exact_add(ExactSum *sum, double value)
{
    int32_t kept = 0;
    for (int32_t i = 0; i < sum->count; i++) {
        double part = sum->parts[i];
        if (fabs(value) < fabs(part)) {
            double larger = part;
            part = value;
            value = larger;
        }
        volatile double high = value + part; /* volatile: rounded to a double, now */
        volatile double rest = high - value;
        volatile double low = part - rest;
        if (low != 0.0) {
            sum->parts[kept++] = low;
        }
        value = high;
    }
    sum->count = kept;
    if (value != 0.0 && kept < MOST_PARTIALS) {
        sum->parts[sum->count++] = value;
    }
}

double exact_total(const ExactSum *sum)
{
    int32_t n = sum->count;
    double total = n > 0 ? sum->parts[--n] : 0.0, low = 0.0;
    while (n > 0 && low == 0.0) {
        double before = total, part = sum->parts[--n];
        volatile double high = before + part;
        volatile double rest = high - before;
        total = high;
        low = part - rest;
    }
    /* Half way between two doubles: what is left below decides. */
    if (n > 0 && ((low < 0.0) == (sum->parts[n - 1] < 0.0)) && low != 0.0) {
        double twice = low * 2.0;
        volatile double next = total + twice;
        volatile double step = next - total;
        if (twice == step) {
            total = next;
        }
    }
    return total;
}
