"""Names, found in any spelling and order: the index finds candidates, which are ranked here."""

import re
import unicodedata
from functools import lru_cache

from vjtech.core.search.fold import fold, name_key
from vjtech.core.search.query import Query, parse
from vjtech.core.search.tokens import JAPANESE, RUN

CANDIDATES = 100
MOST_CHARACTERS = 300
# What stands around a name and is no part of it, folded; longest first where one begins another.
TITLES = (
    *("mrs", "mr", "ms", "dr", "professor", "prof", "sir", "madam"),
    *("ong", "ba", "anh", "chi", "ngai", "giao su", "tien si"),
)
FORMS = (
    *("joint stock company", "company limited", "co ltd", "corporation", "corp", "company", "co"),
    *("jsc", "ltd", "limited", "inc", "llc", "plc", "kk", "group", "holdings"),
    *("tong cong ty", "cong ty co phan", "cong ty tnhh", "cong ty", "tap doan", "ctcp", "tnhh"),
)
# A title stands before a name: Minh Anh is no Minh.
BEFORE = re.compile(rf"^\W*(?:(?:{'|'.join(TITLES)})\W+)+(?=\w)")
AROUND = re.compile(rf"(?<!\w)(?:{'|'.join(FORMS)})(?!\w)")
JAPANESE_FORMS = re.compile(
    r"株式会社|有限会社|合同会社|\(株\)|\(有\)"
    r"|(?:氏|さん|様|先生|会長|社長|代表取締役|所長|教授)+(?!\w)"
)
OPERATORS = re.compile(r'["“”„«»「」『』＂*＊]|(?<!\w)[-－]')
BLANK = re.compile(rf"(?<=[{JAPANESE}]) (?=[{JAPANESE}])")

TYPED, SPELT, SAME, BEGINS, SORTED, HELD, OTHER = range(7)


@lru_cache(maxsize=2048)
def bare(text):
    """Return a name's folded words without titles and legal forms, or all where none is left."""
    folded = " ".join(fold(text).replace(".", " ").split())
    named = BEFORE.sub("", JAPANESE_FORMS.sub(" ", folded))
    return spelt(AROUND.sub(" ", named)) or spelt(named) or spelt(text)


def names_query(text):
    """Return the Query that finds names: all words in any order, the last one open."""
    words = bare(OPERATORS.sub(" ", text[:MOST_CHARACTERS]))
    return parse(f"{words}*") if words else Query()


def rank(text, name):
    """Return how near a name is to what was typed: TYPED is the same to the accent, then less."""
    if plain(text) == plain(name):
        return TYPED
    if spelt(text) == spelt(name):
        return SPELT
    asked, borne = bare(text), bare(name)
    if asked == borne:
        return SAME
    if f" {asked}" in f" {borne}":
        return BEGINS
    if sorted(asked.split()) == sorted(borne.split()):
        return SORTED
    return HELD if all(_is_held(word, borne) for word in asked.split()) else OTHER


def _is_held(word, borne):
    # A Japanese name has no blanks: what is part of it stands anywhere in it.
    return f" {word}" in f" {borne}" or (word in borne and bool(RUN.match(word)["ja"]))


@lru_cache(maxsize=2048)
def plain(text):
    return unicodedata.normalize("NFKC", " ".join(text.split())).casefold()


@lru_cache(maxsize=2048)
def spelt(text):
    """Return the key of a name, without the blanks that Japanese names are printed with or not."""
    return BLANK.sub("", name_key(text))


def ranked(text, nouns):
    """Return (nearness, sort key, id, name that matched) of nouns, the nearest first.

    `nouns` are (id, sort key, names); of names that are alike near the first is taken.
    """
    found = []
    for pk, sort_key, names in nouns:
        nearness, name = min(((rank(text, n), n) for n in names), key=lambda pair: pair[0])
        found.append((nearness, sort_key, pk, name))
    return sorted(found)
