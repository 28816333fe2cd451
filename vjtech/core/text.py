"""Text for files, which break on characters that nobody sees."""

import unicodedata


def legible(text, kept="\n\t"):
    """Return text without control characters and line separators, save those kept.

    Blanks of every width stay: 株式会社　富士 is two words.
    """
    text = str(text)
    if text.isprintable():
        return text
    return "".join(c for c in text if c in kept or not breaks(c))


def breaks(character):
    category = unicodedata.category(character)
    return category[0] == "C" or category in ("Zl", "Zp")
