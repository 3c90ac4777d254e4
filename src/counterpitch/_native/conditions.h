/* The conditions of all indicators, as rows of numbers; indicators/nodes.py says what they mean. */
#ifndef COUNTERPITCH_CONDITIONS_H
#define COUNTERPITCH_CONDITIONS_H

#include "scene.h"

enum {
    NODE_PHRASE,     /* a: leaf */
    NODE_FACT,       /* a: fact */
    NODE_MONEY,      /* a: number of the amount in `amounts` */
    NODE_INDICATOR,  /* a: indicator */
    NODE_ALL,        /* within; the children after the first `a` are those that must not hold */
    NODE_ANY,        /* a: how many; within */
    NODE_SEQUENCE,
    NODE_REPEAT,     /* a: how many */
    NODE_UNANSWERED, /* a: how many; children: question, answer */
    NODE_POSITION    /* a: first */
};

enum { WITHIN_SENTENCE, WITHIN_MESSAGE, WITHIN_CONVERSATION };

typedef struct {
    int32_t kind, a, within, first, children; /* children: numbers in `below` from `first` */
} Node;

typedef struct {
    const Node *nodes;
    const int32_t *below;
    const double *amounts;
    int32_t indicators;
    const int32_t *roots;  /* indicator -> its node, or -1; in the order of evaluation */
    Lists leaf_triggers;   /* leaf -> indicators that may hold if it was hit */
    Lists indicator_triggers;
    const int32_t *always; /* indicators that may hold whatever was hit */
    int32_t always_count;
} Conditions;

/* What every indicator found, by its number; those not triggered found nothing. */
void conditions_judge(const Conditions *conditions, Scene *scene, int32_t leaves, Hits *results);

#endif
