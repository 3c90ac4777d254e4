/* Lines of the PSC snapshot as columns. The measure is the SQL of ownership/readers/psc: a line
 * that could be read in another way than there is handed back, and read there. */
#ifndef COUNTERPITCH_OWNERSHIP_PSC_H
#define COUNTERPITCH_OWNERSHIP_PSC_H

#include "names.h"

#define NO_DAY INT32_MIN
#define NODE_TEXTS 8 /* name, jurisdiction, address, number, category, born, reason, verified */

enum { PERSON, COMPANY, STATE, UNKNOWN };

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
    const char *text;
    size_t size;
} Word;

typedef struct {
    Names *names;
    Names codes;      /* each list of codes as it stands in the file */
    Bytes claims;     /* of Claim */
    Bytes refs;       /* the records' own references, one behind the other */
    Bytes ref_ends;   /* of int64_t: where the reference of each claim ends */
    Bytes nodes;      /* of Described */
    Bytes node_text;
    Bytes place;      /* of int32_t, by number: 1 + where the node stands in `nodes` */
    Bytes scratch;
    const Word *words; /* how filers write that a company is registered in the United Kingdom */
    int word_count;
} Psc;

/* Reads one line: how many interests were kept of it, 0 if another reader must decide, -1 without memory. */
int psc_line(Psc *p, const char *line, size_t size);

#endif
