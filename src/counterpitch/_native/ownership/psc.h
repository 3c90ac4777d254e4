/* What lines of the PSC snapshot say, as columns: ids numbered, and of each owner the best record. */
#ifndef COUNTERPITCH_OWNERSHIP_PSC_H
#define COUNTERPITCH_OWNERSHIP_PSC_H

#include "draft.h"

typedef struct {
    int32_t owner, owned, since, until, codes;
} Claim;

/* What the best record says of a node; its texts stand one behind the other. */
typedef struct {
    int64_t text;
    int32_t number, claim, day;
    uint16_t size[NODE_TEXTS];
    uint8_t kind;
} Described;

typedef struct {
    Names *names;
    Names codes;     /* each list of codes as it stands in the file */
    Bytes claims;    /* of Claim */
    Bytes refs;      /* the records' own references, one behind the other */
    Bytes ref_ends;  /* of int64_t: where the reference of each claim ends */
    Bytes nodes;     /* of Described */
    Bytes node_text;
    Bytes place;     /* of int32_t, by number: 1 + where the node stands in `nodes` */
} Psc;

/* Keeps all drafts, and adds up how many interests they state; -1 without memory. */
int psc_keep(Psc *p, const Drafts *drafts, int64_t *interests);

#endif
