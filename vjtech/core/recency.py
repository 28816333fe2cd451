"""The recency key: a day and an id in one number, newest first, unique and dense."""

from django.db import models
from django.db.models import Func

ID_BITS = 24


class DayNumber(Func):
    """A date column as a proleptic ordinal like date.toordinal; 0 where it is null."""

    output_field = models.BigIntegerField()
    arity = 1

    def as_sqlite(self, compiler, connection, **extra):
        # Day 1 of the proleptic calendar is the Julian day 1721425.5.
        template = "COALESCE(CAST(julianday(%(expressions)s) - 1721424.5 AS INTEGER), 0)"
        return self.as_sql(compiler, connection, template=template, **extra)

    def as_postgresql(self, compiler, connection, **extra):
        template = "COALESCE((%(expressions)s - DATE '0001-01-01') + 1, 0)::bigint"
        return self.as_sql(compiler, connection, template=template, **extra)


def first_key(day):
    """Return the smallest recency key that a record of this day can have."""
    return day.toordinal() << ID_BITS
