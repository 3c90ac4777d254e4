"""Companies that own each other, and the order in which all are evaluated: owners first."""

from collections.abc import Iterator

from counterpitch.ownership.graph import Graph


def owners(holdings: Graph, node: int) -> list[int]:
    """Return who holds ``node``, once for each holding."""
    found: list[int] = holdings.owner[holdings.pointer[node] : holdings.pointer[node + 1]].tolist()
    return found


def components(holdings: Graph, among: set[int]) -> Iterator[list[int]]:
    """Yield the strongly connected components of ``among``, owners first (Tarjan, 1972)."""
    number: dict[int, int] = {}
    low: dict[int, int] = {}
    stack: list[int] = []
    given: set[int] = set()
    for root in sorted(among):
        if root in number:
            continue
        number[root] = low[root] = len(number)
        stack.append(root)
        frames = [(root, iter(owners(holdings, root)))]
        while frames:
            node, ups = frames[-1]
            for up in ups:
                if up not in among or up in given:
                    continue
                if up not in number:
                    number[up] = low[up] = len(number)
                    stack.append(up)
                    frames.append((up, iter(owners(holdings, up))))
                    break
                low[node] = min(low[node], number[up])
            else:
                frames.pop()
                if frames:
                    low[frames[-1][0]] = min(low[frames[-1][0]], low[node])
                if low[node] == number[node]:
                    members = stack[stack.index(node) :]
                    del stack[-len(members) :]
                    given.update(members)
                    yield members
