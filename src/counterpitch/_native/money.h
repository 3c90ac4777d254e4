/* Amounts of money: features/money.py, rule by rule. */
#ifndef COUNTERPITCH_MONEY_H
#define COUNTERPITCH_MONEY_H

#include "letters.h"
#include "strings.h"

typedef struct {
    double value;
    int32_t start, end, number_start, number_end;
} Amount;

typedef ARRAY(Amount) Amounts;

/* What names a currency. `bare` maps a code point to its lower case without accents. */
typedef struct {
    StringMap words, as_written, runs, signs, before_sign, year_like;
    int32_t longest_run;
    LetterTable bare;
    uint8_t endings[128][16]; /* a bit for the last two letters (ASCII, small) of every name */
} Currencies;

/* Notes how the names end, which rules most words out; called once, when the maps are filled. */
void currencies_ready(Currencies *currencies);

/* Fills `found` with the amounts that `text` names, in order. */
void money_amounts(Currencies *currencies, const Char *text, int32_t length, Amounts *found);
void currencies_free(Currencies *currencies);

#endif
