"""The shortest chains of a small drawn network: which are found, preferred, counted, cut."""

import pytest

from articles.network import search
from articles.network.links import Found, Kind, Link, Node
from articles.network.search import chains_between


def node(letter):
    return Node("company", ord(letter))


def drawn(*edges):
    """Return {(node, node): [Link]} of edges as “ab” (a fact) or “a.b” (an article)."""
    links = {}
    for n, edge in enumerate(edges, 1):
        kind = Kind.ARTICLE if "." in edge else Kind.TIE
        a, b = node(edge[0]), node(edge[-1])
        links.setdefault((a, b), []).append(Link(kind, n))
        links.setdefault((b, a), []).append(Link(kind, n))
    return links


class Network:
    """A network that notes what it is asked."""

    def __init__(self, *edges, cut=""):
        self.links, self.cut, self.asked = drawn(*edges), {node(c) for c in cut}, []

    def links_of(self, nodes, most):
        self.asked.append((list(nodes), most))
        found = {pair: links for pair, links in self.links.items() if pair[0] in nodes}
        return Found(found, bool(self.cut & set(nodes)))

    def between(self, a, b, **given):
        return chains_between(node(a), node(b), self.links_of, **given)

    def chains(self, a, b):
        return ["".join(chr(n.pk) for n in chain.nodes) for chain in self.between(a, b).chains]


def test_all_the_shortest_chains_are_found_and_no_longer_one():
    network = Network("ab", "bz", "ac", "cz", "ad", "de", "ez")
    assert network.chains("a", "z") == ["abz", "acz"]
    assert network.chains("z", "a") == ["zba", "zca"]


def test_each_step_has_all_the_links_between_its_two():
    outcome = Network("ab", "a.b", "bz").between("a", "z")
    (chain,) = outcome.chains
    assert chain.steps == (
        (Link(Kind.TIE, 1), Link(Kind.ARTICLE, 2)),
        (Link(Kind.TIE, 3),),
    )


def test_a_direct_link_is_a_chain_of_one():
    assert Network("az").chains("a", "z") == ["az"]


def test_facts_come_before_articles_at_the_same_length_but_not_at_a_greater():
    assert Network("a.b", "bz", "ac", "cz").chains("a", "z") == ["acz", "abz"]
    assert Network("a.z", "ac", "cz").chains("a", "z") == ["az"]


def test_of_chains_alike_the_one_of_more_links_comes_first():
    assert Network("a.b", "b.z", "a.c", "c.z", "a.c").chains("a", "z") == ["acz", "abz"]


@pytest.mark.parametrize("length", [1, 2, 3, 4, 5, 6])
def test_a_chain_of_any_length_up_to_the_longest_is_found_from_either_end(length):
    way = "abcdefg"[: length + 1]
    network = Network(*(way[n : n + 2] for n in range(length)))
    assert network.chains("a", way[-1]) == [way]
    assert network.chains(way[-1], "a") == [way[::-1]]
    assert len(network.asked) == 2 * length


def test_a_longer_chain_than_the_longest_is_not_told_of():
    network = Network("ab", "bc", "cd", "de", "ef", "fg", "gh")
    assert network.between("a", "h") == ([], 0, False)
    assert len(network.asked) == search.LONGEST


def test_what_is_not_connected_is_not_said_to_be_cut():
    assert Network("ab", "yz").between("a", "z") == ([], 0, False)


def test_a_search_that_left_links_out_says_so():
    assert Network("ab", "bc", "yz", cut="a").between("a", "z").cut is False  # z has no more
    cut = Network("ab", "bc", "yz", cut="az").between("a", "z")
    assert cut == ([], 0, True)
    assert Network("ab", "bz", cut="a").between("a", "z").cut is True


def test_what_is_cut_at_one_end_may_be_found_from_the_other():
    network = Network(*(f"a{c}" for c in "bcdef"), "yz")
    del network.links[node("a"), node("b")]
    network.links[node("b"), node("y")] = network.links[node("y"), node("b")] = [
        Link(Kind.ROLE, 99)
    ]
    assert network.chains("a", "z") == ["abyz"]


def test_more_chains_than_are_shown_are_counted():
    middle = "bcdefgh"
    network = Network(*(f"a{c}" for c in middle), *(f"{c}z" for c in middle))
    outcome = network.between("a", "z")
    assert (len(outcome.chains), outcome.more) == (search.SHOWN, len(middle) - search.SHOWN)
    twice = Network(*(f"{a}{b}" for a, b in ("ab", "ac", "bd", "cd", "de", "df", "ez", "fz")))
    assert sorted(twice.chains("a", "z")) == ["abdez", "abdfz", "acdez", "acdfz"]


def test_work_stays_within_its_bounds_whatever_there_is(monkeypatch):
    monkeypatch.setattr(search, "FRONTIER", 3)
    middle = "bcdefghij"
    network = Network(*(f"a{c}" for c in middle), *(f"z{c}" for c in middle.upper()), "j.J")
    outcome = network.between("a", "z")
    assert outcome.cut and len(network.asked) <= search.LONGEST
    for nodes, most in network.asked:
        assert len(nodes) <= 3
        assert most * len(nodes) <= max(search.HUBS, search.FEWEST * len(nodes))
        assert most & (most - 1) == 0  # few different numbers: a statement is made for each


def test_nodes_reached_by_facts_are_followed_before_others(monkeypatch):
    monkeypatch.setattr(search, "FRONTIER", 1)
    network = Network("a.b", "a.c", "ad", "de", "ez", "zy", "zx")
    assert network.chains("a", "z") == ["adez"]
