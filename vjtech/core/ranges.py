"""Lists that can be asked for a range of days, honest about dates that leave something open."""

import datetime

from django.db.models import Case, IntegerField, Q, Value, When

from vjtech.core.filterset import RecordFilterSet
from vjtech.core.paging import Column, Order


class RangedFilterSet(RecordFilterSet):
    """Within a range: rows certainly inside it first, possibly inside next, undated last.

    `dated` names the partial date, `between` the two parameters (DayFilters that filter nothing
    themselves: what overlaps is told here). Each row gets its `certainty`.
    """

    CERTAIN, POSSIBLE, UNDATED = 2, 1, 0

    dated = "date"
    between = ("date_after", "date_before")

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

    @property
    def is_undated(self):
        return Q(**{f"{self.dated}_earliest__isnull": True})

    def arrange(self, queryset):
        certain = ~self.is_undated
        for mark in "?~%":  # what is inferred or approximate is never certain
            certain &= ~Q(**{f"{self.dated}__contains": mark})
        asked = self.range
        if asked:
            first, last = asked
            overlaps = {f"{self.dated}_latest__gte": first, f"{self.dated}_earliest__lte": last}
            inside = {f"{self.dated}_earliest__gte": first, f"{self.dated}_latest__lte": last}
            queryset = queryset.filter(self.is_undated | Q(**overlaps))
            certain &= Q(**inside)
        if self.form.cleaned_data.get("certain"):
            queryset = queryset.filter(certain)
        return queryset.annotate(
            certainty=Case(
                When(self.is_undated, then=Value(self.UNDATED)),
                When(certain, then=Value(self.CERTAIN)),
                default=Value(self.POSSIBLE),
                output_field=IntegerField(),
            )
        )

    def undated(self):
        """Return how many of the listed rows have no date."""
        return self.filtered().filter(self.is_undated).order_by().count() if self.is_valid() else 0
