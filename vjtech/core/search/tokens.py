"""One tokeniser for both databases: folded words, Japanese runs as overlapping pairs."""

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

from vjtech.core.search.fold import UNSEEN, VARIANTS, fold

JAPANESE = (
    "\u3005-\u3007\u3041-\u309f\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uf900-\ufaff\U00020000-\U0003134f"
)
# What may stand between the parts of a Japanese name and is as often left out.
BETWEEN = " ・゠"
RUN = re.compile(rf"(?P<ja>[{JAPANESE}]+(?:[{BETWEEN}]{{1,3}}[{JAPANESE}]+)*)|[^\W_{JAPANESE}]+")
ATTACHED = {"\u3099", "\u309a", "\uff9e", "\uff9f"} | VARIANTS
LONGEST = 64
CACHED = 8  # letters of a cluster: longer ones are nobody's writing


class Token(NamedTuple):
    """A token and where it stands in the original text; `exact` keeps case-folded accents."""

    text: str
    start: int
    end: int
    exact: str = ""


@lru_cache(maxsize=8192)
def _fold_cluster(cluster):
    return fold(cluster)


class Letters(dict):
    """What single characters fold to; None for one that belongs to the character before it."""

    MOST = 8192

    def __missing__(self, character):
        if len(self) >= self.MOST:
            self.clear()
        attached = character in ATTACHED or unicodedata.combining(character)
        self[character] = None if attached else fold(character)
        return self[character]


LETTERS = Letters()


def folded_with_map(text):
    """Return the folded text and, for each of its letters, where its source starts and ends."""
    if text.isascii():
        return text.lower(), range(len(text)), range(1, len(text) + 1)
    found = [LETTERS[character] for character in text]
    if None in found:
        return _folded_by_clusters(text)
    folded = "".join(found)
    if len(folded) == len(text) and all(found):  # most texts: letter for letter
        return folded, range(len(text)), range(1, len(text) + 1)
    starts = [i for i, letters in enumerate(found) for _letter in letters]
    return folded, starts, [i + 1 for i in starts]


def _folded_by_clusters(text):
    letters, starts, ends = [], [], []
    i, n = 0, len(text)
    while i < n:
        j = i + 1
        while j < n and LETTERS[text[j]] is None:
            j += 1
        cluster = text[i:j]
        folded = _fold_cluster(cluster) if j - i <= CACHED else fold(cluster)
        letters.append(folded)
        starts += [i] * len(folded)
        ends += [j] * len(folded)
        i = j
    return "".join(letters), starts, ends


def stem(word):
    """Join English plurals to their singular; other words stay as they are."""
    if len(word) < 4 or not word.isascii() or not word.endswith("s"):
        return word
    if word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies") and len(word) > 4:
        return f"{word[:-3]}y"
    if word.endswith(("ches", "shes", "xes", "sses", "zes")):
        return word[:-2]
    return word[:-1]


def tokens(text):
    """Yield the tokens of a text to be indexed, one for each position."""
    return tokens_from(text, folded_with_map(text))


def tokens_from(text, mapped, at=0, exact=True):
    """Yield the tokens of a text from a letter on; `mapped` is what `folded_with_map` returned.

    Without `exact` their accents, which cost most, are left out.
    """
    folded, starts, ends = mapped
    for match in RUN.finditer(folded, at):
        first, last = match.span()
        if match["ja"]:
            places = japanese_letters(folded, first, last)
            for i, j in zip(places, (*places[1:], None), strict=True):
                pair = folded[i] if j is None else folded[i] + folded[j]
                yield Token(pair, starts[i], ends[i if j is None else j])
        else:
            start, end = starts[first], ends[last - 1]
            word = match.group()[:LONGEST]
            written = accented(text[start:end], word) if exact else ""
            yield Token(stem(word), start, end, written)


def japanese_letters(folded, first, last):
    """Return where the letters of a Japanese run stand, without what is between its parts."""
    return [i for i in range(first, last) if folded[i] not in BETWEEN]


def accented(original, word):
    """Return a folded word with the accents it was written with, or "" where it has none."""
    if original.isascii():
        return ""
    seen = "".join(c for c in original if c not in UNSEEN)
    written = unicodedata.normalize("NFC", unicodedata.normalize("NFKC", seen).casefold())
    # What a sign stands for may hold more than letters (℅ is c/o): that is no accent.
    plain = all(c.isalnum() or unicodedata.combining(c) for c in written)
    return written[:LONGEST] if plain and written[:LONGEST] != word else ""
