"""Layers of a structure chart, and the order within each (K. Sugiyama et al., 1981).

Who holds stands above what is held; links that pass over layers get a place in each. The
order is found by sweeps of medians, which keeps most lines from crossing.
"""

from collections.abc import Mapping, Sequence
from typing import Final

import msgspec

SWEEPS: Final = 16


class Layered(msgspec.Struct, frozen=True):
    """Layers from the top, each a list of nodes from the left; nodes past ``real`` are bends.

    ``segments`` join nodes of neighbouring layers; ``paths`` are the links as runs of nodes.
    """

    layers: tuple[tuple[int, ...], ...]
    segments: tuple[tuple[int, int], ...]
    paths: Mapping[tuple[int, int], tuple[int, ...]]
    real: int


def layered(count: int, links: Sequence[tuple[int, int]]) -> Layered:
    """Lay ``count`` nodes out; ``links`` are (upper, lower) and form no circle."""
    links = list(dict.fromkeys(links))
    ranks = _ranks(count, links)
    ranks, paths = _bends(count, links, ranks)
    segments = tuple(dict.fromkeys(pair for path in paths.values() for pair in _pairs(path)))
    order = _ordered(_first_order(ranks), segments)
    return Layered(tuple(tuple(layer) for layer in order), segments, paths, count)


def _pairs(path: Sequence[int]) -> list[tuple[int, int]]:
    return [(path[at], path[at + 1]) for at in range(len(path) - 1)]


def _ranks(count: int, links: Sequence[tuple[int, int]]) -> list[int]:
    """Return each node's layer: the longest way down to the bottom, counted from the top."""
    below: list[list[int]] = [[] for _ in range(count)]
    waiting = [0] * count
    above: list[list[int]] = [[] for _ in range(count)]
    for upper, lower in links:
        below[upper].append(lower)
        above[lower].append(upper)
        waiting[upper] += 1
    depth = [0] * count
    ready = [node for node in range(count) if not waiting[node]]
    for node in ready:
        for upper in above[node]:
            depth[upper] = max(depth[upper], depth[node] + 1)
            waiting[upper] -= 1
            if not waiting[upper]:
                ready.append(upper)
    top = max(depth, default=0)
    return [top - each for each in depth]


def _bends(
    count: int, links: Sequence[tuple[int, int]], ranks: list[int]
) -> tuple[list[int], dict[tuple[int, int], tuple[int, ...]]]:
    all_ranks = list(ranks)
    paths = {}
    for upper, lower in links:
        path = [upper]
        for rank in range(ranks[upper] + 1, ranks[lower]):
            path.append(len(all_ranks))
            all_ranks.append(rank)
        paths[upper, lower] = (*path, lower)
    return all_ranks, paths


def _first_order(ranks: Sequence[int]) -> list[list[int]]:
    layers: list[list[int]] = [[] for _ in range(max(ranks, default=0) + 1)]
    for node, rank in enumerate(ranks):
        layers[rank].append(node)
    return layers


def _ordered(layers: list[list[int]], segments: Sequence[tuple[int, int]]) -> list[list[int]]:
    above: dict[int, list[int]] = {}
    below: dict[int, list[int]] = {}
    for upper, lower in segments:
        below.setdefault(upper, []).append(lower)
        above.setdefault(lower, []).append(upper)
    best, least = [list(layer) for layer in layers], crossings(layers, segments)
    for sweep in range(SWEEPS):
        _sweep(layers, above if sweep % 2 else below, upward=not sweep % 2)
        found = crossings(layers, segments)
        if found < least:
            best, least = [list(layer) for layer in layers], found
    return best


def _sweep(layers: list[list[int]], beside: Mapping[int, list[int]], *, upward: bool) -> None:
    """Sort each layer by the middle of its neighbours in the one before it."""
    numbers = range(len(layers) - 2, -1, -1) if upward else range(1, len(layers))
    for number in numbers:
        fixed = layers[number + 1 if upward else number - 1]
        place = {node: at for at, node in enumerate(fixed)}
        now = {node: at for at, node in enumerate(layers[number])}
        keys = {node: _middle([place[each] for each in beside.get(node, ())], now[node])
                for node in layers[number]}  # fmt: skip
        layers[number].sort(key=lambda node: (keys[node], now[node]))


def _middle(places: list[int], otherwise: int) -> float:
    if not places:
        return float(otherwise)
    places.sort()
    half = len(places) // 2
    return float(places[half]) if len(places) % 2 else (places[half - 1] + places[half]) / 2


def crossings(layers: Sequence[Sequence[int]], segments: Sequence[tuple[int, int]]) -> int:
    """Return how many pairs of lines cross."""
    place = {node: (rank, at) for rank, layer in enumerate(layers) for at, node in enumerate(layer)}
    by_rank: dict[int, list[tuple[int, int]]] = {}
    for upper, lower in segments:
        by_rank.setdefault(place[upper][0], []).append((place[upper][1], place[lower][1]))
    return sum(_inversions([low for _, low in sorted(pairs)]) for pairs in by_rank.values())


def _inversions(numbers: list[int]) -> int:
    """Count pairs out of order, in n log n, by a Fenwick tree."""
    size = max(numbers, default=-1) + 1
    tree = [0] * (size + 1)
    found = 0
    for seen, number in enumerate(numbers):
        at, before = number + 1, 0
        while at:
            before += tree[at]
            at -= at & -at
        found += seen - before
        at = number + 1
        while at <= size:
            tree[at] += 1
            at += at & -at
    return found
