"""Whether what is printed is a way of writing a name, where both have the same key."""

import re
import unicodedata
from functools import lru_cache

from vjtech.core.recognise.words import is_japanese
from vjtech.core.search.fold import UNSEEN, fold

WORD = re.compile("(?:[^\\W_][\u0300-\u036f]*)+")
TONES = "\u0300\u0301\u0303\u0309\u0323"
FEW_LETTERS = 3
FEW_WORDS = 2
DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−~〜～"), "-")
QUOTES = dict.fromkeys(map(ord, "’‘ʼ`´"), "'")
LOOSE = DASHES | QUOTES | dict.fromkeys(map(ord, "・゠·"), "")
APART = re.compile(r"\n\s*\n|\s{4,}")


@lru_cache(maxsize=4096)
def parts(text):
    """Return the words and the gaps between them, each by how many letters come before it."""
    seen = "".join(c for c in unicodedata.normalize("NFKC", text) if c not in UNSEEN)
    words, gaps, letters, end = {}, {}, 0, None
    for match in WORD.finditer(seen):
        if end is not None:
            gaps[letters] = seen[end : match.start()]
        words[letters] = match.group()
        letters += sum(c.isalnum() for c in fold(match.group()))
        end = match.end()
    return words, gaps, letters


@lru_cache(maxsize=8192)
def accents(word):
    """Return a word with its accents, its tone marks last: hoà is hòa; "" where it has none."""
    # Old Vietnamese fonts have ð for đ.
    decomposed = unicodedata.normalize("NFD", word.casefold().replace("ð", "đ"))
    tones = "".join(sorted(c for c in decomposed if c in TONES))
    letters = "".join(c for c in decomposed if c not in TONES)
    return "" if letters + tones == fold(word) else letters + tones


@lru_cache(maxsize=8192)
def fits(name, printed):
    """Say whether a name may be printed so.

    Up to three letters match as they are written. Otherwise accents may be left out but not be
    others, capitals count in one or two words, which else are found among ordinary words.
    """
    if name == printed:
        return True
    name_words, name_gaps, letters = parts(name)
    words, gaps, _letters = parts(printed)
    if not any(map(is_japanese, name)):
        if letters <= FEW_LETTERS:
            return list(name_words.values()) == list(words.values()) and name_gaps == gaps
        if len(name_words) <= FEW_WORDS and not _same_capitals(name_words, words):
            return False
    if not all(_same_accents(word, words.get(at, "")) for at, word in name_words.items()):
        return False
    comma = "," in name
    return all(
        _same_gap(name_gaps.get(at, ""), gaps.get(at, ""), comma) for at in {*name_gaps, *gaps}
    )


def _same_capitals(name_words, words):
    return all(
        words[at][0].isupper()
        for at, word in name_words.items()
        if word[0].isupper() and at in words
    )


def _same_accents(word, printed):
    if not printed or word == printed or word.isascii() or printed.isascii():
        return True
    ours, theirs = accents(word), accents(printed)
    return not ours or not theirs or ours == theirs or len(word) != len(printed)


def _same_gap(ours, printed, comma):
    """Say whether two gaps are alike: blanks and hyphens are, a full stop must be the name's."""
    if ours == printed:
        return True
    if APART.search(printed):
        return False
    ours, printed = ("".join(gap.translate(LOOSE).split()) for gap in (ours, printed))
    if not set(printed) - {"-"} <= set(ours) | ({","} if comma else set()):
        return False
    drop = str.maketrans("", "", "-.,")
    return ours.translate(drop) == printed.translate(drop)
