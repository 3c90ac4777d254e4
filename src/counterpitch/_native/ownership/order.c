/* Which companies stand above others, and in what order they are evaluated: owners first.
 *
 * A company all of whose holders have no holders themselves is simple and needs no order. The
 * rest are put in order by Tarjan's algorithm (1972) without recursion; companies that own each
 * other, directly or through others, form a ring and are given out together.
 */
#include "kernel.h"

#include <stdlib.h>
#include <string.h>

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

static int is_layered(const Graph *g, int32_t node) {
    for (int64_t e = g->pointer[node]; e < g->pointer[node + 1]; e++)
        if (!is_source(g, g->owner[e])) return 1;
    return 0;
}

/* Names the ring whose members are on `stack` from `from` on, and gives them out. */
static int give_out(const Graph *g, Order *o, Ints *stack, int64_t from, int32_t *low) {
    int64_t size = stack->used - from;
    for (int64_t i = from; i < stack->used; i++) {
        int32_t node = stack->item[i];
        low[node] = INT32_MAX;
        if (size > 1) o->ring[node] = o->rings;
        if (put_int(&o->nodes, node)) return -1;
    }
    if (size > 1) o->rings++;
    stack->used = from;
    (void)g;
    return 0;
}

typedef struct {
    int32_t node;
    int64_t edge;
    int64_t height; /* of the stack of open nodes when this one was entered */
} Frame;

static int walk_from(const Graph *g, Order *o, int32_t root, int32_t *low, const uint8_t *layered,
                     int32_t *count, Ints *stack, Frame **frames, int64_t *room) {
    int64_t depth = 0;
    (*frames)[0] = (Frame){root, g->pointer[root], stack->used};
    low[root] = ++*count;
    int32_t *number = low + g->nodes;
    number[root] = *count;
    if (put_int(stack, root)) return -1;
    while (depth >= 0) {
        Frame *f = &(*frames)[depth];
        if (f->edge < g->pointer[f->node + 1]) {
            int32_t up = g->owner[f->edge++];
            if (!layered[up]) continue;
            if (!low[up]) {
                if (++depth == *room) {
                    Frame *grown = realloc(*frames, (size_t)(*room * 2) * sizeof *grown);
                    if (!grown) return -1;
                    *frames = grown;
                    *room *= 2;
                }
                (*frames)[depth] = (Frame){up, g->pointer[up], stack->used};
                low[up] = number[up] = ++*count;
                if (put_int(stack, up)) return -1;
            } else if (number[up] < low[f->node] && low[up] != INT32_MAX) {
                low[f->node] = number[up];
            }
            continue;
        }
        int32_t node = f->node;
        int32_t reached = low[node];
        if (reached == number[node] && give_out(g, o, stack, f->height, low)) return -1;
        if (--depth >= 0 && low[node] != INT32_MAX && reached < low[(*frames)[depth].node])
            low[(*frames)[depth].node] = reached;
    }
    return 0;
}

int order_of(const Graph *g, Order *o) {
    size_t n = (size_t)g->nodes;
    int64_t room = 1024;
    int32_t *low = calloc(2 * n + 1, sizeof *low); /* 0: not seen; INT32_MAX: given out */
    uint8_t *layered = malloc(n + 1);
    Frame *frames = malloc((size_t)room * sizeof *frames);
    Ints stack = {0, 0, NULL};
    o->ring = malloc((n + 1) * sizeof *o->ring);
    int failed = !low || !layered || !frames || !o->ring;
    int32_t count = 0;
    if (!failed) memset(o->ring, 0xff, n * sizeof *o->ring);
    for (int32_t node = 0; !failed && node < g->nodes; node++)
        layered[node] = (uint8_t)is_layered(g, node);
    for (int32_t node = 0; !failed && node < g->nodes; node++)
        if (layered[node] && !low[node])
            failed = walk_from(g, o, node, low, layered, &count, &stack, &frames, &room);
    free(low);
    free(layered);
    free(frames);
    free(stack.item);
    return failed ? -1 : 0;
}
