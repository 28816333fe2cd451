"""A timeline: what is dated as marks in lanes, as wide as what their dates may mean."""

import datetime
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vjtech.core.dates import PartialDate
from vjtech.core.pictures.scale import Scale, time_ticks
from vjtech.core.pictures.words import LONGEST, shortened, width_of

EVENT, DUE = "event", "due"
NAMES = {EVENT: gettext_lazy("event"), DUE: gettext_lazy("due date")}
MOST_MARKS = 40
LANES = 8  # of a picture above a list, which must stay on the first screen
LONGER = (340, 220)  # pixels of a label that has the room

# Pixels. Lanes are told apart on the narrowest picture; labels are shown from ROOMY on.
NARROW, ROOMY = 280, 640
MARK, GAP, LANE, HEAD, FOOT = 12, 3, 18, 16, 20
LEAST_BAR = 0.8  # percent

OPEN_START, OPEN_END = datetime.date.min.toordinal(), datetime.date.max.toordinal()


class Dated(NamedTuple):
    """What is drawn: `words` say more of it, such as that it was cancelled."""

    label: str
    address: str
    date: PartialDate
    kind: str = EVENT
    words: str = ""


@dataclass(frozen=True)
class Mark:
    """A row with its place: `x` and `width` in percent, 0 wide where it is one certain day.

    `form` is "day", "lasts" (from one day to the other) or "within" (some time between them).
    """

    row: Dated
    x: float
    width: float
    lane: int = 0
    label: str = ""
    label_after: bool = True

    @property
    def end(self):
        return round(self.x + self.width, 2)

    @property
    def kind(self):
        return self.row.kind

    @property
    def form(self):
        if self.row.date.earliest == self.row.date.latest:
            return "day"
        return "lasts" if self.row.date.lasting else "within"

    @property
    def inferred(self):
        return self.row.date.inferred

    @property
    def unsure(self):
        """Whether the date is inferred or approximate."""
        return self.row.date.unsure

    @property
    def about(self):
        return "~" in self.row.date or "%" in self.row.date

    @property
    def open_start(self):
        return self.row.date.earliest == datetime.date.min

    @property
    def open_end(self):
        return self.row.date.latest == datetime.date.max

    @property
    def symbol_at(self):
        """Where the shape of its kind stands: what is due on the last day, else the first."""
        if self.form == "day":
            return self.x
        at_end = self.open_start or (self.kind == DUE and not self.open_end)
        return self.end if at_end else self.x

    @property
    def title(self):
        date, certainty = self.row.date.human(), self.row.date.certainty()
        if self.kind == DUE:
            date = _("due %(date)s") % {"date": date}
        rest = (self.row.label, *(words for words in (certainty, self.row.words) if words))
        return f"{date[:1].upper()}{date[1:]}: {' — '.join(map(str, rest))}"

    @property
    def y(self):
        """The middle of its lane, in pixels."""
        return HEAD + self.lane * LANE + LANE // 2


@dataclass(frozen=True)
class Timeline:
    """Marks in order, on a scale of day numbers; `undated` rows are not drawn.

    `id` is unique on the page: what the picture defines for itself begins with it.
    """

    marks: list[Mark]
    scale: Scale
    today: datetime.date
    undated: int = 0
    id: str = "timeline"
    form: str = field(default="marks", init=False)

    @cached_property
    def ticks(self):
        return time_ticks(self.scale)

    @property
    def lanes(self):
        return 1 + max(mark.lane for mark in self.marks)

    @property
    def foot(self):
        """Where the line under the lanes is, in pixels."""
        return HEAD + self.lanes * LANE

    @property
    def height(self):
        return self.foot + FOOT

    @property
    def today_at(self):
        """The place of today, None where it is not on the scale."""
        number = self.today.toordinal()
        if not self.scale.low <= number <= self.scale.high:
            return None
        return self.scale.at(number + 0.5)

    @property
    def name(self):
        kinds = {mark.kind for mark in self.marks}
        words = {
            frozenset((EVENT,)): _("Timeline of events"),
            frozenset((DUE,)): _("Timeline of due dates"),
        }
        return words.get(frozenset(kinds)) or _("Timeline of events and due dates")

    @property
    def legend(self):
        """What the shapes that are present mean: (name of the sample, words)."""
        present = {mark.kind for mark in self.marks if mark.form == "day"}
        kinds = {mark.kind for mark in self.marks}
        shapes = present | kinds if len(kinds) > 1 else present | (kinds & {DUE})
        forms = {mark.form for mark in self.marks}
        found = [(kind, NAMES[kind]) for kind in NAMES if kind in shapes]
        if "lasts" in forms:
            found.append(("lasts", _("lasts so long")))
        if "within" in forms:
            found.append(("within", _("some time within it")))
        if any(mark.unsure for mark in self.marks):
            found.append(("unsure", self.hatch_words))
        if any(mark.open_start or mark.open_end for mark in self.marks):
            found.append(("open", _("that end is open")))
        if self.today_at is not None:
            found.append(("today", self.today_words))
        return found

    @property
    def hatch_words(self):
        if not any(mark.about for mark in self.marks):
            return _("hatched: inferred")
        if not any(mark.inferred for mark in self.marks):
            return _("hatched: approximate")
        return _("hatched: inferred or approximate")

    @property
    def today_words(self):
        return _("today, %(date)s") % {"date": date_format(self.today, "j F Y")}


def timeline(rows, today, undated=0, id="timeline", lanes=LANES):
    """Return the Timeline of Dated rows, or None where fewer than two have a date.

    None as well where they are more than MOST_MARKS, or stand too close for so many lanes: such
    are counted by the year. Rows without a date are added to `undated`.
    """
    dated = [row for row in rows if row.date]
    if not 2 <= len(dated) <= MOST_MARKS:
        return None
    scale = scale_of([row.date for row in dated], today)
    marks = sorted((placed(row, scale) for row in dated), key=lambda mark: (mark.x, -mark.width))
    for with_labels in (True, False):
        found = in_lanes(marks, with_labels)
        if max(mark.lane for mark in found) < lanes:
            break
    else:
        return None
    return Timeline(labelled(found), scale, today, undated + len(rows) - len(dated), id)


def ends(date):
    """Return the first day number of a date and the one after its last, None where it is open."""
    first, last = date.earliest.toordinal(), date.latest.toordinal()
    return None if first == OPEN_START else first, None if last == OPEN_END else last + 1


def scale_of(dates, today):
    """Return a scale on which all the dates lie, and today too unless it is far from them."""
    known = [end for date in dates for end in ends(date) if end is not None]
    low, high, now = min(known), max(known), today.toordinal()
    near = max(2 * (high - low), 366)
    if low - near <= now <= high + near:
        low, high = min(low, now), max(high, now + 1)
    opened = [ends(date) for date in dates]
    room = max((high - low) // 12, 1)
    return Scale(
        max(low - room * any(start is None for start, _end in opened), OPEN_START),
        min(high + room * any(end is None for _start, end in opened), OPEN_END + 1),
    )


def placed(row, scale):
    start, end = ends(row.date)
    if start is not None and row.date.earliest == row.date.latest:
        return Mark(row, scale.at(start + 0.5), 0)
    x = 0 if start is None else scale.at(start)
    end = 100 if end is None else scale.at(end)
    return Mark(row, min(x, 100 - LEAST_BAR), max(round(end - x, 2), LEAST_BAR))


def in_lanes(marks, with_labels):
    """Return the marks, each in the first lane of its kind that has room on any picture."""
    found, first_lane = [], 0
    for kind in NAMES:
        lanes = []
        for mark in (mark for mark in marks if mark.kind == kind):
            spans = [span for *_label, span in labels_of(mark)] if with_labels else []
            spans = spans or [bare(mark)]
            places = ((n, span) for n, lane in enumerate(lanes) for span in spans)
            place, span = next(
                (found for found in places if is_free(found[1], lanes[found[0]])),
                (len(lanes), spans[0]),
            )
            lanes[place:] = lanes[place:] or [[]]
            lanes[place].append(span)
            found.append(replace(mark, lane=first_lane + place))
        first_lane += len(lanes)
    return found


def labelled(marks):
    """Return the marks with a label each, as long as there is room beside it in its lane."""
    found = []
    for lane in {mark.lane: None for mark in marks}:
        row = [mark for mark in marks if mark.lane == lane]
        taken = [bare(mark) for mark in row]
        for candidates in (labels_of, longer_labels_of):
            for n, mark in enumerate(row):
                others = taken[:n] + taken[n + 1 :]
                for label, after, span in candidates(mark):
                    if is_free(span, others):
                        row[n], taken[n] = replace(mark, label=label, label_after=after), span
                        break
        found += row
    return found


def bare(mark):
    """Return what a mark takes of its lane on the narrowest picture, in percent: low and high."""
    around = 100 * (MARK + GAP) / 2 / NARROW
    return mark.x - around, mark.end + around


def longer_labels_of(mark):
    """Yield the same of longer ones, for a mark whose label was cut."""
    for longest in LONGER if mark.label.endswith("…") else ():
        yield from labels_of(mark, longest)


def labels_of(mark, longest=LONGEST):
    """Yield (label, whether it stands after the mark, what both take) as far as it goes in."""
    words, label = mark.row.words, mark.row.label
    label = shortened(f"{words}: {label}" if words else label, longest)
    low, high = bare(mark)
    wide = 100 * (width_of(label) + MARK) / ROOMY
    if mark.end + wide <= 100:
        yield label, True, (low, max(high, mark.end + wide))
    if mark.x - wide >= 0:
        yield label, False, (min(low, mark.x - wide), high)


def is_free(span, others):
    low, high = span
    return all(high <= start or low >= end for start, end in others)
