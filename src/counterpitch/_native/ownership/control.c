/* Who controls a company for certain: the company control of the Bank of Italy (Atzeni and others,
 * "Weaving enterprise knowledge graphs", EDBT 2020): x controls y if x, or what x controls
 * together with x, holds more than half.
 *
 * A company that does not contradict itself has at most one such group of holders, so that groups
 * only ever merge: each company points to the one above it, and the top of the pointers controls.
 */
#include "kernel.h"
#include "pages.h"

#include <stdlib.h>

static int32_t top(int32_t *head, int32_t node) {
    while (head[node] != node) node = head[node] = head[head[node]];
    return node;
}

/* The top of the group that holds more than half of `node`; -1 if there is none. */
static int32_t majority(const Graph *g, int32_t *head, int32_t node, double *sum, int32_t *touched) {
    int64_t from = g->pointer[node], to = g->pointer[node + 1];
    double all = 0;
    int32_t found = -1;
    for (int64_t e = from; e < to; e++) {
        all += g->lo[e];
        if (g->lo[e] > 0.5 + 1e-13) found = g->owner[e];
    }
    if (all > 1 + OVER || all <= 0.5) return -1;
    if (found >= 0 || to - from < 2) return found < 0 ? -1 : top(head, found);
    int64_t count = 0;
    for (int64_t e = from; e < to; e++) {
        if (g->lo[e] <= 0) continue;
        int32_t holder = top(head, g->owner[e]);
        if (sum[holder] == 0) touched[count++] = holder;
        sum[holder] += g->lo[e];
        if (sum[holder] > 0.5 + 1e-13) found = holder;
    }
    while (count) sum[touched[--count]] = 0;
    return found;
}

/* The holder of more than half of a company whose holders nobody holds; itself if there is none. */
static int32_t alone(const Graph *g, int32_t node) {
    double all = 0;
    int32_t found = node;
    for (int64_t e = g->pointer[node]; e < g->pointer[node + 1]; e++) {
        all += g->lo[e];
        if (g->lo[e] > 0.5 + 1e-13) found = g->owner[e];
    }
    return all > 1 + OVER ? node : found;
}

static void settle_ring(const Graph *g, const int32_t *members, int64_t size, int32_t *head,
                        double *sum, int32_t *touched, uint8_t *within) {
    for (int changed = 1; changed;) {
        changed = 0;
        for (int64_t i = 0; i < size; i++) {
            int32_t node = members[i];
            if (head[node] != node || within[node]) continue;
            int32_t above = majority(g, head, node, sum, touched);
            if (above < 0) continue;
            changed = 1;
            if (above == node) within[node] = 1; /* controlled by what it controls */
            else head[node] = above;
        }
    }
    /* A ring that controls itself is named by its smallest member, so that order plays no part. */
    for (int64_t i = 0; i < size; i++) {
        int32_t node = members[i], now = top(head, node);
        if (within[now] && node < now) {
            within[node] = 1;
            head[now] = node;
            head[node] = node;
        }
    }
}

int control_heads(const Graph *g, const int32_t *order, int64_t layered, const int32_t *ring,
                  int32_t *head) {
    size_t n = (size_t)g->nodes + 1;
    int64_t widest = 0;
    for (int32_t node = 0; node < g->nodes; node++) {
        int64_t width = g->pointer[node + 1] - g->pointer[node];
        if (width > widest) widest = width;
        head[node] = alone(g, node);
    }
    for (int64_t i = 0; i < layered; i++) head[order[i]] = order[i];
    double *sum = large_calloc(n, sizeof *sum);
    int32_t *touched = malloc(((size_t)widest + 1) * sizeof *touched);
    uint8_t *within = large_calloc(n, 1);
    int failed = !sum || !touched || !within;
    for (int64_t i = 0; !failed && i < layered;) {
        int64_t size = 1;
        int32_t node = order[i];
        if (ring[i] >= 0) {
            while (i + size < layered && ring[i + size] == ring[i]) size++;
            settle_ring(g, order + i, size, head, sum, touched, within);
        } else {
            int32_t above = majority(g, head, node, sum, touched);
            if (above >= 0) head[node] = above;
        }
        i += size;
    }
    for (int64_t i = 0; !failed && i < layered; i++) head[order[i]] = top(head, order[i]);
    free(sum);
    free(touched);
    free(within);
    return failed ? -1 : 0;
}
