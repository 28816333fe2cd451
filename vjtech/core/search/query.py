"""The query language: words (all of them), "phrases", -minus, a trailing *.

Nothing that can be typed raises. What a word splits into (57-NQ/TW, C.OPE2N) is a phrase. A
Japanese run finds itself anywhere inside a longer one.
"""

import re
from dataclasses import dataclass
from itertools import pairwise

from vjtech.core.search.tokens import (
    LONGEST,
    RUN,
    accented,
    folded_with_map,
    japanese_letters,
    stem,
)

MOST_CHARACTERS = 300
MOST_TERMS = 16
PART = re.compile(r'(?P<minus>-?)(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+))')
# The quotes of our three languages, and signs as a Japanese keyboard gives them.
SIGNS = str.maketrans(dict.fromkeys("“”„‟«»「」『』＂", '"') | {"－": "-", "＊": "*", "　": " "})


@dataclass(frozen=True)
class Phrase:
    """Tokens that stand side by side; `prefix` opens the last one."""

    tokens: tuple
    prefix: bool = False


@dataclass(frozen=True)
class Term:
    """What is to be found: the phrase, or all of the parts; or just as well any of `others`.

    `words` are as they were typed, `exact` those among them that were typed with accents.
    """

    words: str
    phrase: Phrase | None = None
    parts: tuple = ()
    others: tuple = ()
    minus: bool = False
    quoted: bool = False
    exact: tuple = ()

    def phrases(self):
        """Return every phrase that the term may be found by."""
        own = (self.phrase,) if self.phrase else ()
        return (*own, *(p for part in self.parts for p in part.phrases()), *self.others)


@dataclass(frozen=True)
class Query:
    terms: tuple = ()
    shortened: bool = False

    @property
    def wanted(self):
        return tuple(term for term in self.terms if not term.minus)

    @property
    def unwanted(self):
        return tuple(term for term in self.terms if term.minus)

    @property
    def exact(self):
        return tuple(dict.fromkeys(word for term in self.wanted for word in term.exact))

    def __bool__(self):
        return bool(self.wanted)


def parse(text):
    """Return the Query that was typed; empty (false) where there is no word to look for."""
    text = "".join(c for c in text if c != "\0" and not "\ud800" <= c <= "\udfff")
    shortened = len(text) > MOST_CHARACTERS
    terms = []
    for part in PART.finditer(text[:MOST_CHARACTERS].translate(SIGNS)):
        term = _term(part)
        if term is not None:
            terms.append(term)
    return Query(tuple(terms[:MOST_TERMS]), shortened or len(terms) > MOST_TERMS)


def phrase_of(words):
    """Return the Phrase that finds these words as they stand, or None where there is no word."""
    found, _raw, _exact = _tokens(words)
    return Phrase(tuple(found), _is_letter(found[-1])) if found else None


def _term(part):
    phrase = part["phrase"]
    words = part["word"] if phrase is None else phrase
    found, raw, exact = _tokens(words)
    if not found:
        return None
    *first, last = found
    whole = Phrase(tuple(found), _is_letter(last))
    others = ()
    if phrase is None and words.endswith("*") and len(raw) >= 2:
        # Unfinished: “cons” is no plural of “con”; yet “companies” is one of “company”.
        others = (whole,) if last != raw else ()
        whole = Phrase((*first, raw), True)
    return Term(
        words=words,
        phrase=whole,
        others=others,
        minus=bool(part["minus"]),
        quoted=phrase is not None,
        exact=tuple(exact),
    )


def _tokens(words):
    """Return the tokens of words, the last one as typed if it is Latin, and accented words."""
    folded, starts, ends = folded_with_map(words)
    found, raw, exact = [], "", []
    runs = list(RUN.finditer(folded))
    for run in runs:
        first, last = run.span()
        if run["ja"]:
            letters = [folded[i] for i in japanese_letters(folded, first, last)]
            found += _pairs(letters, run is runs[-1])
            raw = ""
            continue
        raw = run.group()[:LONGEST]
        found.append(stem(raw))
        written = accented(words[starts[first] : ends[last - 1]], raw)
        if written:
            exact.append(written)
    return found, raw, exact


def _pairs(letters, last):
    """Return the pairs of a run; inside a phrase its last letter alone ends it."""
    pairs = [a + b for a, b in pairwise(letters)]
    return pairs if last and pairs else [*pairs, letters[-1]]


def _is_letter(token):
    """Say whether a token is a Japanese letter by itself: the start of any pair."""
    return len(token) == 1 and bool(RUN.match(token)["ja"])
