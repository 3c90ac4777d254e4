/* Integrated ownership with bounds, outside of rings: each company's vector from its holders'.
 *
 * lo[x] = sum of lo(i) * lo[x of i]; hi[x] gives every holder its lower bound and hands the
 * slack (1 - sum of lower bounds) to the holders through whom x has most, each up to its upper
 * bound. Both are attained by some completion of the bands, hence sharp, where no ring is above.
 */
#include "kernel.h"

#include <stdlib.h>

int put_pair(Pairs *p, int32_t owner, double lo, double point, double hi) {
    if (p->used == p->room) {
        int64_t room = p->room ? p->room + p->room / 2 : 65536;
        size_t n = (size_t)room;
        int32_t *owners = realloc(p->owner, n * sizeof *owners);
        if (owners) p->owner = owners;
        double *los = realloc(p->lo, n * sizeof *los);
        if (los) p->lo = los;
        double *points = realloc(p->point, n * sizeof *points);
        if (points) p->point = points;
        double *his = realloc(p->hi, n * sizeof *his);
        if (his) p->hi = his;
        if (!owners || !los || !points || !his) return -1;
        p->room = room;
    }
    int64_t i = p->used++;
    p->owner[i] = owner;
    p->lo[i] = lo;
    p->point[i] = point;
    p->hi[i] = hi;
    return 0;
}

Company company(const Graph *g, int32_t node) {
    double lo = 0, mids = 0;
    for (int64_t e = g->pointer[node]; e < g->pointer[node + 1]; e++) {
        lo += g->lo[e];
        mids += 0.5 * (g->lo[e] + g->hi[e]);
    }
    Company c = {lo > 1 + OVER, 1 - lo, mids > 1 ? 1 / mids : 1};
    if (c.slack < 0) c.slack = 0;
    return c;
}

static int higher_first(const void *a, const void *b) {
    double x = ((const Part *)a)->value, y = ((const Part *)b)->value;
    return (x < y) - (x > y);
}

static void sort_parts(Part *parts, int64_t count) {
    if (count > 24) {
        qsort(parts, (size_t)count, sizeof *parts, higher_first);
        return;
    }
    for (int64_t i = 1; i < count; i++) {
        Part part = parts[i];
        int64_t j = i;
        for (; j > 0 && parts[j - 1].value < part.value; j--) parts[j] = parts[j - 1];
        parts[j] = part;
    }
}

double highest(Part *parts, int64_t count, const Company *c) {
    double sum = 0, slack = c->slack;
    if (c->over) {
        for (int64_t i = 0; i < count; i++) sum += parts[i].hi * parts[i].value;
        return sum < 1 ? sum : 1;
    }
    sort_parts(parts, count);
    for (int64_t i = 0; i < count; i++) {
        double more = parts[i].hi - parts[i].lo;
        if (more > slack) more = slack;
        slack -= more;
        sum += (parts[i].lo + more) * parts[i].value;
    }
    return sum < 1 ? sum : 1;
}

void open_reader(Reader *r, const Work *w, int32_t node) {
    const Graph *g = &w->graph;
    r->w = w;
    r->node = node;
    r->kind = is_source(&w->order, node) ? 0 : w->order.place[node] < 0 ? 1 : 2;
    if (r->kind == 2) {
        r->at = w->start[w->order.place[node]];
        r->end = w->start[w->order.place[node] + 1];
    } else {
        r->at = g->pointer[node];
        r->end = r->kind ? g->pointer[node + 1] : r->at + 1;
        if (r->kind) r->company = company(g, node);
    }
}

int next_owner(Reader *r, int32_t *owner, double *lo, double *point, double *hi) {
    if (r->at >= r->end) return 0;
    const Graph *g = &r->w->graph;
    int64_t at = r->at++;
    if (r->kind == 0) {
        *owner = r->node;
        *lo = *point = *hi = 1;
    } else if (r->kind == 1) {
        *owner = g->owner[at];
        *lo = low(&r->company, g, at);
        *point = mid(&r->company, g, at);
        *hi = cap(&r->company, g, at);
        if (*hi > 1) *hi = 1;
    } else {
        const Pairs *p = &r->w->pairs;
        *owner = p->owner[at];
        *lo = p->lo[at];
        *point = p->point[at];
        *hi = p->hi[at];
    }
    return 1;
}

/* One owner at hand: sums, the first holder through whom it comes, and a list of the others. */
typedef struct {
    int32_t owner, more;
    int64_t edge;
    double lo, point, value;
} Entry;

typedef struct {
    int64_t edge;
    double value;
    int32_t next;
} Other;

typedef struct {
    Entry *entry;
    Other *other;
    Part *part;
    int64_t entries, entry_room, others, other_room, part_room;
} Table;

static int grow(void **array, int64_t *room, int64_t need, size_t size) {
    if (need < *room) return 0;
    int64_t bigger = *room ? *room * 2 : 256;
    while (bigger <= need) bigger *= 2;
    void *grown = realloc(*array, (size_t)bigger * size);
    if (!grown) return -1;
    *array = grown;
    *room = bigger;
    return 0;
}

static int note(Work *w, Table *t, int64_t edge, const Company *c, int32_t owner, double lo,
                double point, double value) {
    int64_t known = w->slot[owner];
    double share = low(c, &w->graph, edge), middle = mid(c, &w->graph, edge);
    if ((uint32_t)(known >> 32) != w->stamp) {
        if (grow((void **)&t->entry, &t->entry_room, t->entries, sizeof *t->entry)) return -1;
        w->slot[owner] = (int64_t)((uint64_t)w->stamp << 32 | (uint64_t)t->entries);
        t->entry[t->entries++] =
            (Entry){owner, -1, edge, share * lo, middle * point, value};
        return 0;
    }
    Entry *entry = &t->entry[known & 0xffffffff];
    entry->lo += share * lo;
    entry->point += middle * point;
    if (grow((void **)&t->other, &t->other_room, t->others, sizeof *t->other)) return -1;
    t->other[t->others] = (Other){edge, value, entry->more};
    entry->more = (int32_t)t->others++;
    return 0;
}

static double upper(const Graph *g, Table *t, const Entry *entry, const Company *c, int *failed) {
    if (entry->more < 0) {
        double most = cap(c, g, entry->edge) * entry->value;
        return most < 1 ? most : 1;
    }
    int64_t count = 0;
    if (grow((void **)&t->part, &t->part_room, t->others + 1, sizeof *t->part)) {
        *failed = 1;
        return 1;
    }
    t->part[count++] = (Part){entry->value, g->lo[entry->edge], g->hi[entry->edge]};
    for (int32_t i = entry->more; i >= 0; i = t->other[i].next) {
        const Other *other = &t->other[i];
        t->part[count++] = (Part){other->value, g->lo[other->edge], g->hi[other->edge]};
    }
    return highest(t->part, count, c);
}

static int solve_node(Work *w, Table *t, int32_t node) {
    const Graph *g = &w->graph;
    Company c = company(g, node);
    int failed = 0;
    t->entries = t->others = 0;
    w->stamp++;
    for (int64_t e = g->pointer[node]; e < g->pointer[node + 1]; e++) {
        Reader r;
        int32_t owner;
        double lo, point, hi;
        open_reader(&r, w, g->owner[e]);
        while (next_owner(&r, &owner, &lo, &point, &hi))
            if (note(w, t, e, &c, owner, lo, point, hi)) return -1;
    }
    for (int64_t i = 0; i < t->entries && !failed; i++) {
        Entry *entry = &t->entry[i];
        double hi = upper(g, t, entry, &c, &failed);
        if (hi < entry->lo) hi = entry->lo;
        failed |= put_pair(&w->pairs, entry->owner, entry->lo, entry->point, hi);
    }
    return failed ? -1 : 0;
}

int integrate_all(Work *w) {
    Table t = {0};
    int failed = 0;
    int64_t count = w->order.nodes.used;
    for (int64_t i = 0; i < count && !failed;) {
        int32_t node = w->order.nodes.item[i], ring = w->order.ring.item[i];
        int64_t size = 1;
        w->start[i] = w->pairs.used;
        if (ring < 0) {
            failed = solve_node(w, &t, node);
        } else {
            while (i + size < count && w->order.ring.item[i + size] == ring) size++;
            failed = solve_ring(w, w->order.nodes.item + i, (int32_t)size);
        }
        i += size;
        w->start[i] = w->pairs.used;
    }
    free(t.entry);
    free(t.other);
    free(t.part);
    return failed ? -1 : 0;
}
