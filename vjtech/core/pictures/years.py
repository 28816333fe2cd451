"""Counts by the year as bars, for what is too much to be drawn one by one."""

import datetime
from dataclasses import dataclass, field, replace
from itertools import groupby

from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from vjtech.core.pictures.tally import NONE, Count, Tally
from vjtech.core.pictures.timeline import DUE, EVENT, NARROW, ROOMY
from vjtech.core.pictures.words import width_of

MOST_SLOTS = 24
STEPS = (1, 5, 10, 20, 50, 100, 500, 1000)  # years in a slot
EMPTY = 3  # slots with nothing, from which on they are drawn as one
SHARE = 0.72  # of a slot that its bar takes

CAPTIONS = {
    EVENT: gettext_lazy("Events by the first year that their dates can mean."),
    DUE: gettext_lazy("Due dates by the first year that they can mean."),
}
HEADINGS = {EVENT: gettext_lazy("Events"), DUE: gettext_lazy("Due dates")}

HEAD, TALL, LABELS, FOOT = 24, 56, 18, 14  # pixels: above, a bar at most, the years, below
LEAST = 2  # pixels of a bar


@dataclass(frozen=True)
class Slot:
    """The years from first to last; `x` and `width` in percent."""

    first: int
    last: int
    empty: bool
    x: float = 0
    width: float = 0
    label: str = ""
    on_phone: bool = True

    @property
    def middle(self):
        return round(self.x + self.width / 2, 2)

    @property
    def years(self):
        return str(self.first) if self.first == self.last else f"{self.first}–{self.last}"


@dataclass(frozen=True)
class Bar:
    slot: Slot
    kind: str
    count: Count
    height: int
    address: str
    down: bool  # hangs below the years

    @property
    def x(self):
        return round(self.slot.middle - self.width / 2, 2)

    @property
    def width(self):
        return round(self.slot.width * SHARE, 2)

    @property
    def top(self):
        """Where the highest bar would begin, in pixels."""
        return HEAD + TALL + LABELS if self.down else HEAD

    @property
    def y(self):
        return self.top if self.down else self.top + TALL - self.height

    @property
    def label_at(self):
        return self.y + self.height + 12 if self.down else self.y - 4

    @property
    def label(self):
        return str(self.count) if self._fits(ROOMY) else ""

    @property
    def on_phone(self):
        return self._fits(NARROW)

    def _fits(self, pixels):
        return width_of(str(self.count)) <= self.slot.width * pixels / 100

    @property
    def title(self):
        return f"{self.slot.years}: {counted(self.kind, self.count)}"


def counted(kind, count):
    n = count.n + count.more  # “1+” is more than one
    words = {
        EVENT: ngettext("%(count)s event", "%(count)s events", n),
        DUE: ngettext("%(count)s due date", "%(count)s due dates", n),
    }
    return words[kind] % {"count": count}


def only_first(kind, n):
    words = {
        EVENT: _("Only the latest %(n)s events are counted."),
        DUE: _("Only the first %(n)s due dates are counted."),
    }
    return words[kind] % {"n": f"{n:,}"}


@dataclass(frozen=True)
class Years:
    tallies: dict[str, Tally]
    slots: list[Slot]
    bars: list[Bar]
    today: datetime.date
    form: str = field(default="years", init=False)

    tall = TALL

    @property
    def kinds(self):
        return list(self.tallies)

    @property
    def height(self):
        return HEAD + TALL + LABELS + (TALL + FOOT) * (len(self.tallies) > 1)

    @property
    def axes(self):
        """Where the bars stand, and where others hang from, in pixels."""
        return [HEAD + TALL, HEAD + TALL + LABELS][: len(self.tallies)]

    @property
    def label_at(self):
        return HEAD + TALL + 13

    @property
    def today_at(self):
        """The place of today, None where it is in none of the years."""
        year, days = self.today.year, self.today.timetuple().tm_yday
        for slot in self.slots:
            if slot.first <= year <= slot.last and not slot.empty:
                share = (year - slot.first + days / 366) / (slot.last - slot.first + 1)
                return round(slot.x + slot.width * share, 2)
        return None

    @property
    def name(self):
        return " ".join(str(CAPTIONS[kind]) for kind in self.kinds)

    @property
    def more(self):
        return any(bar.count.more for bar in self.bars)

    @property
    def caption(self):
        """What is counted, and what is not drawn."""
        words = [str(CAPTIONS[kind]) for kind in self.kinds]
        for name, sentence in (
            ("undated", _("Without a date: %(count)s.")),
            ("open", _("First day not stated: %(count)s.")),
        ):
            found = NONE
            for tally in self.tallies.values():
                found = found.plus(getattr(tally, name))
            words += [sentence % {"count": found}] * bool(found)
        words += [only_first(kind, t.first) for kind, t in self.tallies.items() if t.first]
        return " ".join(words)

    def heading(self, kind):
        return HEADINGS[kind]

    @cached_property
    def table(self):
        """Return (slot, its bars in the order of the kinds or None) for each that has any."""
        found = {(bar.slot, bar.kind): bar for bar in self.bars}
        return [
            (slot, [found.get((slot, kind)) for kind in self.kinds])
            for slot in self.slots
            if not slot.empty
        ]


def years(tallies, today, address=lambda kind, first, last: ""):
    """Return Years of {kind: Tally}, or None where fewer than two years have any.

    `address(kind, first, last)` leads to the list of those years, if there is one.
    """
    tallies = {kind: tally for kind, tally in tallies.items() if tally.years}
    met = sorted({year for tally in tallies.values() for year in tally.years})
    slots = slots_of(met)
    if len(slots) < 2:
        return None
    slots = spread(slots)
    bars = []
    for down, (kind, tally) in enumerate(tallies.items()):
        counts = {slot: total(tally, slot) for slot in slots}
        highest = max(count.n for count in counts.values())
        for slot, count in counts.items():
            if count:
                height = max(round(TALL * count.n / highest), LEAST)
                link = address(kind, slot.first, slot.last)
                bars.append(Bar(slot, kind, count, height, link, bool(down)))
    return Years(tallies, slots, bars, today)


def total(tally, slot):
    found = NONE
    for year in range(slot.first, slot.last + 1) if not slot.empty else ():
        found = found.plus(tally.years.get(year, NONE))
    return found


def slots_of(met):
    """Return slots for all the years from the first that is met to the last, few enough to draw."""
    for step in STEPS:
        starts = {year - year % step for year in met}
        slots = [
            Slot(first=max(first, 1), last=last + step - 1, empty=empty)
            for first, last, empty in stretches(starts, step)
        ]
        if len(slots) <= MOST_SLOTS:
            return slots
    return slots


def stretches(starts, step):
    """Yield (first, last, empty) for each slot that is met, and those without, many as one."""
    if not starts:
        return
    every = range(min(starts), max(starts) + 1, step)
    for is_met, group in groupby(every, lambda start: start in starts):
        group = list(group)
        if is_met or len(group) < EMPTY:
            yield from ((start, start, not is_met) for start in group)
        else:
            yield group[0], group[-1], True


def spread(slots):
    """Return the slots with their places, and the labels for which there is room."""
    wide = 100 / len(slots)
    longest = max(width_of(str(slot.years)) for slot in slots if not slot.empty) + 6
    every = -(-longest // (ROOMY / len(slots)))
    sparse = -(-longest // (NARROW / len(slots)) // every) * every
    placed = []
    for n, slot in enumerate(slots):
        label = slot.years if n % every == 0 else ""
        if slot.empty:
            label = "…" if slot.last - slot.first >= EMPTY - 1 else label
        on_phone = n % sparse == 0 or label == "…"
        x, width = round(n * wide, 2), round(wide, 2)
        placed.append(replace(slot, x=x, width=width, label=label, on_phone=on_phone))
    return placed
