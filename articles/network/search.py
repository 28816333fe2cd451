"""The shortest chains between two nodes: a breadth-first search from both ends.

Chains are ordered by how many of their steps only articles make, then by how much links them.
"""

from dataclasses import dataclass, field
from heapq import nsmallest
from itertools import pairwise
from typing import NamedTuple

from articles.network.links import Kind, Node

LONGEST = 6  # links from end to end
SHOWN = 5
FRONTIER = 64  # nodes whose links are looked at at once
HUBS = 512  # looked at at once along each way, shared out among the nodes
FEWEST = 8  # of a node


class Chain(NamedTuple):
    nodes: tuple  # from one end to the other
    steps: tuple  # the Links between each two of them


class Outcome(NamedTuple):
    chains: list
    more: int  # chains as long as these
    cut: bool  # not all links were looked at: there may be more chains, and shorter ones


class Way(NamedTuple):
    """A chain from an end of the search to a node; of two, the lesser is told first."""

    by_articles: int
    links: int  # negative: the more the better
    nodes: tuple


@dataclass
class Side:
    """What has been reached from one end, level by level."""

    start: Node
    depths: dict = field(default_factory=dict)
    before: dict = field(default_factory=dict)  # {node: {a node one step nearer: Links}}
    frontier: list = field(default_factory=list)
    depth: int = 0
    cut: bool = False

    def __post_init__(self):
        self.depths[self.start] = 0
        self.frontier = [self.start]
        self.known = {self.start: ([Way(0, 0, (self.start,))], 1)}

    @property
    def is_whole(self):
        """Say whether all that this end is connected with was reached."""
        return not self.frontier and not self.cut

    def grow(self, links_of):
        """Reach the nodes one step further; return them."""
        links, cut = links_of(self.frontier, share(len(self.frontier)))
        self.depth += 1
        reached = {}
        for (node, other), found in links.items():
            if self.depths.setdefault(other, self.depth) == self.depth:
                self.before.setdefault(other, {})[node] = found
                reached[other] = None
        first = nsmallest(FRONTIER, reached, key=lambda node: self.ways(node)[0][0])
        self.cut |= cut or len(first) < len(reached)
        self.frontier = first
        return list(reached)

    def ways(self, node):
        """Return the first SHOWN Ways to a node that was reached, and how many there are."""
        if node not in self.known:
            found, count = [], 0
            for nearer, links in self.before[node].items():
                ways, number = self.ways(nearer)
                only_articles = all(link.kind is Kind.ARTICLE for link in links)
                found += [
                    Way(way.by_articles + only_articles, way.links - len(links), (*way.nodes, node))
                    for way in ways
                ]
                count += number
            self.known[node] = nsmallest(SHOWN, found), count
        return self.known[node]

    def steps(self, nodes):
        return [self.before[b][a] for a, b in pairwise(nodes)]


def share(nodes):
    """Return how many hubs each of so many nodes has looked at: a power of two."""
    return max(FEWEST, 1 << (max(HUBS // nodes, 1).bit_length() - 1))


def chains_between(start, end, links_of, longest=LONGEST):
    """Return the Outcome of looking for the shortest chains between two different nodes.

    `links_of(nodes, most)` returns a Found; it is asked once for each level of either side.
    """
    one, other = Side(start), Side(end)
    while one.depth + other.depth < longest and not (one.is_whole or other.is_whole):
        growing = [side for side in (one, other) if side.frontier]
        if not growing:
            break
        # The side with fewer nodes; the same one whichever end is asked for first.
        near = min(growing, key=lambda side: (len(side.frontier), side.start))
        far = other if near is one else one
        met = [node for node in near.grow(links_of) if node in far.depths]
        if met:
            return meeting(one, other, met)
    cut = (one.cut or other.cut) and not (one.is_whole or other.is_whole)
    return Outcome([], 0, cut)


def meeting(one, other, met):
    """Return the Outcome where two sides have met at these nodes."""
    lengths = {node: one.depths[node] + other.depths[node] for node in met}
    shortest = min(lengths.values())
    found, count = [], 0
    for node in met:
        if lengths[node] == shortest:
            (there, n), (back, m) = one.ways(node), other.ways(node)
            found += [(met_at(a, b), node) for a in there for b in back]
            count += n * m
    first = nsmallest(SHOWN, found)
    chains = [chain(way.nodes, way.nodes.index(node), one, other) for way, node in first]
    return Outcome(chains, count - len(first), one.cut or other.cut)


def met_at(there, back):
    nodes = (*there.nodes, *reversed(back.nodes[:-1]))
    return Way(there.by_articles + back.by_articles, there.links + back.links, nodes)


def chain(nodes, met, one, other):
    there, back = one.steps(nodes[: met + 1]), other.steps(nodes[: met - 1 if met else None : -1])
    return Chain(nodes, tuple(map(tuple, (*there, *reversed(back)))))
