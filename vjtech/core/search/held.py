"""What an index holds of a document, the same on both databases."""

from collections import Counter
from itertools import islice

from vjtech.core.search.tokens import Token, tokens

# What PostgreSQL can hold of a document, kept to on SQLite too, so that both find the same: its
# positions end at 16,383, it knows 256 of a word, and a vector has less than a megabyte.
MOST_TOKENS = 7000  # of a title or a text
MOST_PLACES = 255
MOST_LETTERS = 120_000  # of four bytes at most; those of a title are there twice
GAP = 100  # between title and text, so that no phrase runs from one into the other
BLANK = Token("…", 0, 0)  # stands where a word that has too many places would


def token_lists(document):
    """Return the tokens of a document's title and of its text, as far as an index holds them."""
    places, size = Counter(), 0
    lists = []
    for text, times in ((document.title, 2), (document.body, 1)):
        kept = []
        for token in islice(tokens(text), MOST_TOKENS):
            size += times * (len(token.text) + len(token.exact))
            if size > MOST_LETTERS:
                break
            places[token.text] += 1
            kept.append(token if places[token.text] <= MOST_PLACES else BLANK)
        lists.append(kept)
    return lists
