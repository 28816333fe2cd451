"""One fold for names and text, the same on both databases."""

import re
import unicodedata

# Letters that carry no combining mark to strip, so that normalisation leaves them as they are.
LETTERS = str.maketrans(
    {"đ": "d", "ð": "d", "ø": "o", "ł": "l", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th"}
)
KANA_VOICING = {"\u3099", "\u309a"}
# Which shape of a kanji is meant (葛󠄀), and signs that are seen only in how a line breaks.
VARIANTS = {chr(n) for n in (*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0))}
UNSEEN = VARIANTS | set("\u00ad\u200b\u200c\u200d\u2060\ufeff")
WORD = re.compile(r"[^\W_]+")


def fold(text):
    """Return text blind to case, width and accents; kana keep their voicing marks (か, not が)."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text)
    kept = (
        c for c in decomposed if c in KANA_VOICING or not (unicodedata.combining(c) or c in UNSEEN)
    )
    return unicodedata.normalize("NFC", "".join(kept)).casefold().translate(LETTERS)


def fold_words(text):
    """Return the folded words of text, in their order."""
    return WORD.findall(fold(text))


def name_key(text):
    """Return the folded words of a name joined by single blanks: a key that proves no identity."""
    return " ".join(fold_words(text))
