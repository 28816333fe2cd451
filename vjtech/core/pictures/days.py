"""Where days stand on a horizontal axis, in percent of its width."""

from dataclasses import dataclass
from datetime import date

from vjtech.core.pictures.scale import Scale, time_ticks


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
    def is_plain_bar(self):
        return not (self.is_day or self.vague)

    @property
    def middle(self):
        return round(self.x + self.width / 2, 2)

    @property
    def end(self):
        return round(self.x + self.width, 2)


class DayScale:
    """An axis from the start of its first day to the end of its last."""

    def __init__(self, first, last):
        self.first, self.last = first, last
        self.line = Scale(first.toordinal(), last.toordinal() + 1)

    @classmethod
    def of_years(cls, first, last):
        return cls(date(first, 1, 1), date(last, 12, 31))

    def at(self, day):
        """Return where a day begins, at one of the ends where it lies beyond."""
        return self.line.at(day.toordinal())

    def end(self, day):
        return self.line.at(day.toordinal() + 1)

    def middle(self, day):
        return self.line.at(day.toordinal() + 0.5)

    def holds(self, day):
        return self.first <= day <= self.last

    def span(self, when, until=date.max):
        """Return the Span of a PartialDate that cannot mean a day after `until`."""
        x, end = self.at(when.earliest), self.end(max(min(when.latest, until), when.earliest))
        return Span(
            x,
            round(end - x, 2),
            when.is_day,
            when.unsure,
            when.earliest == date.min,
            when.latest == date.max,
        )

    def ticks(self):
        return time_ticks(self.line)
