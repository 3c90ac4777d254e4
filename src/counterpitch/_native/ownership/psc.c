#include "psc.h"

#include <string.h>

static int64_t ref_start(const Psc *p, int64_t claim) {
    return claim ? ((const int64_t *)p->ref_ends.item)[claim - 1] : 0;
}

/* Tells whether a draft goes before the record that described the node: named, smaller reference. */
static int better(const Psc *p, const Described *known, const Draft *draft, const char *ref) {
    if (!draft->size[NODE_NAME] != !known->size[0]) return draft->size[NODE_NAME] != 0;
    int64_t start = ref_start(p, known->claim);
    size_t size = (size_t)(ref_start(p, (int64_t)known->claim + 1) - start);
    size_t own = draft->size[REFERENCE], both = size < own ? size : own;
    int order = both ? memcmp(ref, p->refs.item + start, both) : 0;
    return order ? order < 0 : own < size;
}

static int described(Psc *p, const Draft *draft, const char *texts, Described *node) {
    size_t whole = 0;
    for (int i = 0; i < NODE_TEXTS; i++) {
        node->size[i] = draft->size[NODE_NAME + i];
        whole += node->size[i];
    }
    node->kind = draft->kind;
    node->day = draft->since;
    node->text = (int64_t)p->node_text.used;
    return put_bytes(&p->node_text, texts, whole);
}

/* Makes a place for every number that was given so far. */
static int make_places(Psc *p) {
    size_t need = (size_t)p->names->count * sizeof(int32_t);
    if (need <= p->place.used) return 0;
    size_t more = need - p->place.used;
    if (make_room(&p->place, more)) return -1;
    memset(p->place.item + p->place.used, 0, more);
    p->place.used = need;
    return 0;
}

static int keep_node(Psc *p, const Drafts *drafts, const Draft *draft, int32_t number, int32_t claim) {
    int32_t *place = (int32_t *)p->place.item + number;
    Described node = {0}, *known = NULL;
    if (*place) {
        known = (Described *)p->nodes.item + *place - 1;
        if (!better(p, known, draft, draft_text(drafts, draft, REFERENCE))) return 0;
    }
    if (described(p, draft, draft_text(drafts, draft, NODE_NAME), &node)) return -1;
    node.number = number;
    node.claim = claim;
    if (known) return *known = node, 0;
    if (put_bytes(&p->nodes, &node, sizeof node)) return -1;
    *place = (int32_t)(p->nodes.used / sizeof node);
    return 0;
}

static int keep_claim(Psc *p, const Drafts *drafts, const Draft *draft, const int32_t *number) {
    const char *codes = draft_text(drafts, draft, CODE_LIST);
    Claim claim = {number[OWNER_ID], number[OWNED_ID], draft->since, draft->until,
                   names_number(&p->codes, codes, draft->size[CODE_LIST])};
    int64_t row = (int64_t)(p->claims.used / sizeof claim);
    if (claim.codes < 0 || row >= INT32_MAX) return -1;
    if (put_bytes(&p->refs, codes + draft->size[CODE_LIST], draft->size[REFERENCE])) return -1;
    int64_t end = (int64_t)p->refs.used;
    if (put_bytes(&p->ref_ends, &end, sizeof end)) return -1;
    if (put_bytes(&p->claims, &claim, sizeof claim)) return -1;
    return keep_node(p, drafts, draft, claim.owner, (int32_t)row);
}

#define TOGETHER 32

/* Asks for what `keep_node` looks at, one step for all drafts at a time: it is anywhere in memory. */
static void expect_nodes(const Psc *p, const int32_t *number, int count) {
    const int32_t *place = (const int32_t *)p->place.item;
    const Described *node = (const Described *)p->nodes.item - 1;
    const int64_t *end = (const int64_t *)p->ref_ends.item;
    for (int i = 0; i < count; i++) soon(place + number[2 * i]);
    for (int i = 0; i < count; i++)
        if (place[number[2 * i]]) soon(node + place[number[2 * i]]);
    for (int i = 0; i < count; i++)
        if (place[number[2 * i]]) soon(end + node[place[number[2 * i]]].claim);
    for (int i = 0; i < count; i++)
        if (place[number[2 * i]]) soon(p->refs.item + ref_start(p, node[place[number[2 * i]]].claim));
}

int psc_keep(Psc *p, const Drafts *drafts, int64_t *interests) {
    const Draft *draft = (const Draft *)drafts->drafts.item;
    size_t count = drafts->drafts.used / sizeof *draft;
    for (size_t first = 0; first < count; first += TOGETHER) {
        int some = count - first < TOGETHER ? (int)(count - first) : TOGETHER;
        Word ids[2 * TOGETHER];
        int32_t number[2 * TOGETHER];
        for (int i = 0; i < some; i++) {
            const Draft *each = draft + first + i;
            ids[2 * i] = (Word){draft_text(drafts, each, OWNER_ID), each->size[OWNER_ID]};
            ids[2 * i + 1] = (Word){draft_text(drafts, each, OWNED_ID), each->size[OWNED_ID]};
        }
        if (names_numbers(p->names, ids, 2 * some, number) || make_places(p)) return -1;
        expect_nodes(p, number, some);
        for (int i = 0; i < some; i++) {
            if (keep_claim(p, drafts, draft + first + i, number + 2 * i)) return -1;
            *interests += draft[first + i].interests;
        }
    }
    return 0;
}
