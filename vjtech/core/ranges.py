"""Lists that can be asked for a range of days, honest about dates that leave something open."""

import datetime
from functools import partial

from django.db.models import Case, IntegerField, Q, Value, When

from vjtech.core.dates import MARKS
from vjtech.core.facets import COUNTED
from vjtech.core.filterset import RecordFilterSet
from vjtech.core.paging import Column, Order
from vjtech.core.reach import windows


class RangedFilterSet(RecordFilterSet):
    """Within a range: rows certainly inside it first, possibly inside next, undated last.

    `dated` names the partial date, `between` the two parameters (DayFilters that filter nothing
    themselves: what overlaps is told here). Each row gets its `certainty`. Rows are sorted by
    `sorted_by` first, which begins with their first day: `key_of(day)` is its smallest value of a
    day. `has_reach` says that the model has a column of its date's reach.
    """

    CERTAIN, POSSIBLE, UNDATED = 2, 1, 0

    dated = "date"
    between = ("date_after", "date_before")
    sorted_by = "day"
    key_of = staticmethod(datetime.date.toordinal)
    has_reach = True

    @property
    def range(self):
        """The first and last day asked for, or None where no range is."""
        asked = self.form.cleaned_data if self.is_valid() else {}
        after, before = (asked.get(name) for name in self.between)
        if not (after or before):
            return None
        return (
            after.earliest if after else datetime.date.min,
            before.latest if before else datetime.date.max,
        )

    @property
    def order(self):
        order = super().order
        return Order(Column("certainty", True), *order.columns) if self.range else order

    # What a row's date says of it

    @property
    def is_undated(self):
        return Q(**{f"{self.dated}_earliest__isnull": True})

    @property
    def is_plain(self):
        """Dated, and nothing of the date inferred or approximate."""
        plain = ~self.is_undated
        for mark in MARKS:
            plain &= ~Q(**{f"{self.dated}__contains": mark})
        return plain

    @property
    def is_certain(self):
        if not self.range:
            return self.is_plain
        first, last = self.range
        inside = {f"{self.dated}_earliest__gte": first, f"{self.dated}_latest__lte": last}
        return self.is_plain & Q(**inside)

    @property
    def overlaps(self):
        first, last = self.range
        return Q(**{f"{self.dated}_latest__gte": first, f"{self.dated}_earliest__lte": last})

    @property
    def only_certain(self):
        return bool(self.form.cleaned_data.get("certain"))

    # The list as one query, and as walks

    def arrange(self, queryset):
        if self.only_certain:
            queryset = queryset.filter(self.is_certain)
        if not self.range:
            return queryset
        return queryset.filter(self.is_undated | self.overlaps).annotate(
            certainty=Case(
                When(self.is_undated, then=Value(self.UNDATED)),
                When(self.is_certain, then=Value(self.CERTAIN)),
                default=Value(self.POSSIBLE),
                output_field=IntegerField(),
            )
        )

    def noted(self, rows):
        if not self.range:  # else the database says it, whose order it is a part of
            for row in rows:
                row.certainty = self.certainty_of(row)
        return rows

    def certainty_of(self, row):
        """Return how certain a row's date is where no range is asked for."""
        if getattr(row, f"{self.dated}_earliest") is None:
            return self.UNDATED
        date = str(getattr(row, self.dated))
        return self.POSSIBLE if any(mark in date for mark in MARKS) else self.CERTAIN

    def walks(self, *without, after=None, limit=COUNTED + 1):
        if not self.range:
            yield from super().walks(*without, after=after, limit=limit)
            return
        reached = after[0] if after else self.CERTAIN
        groups = (self.CERTAIN,) if self.only_certain else (2, 1, 0)
        for certainty in groups:
            if certainty <= reached:
                place = after[1:] if after and certainty == reached else None
                yield self.group(certainty, without, place, limit)

    def group(self, certainty, without=(), after=None, limit=COUNTED + 1):
        """Return the rows of one certainty, along an index and bounded by the range."""
        arrange = partial(arranged, condition=self.told(certainty), certainty=certainty)
        return self.walk(without, after, limit, arrange, self.windows(certainty))

    def told(self, certainty):
        """Return the condition of a certainty, as far as its windows do not imply it.

        What is asked twice misleads a database's guess of how many rows there are.
        """
        if certainty == self.UNDATED:
            return Q()
        if certainty == self.POSSIBLE:
            return self.overlaps & ~self.is_certain
        return Q(reach__isnull=True) | self.is_certain if self.has_reach else self.is_certain

    def windows(self, certainty):
        """Return the lookups of rows apart, in which all rows of a certainty lie."""
        if certainty == self.UNDATED:
            return [self.undated_window()]
        if certainty == self.CERTAIN:
            return [self.window(None, *self.range)]
        return [self.window(*window) for window in windows(*self.range)] if self.has_reach else [{}]

    def window(self, reach, low, high):
        """Return the lookups of the rows of a reach that begin from low to high."""
        one_day = self.key_of(datetime.date.min)  # the first day is number 1
        window = {
            f"{self.sorted_by}__gte": self.key_of(low),
            f"{self.sorted_by}__lt": self.key_of(high) + one_day,
        }
        return window if reach is None else {"reach": reach} | window

    def undated_window(self):
        """Return the lookups of the keys that undated rows have: below the first day's."""
        return {f"{self.sorted_by}__lt": self.key_of(datetime.date.min)}

    def undated(self):
        """Return how many of the listed rows have no date, or None where more than COUNTED."""
        if not self.range or self.only_certain:
            return 0
        n = self.group(self.UNDATED)[: COUNTED + 1].count()
        return n if n <= COUNTED else None


def arranged(queryset, condition, certainty):
    value = Value(certainty, output_field=IntegerField())
    return queryset.filter(condition).annotate(certainty=value)
