"""Labels of pictures: short, and about how wide they are."""

from unicodedata import east_asian_width

LONGEST = 150  # pixels
LETTER, WIDE = 6.4, 12.5  # pixels of one letter at 12 pixels


def width_of(text):
    """Return about how many pixels a label takes."""
    return sum(WIDE if east_asian_width(letter) in "WF" else LETTER for letter in text)


def shortened(text, longest=LONGEST):
    """Return the text, cut where a word ends, with “…” where it is longer than so many pixels."""
    if width_of(text) <= longest:
        return text
    kept, room = [], longest - LETTER
    for letter in text:
        room -= width_of(letter)
        if room < 0:
            break
        kept.append(letter)
    words = "".join(kept)
    start, blank, _rest = words.rpartition(" ")
    return f"{(start if blank and len(start) > len(words) / 2 else words).rstrip(' ,;:–-')}…"
