/* Companies that own each other: the same bounds, as the least solution of the ring's equations.
 *
 * For each owner that feeds the ring from outside the equations are swept, owners first, touching
 * only what still changes; from below, so that what is found is the least solution (a share that
 * only goes round is nobody's). Where sweeps do not end, because hardly anything leaves the ring,
 * a small ring is solved by elimination: linear for the lower bound, by policy iteration for the
 * upper one. A large one then keeps bounds that are sound (lower from below, upper from above)
 * and is counted as not proved sharp.
 */
#include "kernel.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    int32_t owner; /* local: a member of the ring */
    int64_t edge;
    double lo, mid, cap;
} Inner;

typedef struct {
    int32_t slot, member;
    int64_t edge;
    double lo, point, hi;
} Feed;

/* One beside the other, as they are asked for together. */
typedef struct {
    double lo, point, hi;
} Bounds;

typedef struct {
    Work *w;
    const int32_t *members;
    int32_t size;
    Company *company;
    int32_t *inner_start; /* per member, into inner */
    Inner *inner;
    int32_t *child_start, *child;
    Ints owners; /* slot -> node */
    Feed *feed, *sorted;
    int64_t feeds, feed_room;
    int64_t *feed_start; /* per slot, into sorted */
    int64_t *fed;        /* per member: its first feed of the owner at hand, -1 */
    Bounds *now;      /* per member, of the owner at hand */
    Bounds *tile;     /* results of a few owners, before they are put by member */
    uint8_t *dirty;
    Part *part;
} Ring;

static int add_feed(Ring *r, Feed feed) {
    if (r->feeds == r->feed_room) {
        int64_t room = r->feed_room ? r->feed_room * 2 : 256;
        Feed *grown = realloc(r->feed, (size_t)room * sizeof *grown);
        if (!grown) return -1;
        r->feed = grown;
        r->feed_room = room;
    }
    r->feed[r->feeds++] = feed;
    return 0;
}

static int feed_from(Ring *r, int32_t member, int64_t edge) {
    Work *w = r->w;
    Reader reader;
    Feed feed = {0, member, edge, 0, 0, 0};
    int32_t owner;
    open_reader(&reader, w, w->graph.owner[edge]);
    while (next_owner(&reader, &owner, &feed.lo, &feed.point, &feed.hi)) {
        int64_t known = w->slot[owner];
        if ((uint32_t)(known >> 32) != w->stamp) {
            known = r->owners.used;
            w->slot[owner] = (int64_t)((uint64_t)w->stamp << 32 | (uint64_t)known);
            if (put_int(&r->owners, owner)) return -1;
        }
        feed.slot = (int32_t)(known & 0xffffffff);
        if (add_feed(r, feed)) return -1;
    }
    return 0;
}

/* Splits what is held in the ring into what its own members hold and what is held from outside. */
static int split(Ring *r) {
    Work *w = r->w;
    const Graph *g = &w->graph;
    int32_t first = w->order.place[r->members[0]], used = 0;
    w->stamp++;
    for (int32_t j = 0; j < r->size; j++) {
        int32_t node = r->members[j];
        r->company[j] = company(g, node);
        r->inner_start[j] = used;
        for (int64_t e = g->pointer[node]; e < g->pointer[node + 1]; e++) {
            int32_t owner = g->owner[e];
            int32_t local = w->order.place[owner] - first;
            if (local < 0 || local >= r->size) {
                if (feed_from(r, j, e)) return -1;
                continue;
            }
            Company *c = &r->company[j];
            r->inner[used++] = (Inner){local, e, low(c, g, e), mid(c, g, e), cap(c, g, e)};
        }
    }
    r->inner_start[r->size] = used;
    for (int32_t i = 0; i < used; i++) r->child_start[r->inner[i].owner + 1]++;
    for (int32_t j = 0; j < r->size; j++) r->child_start[j + 1] += r->child_start[j];
    for (int32_t j = r->size - 1; j >= 0; j--)
        for (int32_t i = r->inner_start[j]; i < r->inner_start[j + 1]; i++)
            r->child[--r->child_start[r->inner[i].owner + 1]] = j;
    /* Every start was moved to its beginning, one place up. */
    memmove(r->child_start, r->child_start + 1, (size_t)r->size * sizeof *r->child_start);
    r->child_start[r->size] = used;
    return 0;
}

static int sort_feeds(Ring *r) {
    size_t slots = (size_t)r->owners.used;
    r->feed_start = calloc(slots + 2, sizeof *r->feed_start);
    r->sorted = malloc(((size_t)r->feeds + 1) * sizeof *r->sorted);
    if (!r->feed_start || !r->sorted) return -1;
    for (int64_t i = 0; i < r->feeds; i++) r->feed_start[r->feed[i].slot + 2]++;
    for (size_t s = 2; s < slots + 2; s++) r->feed_start[s] += r->feed_start[s - 1];
    for (int64_t i = 0; i < r->feeds; i++) r->sorted[r->feed_start[r->feed[i].slot + 1]++] = r->feed[i];
    return 0;
}

static double raise_hi(Ring *r, int32_t j, int64_t from, int64_t to) {
    const Graph *g = &r->w->graph;
    const Company *c = &r->company[j];
    int64_t count = 0;
    for (int64_t i = from; i < to && r->sorted[i].member == j; i++)
        r->part[count++] = (Part){r->sorted[i].hi, g->lo[r->sorted[i].edge], g->hi[r->sorted[i].edge]};
    for (int32_t i = r->inner_start[j]; i < r->inner_start[j + 1]; i++) {
        const Inner *in = &r->inner[i];
        if (r->now[in->owner].hi > 0)
            r->part[count++] = (Part){r->now[in->owner].hi, g->lo[in->edge], g->hi[in->edge]};
    }
    return highest(r->part, count, c);
}

static double change_to(Bounds *known, double lo, double point, double hi) {
    double change = fabs(lo - known->lo);
    if (fabs(point - known->point) > change) change = fabs(point - known->point);
    if (fabs(hi - known->hi) > change) change = fabs(hi - known->hi);
    *known = (Bounds){lo, point, hi};
    return change;
}

/* Recomputes one member for one owner; returns how much changed. */
static double update(Ring *r, int32_t j, int64_t to) {
    const Company *c = &r->company[j];
    const Graph *g = &r->w->graph;
    double lo = 0, point = 0;
    int32_t first = r->inner_start[j];
    if (r->fed[j] < 0 && r->inner_start[j + 1] == first + 1) { /* held through one member only */
        const Inner *in = &r->inner[first];
        const Bounds *above = &r->now[in->owner];
        double hi = in->cap * above->hi;
        return change_to(r->now + j, in->lo * above->lo, in->mid * above->point, hi < 1 ? hi : 1);
    }
    int64_t from = r->fed[j] < 0 ? to : r->fed[j];
    for (int64_t i = from; i < to && r->sorted[i].member == j; i++) {
        lo += low(c, g, r->sorted[i].edge) * r->sorted[i].lo;
        point += mid(c, g, r->sorted[i].edge) * r->sorted[i].point;
    }
    for (int32_t i = first; i < r->inner_start[j + 1]; i++) {
        lo += r->inner[i].lo * r->now[r->inner[i].owner].lo;
        point += r->inner[i].mid * r->now[r->inner[i].owner].point;
    }
    return change_to(r->now + j, lo, point, raise_hi(r, j, from, to));
}

static int sweep(Ring *r, int64_t to) {
    int any = 0;
    for (int32_t j = r->size - 1; j >= 0; j--) {
        if (!r->dirty[j]) continue;
        r->dirty[j] = 0;
        if (update(r, j, to) <= STILL) continue;
        any = 1;
        for (int32_t i = r->child_start[j]; i < r->child_start[j + 1]; i++) r->dirty[r->child[i]] = 1;
    }
    return any;
}

/* Solves m x = b in place by elimination with pivots; 0 if it has no single solution. */
static int eliminate(double *m, double *b, int32_t n) {
    for (int32_t c = 0; c < n; c++) {
        int32_t best = c;
        for (int32_t i = c + 1; i < n; i++)
            if (fabs(m[i * n + c]) > fabs(m[best * n + c])) best = i;
        if (fabs(m[best * n + c]) < 1e-14) return 0;
        for (int32_t k = 0; best != c && k < n; k++) {
            double swap = m[c * n + k];
            m[c * n + k] = m[best * n + k];
            m[best * n + k] = swap;
        }
        double swap = b[c];
        b[c] = b[best];
        b[best] = swap;
        for (int32_t i = c + 1; i < n; i++) {
            double f = m[i * n + c] / m[c * n + c];
            if (f == 0) continue;
            for (int32_t k = c; k < n; k++) m[i * n + k] -= f * m[c * n + k];
            b[i] -= f * b[c];
        }
    }
    for (int32_t i = n - 1; i >= 0; i--) {
        for (int32_t k = i + 1; k < n; k++) b[i] -= m[i * n + k] * b[k];
        b[i] /= m[i * n + i];
    }
    return 1;
}

enum { LO, POINT, HI };

typedef struct {
    double value, lo, hi;
    int32_t inner; /* local owner, -1: from outside */
} Choice;

static int choice_order(const void *a, const void *b) {
    const Choice *x = a, *y = b;
    if (x->value != y->value) return x->value < y->value ? 1 : -1;
    return (x->inner > y->inner) - (x->inner < y->inner); /* what leaves the ring goes first */
}

/* Writes the row of member j of one of the three systems. */
static void row(Ring *r, int what, int32_t j, int64_t to, double *m, double *b, Choice *choice) {
    const Graph *g = &r->w->graph;
    const Company *c = &r->company[j];
    int64_t from = r->fed[j] < 0 ? to : r->fed[j], count = 0;
    m[(int64_t)j * r->size + j] = 1;
    for (int64_t i = from; i < to && r->sorted[i].member == j; i++) {
        const Feed *f = &r->sorted[i];
        if (what == LO) b[j] += low(c, g, f->edge) * f->lo;
        else if (what == POINT) b[j] += mid(c, g, f->edge) * f->point;
        else choice[count++] = (Choice){f->hi, g->lo[f->edge], g->hi[f->edge], -1};
    }
    for (int32_t i = r->inner_start[j]; i < r->inner_start[j + 1]; i++) {
        const Inner *in = &r->inner[i];
        double *cell = &m[(int64_t)j * r->size + in->owner];
        if (what == LO) *cell -= in->lo;
        else if (what == POINT) *cell -= in->mid;
        else choice[count++] = (Choice){r->now[in->owner].hi, g->lo[in->edge], g->hi[in->edge], in->owner};
    }
    if (what != HI) return;
    double slack = c->slack;
    qsort(choice, (size_t)count, sizeof *choice, choice_order);
    for (int64_t i = 0; i < count; i++) {
        double more = choice[i].hi - choice[i].lo;
        if (!c->over && more > slack) more = slack;
        slack -= more;
        double share = choice[i].lo + more;
        if (choice[i].inner < 0) b[j] += share * choice[i].value;
        else m[(int64_t)j * r->size + choice[i].inner] -= share;
    }
}

static double *bound(Bounds *of, int what) {
    return what == LO ? &of->lo : what == POINT ? &of->point : &of->hi;
}

static int solve_exactly(Ring *r, int what, int64_t to, double *m, double *b, Choice *choice) {
    size_t n = (size_t)r->size;
    for (int round = 0; round < (what == HI ? 64 : 1); round++) {
        memset(m, 0, n * n * sizeof *m);
        memset(b, 0, n * sizeof *b);
        for (int32_t j = 0; j < r->size; j++) row(r, what, j, to, m, b, choice);
        if (!eliminate(m, b, r->size)) return 0;
        double change = 0;
        for (size_t j = 0; j < n; j++) {
            double value = b[j] < 0 ? 0 : b[j] > 1 ? 1 : b[j], *into = bound(r->now + j, what);
            if (fabs(value - *into) > change) change = fabs(value - *into);
            *into = value;
        }
        if (change < 1e-14) return 1;
    }
    return what != HI;
}

static void from_above(Ring *r, int64_t to) {
    for (int32_t j = 0; j < r->size; j++) r->now[j].hi = 1;
    for (int round = 0; round < SWEEPS; round++)
        for (int32_t j = r->size - 1; j >= 0; j--) {
            double hi = raise_hi(r, j, r->fed[j] < 0 ? to : r->fed[j], to);
            if (hi < r->now[j].hi) r->now[j].hi = hi;
        }
}

/* Where sweeps did not end: exactly if the ring is small, else soundly. Returns -1 without memory. */
static int finish(Ring *r, int64_t to) {
    size_t n = (size_t)r->size, most = 1;
    int exact = 0;
    if (r->size <= DENSE) {
        for (int32_t j = 0; j < r->size; j++) {
            const Graph *g = &r->w->graph;
            size_t width = (size_t)(g->pointer[r->members[j] + 1] - g->pointer[r->members[j]]);
            if (width > most) most = width;
        }
        double *m = malloc(n * n * sizeof *m), *b = malloc(n * sizeof *b);
        Choice *choice = malloc((most + 1) * sizeof *choice);
        if (m && b && choice) {
            int point = solve_exactly(r, POINT, to, m, b, choice);
            exact = solve_exactly(r, LO, to, m, b, choice) &&
                    solve_exactly(r, HI, to, m, b, choice) && point;
        }
        int failed = !m || !b || !choice;
        free(m);
        free(b);
        free(choice);
        if (failed) return -1;
    }
    if (!exact) {
        from_above(r, to);
        r->w->inexact++;
    }
    return 0;
}

/* Owners whose results are put in place together: two cache lines of each array. */
enum { TILE = 16 };

/* Puts the results of `count` owners from `slot` on, member by member. */
static void put_tile(Ring *r, int64_t slot, int64_t count, int64_t base) {
    Pairs *p = &r->w->pairs;
    for (int32_t j = 0; j < r->size; j++)
        for (int64_t i = 0; i < count; i++) {
            const Bounds *found = r->tile + (int64_t)j * TILE + i;
            int64_t at = base + j * r->owners.used + slot + i;
            p->owner[at] = r->owners.item[slot + i];
            p->lo[at] = found->lo;
            p->point[at] = found->point;
            p->hi[at] = found->hi < found->lo ? found->lo : found->hi;
        }
}

static int solve_owner(Ring *r, int64_t slot) {
    int64_t from = r->feed_start[slot], to = r->feed_start[slot + 1];
    memset(r->now, 0, (size_t)r->size * sizeof *r->now);
    for (int64_t i = to - 1; i >= from; i--) {
        r->fed[r->sorted[i].member] = i;
        r->dirty[r->sorted[i].member] = 1;
    }
    int rounds = 0;
    while (rounds < SWEEPS && sweep(r, to)) rounds++;
    int failed = rounds == SWEEPS && finish(r, to);
    memset(r->dirty, 0, (size_t)r->size);
    for (int64_t i = from; i < to; i++) r->fed[r->sorted[i].member] = -1;
    for (int32_t j = 0; j < r->size; j++) r->tile[(int64_t)j * TILE + slot % TILE] = r->now[j];
    return failed;
}

static int reserve(Pairs *p, int64_t more) {
    if (p->used + more > p->room) {
        int64_t room = p->used + more + p->room / 4;
        size_t n = (size_t)room;
        int32_t *owner = realloc(p->owner, n * sizeof *owner);
        if (owner) p->owner = owner;
        double *lo = realloc(p->lo, n * sizeof *lo);
        if (lo) p->lo = lo;
        double *point = realloc(p->point, n * sizeof *point);
        if (point) p->point = point;
        double *hi = realloc(p->hi, n * sizeof *hi);
        if (hi) p->hi = hi;
        if (!owner || !lo || !point || !hi) return -1;
        p->room = room;
    }
    p->used += more;
    return 0;
}

static int open_ring(Ring *r) {
    const Graph *g = &r->w->graph;
    size_t n = (size_t)r->size + 2, held = 1, widest = 1;
    for (int32_t j = 0; j < r->size; j++) {
        size_t width = (size_t)(g->pointer[r->members[j] + 1] - g->pointer[r->members[j]]);
        held += width;
        if (width > widest) widest = width;
    }
    r->company = malloc(n * sizeof *r->company);
    r->inner_start = malloc(n * sizeof *r->inner_start);
    r->inner = malloc(held * sizeof *r->inner);
    r->child_start = calloc(n, sizeof *r->child_start);
    r->child = malloc(held * sizeof *r->child);
    r->fed = malloc(n * sizeof *r->fed);
    r->now = malloc(n * sizeof *r->now);
    r->tile = malloc(n * TILE * sizeof *r->tile);
    r->dirty = calloc(n, 1);
    r->part = malloc((widest + 1) * sizeof *r->part);
    if (!r->company || !r->inner_start || !r->inner || !r->child_start || !r->child || !r->fed ||
        !r->now || !r->tile || !r->dirty || !r->part)
        return -1;
    memset(r->fed, 0xff, n * sizeof *r->fed);
    return 0;
}

static void close_ring(Ring *r) {
    void *all[] = {r->company, r->inner_start, r->inner, r->child_start, r->child, r->fed,
                   r->now, r->tile, r->dirty, r->part, r->feed, r->sorted,
                   r->feed_start, r->owners.item};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) free(all[i]);
}

int solve_ring(Work *w, const int32_t *members, int32_t count) {
    Ring r = {.w = w, .members = members, .size = count};
    int failed = open_ring(&r) || split(&r) || sort_feeds(&r);
    int64_t slots = r.owners.used, base = w->pairs.used;
    failed = failed || reserve(&w->pairs, slots * count);
    for (int32_t j = 0; !failed && j < count; j++) w->start[w->order.place[members[j]]] = base + j * slots;
    for (int64_t slot = 0; !failed && slot < slots; slot++) {
        failed = solve_owner(&r, slot);
        if (slot % TILE == TILE - 1 || slot == slots - 1)
            put_tile(&r, slot - slot % TILE, slot % TILE + 1, base);
    }
    close_ring(&r);
    return failed ? -1 : 0;
}
