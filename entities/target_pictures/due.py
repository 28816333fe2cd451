"""Targets by due date, each a mark in the lane of whoever holds it."""

from dataclasses import dataclass, replace
from datetime import date

from entities.models import TargetParty
from entities.models.target import TargetStatus
from entities.target_pictures.words import of_target
from vjtech.core.dates import today
from vjtech.core.pictures.days import DayScale, Span
from vjtech.core.pictures.words import shortened

ROW = 24  # pixels
LEAST = 2
ROWS_OF_LANE = 6
ROWS_OPEN = 9  # more stand in a fold
LABEL = 40  # percent of the width that is kept for a label
GLYPH = 4
BEFORE, AFTER = 50, 100  # years from this one that are drawn


@dataclass(frozen=True)
class Mark:
    """A target on the axis; its label stands at its `side`, "" where there is no room for one."""

    url: str
    title: str
    status: str
    span: Span
    amount: str
    measure: str
    side: str = ""
    row: int = 0

    @property
    def y(self):
        return self.row * ROW + ROW // 2


@dataclass(frozen=True)
class Lane:
    """A holder: a company or person as `record`, printed words as `name`, or neither."""

    record: object
    name: str
    marks: list
    more: int

    @property
    def rows(self):
        return 1 + max(mark.row for mark in self.marks)

    @property
    def height(self):
        return self.rows * ROW


@dataclass(frozen=True)
class DuePicture:
    """`shown` lanes and `folded` ones; `undated` and `beyond` are not drawn."""

    scale: DayScale
    shown: list
    folded: list
    drawn: int
    undated: int
    beyond: int
    passed: int
    statuses: list
    partial: bool
    vague: bool

    @property
    def today(self):
        day = today()
        return self.scale.middle(day) if self.scale.holds(day) else None

    @property
    def ticks(self):
        return self.scale.ticks()


def due_picture(targets):
    """Return the DuePicture of fetched targets (latest, status, shown_parties), or None."""
    dated = [target for target in targets if target.latest and target.latest.due]
    within = [target for target in dated if is_near(target.latest.due, today().year)]
    if len(within) < LEAST:
        return None
    scale = scale_of([target.latest.due for target in within])
    lanes = [lane(holder, held, scale) for holder, held in by_holder(within)]
    shown, folded = folded_after(lanes, ROWS_OPEN)
    met = {target.status for target in within}
    return DuePicture(
        scale=scale,
        shown=shown,
        folded=folded,
        drawn=len(within),
        undated=len(targets) - len(dated),
        beyond=len(dated) - len(within),
        passed=sum(target.status == TargetStatus.PASSED for target in within),
        statuses=[status for status in TargetStatus if status in met],
        partial=any(mark.span.is_plain_bar for each in lanes for mark in each.marks),
        vague=any(mark.span.vague for each in lanes for mark in each.marks),
    )


def is_near(due, year):
    """Return whether a due date lies within the years around one that are drawn."""
    first, last = ends(due)
    return first.year <= year + AFTER and last.year >= year - BEFORE


def ends(due):
    """Return the first and last day of a due date, an open end standing for the other."""
    first = due.latest if due.earliest == date.min else due.earliest
    return first, due.earliest if due.latest == date.max else due.latest


def scale_of(dates):
    """Return an axis of whole years that holds the dates, as near as they are drawn."""
    year = today().year
    firsts, lasts = zip(*map(ends, dates), strict=True)
    return DayScale.of_years(
        max(min(firsts).year, year - BEFORE), min(max(lasts).year, year + AFTER)
    )


def by_holder(targets):
    """Return [((record, name), targets)], those with the most targets first."""
    held = {}
    for target in targets:
        holders = [p for p in target.shown_parties if p.part == TargetParty.Part.HOLDER]
        for record, name in {(p.company or p.person, str(p)): None for p in holders} or [
            (None, "")
        ]:
            held.setdefault((record, name), []).append(target)
    return sorted(held.items(), key=lambda item: (not item[0][1], -len(item[1]), item[0][1]))


def lane(holder, targets, scale):
    record, name = holder
    marks = [mark_of(target, scale) for target in targets]
    placed = packed([labelled(mark) for mark in marks])
    if placed[-1:] and max(mark.row for mark in placed) >= ROWS_OF_LANE:
        placed = packed(marks)
    kept = [mark for mark in placed if mark.row < 2 * ROWS_OF_LANE]
    return Lane(record, name, kept, len(placed) - len(kept))


def mark_of(target, scale):
    latest = target.latest
    return Mark(
        url=target.get_absolute_url(),
        title=of_target(target, latest),
        status=target.status,
        span=scale.span(latest.due),
        amount=shortened(latest.human()) if latest.value is not None else "",
        measure=shortened(target.metric),
    )


def labelled(mark):
    """Return the mark with its label on the side that has room for it."""
    if mark.span.end <= 100 - LABEL:
        return replace(mark, side="end")
    return replace(mark, side="start") if mark.span.x >= LABEL else mark


def packed(marks):
    """Return the marks in rows in which none covers another, from the earliest on."""
    ends, placed = [], []
    for mark in sorted(marks, key=lambda mark: (mark.span.x, mark.span.end, mark.url)):
        start, end = extent(mark)
        row = next((n for n, taken in enumerate(ends) if taken <= start), len(ends))
        ends[row : row + 1] = [end]
        placed.append(replace(mark, row=row))
    return placed


def extent(mark):
    """Return from where to where a mark covers its row, in percent."""
    middle = mark.span.middle
    start, end = min(mark.span.x, middle - GLYPH), max(mark.span.end, middle + GLYPH)
    if mark.side == "start":
        start -= LABEL
    return start, end + LABEL if mark.side == "end" else end


def folded_after(lanes, rows):
    """Return the lanes that stand open, at least one, and those that a fold holds."""
    taken = 0
    for number, each in enumerate(lanes):
        taken += each.rows
        if taken > rows and number:
            return lanes[:number], lanes[number:]
    return lanes, []
