"""Where a value stands on a line from 0 to 100 percent, and what is written under the line."""

import datetime
from dataclasses import dataclass

from django.utils.formats import date_format

STEPS = (1, 2, 5)
FEW_DAYS, FEW_MONTHS = 5, 4  # as many labels as a phone has room for
YEARS = 8


@dataclass(frozen=True)
class Scale:
    """A linear scale from `low` to `high`, which may be the same."""

    low: float
    high: float

    def at(self, value):
        """Return the place of a value in percent, as far as it lies on the line."""
        if self.high == self.low:
            return 50.0
        share = (value - self.low) / (self.high - self.low)
        return round(100 * min(max(share, 0), 1), 2)


@dataclass(frozen=True)
class Tick:
    at: float
    label: str

    @property
    def anchor(self):
        """On which side of its place the label has room."""
        return "start" if self.at < 6 else "end" if self.at > 94 else "middle"


def nice_step(span, most):
    """Return the smallest of 1, 2, 5, 10, 20 … that goes into a span `most` times at most."""
    power = 1
    while True:
        for step in STEPS:
            if span <= most * step * power:
                return step * power
        power *= 10


def nice_values(low, high, most=5):
    """Return round whole numbers from low to high, `most` + 1 at most."""
    step = nice_step(high - low, most)
    first = -(-low // step) * step
    return [int(first + n * step) for n in range(int((high - first) // step) + 1)]


def time_ticks(scale):
    """Return the ticks of a scale of day numbers (date.toordinal): round years, months or days."""
    first, last = (day_of(number) for number in (scale.low, scale.high))
    days = (last - first).days
    if days > 366 * 2:
        marks = [
            (datetime.date(y, 1, 1), "Y")
            for y in nice_values(first.year, last.year, YEARS)
            if y >= 1
        ]
    elif days > 60:
        marks = [(day, "M Y") for day in first_days(first, last)]
    else:
        step = nice_step(days or 1, FEW_DAYS)
        marks = [(first + datetime.timedelta(n), "j M") for n in range(0, days + 1, step)]
    return [
        Tick(scale.at(day.toordinal()), date_format(day, form))
        for day, form in marks
        if day >= first
    ]


def day_of(number):
    """Return the day of a number, or the last of all days where there is none."""
    return datetime.date.fromordinal(min(int(number), datetime.date.max.toordinal()))


def first_days(first, last):
    """Return the first days of months, or of every third or sixth, within two days."""
    months = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    step = next(s for s in (1, 2, 3, 6, 12) if len(months) <= FEW_MONTHS * s or s == 12)
    return [datetime.date(n // 12, n % 12 + 1, 1) for n in months if n % step == 0]
