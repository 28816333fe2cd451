"""The drawing of a network: one ring of marks about a name, in sectors; lengths are pixels.

The origin is the middle of the picture; angles are degrees, clockwise from the top.
"""

import math
import textwrap
import unicodedata
from dataclasses import dataclass

RADIUS = 146  # of the ring: with its numbers it fits a phone
ARC = 108  # of the sectors' arcs, from which the spokes go out
WORDS = 94  # of the words along them
NUMBERS, FURTHER = RADIUS + 13, RADIUS + 22  # where they have room, and every other one without
ROOM = 14  # of a number
SECTOR, GAP = 34, 4  # degrees: a sector's least, and what lies between two
FEW = 5  # neighbours for whom the least is enough
COLUMN, ELBOW = RADIUS + 40, RADIUS + 26  # where the names stand, and where lines to them bend
LINE, LONGEST = 18, 22  # of a name: its height, and its letters
MARGIN = 24


@dataclass(frozen=True)
class Point:
    x: float
    y: float


@dataclass(frozen=True)
class Spot:
    """Where a neighbour stands: its spoke, mark and number, and its name in the column beside."""

    neighbour: object
    inner: Point
    mark: Point
    number: Point
    elbow: Point
    name: Point
    label: str

    @property
    def is_left(self):
        return self.name.x < 0


@dataclass(frozen=True)
class Sector:
    """A group's part of the ring: its arc, and the path of its name, each an SVG path's `d`."""

    kind: object
    arc: str
    words: str
    spots: list


@dataclass(frozen=True)
class Ring:
    sectors: list
    lines: list  # of the name in the middle
    height: int  # with the names beside the ring


def ring_of(name, groups):
    """Return the Ring of groups of neighbours, {kind: [each]}, about a name."""
    spans = dict(zip(groups, spans_of([len(group) for group in groups.values()]), strict=True))
    angles = [
        (neighbour, start + (n + 0.5) * (end - start) / len(groups[kind]), n % 2 and is_tight)
        for kind, (start, end) in spans.items()
        for is_tight in [math.radians((end - start) / len(groups[kind])) * NUMBERS < ROOM]
        for n, neighbour in enumerate(groups[kind])
    ]
    heights = beside([(neighbour, angle) for neighbour, angle, _further in angles])
    spots = {
        id(neighbour): spot(neighbour, angle, FURTHER if further else NUMBERS, heights)
        for neighbour, angle, further in angles
    }
    sectors = [
        Sector(kind, arc(ARC, *span), words_path(*span), [spots[id(n)] for n in groups[kind]])
        for kind, span in spans.items()
    ]
    furthest = max([RADIUS, *(abs(y) for y in heights.values())])
    return Ring(sectors, wrapped(name), round(2 * (furthest + MARGIN)))


def spans_of(sizes):
    """Return the (start, end) of each sector: a least width, and more for those who need it."""
    gap = GAP if len(sizes) > 1 else 0
    free = 360 - len(sizes) * (gap + SECTOR)
    more = [max(size - FEW, 0) for size in sizes]
    needs = more if any(more) else sizes
    spans, start = [], gap / 2
    for need in needs:
        end = start + SECTOR + free * need / sum(needs)
        spans.append((start, end))
        start = end + gap
    return spans


def at(radius, angle):
    radians = math.radians(angle)
    return Point(round(radius * math.sin(radians), 1), round(-radius * math.cos(radians), 1))


def spot(neighbour, angle, numbers, heights):
    side = -1 if is_left(angle) else 1
    y = heights[id(neighbour)]
    return Spot(
        neighbour,
        at(ARC, angle),
        at(RADIUS, angle),
        at(numbers, angle),
        Point(side * ELBOW, y),
        Point(side * COLUMN, y),
        shortened(neighbour.record.name, LONGEST),
    )


def is_left(angle):
    return angle % 360 >= 180


def beside(angles):
    """Return {id of a neighbour: how high its name stands}, none over another on its side."""
    heights = {}
    for left in (False, True):
        column = [(at(RADIUS, angle).y, n) for n, angle in angles if is_left(angle) == left]
        column.sort(key=lambda pair: pair[0])
        for y, (_y, neighbour) in zip(spread([y for y, _n in column]), column, strict=True):
            heights[id(neighbour)] = y
    return heights


def spread(heights):
    """Return rising heights moved apart to LINE at least, as a whole about where they were."""
    if not heights:
        return []
    moved = []
    for y in heights:
        moved.append(max(y, moved[-1] + LINE) if moved else y)
    # What was only pushed down goes back up by half of how far it was pushed.
    back = (moved[-1] - heights[-1]) / 2
    moved[-1] -= back
    for n in range(len(moved) - 2, -1, -1):
        moved[n] = min(moved[n], moved[n + 1] - LINE)
    return [round(y, 1) for y in moved]


def arc(radius, start, end, backwards=False):
    """Return the path of an arc, in two parts: a whole circle has no arc of its own."""
    middle = (start + end) / 2
    points = [at(radius, angle) for angle in (start, middle, end)]
    first, half, last = reversed(points) if backwards else points
    turn = 0 if backwards else 1
    sweep = f"A {radius} {radius} 0 0 {turn}"
    return f"M {first.x} {first.y} {sweep} {half.x} {half.y} {sweep} {last.x} {last.y}"


def words_path(start, end):
    """Return the path that a sector's name runs along, never upside down."""
    below = 90 < (start + end) / 2 % 360 < 270
    if end - start > 180:  # of a wide one a part in its middle is enough
        middle = (start + end) / 2
        start, end = middle - 90, middle + 90
    return arc(WORDS + 8 if below else WORDS, start, end, backwards=below)


# Names, cut to size


def width(text):
    """Return the width of a text in letters; those of Chinese and Japanese count for two."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def shortened(text, most):
    if width(text) <= most:
        return text
    while width(text) > most - 1:
        text = text[:-1]
    return f"{text.rstrip()}…"


def wrapped(name, letters=17, most=3):
    """Return a name in up to `most` lines."""
    if width(name) > 1.5 * len(name):  # has no blanks to break at
        letters //= 2
    lines = textwrap.wrap(name, letters) or [""]
    if len(lines) > most:
        lines = [*lines[: most - 1], shortened(" ".join(lines[most - 1 :]), letters)]
    return lines
