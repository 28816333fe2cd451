"""Stretches of a text: (start, end, …) tuples, of which none that are kept overlap."""


def longest(found):
    """Return the longest of the stretches, the first of equals, in the order of the text."""
    kept, taken = [], set()
    for stretch in sorted(found, key=lambda stretch: (stretch[0] - stretch[1], stretch[0])):
        start, end = stretch[:2]
        # A longer one that overlaps this one covers its first or its last letter.
        if start not in taken and end - 1 not in taken:
            taken.update(range(start, end))
            kept.append(stretch)
    return sorted(kept, key=lambda stretch: stretch[0])


def clear(found, taken):
    """Return those of the stretches that overlap none of the taken (start, end) ones."""
    letters = {n for start, end in taken for n in range(start, end)}
    return [stretch for stretch in found if letters.isdisjoint(range(*stretch[:2]))]
