"""How alike texts are: shingles, the runs of five words that follow one another in them.

Words are folded; where words are not spaced, each letter counts as one.
"""

import hashlib
import re
from itertools import chain
from zlib import crc32

from vjtech.core.search.fold import fold_words

RUN = 5
FEWEST = 10  # words of a paragraph worth looking for
SKETCH = 12  # characters
UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")


def tokens(text):
    words = fold_words(text)
    if text.isascii() or not UNSPACED.search(text):
        return words
    return list(chain.from_iterable(w if UNSPACED.search(w) else (w,) for w in words))


def shingles(text):
    """Return the set of a text's shingles; a shorter text is one by itself."""
    return runs(tokens(text))


def runs(found):
    if len(found) <= RUN:
        return {" ".join(found)} - {""}
    return set(map(" ".join, zip(*(found[start:] for start in range(RUN)), strict=False)))


def sketch(text):
    """Return a key that two paragraphs share as likely as they share shingles; "" for short ones.

    It is the digest of the shingle whose checksum is lowest (minhash), so that a paragraph in
    which a word was changed is still found through an index, most of the time.
    """
    found = tokens(text) if len(text) >= FEWEST else ()
    if len(found) < FEWEST:
        return ""
    lowest = min(runs(found), key=lambda shingle: (crc32(shingle.encode()), shingle))
    return hashlib.blake2b(lowest.encode(), digest_size=SKETCH // 2).hexdigest()


def likeness(one, other):
    """Return (Jaccard index, share of the smaller one that is in the other) of two sets."""
    if not one or not other:
        return 0.0, 0.0
    common = len(one & other)
    return common / (len(one) + len(other) - common), common / min(len(one), len(other))
