"""Where the amounts of a ledger are written on its plot."""

from dataclasses import replace

NARROW = 270  # the plot's width in pixels on a phone, for which labels have to have room
LETTER, LINE = 6.6, 14
GLYPH = 7  # pixels around the middle of a mark
ABOVE, BELOW = -11, 19


def labelled(steps, foot):
    """Return the steps with a label above or below, where it covers no other or mark on a phone."""
    taken, found = [], []
    for n, step in enumerate(steps):
        marks = [glyph_of(other) for other in steps[:n] + steps[n + 1 :]]
        for dy in (ABOVE, BELOW):
            box = box_of(step, dy)
            if box[3] <= foot - 2 and not any(overlap(box, o) for o in taken + marks):
                taken.append(box)
                step = replace(step, label_dy=dy)
                break
        found.append(step)
    return found


def box_of(step, dy):
    """Return left, top, right and bottom of a label in pixels."""
    width, x = len(step.amount) * LETTER, step.span.middle * NARROW / 100
    left = x - {"start": 0, "middle": width / 2, "end": width}[step.anchor]
    y = (step.high_y if step.high_y is not None and dy < 0 else step.y) + dy
    return left, y - LINE, left + width, y


def glyph_of(step):
    """Return the same of its mark."""
    x = step.span.middle * NARROW / 100
    return x - GLYPH, step.y - GLYPH, x + GLYPH, step.y + GLYPH


def overlap(one, other):
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
