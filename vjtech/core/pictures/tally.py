"""How many rows there are in each year, each number as far as it was counted."""

import datetime
from collections import Counter
from dataclasses import dataclass, field
from typing import NamedTuple

FIRST = datetime.date.min.toordinal()  # of a date whose start is left open
LAST = datetime.date.max.toordinal()


class Count(NamedTuple):
    """A number, and whether there may be more."""

    n: int
    more: bool = False

    def __str__(self):
        return f"{self.n:,}+" if self.more else f"{self.n:,}"

    def __bool__(self):
        return self.n > 0

    def plus(self, other):
        return Count(self.n + other.n, self.more or other.more)


NONE = Count(0)


@dataclass
class Tally:
    """Counts by the year of the first day, and of those that have no date or no first day.

    Where only the first of a list were looked at, `first` says how many.
    """

    years: dict[int, Count] = field(default_factory=dict)
    undated: Count = NONE
    open: Count = NONE
    first: int = 0


def tallied(days, more=False):
    """Return the Tally of numbers of days (date.toordinal; none that there is: undated)."""
    years, undated, opened = Counter(), 0, 0
    for day in days:
        if day == FIRST:
            opened += 1
        elif FIRST < day <= LAST:
            years[datetime.date.fromordinal(day).year] += 1
        else:
            undated += 1
    counts = {year: Count(n, more) for year, n in years.items()}
    return Tally(counts, Count(undated, more), Count(opened, more))


def tallied_first(days):
    """Return the Tally of the first rows of a longer list in the order of its days."""
    tally = tallied(days)
    last = next((day for day in reversed(days) if FIRST < day <= LAST), None)
    if last:
        year = datetime.date.fromordinal(last).year
        tally.years[year] = Count(tally.years[year].n, more=True)
    tally.first = len(days)
    return tally
