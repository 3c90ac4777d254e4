"""Which way of cutting thin bridges is right more often: ``python -m bench.link.splitting``."""

import random
import sys
from collections.abc import Callable
from itertools import combinations

import igraph
import numpy as np

from bench.link.quality import quality
from counterpitch.campaigns.graph.components import components, parted

Ties = list[tuple[int, int]]


def family(rng: random.Random, first: int, size: int, shape: str) -> Ties:
    """Return ties within a family: dense as those of texts are, or a ring.

    No stars: copies that hang on one text stay with it by design, whatever else it is tied to.
    """
    members = range(first, first + size)
    if shape == "dense":
        return [p for p in combinations(members, 2) if rng.random() < min(1.0, 8 / size)]
    return [(at, first + (at - first + step) % size) for at in members for step in (1, 2)]


def planted(seed: int) -> tuple[int, Ties, list[int]]:
    """Return members, ties and families: some families, one to three ties between neighbours."""
    rng = random.Random(seed)
    ties: Ties = []
    owner: list[int] = []
    for number in range(rng.randint(2, 6)):
        first, size = len(owner), rng.randint(12, 60)
        ties += family(rng, first, size, rng.choice(("dense", "dense", "ring")))
        if number:
            before = [at for at, each in enumerate(owner) if each == number - 1]
            for _ in range(rng.randint(1, 3)):
                ties.append((rng.choice(before), first + rng.randrange(size)))
        owner += [number] * size
    return len(owner), sorted({(min(t), max(t)) for t in ties if t[0] != t[1]}), owner


def nothing(count: int, ties: Ties) -> list[int]:
    """Leave components whole."""
    a, b = np.array(ties).T
    return list(components(count, a, b).tolist())


def every_bridge(count: int, ties: Ties) -> list[int]:
    """Cut every tie without which something would come apart."""
    graph = igraph.Graph(count, ties)
    graph.delete_edges(graph.bridges())
    return list(graph.connected_components().membership)


def leiden(count: int, ties: Ties) -> list[int]:
    """Take the parts that Leiden finds."""
    igraph.set_random_number_generator(random.Random(0))
    graph = igraph.Graph(count, ties)
    return list(graph.community_leiden("modularity", n_iterations=4).membership)


def smallest_cut(count: int, ties: Ties) -> list[int]:
    """Cut in two where fewest ties are lost, again and again, while three or fewer are."""
    labels = nothing(count, ties)
    queue, fresh = sorted(set(labels)), max(labels) + 1
    while queue:
        label = queue.pop()
        own = [at for at, each in enumerate(labels) if each == label]
        graph = igraph.Graph(count, ties).induced_subgraph(own)
        if len(own) < 10 or not graph.is_connected():
            continue
        cut = graph.mincut()
        if cut.value <= 3 and min(map(len, cut.partition)) >= 5:
            for at in cut.partition[1]:
                labels[own[at]] = fresh
            queue += [label, fresh]
            fresh += 1
    return labels


def ours(count: int, ties: Ties) -> list[int]:
    """Propose by Leiden, decide by thinness."""
    a, b = np.array(ties).T
    none = np.zeros(len(ties), bool)
    return list(parted(count, a, b, np.full(len(ties), 6.0), none).tolist())


WAYS: dict[str, Callable[[int, Ties], list[int]]] = {
    "components as they are": nothing,
    "every bridge cut": every_bridge,
    "Stoer–Wagner, three ties at most, parts of five": smallest_cut,
    "Leiden alone": leiden,
    "Leiden, then joined unless thin": ours,
}


def main() -> None:
    """Print a table."""
    graphs = [planted(seed) for seed in range(60)]
    print("| way | recall | precision |\n|---|---|---|")
    for name, way in WAYS.items():
        found: dict[str, str] = {}
        truth: dict[str, str] = {}
        for at, (count, ties, owner) in enumerate(graphs):
            for member, label in enumerate(way(count, ties)):
                found[f"{at}-{member}"] = f"{at}-{label}"
                truth[f"{at}-{member}"] = f"{at}-{owner[member]}"
        result = quality(found, truth)
        print(f"| {name} | {result['recall']:.3f} | {result['precision']:.3f} |")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
