"""Text as a paragraph keeps it: on one line, composed, without what cannot be seen."""

import re
import unicodedata
from itertools import groupby

# Controls that are no white space, marks that turn the direction of text, joiners of no width,
# halves of surrogate pairs, and code points that are no characters.
UNSEEN = re.compile(
    "[\0-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069"
    "\ufdd0-\ufdef\ufeff\ufff9-\ufffb\ufffe\uffff\ud800-\udfff]"
)
MOST_MARKS = 30  # on one letter: composing long runs of marks takes the square of their length


def listed(text):
    """Return the phrases of a list that commas part."""
    return frozenset(phrase.strip() for phrase in text.split(","))


def plain(text):
    """Return text on one line, NFC, its blanks squeezed; what cannot be stored or seen is gone."""
    text = UNSEEN.sub("", text)
    if not text.isascii():
        text = unicodedata.normalize("NFC", unstacked(text))
    return " ".join(text.split())


def unstacked(text):
    """Return text with at most MOST_MARKS marks on a letter."""
    if sum(map(bool, map(unicodedata.combining, text))) <= MOST_MARKS:
        return text
    runs = groupby(text, _is_mark)
    return "".join("".join(run)[: MOST_MARKS if marks else None] for marks, run in runs)


def _is_mark(character):
    return unicodedata.combining(character) > 0


def rows(text):
    """Return (number, line) of the lines that hold something, as check_evidence counts them."""
    filled = (line for line in text.splitlines() if line.strip())
    numbered = ((number, plain(line)) for number, line in enumerate(filled, 1))
    return [(number, line) for number, line in numbered if line]
