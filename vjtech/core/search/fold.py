"""One fold for names and text, the same on both databases."""

import re
import unicodedata

# Letters that carry no combining mark to strip, so that normalisation leaves them as they are.
LETTERS = str.maketrans(
    {"đ": "d", "ð": "d", "ø": "o", "ł": "l", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th"}
)
KANA_VOICING = {"\u3099", "\u309a"}
WORD = re.compile(r"[^\W_]+")


def fold(text):
    """Return text blind to case, width and accents; kana keep their voicing marks (か, not が)."""
    decomposed = unicodedata.normalize("NFKD", text)
    kept = (c for c in decomposed if c in KANA_VOICING or not unicodedata.combining(c))
    return unicodedata.normalize("NFC", "".join(kept)).casefold().translate(LETTERS)


def fold_words(text):
    """Return the folded words of text, in their order."""
    return WORD.findall(fold(text))


def name_key(text):
    """Return the folded words of a name joined by single blanks: a key that proves no identity."""
    return " ".join(fold_words(text))
