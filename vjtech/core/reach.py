"""How far a date that is no plain certain day reaches: what a range may need to look for.

A date that lies partly in a range begins shortly before one of its ends, unless it reaches far.
"""

import datetime

from django.db import models
from django.db.models import Case, F, Value, When
from django.db.models.functions import Chr, StrIndex
from django.db.models.lookups import GreaterThan

from vjtech.core.dates import MARKS
from vjtech.core.recency import DayNumber

# Up to a month, up to a year, further; and those that are inferred or approximate besides.
MONTH, YEAR, EVER, ABOUT_MONTH, ABOUT_YEAR = range(1, 6)
DAYS = {MONTH: 31, YEAR: 366}
ABOUT = {ABOUT_MONTH: 31, ABOUT_YEAR: 366}


def reach_field(dated):
    """Return a column for the reach of a partial date; null where it is undated or a plain day."""
    # The marks by number: a percent sign would not survive the making of the column's SQL.
    found = [StrIndex(F(dated), Chr(Value(ord(mark)))) for mark in MARKS]
    marked = GreaterThan(found[0] + found[1] + found[2], Value(0))
    span = DayNumber(f"{dated}_latest") - DayNumber(f"{dated}_earliest") + Value(1)

    def longer_than(days):
        return GreaterThan(span, Value(days))

    return models.GeneratedField(
        expression=Case(
            When(longer_than(DAYS[YEAR]), then=Value(EVER)),
            When(marked & longer_than(DAYS[MONTH]), then=Value(ABOUT_YEAR)),
            When(longer_than(DAYS[MONTH]), then=Value(YEAR)),
            When(marked, then=Value(ABOUT_MONTH)),
            When(longer_than(1), then=Value(MONTH)),
            default=None,
        ),
        output_field=models.SmallIntegerField(null=True),
        db_persist=True,
        serialize=False,
    )


def windows(first, last):
    """Yield (reach, low, high): what may lie partly within first to last begins from low to high.

    No row is in two of them.
    """
    for reach, days in DAYS.items():
        if first > datetime.date.min:
            yield reach, shifted(first, -days), shifted(first, -1)
        if last < datetime.date.max:
            yield reach, max(first, shifted(last, -days)), last
    for reach, days in ABOUT.items():
        yield reach, shifted(first, -days), last
    yield EVER, datetime.date.min, last


def shifted(day, days):
    """Return the day so many days on, or the first or last of all days."""
    ordinal = day.toordinal() + days
    return datetime.date.fromordinal(
        min(max(ordinal, datetime.date.min.toordinal()), datetime.date.max.toordinal())
    )
