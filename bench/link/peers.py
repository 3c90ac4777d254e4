"""Other tools on the same texts: ``python peers.py TOOL IN.parquet OUT.json``.

Runs under a Python that has the tools, without counterpitch. IN has ``id`` and ``text``, boilerplate
already stripped. Each tool gets what suits it: windows of characters (so that Chinese works) where
it allows them, thresholds that find the planted families, and a check of what it proposes. What it
finds is grouped into components. OUT maps ids to groups of two or more.
"""

import json
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

HASHES, BANDS, ROWS = 63, 21, 3
LEAST = 0.2
WINDOW = 6
Ties = Iterator[tuple[int, int]]


def shingles(text: str) -> list[str]:
    """Return the windows of characters of a text."""
    plain = "".join(text.lower().split())
    return [plain[at : at + WINDOW] for at in range(max(1, len(plain) - WINDOW + 1))]


def datasketch(texts: list[str]) -> Ties:
    """MinHash and LSH in Python and numpy."""
    from datasketch import MinHash, MinHashLSH

    lsh = MinHashLSH(num_perm=HASHES, params=(BANDS, ROWS))
    signed: list[Any] = []
    for number, text in enumerate(texts):
        minhash = MinHash(num_perm=HASHES)
        minhash.update_batch([each.encode() for each in set(shingles(text))])
        for other in lsh.query(minhash):
            if minhash.jaccard(signed[other]) >= LEAST:
                yield other, number
        lsh.insert(number, minhash)
        signed.append(minhash)


def gaoya(texts: list[str]) -> Ties:
    """MinHash in Rust."""
    from gaoya.minhash import MinHashStringIndex

    index = MinHashStringIndex(
        hash_size=32, jaccard_threshold=LEAST, num_bands=BANDS, band_size=ROWS,
        num_hashes=HASHES, analyzer="char", lowercase=True, ngram_range=(WINDOW, WINDOW),
    )  # fmt: skip
    for number, text in enumerate(texts):
        index.insert_document(number, text)
    for number, text in enumerate(texts):
        for other in index.query(text):
            if other != number:
                yield number, other


def rensa(texts: list[str]) -> Ties:
    """MinHash in Rust; grouping by its LSH."""
    from rensa import RMinHash, RMinHashLSH

    lsh = RMinHashLSH(threshold=LEAST, num_perm=HASHES, num_bands=BANDS)
    signed: list[Any] = []
    for number, text in enumerate(texts):
        minhash = RMinHash(num_perm=HASHES, seed=1)
        minhash.update(shingles(text))
        for other in lsh.query(minhash):
            if minhash.jaccard(signed[other]) >= LEAST:
                yield other, number
        lsh.insert(number, minhash)
        signed.append(minhash)


def daft(texts: list[str]) -> Ties:
    """Daft's own minhash over words, grouped by bands with numpy, checked on the minima."""
    import daft as tool
    import numpy as np

    frame = tool.from_pydict({"text": texts})
    frame = frame.select(tool.col("text").minhash(num_hashes=HASHES, ngram_size=2).alias("m"))
    minima = np.array(frame.to_pydict()["m"], np.uint32)
    for band in range(BANDS):
        own = np.ascontiguousarray(minima[:, band * ROWS : (band + 1) * ROWS])
        _, group = np.unique(own, axis=0, return_inverse=True)
        order = np.argsort(group.ravel(), kind="stable")
        one, other = order[:-1], order[1:]
        tied = group.ravel()[one] == group.ravel()[other]
        near = (minima[one] == minima[other]).mean(axis=1) >= LEAST
        yield from zip(one[tied & near].tolist(), other[tied & near].tolist(), strict=True)


def exact(texts: list[str]) -> Ties:
    """Every pair compared: the truth about resemblance."""
    import numpy as np
    from scipy.sparse import csr_matrix

    number: dict[str, int] = {}
    rows, columns = [], []
    for row, text in enumerate(texts):
        for each in set(shingles(text)):
            rows.append(row)
            columns.append(number.setdefault(each, len(number)))
    ones = np.ones(len(rows), np.int16)
    matrix = csr_matrix((ones, (rows, columns)), shape=(len(texts), len(number)), dtype=np.int16)
    sizes = np.diff(matrix.indptr)
    turned = matrix.T.tocsr()
    for first in range(0, len(texts), 250):
        common = (matrix[first : first + 250] @ turned).tocoo()
        a, b = common.row + first, common.col
        share = common.data / (sizes[a] + sizes[b] - common.data)
        near = (a < b) & (share >= LEAST)
        yield from zip(a[near].tolist(), b[near].tolist(), strict=True)


TOOLS: dict[str, Callable[[list[str]], Ties]] = {
    "datasketch": datasketch, "gaoya": gaoya, "rensa": rensa, "daft": daft, "exact": exact,
}  # fmt: skip


def groups(ties: Ties, ids: list[str]) -> dict[str, str]:
    """Return the group of every id that is tied to another."""
    import numpy as np
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components

    ends = np.array(list(ties), np.int64).reshape(-1, 2)
    shape = (len(ids), len(ids))
    graph = coo_matrix((np.ones(len(ends), np.int8), (ends[:, 0], ends[:, 1])), shape=shape)
    labels = connected_components(graph, directed=False)[1]
    several = np.bincount(labels) > 1
    return {ids[at]: f"g{label}" for at, label in enumerate(labels) if several[label]}


def main() -> None:
    """Run one tool; the seconds it took, reading aside, go to OUT as well."""
    import pyarrow.parquet as pq

    tool, source, target = sys.argv[1:4]
    table = pq.read_table(source)
    ids, texts = table["id"].to_pylist(), table["text"].to_pylist()
    cpu, began = time.process_time(), time.perf_counter()
    found: Any = groups(TOOLS[tool](texts), ids)
    took = {"wall": time.perf_counter() - began, "cpu": time.process_time() - cpu}
    with open(target, "w", encoding="utf-8") as stream:
        json.dump({"groups": found, **took}, stream)


if __name__ == "__main__":
    main()
