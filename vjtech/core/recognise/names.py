"""Known names in a text: the longest wins, and none is found inside a word."""

import copy
import re
from array import array
from collections import defaultdict
from typing import NamedTuple

import ahocorasick

from vjtech.core.recognise.boundaries import whole
from vjtech.core.recognise.spans import longest
from vjtech.core.recognise.spelling import FEW_LETTERS, fits
from vjtech.core.recognise.words import Words, key

IN_CODE = re.compile(r"[A-Za-z/_.-]*[0-9]")  # 57-NQ/TW
LONGEST_CODE = 20
LONGEST_WORD = 40
# The words beside a bare given name, where only a blank or a hyphen parts them.
BEFORE = re.compile(r"(?P<word>[^\W\d_]+)(?P<gap>[ \u00a0-])$")
AFTER = re.compile(r"[ \u00a0-](?P<word>[^\W\d_]+)")
# Words with a capital that stand before a bare name and are no part of it.
TITLES = (
    "mr mrs ms dr prof professor sir madam chairman chairwoman chair president director"
    " minister ambassador governor mayor engineer founder but and as for in with when while"
    " according although then now ông bà anh chị cô bác giáo sư tiến sĩ thạc bí thư trưởng"
    " tịch đốc viên theo còn khi nhưng và"
)
BEFORE_NAMES = frozenset(TITLES.split())


class Name(NamedTuple):
    """A name and whose it is: (noun, primary key). A bare given name does not identify."""

    text: str
    owner: tuple[str, int]
    identifies: bool = True


class Named(NamedTuple):
    """Where a name is printed and whose it can be: several owners are namesakes."""

    start: int
    end: int
    owners: tuple[tuple[str, int], ...]


class Hit(NamedTuple):
    """A key found: where it is in the words' key, and the number of its group of names."""

    start: int
    end: int
    group: int


class Recogniser:
    """Finds names by their folded words; building it takes a while, finding is linear."""

    owners = None  # whose names are looked for; None: everybody's

    def __init__(self, names):
        groups = defaultdict(list)
        for name in names:
            words = key(name.text)
            if any(c.isalpha() for c in words):
                groups[words].append(name)
        self.groups = list(groups.values())
        self.lengths = array("I", map(len, groups))
        self.automaton = ahocorasick.Automaton(ahocorasick.STORE_INTS)
        for number, words in enumerate(groups):
            self.automaton.add_word(words, number)
        if groups:
            self.automaton.make_automaton()

    def among(self, owners):
        """Return one that looks only for the names of these, without building it anew."""
        narrowed = copy.copy(self)
        narrowed.owners = frozenset(owners)
        return narrowed

    def find(self, text):
        """Return the names in a text, in their order."""
        return self.find_in([text])[0]

    def find_in(self, texts):
        """Return the names in each of an article's texts.

        What does not identify alone is found where any of them names its bearer.
        """
        found = [list(self._candidates(text)) for text in texts]
        bearers = {
            name.owner
            for candidates in found
            for _start, _end, names in chosen(candidates, lambda name: name.identifies)
            for name in names
        }
        return [
            [
                Named(start, end, owners(names, text[start:end]))
                for start, end, names in chosen(
                    candidates, lambda name: name.identifies or name.owner in bearers
                )
            ]
            for text, candidates in zip(texts, found, strict=True)
        ]

    def _candidates(self, text):
        """Yield (start, end, names) of all that is printed like a name and stands at boundaries."""
        if not self.groups:
            return
        words = Words(text)
        for first, last, number in whole(words, list(self._hits(words))):
            span = words.span(first, last)
            if span is None:
                continue
            start, end = span
            if self.lengths[number] <= FEW_LETTERS and in_code(text, start, end):
                continue
            printed = text[start:end]
            names = [name for name in self._named(number) if fits(name.text, printed)]
            if not all(name.identifies for name in names) and not bare(text, start, end):
                names = [name for name in names if name.identifies]
            if names:
                yield start, end, names

    def _named(self, number):
        names = self.groups[number]
        return [name for name in names if self.owners is None or name.owner in self.owners]

    def _hits(self, words):
        for last, number in self.automaton.iter(words.key):
            yield Hit(last + 1 - self.lengths[number], last + 1, number)


def chosen(candidates, accepted):
    """Return the longest of the candidates by their accepted names, none overlapping another."""
    kept = []
    for start, end, names in candidates:
        names = [name for name in names if accepted(name)]
        if names:
            kept.append((start, end, names))
    return longest(kept)


def owners(names, printed):
    """Return whose a printed name can be, first those who write it just so."""
    names = sorted(names, key=lambda name: (name.text != printed, not name.identifies))
    return tuple(dict.fromkeys(name.owner for name in names))


def in_code(text, start, end):
    """Say whether a few letters are part of a number such as 57-NQ/TW."""
    if not text[start:end].isascii():
        return False
    after = text[end : end + LONGEST_CODE]
    before = text[max(0, start - LONGEST_CODE) : start][::-1]
    return any(side[:1] in ("-", "/") and IN_CODE.match(side) for side in (after, before))


def bare(text, start, end):
    """Say whether a short form stands by itself, and not as part of a longer, unknown name."""
    before = BEFORE.search(text[max(0, start - LONGEST_WORD) : start])
    if before and (before["gap"] == "-" or _names(before["word"])):
        return False
    after = AFTER.match(text, end, end + LONGEST_WORD)
    return not (after and after["word"].istitle())


def _names(word):
    return word.istitle() and word.lower() not in BEFORE_NAMES
