"""Where days stand on a horizontal axis, in percent of its width."""

from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format

from vjtech.core.reach import MARKS

STEPS = (1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200, 2400, 6000, 12000)  # months


@dataclass(frozen=True)
class Span:
    """What a partial date can mean: from `x` on and `width` wide, as far as the axis reaches.

    `vague` dates are inferred or approximate; an open one goes on beyond its end.
    """

    x: float
    width: float
    is_day: bool
    vague: bool
    open_start: bool
    open_end: bool

    @property
    def middle(self):
        return round(self.x + self.width / 2, 2)

    @property
    def end(self):
        return round(self.x + self.width, 2)


@dataclass(frozen=True)
class Tick:
    x: float
    label: str


class DayScale:
    """An axis from the start of its first day to the end of its last."""

    def __init__(self, first, last):
        self.first, self.last = first, last
        self.length = last.toordinal() + 1 - first.toordinal()

    @classmethod
    def of_years(cls, first, last):
        return cls(date(first, 1, 1), date(last, 12, 31))

    def at(self, day):
        """Return where a day begins, at one of the ends where it lies beyond."""
        return self._percent(day.toordinal())

    def end(self, day):
        return self._percent(day.toordinal() + 1)

    def middle(self, day):
        return self._percent(day.toordinal() + 0.5)

    def holds(self, day):
        return self.first <= day <= self.last

    def span(self, when, until=date.max):
        """Return the Span of a PartialDate that cannot mean a day after `until`."""
        x, end = self.at(when.earliest), self.end(max(min(when.latest, until), when.earliest))
        return Span(
            x,
            round(end - x, 2),
            when.is_day,
            any(mark in when for mark in MARKS),
            when.earliest == date.min,
            when.latest == date.max,
        )

    def ticks(self, most):
        """Return up to `most` Ticks at the starts of years, or of months of a short axis."""
        for step in STEPS:
            starts = self._starts(step)
            if len(starts) <= most:
                break
        return [
            Tick(self.at(day), date_format(day, "Y" if step >= 12 else "M Y")) for day in starts
        ]

    def _starts(self, step):
        first = -(-self._month(self.first) // step) * step
        if self.first.day > 1 and first == self._month(self.first):
            first += step
        months = range(first, self._month(self.last) + 1, step)
        return [date(month // 12, month % 12 + 1, 1) for month in months if month >= 12]

    def _month(self, day):
        return day.year * 12 + day.month - 1

    def _percent(self, ordinal):
        share = (ordinal - self.first.toordinal()) / self.length
        return round(100 * min(max(share, 0), 1), 2)
