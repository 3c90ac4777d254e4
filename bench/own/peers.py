"""The same questions asked of other tools: sure integrated ownership, and certain control.

Each gets the same holdings and answers for the same layered companies; what a tool needs to load
them is not counted. scipy and DuckDB sum until what is added falls below 1e-13.
"""

from typing import Any

import numpy as np

from bench.own.apart import Clock
from bench.own.generator import Made, make
from counterpitch.ownership.graph import Graph, gathered, heads, integrated

SMALL = 1e-13
DEPTH = 60
ROUNDS = 8
"""Rounds that DuckDB is given; more change little, and it pays a fixed cost for each."""
Answer = tuple[Any, Any]
"""Keys (owner * nodes + company) in order, and the sure share of each, from 1e-9 on."""


def holdings(made: Made) -> Graph:
    """Return the invented register as a graph."""
    return gathered(made.nodes, made.owner, made.owned, made.lo, made.hi)


def settled(made: Made) -> tuple[Any, Any]:
    """Return lower bounds as all tools use them (none where declarations contradict), layered."""
    total = np.bincount(made.owned, weights=made.lo, minlength=made.nodes)
    low = np.where(total[made.owned] > 1 + 5e-13, 0.0, made.lo)
    held = np.bincount(made.owned, minlength=made.nodes) > 0
    layered = np.zeros(made.nodes, bool)
    layered[made.owned[held[made.owner]]] = True
    return low, layered


def _answer(nodes: int, owner: Any, company: Any, share: Any) -> Answer:
    keep = share > 1e-9
    keys = owner[keep].astype(np.int64) * nodes + company[keep]
    order = np.argsort(keys)
    return keys[order], np.asarray(share[keep], np.float64)[order]


def ours(clock: Clock, companies: int, warm: bool) -> dict[str, Any]:
    """Time the kernel: classification, order, rings, three bounds at once, control."""
    made = make(companies)
    lo, hi = made.lo, made.hi
    gather = Clock()
    with gather:
        graph = gathered(made.nodes, made.owner, made.owned, lo, hi)
    del lo, hi
    if warm:
        heads(graph, integrated(graph))
    with clock:
        result = integrated(graph)
        tops = heads(graph, result)
    company = np.repeat(result.layered, np.diff(result.start))
    return {
        "gather_s": round(gather.cpu, 3), "holdings": len(graph.owner), "nodes": graph.nodes,
        "layered": len(result.layered), "pairs": len(result.lo),
        "rings": int(result.rings.max(initial=-1)) + 1,
        "largest_ring": int(np.bincount(result.rings[result.rings >= 0]).max(initial=0)),
        "not_proved_sharp": result.inexact, "over_declared": int(result.over.sum()),
        "controlled": int((tops != np.arange(graph.nodes)).sum()),
        "answer": _answer(graph.nodes, result.owner, company, result.lo) if not warm else None,
        "heads": tops if not warm else None,
        "ringed": result.layered[result.rings >= 0] if not warm else None,
    }  # fmt: skip


def scipy_neumann(clock: Clock, companies: int) -> Answer:
    """Sum the powers of the matrix of holdings between companies, layered columns only."""
    import scipy.sparse as sp

    made = make(companies)
    low, layered = settled(made)
    columns = np.flatnonzero(layered)
    place = np.full(made.nodes, -1)
    place[columns] = np.arange(len(columns))
    into = layered[made.owned]
    source = np.bincount(made.owned, minlength=made.nodes) == 0
    with clock:
        inner = into & layered[made.owner]
        between = sp.csr_array(
            (low[inner], (place[made.owner[inner]], place[made.owned[inner]])),
            shape=(len(columns), len(columns)),
        )
        every = sp.csr_array((low, (made.owner, made.owned)), shape=(made.nodes, made.nodes))
        simple = ~layered & ~source
        first = (
            every[:, columns]
            + every[:, np.flatnonzero(simple)] @ every[np.flatnonzero(simple)][:, columns]
        )
        first = first[np.flatnonzero(source)]
        total, power = first, first
        while power.nnz and power.max() > SMALL:
            power = power @ between
            power.data[power.data < SMALL] = 0
            power.eliminate_zeros()
            total = total + power
    found = total.tocoo()
    owners = np.flatnonzero(source)[found.row]
    return _answer(made.nodes, owners, columns[found.col], found.data)


def duckdb_rounds(clock: Clock, companies: int) -> tuple[Answer, Any]:
    """Push shares down round by round with GROUP BY, then heads round by round, on two threads.

    At a small scale the fixed cost of each round weighs heavily: compare at the full one.
    """
    import pyarrow as pa

    from counterpitch.ownership.database import fresh

    made = make(companies)
    low, layered = settled(made)
    connection = fresh(threads=2)
    rows = pa.table({"owner": made.owner, "owned": made.owned, "low": low})
    connection.register("rows_in", rows)
    connection.execute("CREATE TABLE e AS SELECT * FROM rows_in")
    connection.register("l_in", pa.table({"node": np.flatnonzero(layered)}))
    connection.execute("CREATE TABLE l AS SELECT * FROM l_in")
    with clock:
        connection.execute(
            "CREATE TABLE s AS SELECT DISTINCT owner AS node FROM e"
            " WHERE owner NOT IN (SELECT owned FROM e)"
        )
        connection.execute("CREATE TABLE inner_e AS SELECT e.* FROM e SEMI JOIN l ON owned = node")
        connection.execute(
            "CREATE TABLE delta AS SELECT owner AS x, owned AS j, low AS v FROM e"
            " SEMI JOIN s ON owner = node WHERE owned IN (SELECT owner FROM inner_e)"
            " OR owned IN (SELECT node FROM l)"
        )
        connection.execute("CREATE TABLE y AS SELECT * FROM delta SEMI JOIN l ON j = node")
        for _ in range(DEPTH):
            connection.execute(
                "CREATE OR REPLACE TABLE next AS SELECT x, owned AS j, sum(v * low) AS v"
                f" FROM delta JOIN inner_e ON owner = j GROUP BY x, owned HAVING sum(v * low) > {SMALL}"
            )
            connection.execute("INSERT INTO y SELECT * FROM next")
            connection.execute("DROP TABLE delta; ALTER TABLE next RENAME TO delta")
            if not connection.execute("SELECT count(*) FROM delta").fetchone()[0]:
                break
        connection.execute("CREATE TABLE total AS SELECT x, j, sum(v) AS v FROM y GROUP BY x, j")
        tops = _duckdb_heads(connection)
    found = connection.execute("SELECT x, j, v FROM total").fetchnumpy()
    company = np.asarray(found["j"])
    answer = _answer(made.nodes, np.asarray(found["x"]), company, np.asarray(found["v"]))
    return answer, np.stack([np.asarray(tops["j"]), np.asarray(tops["top"])])


def _duckdb_heads(connection: Any) -> Any:
    connection.execute("CREATE TABLE head AS SELECT owned AS j, owned AS top FROM e GROUP BY owned")
    for _ in range(ROUNDS):
        connection.execute(
            """CREATE OR REPLACE TABLE step AS
            SELECT owned AS j, arg_max(top, total) AS top FROM (
              SELECT e.owned, coalesce(h.top, e.owner) AS top, sum(low) AS total
              FROM e LEFT JOIN head h ON h.j = e.owner GROUP BY 1, 2 HAVING sum(low) > 0.5 + 1e-13
            ) GROUP BY owned"""
        )
        connection.execute(
            "CREATE OR REPLACE TABLE next AS SELECT h.j, coalesce(s.top, h.j) AS top"
            " FROM head h LEFT JOIN step s USING (j)"
        )
        [(moved,)] = connection.execute(
            "SELECT count(*) FROM head h JOIN next n USING (j) WHERE h.top <> n.top"
        ).fetchall()
        connection.execute("DROP TABLE head; ALTER TABLE next RENAME TO head")
        if not moved:
            break
    return connection.execute("SELECT j, top FROM head").fetchnumpy()


def networkx_products(clock: Clock, companies: int) -> int:
    """Build a graph, find its rings, and multiply down in topological order outside of them."""
    import networkx as nx

    made = make(companies)
    low, _ = settled(made)
    count = 0
    with clock:
        graph = nx.DiGraph()
        graph.add_weighted_edges_from(
            zip(made.owner.tolist(), made.owned.tolist(), low.tolist(), strict=True)
        )
        ringed = {
            n for ring in nx.strongly_connected_components(graph) if len(ring) > 1 for n in ring
        }
        found: dict[int, dict[int, float]] = {}
        rest = graph.subgraph(n for n in graph if n not in ringed)
        for node in nx.topological_sort(rest):
            if not rest.in_degree(node):
                found[node] = {node: 1.0}
                continue
            vector: dict[int, float] = {}
            for up in rest.predecessors(node):
                share = rest[up][node]["weight"]
                for owner, part in found[up].items():
                    vector[owner] = vector.get(owner, 0.0) + share * part
            found[node] = vector
            count += len(vector)
    return count


def igraph_rings(clock: Clock, companies: int) -> int:
    """Build a graph and find its rings; shares and control it cannot give."""
    import igraph

    made = make(companies)
    edges = np.stack([made.owner, made.owned], axis=1)
    with clock:
        graph = igraph.Graph(n=made.nodes, edges=edges, directed=True)
        sizes = graph.connected_components(mode="strong").sizes()
    return sum(size > 1 for size in sizes)
