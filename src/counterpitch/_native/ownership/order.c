/* Which companies stand above others, and in what order they are evaluated: owners first.
 *
 * A company all of whose holders have no holders themselves is simple and needs no order. The
 * rest are put in order by Tarjan's algorithm (1972) without recursion; companies that own each
 * other, directly or through others, form a ring and are given out together.
 */
#include "kernel.h"
#include "pages.h"

#include <stdlib.h>

int put_int(Ints *p, int32_t item) {
    if (p->used == p->room) {
        int64_t room = p->room ? p->room * 2 : 1024;
        int32_t *grown = realloc(p->item, (size_t)room * sizeof *grown);
        if (!grown) return -1;
        p->item = grown;
        p->room = room;
    }
    p->item[p->used++] = item;
    return 0;
}

/* Marks who has nobody above, who is declared to more than 1, and counts off the layered. */
static int32_t classify(const Graph *g, Order *o) {
    int32_t layered = 0;
    for (int32_t node = 0; node < g->nodes; node++)
        if (g->pointer[node] == g->pointer[node + 1])
            o->source[node >> 6] |= (uint64_t)1 << (node & 63);
    for (int32_t node = 0; node < g->nodes; node++) {
        double sum = 0;
        int over_source = 1;
        for (int64_t e = g->pointer[node]; e < g->pointer[node + 1]; e++) {
            sum += g->lo[e];
            over_source &= is_source(o, g->owner[e]);
        }
        o->over[node] = sum > 1 + OVER;
        o->place[node] = over_source ? -1 : layered++;
    }
    return layered;
}

/* Tarjan's numbers, by a layered node's place among the layered as they are numbered. */
typedef struct {
    int32_t *low, *number; /* 0: not seen; low INT32_MAX: given out */
    int32_t count;
    Ints stack;
} Tarjan;

/* Names the ring whose members are on the stack from `from` on, and gives them out. */
static int give_out(Order *o, Tarjan *t, int64_t from) {
    int64_t size = t->stack.used - from;
    for (int64_t i = from; i < t->stack.used; i++) {
        int32_t node = t->stack.item[i];
        t->low[o->place[node]] = INT32_MAX;
        if (put_int(&o->ring, size > 1 ? o->rings : -1) || put_int(&o->nodes, node)) return -1;
    }
    if (size > 1) o->rings++;
    t->stack.used = from;
    return 0;
}

typedef struct {
    int32_t node, at; /* `at`: its place among the layered */
    int64_t edge;
    int64_t height; /* of the stack of open nodes when this one was entered */
} Frame;

static int enter(const Graph *g, Tarjan *t, Frame *frame, int32_t node, int32_t at) {
    *frame = (Frame){node, at, g->pointer[node], t->stack.used};
    t->low[at] = t->number[at] = ++t->count;
    return put_int(&t->stack, node);
}

static int walk_from(const Graph *g, Order *o, Tarjan *t, int32_t root, Frame **frames,
                     int64_t *room) {
    int64_t depth = 0;
    if (enter(g, t, *frames, root, o->place[root])) return -1;
    while (depth >= 0) {
        Frame *f = &(*frames)[depth];
        if (f->edge < g->pointer[f->node + 1]) {
            int32_t up = g->owner[f->edge++], at = o->place[up];
            if (at < 0) continue;
            if (!t->low[at]) {
                if (++depth == *room) {
                    Frame *grown = realloc(*frames, (size_t)(*room * 2) * sizeof *grown);
                    if (!grown) return -1;
                    *frames = grown;
                    *room *= 2;
                }
                if (enter(g, t, &(*frames)[depth], up, at)) return -1;
            } else if (t->low[at] != INT32_MAX && t->number[at] < t->low[f->at]) {
                t->low[f->at] = t->number[at];
            }
            continue;
        }
        int32_t at = f->at, reached = t->low[at];
        if (reached == t->number[at] && give_out(o, t, f->height)) return -1;
        if (--depth >= 0 && t->low[at] != INT32_MAX && reached < t->low[(*frames)[depth].at])
            t->low[(*frames)[depth].at] = reached;
    }
    return 0;
}

int order_of(const Graph *g, Order *o) {
    size_t n = (size_t)g->nodes;
    int64_t room = 1024;
    o->source = calloc(n / 64 + 1, sizeof *o->source);
    o->over = large_malloc(n + 1);
    o->place = large_malloc((n + 1) * sizeof *o->place);
    if (!o->source || !o->over || !o->place) return -1;
    size_t layered = (size_t)classify(g, o);
    Tarjan t = {large_calloc(layered + 1, sizeof *t.low), large_calloc(layered + 1, sizeof *t.number), 0,
                {0, 0, NULL}};
    Frame *frames = malloc((size_t)room * sizeof *frames);
    int failed = !t.low || !t.number || !frames;
    for (int32_t node = 0; !failed && node < g->nodes; node++)
        if (o->place[node] >= 0 && !t.low[o->place[node]])
            failed = walk_from(g, o, &t, node, &frames, &room);
    free(t.low);
    free(t.number);
    free(frames);
    free(t.stack.item);
    for (int64_t i = 0; !failed && i < o->nodes.used; i++) o->place[o->nodes.item[i]] = (int32_t)i;
    return failed ? -1 : 0;
}
