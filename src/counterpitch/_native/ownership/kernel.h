/* The holdings of a register as a graph, owners listed by what they own (CSR by owned).
 *
 * The Python code in ownership/reference is the measure: it says the same in fewer words.
 */
#ifndef COUNTERPITCH_OWNERSHIP_KERNEL_H
#define COUNTERPITCH_OWNERSHIP_KERNEL_H

#include <stddef.h>
#include <stdint.h>

/* Declared lower bounds of more than 1 + OVER contradict each other. Less than the 1e-12 that an
 * open end is moved inside: two holders of "over 50 %" contradict. */
#define OVER 5e-13
/* Sweeps over a ring until an exact solve takes over, and the change that ends them. */
#define SWEEPS 400
#define STILL 2e-15
/* Rings up to this size are solved by elimination where sweeps do not end. */
#define DENSE 64

typedef struct {
    int32_t nodes;
    const int64_t *pointer; /* nodes + 1 */
    const int32_t *owner;
    const double *lo, *hi;
} Graph;

/* Growing arrays of one vector element per (company, ultimate owner). */
typedef struct {
    int64_t used, room;
    int32_t *owner;
    double *lo, *point, *hi;
} Pairs;

typedef struct {
    int64_t used, room;
    int32_t *item;
} Ints;

/* What the order of evaluation is: layered companies, owners first; rings stand together. */
typedef struct {
    Ints nodes;     /* layered companies in order */
    Ints ring;      /* per place in that order: number of the ring from 0, -1 outside of rings */
    int32_t *place; /* per node: its place in that order, -1 if it is not layered */
    uint8_t *over;  /* per node: declared to more than 1 */
    uint64_t *source; /* a bit per node: nobody is above it */
    int32_t rings;
} Order;

typedef struct {
    Graph graph;
    Order order;
    int64_t *start;  /* per layered position: its first pair; one more at the end */
    Pairs pairs;
    int32_t inexact; /* rings whose bounds are sound, but not proved to be sharp */
    int64_t *slot;   /* per node: stamp << 32 | place in the table at hand */
    uint32_t stamp;
} Work;

static inline int is_source(const Order *o, int32_t node) {
    return (int)(o->source[node >> 6] >> (node & 63) & 1);
}

/* How one company shares out: its slack, and the factor that makes the mid estimates sum to 1. */
typedef struct {
    int over;
    double slack, scale;
} Company;

Company company(const Graph *g, int32_t node);

static inline double low(const Company *c, const Graph *g, int64_t e) {
    return c->over ? 0.0 : g->lo[e];
}
static inline double mid(const Company *c, const Graph *g, int64_t e) {
    return 0.5 * (g->lo[e] + g->hi[e]) * c->scale;
}
/* The most that the holder of `e` can have alone. */
static inline double cap(const Company *c, const Graph *g, int64_t e) {
    double most = g->lo[e] + c->slack;
    return c->over || g->hi[e] < most ? g->hi[e] : most;
}

/* One holder's part in the upper bound of one owner: value of the holder, bounds of the holding. */
typedef struct {
    double value, lo, hi;
} Part;

/* The most that the parts can come to, slack going to the highest values first. */
double highest(Part *parts, int64_t count, const Company *c);

int order_of(const Graph *g, Order *order);
int integrate_all(Work *w);
int solve_ring(Work *w, const int32_t *members, int32_t count);
int control_heads(const Graph *g, const int32_t *order, int64_t layered, const int32_t *ring,
                  int32_t *head); /* ring by place in the order */
int put_pair(Pairs *p, int32_t owner, double lo, double point, double hi);
int put_int(Ints *p, int32_t item);

/* The vector of what owns `node`, one owner at a time; `k` counts from 0, 0 is returned past the end. */
typedef struct {
    const Work *w;
    int32_t node;
    int kind; /* 0 a source, 1 a simple company, 2 a layered one */
    int64_t at, end;
    Company company;
} Reader;

void open_reader(Reader *r, const Work *w, int32_t node);
int next_owner(Reader *r, int32_t *owner, double *lo, double *point, double *hi);

#endif
