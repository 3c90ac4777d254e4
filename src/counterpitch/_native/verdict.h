/* From matches to a verdict and its JSON line, without objects of Python between them: what
 * assessment/assess.py and render/jsonform.py do, to the last byte. */
#ifndef COUNTERPITCH_VERDICT_H
#define COUNTERPITCH_VERDICT_H

#include "json.h"
#include "ledger.h"
#include "quotes.h"

/* An indicator that matched, and its places in `places`. */
typedef struct {
    int32_t indicator, first, count;
} Finding;

/* A stage that was reached, and where. */
typedef struct {
    int32_t stage, message, indicator;
} Reached;

/* The verdict on one conversation. */
typedef struct {
    const Ledger *ledger;
    Scene *scene;
    ARRAY(Placed) places;
    Finding *findings; /* in the order in which they are told */
    int32_t count;
    const Finding **of; /* indicator -> its finding, or NULL */
    double evidence; /* for an approach or a scam, in log-odds */
    double approach, scam, unused; /* probabilities, and counter-evidence that the cap left unused */
    int32_t band, kind;
    Reached reached[STAGES];
    int32_t stages;
} Verdict;

enum { VERDICT_APPROACH, VERDICT_SCAM, VERDICT_NONE };

/* Weighs what was found (`results` by indicator). On a Python error it is set. */
void verdict_weigh(Verdict *verdict, const Ledger *ledger, Scene *scene, const Hits *results);
void verdict_free(Verdict *verdict);
/* Writes the verdict on `conversation`. */
void verdict_write(const Verdict *verdict, PyObject *conversation, Json *json);

#endif
