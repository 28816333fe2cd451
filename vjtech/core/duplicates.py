"""Likely duplicates: pairs of nouns whose names are the same by their key, or nearly so.

Nobody compares a hundred thousand names with each other. Names are compared that share a rare
word, their consonants, or their place in the alphabet; of those, a page's worth at a time.
"""

import re
from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass

from rapidfuzz import fuzz

from vjtech.core.names import Alias
from vjtech.core.pairs import distinct_pairs
from vjtech.core.search.names import bare

MOST_NAMES = 100_000  # the newest ones
LOOKED, SIZE = 2000, 50
RARE, NEIGHBOURS, MOST_CANDIDATES = 40, 3, 100
SHORTEST, NEAR = 5, 90
VOWELS = str.maketrans("", "", "aeiouy ")
DIGITS = re.compile(r"\d+")
# Short forms and misprints are shared by bodies that have nothing to do with each other.
SAYING = (Alias.Kind.OFFICIAL, Alias.Kind.ROMANISED, Alias.Kind.NATIVE, Alias.Kind.FORMER)
SAME, BONES = "=", "~"  # before a mark: the whole name, and its consonants; other marks are words


@dataclass(frozen=True)
class Likely:
    one: int
    other: int  # the older one
    same: bool  # by name key or alias; else by nearness


class Names:
    """The names of a kind of noun, by the marks that bring two of them together.

    Of the marks only those are kept that the nouns bear which are `looked` at: from the key
    `after` on, the newest first.
    """

    def __init__(self, model, after=None):
        rows = model._base_manager.order_by("-pk").values_list("pk", "sort_key")[:MOST_NAMES]
        self.keys = dict(rows)
        ahead = [pk for pk in self.keys if after is None or pk < after]
        self.looked, self.last = ahead[:LOOKED], min(ahead, default=0)
        self.aliases = defaultdict(set)
        aliases = model._meta.get_field("aliases").related_model.objects.filter(kind__in=SAYING)
        for pk, key in aliases.order_by("-owner").values_list("owner", "key")[:MOST_NAMES]:
            self.aliases[pk].add(SAME + joined(key))
        wanted = set().union(*map(self.marks, self.looked))
        self.bearers = defaultdict(list)
        for pk in self.keys:
            for mark in self.marks(pk) & wanted:
                self.bearers[mark].append(pk)
        self.sorted = sorted((key, pk) for pk, key in self.keys.items())

    def marks(self, pk):
        key = self.keys[pk]
        marks = {SAME + joined(key), BONES + bones(key), *key.split()}
        if not key.isascii():  # 富士通株式会社: no blank parts the legal form from the name
            marks.add(bare(key))
        return marks | self.aliases[pk] if pk in self.aliases else marks

    def same(self, pk):
        """Return the older nouns that are called what this one is."""
        marks = [mark for mark in self.marks(pk) if mark.startswith(SAME) and mark != SAME]
        found = (other for mark in marks for other in self.bearers[mark][-MOST_CANDIDATES:])
        return {other for other in found if other < pk}

    def near(self, pk):
        """Return the older nouns with nearly the same name."""
        key = self.keys[pk]
        if len(key) < shortest(key):
            return set()
        place = bisect_left(self.sorted, (key, pk))
        beside = self.sorted[max(0, place - NEIGHBOURS) : place + NEIGHBOURS + 1]
        found = {other for _key, other in beside}
        for mark in self.marks(pk):
            if not mark.startswith(SAME) and len(self.bearers[mark]) <= RARE:
                found.update(self.bearers[mark])
        older = sorted(other for other in found if other < pk)[:MOST_CANDIDATES]
        return {other for other in older if alike(key, self.keys[other])}


def joined(key):
    """Return a key blind to the order of its words."""
    return " ".join(sorted(key.split())) if " " in key else key


def bones(key):
    """Return what is left of a name without vowels and doubled letters: Viettel is as Vietel."""
    left = key.translate(VOWELS)
    return "".join(c for c, before in zip(left, " " + left, strict=False) if c != before)


def alike(a, b):
    if DIGITS.findall(a) != DIGITS.findall(b):
        return False  # “Zone 1” and “Zone 2” are two
    if fuzz.ratio(a, b) >= NEAR or fuzz.token_sort_ratio(a, b) >= NEAR:
        return True
    return len(bare(a)) >= shortest(bare(a)) and bare(a) == bare(b)


def shortest(key):
    """Return from how many letters on names are compared: kanji say more than letters."""
    return SHORTEST if key.isascii() else 2


def likely(model, after=None):
    """Return (pairs, key to go on from or None), the newest nouns first; marked pairs left out."""
    names, marked = Names(model, after), distinct_pairs(model)
    pairs = []
    for pk in names.looked:
        same = names.same(pk)
        for other in (*sorted(same), *sorted(names.near(pk) - same)):
            if frozenset((pk, other)) not in marked:
                pairs.append(Likely(pk, other, other in same))
        if len(pairs) >= SIZE and pk != names.last:
            return pairs, pk
    return pairs, names.looked[-1] if names.looked and names.looked[-1] != names.last else None
