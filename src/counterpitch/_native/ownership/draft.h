/* Lines of the PSC snapshot, each read by itself: what it says, before anything is numbered. Several
 * threads may read at once, each into its own drafts.
 *
 * The measure is the SQL of ownership/readers/psc: a line that could be read in another way than
 * there is handed back, and read there. */
#ifndef COUNTERPITCH_OWNERSHIP_DRAFT_H
#define COUNTERPITCH_OWNERSHIP_DRAFT_H

#include "names.h"

#define NO_DAY INT32_MIN

enum { PERSON, COMPANY, STATE, UNKNOWN };

/* The texts of a draft stand one behind the other in this order. */
enum {
    OWNER_ID, OWNED_ID, CODE_LIST, REFERENCE,
    NODE_NAME, NODE_PLACE, NODE_ADDRESS, NODE_NUMBER, NODE_CATEGORY, NODE_BORN, NODE_REASON,
    NODE_VERIFIED, DRAFT_TEXTS
};
#define NODE_TEXTS (DRAFT_TEXTS - NODE_NAME)

typedef struct {
    int64_t text;
    int32_t since, until, interests;
    uint16_t size[DRAFT_TEXTS];
    uint8_t kind;
} Draft;

/* How filers write that a company is registered in the United Kingdom. */
typedef struct {
    const Word *item;
    int count;
} Places;

typedef struct {
    Bytes drafts;     /* of Draft */
    Bytes text;
    Bytes left, rows; /* lines for the other reader, each with its end, and their numbers from 1 */
    int64_t lines;
    Bytes scratch, quotes;
    Places places;
} Drafts;

void drafts_clear(Drafts *d);
void drafts_close(Drafts *d);

/* Reads whole lines; -1 without memory. */
int drafts_read(Drafts *d, const char *data, size_t size);

static inline const char *draft_text(const Drafts *d, const Draft *draft, int which) {
    const char *at = d->text.item + draft->text;
    for (int i = 0; i < which; i++) at += draft->size[i];
    return at;
}

#endif
