"""Rows by the year in which they begin: exact where they are few, else bounded year by year."""

import datetime

from django.db.models import F
from django.db.models.expressions import RawSQL

from vjtech.core.facets import COUNTED
from vjtech.core.pictures.tally import FIRST, LAST, Count, Tally, tallied
from vjtech.core.prepared import fetched, keyed
from vjtech.core.walks import sql_of

# Rows of a year that are counted, in a table of so many at most, and in a larger one.
SMALL, MOST_IN_SMALL, MOST = 3000, COUNTED, 100
NO_DAYS = ((0, FIRST), (LAST + 1, 2**31 - 1))  # numbers that undated rows may have, where any
OPEN = (FIRST, FIRST + 1)  # where the start is open


def by_year(filterset):
    """Return the Tally of a RangedFilterSet whose rows are sorted by their first day.

    What the list has counted is told apart by the year. Of a longer one each year is counted, as
    far as it is bounded, or of words that were searched for the first that were found.
    """
    whole, column = filterset.count is not None, filterset.sorted_by
    if whole or getattr(filterset, "asked", False):
        return tallied(filterset.counts.column(column), more=not whole)

    def parts(window):
        walks = filterset.parts((), None, within_dates(filterset), [window])
        return [part for part, _order in walks]

    tally = counted_by_year(parts, filterset._meta.model, column, filterset.range)
    return Tally(tally.years, open=tally.open) if filterset.only_certain else tally


def within_dates(filterset):
    """Return what leaves out the rows that are not in the list for their dates."""

    def arrange(rows):
        if filterset.only_certain:
            rows = rows.filter(filterset.is_certain)
        elif filterset.range:
            rows = rows.filter(filterset.is_undated | filterset.overlaps)
        return rows

    return arrange


def counted_by_year(parts, model, column, asked=None):
    """Return the Tally of walks along an index that ends in a column of day numbers.

    `parts(window)` returns the querysets, with no row in common, of what begins within a window
    of that column; `asked` is the range of days beyond which no year is counted.
    """
    ends, is_small = extent(model, column)
    most = MOST_IN_SMALL if is_small else MOST
    spans = {year: (day_of(year), day_of(year + 1)) for year in years_of(ends, asked)}
    found = numbers(parts, column, [*NO_DAYS, OPEN, *spans.values()], most)
    counts = {year: capped(found[span], most) for year, span in spans.items() if found[span]}
    undated = sum(found[span] for span in NO_DAYS)
    return Tally(counts, capped(undated, most), capped(found[OPEN], most))


def capped(n, most):
    return Count(min(n, most), n > most)


def day_of(year):
    """Return the number of the first day of a year, of which there may be none any more."""
    if year > datetime.MAXYEAR:
        return LAST + 1
    return datetime.date(year, 1, 1).toordinal()


def years_of(ends, asked):
    """Return the years from one day number to another, as far as they are asked for."""
    if not ends:
        return range(0)
    first, last = map(datetime.date.fromordinal, ends)
    low, high = asked or (first, last)
    return range(max(first, low).year, min(last, high).year + 1)


def extent(model, column):
    """Return the first and last day number of any public row, and whether the rows are few."""
    first, last = (keyed(end, "", model, column, late) for late in (False, True))
    rows, params = keyed(some, "", model)
    found = dict(
        fetched(
            f"SELECT 1, low.* FROM ({first[0]}) AS low UNION ALL"
            f" SELECT 2, high.* FROM ({last[0]}) AS high UNION ALL"
            f" SELECT 3, COUNT(*) FROM ({rows}) AS some_rows",
            [*first[1], *last[1], *params],
        )
    )
    return [found[n] for n in (1, 2) if n in found], found[3] <= SMALL


def end(model, column, last):
    rows = model.objects.published().filter(**{f"{column}__range": (FIRST + 1, LAST)})
    order = F(column).desc() if last else F(column).asc()
    return rows.order_by(order).values_list(column)[:1]


def some(model):
    return model._base_manager.order_by().values("pk")[: SMALL + 1]


def numbers(parts, column, spans, most):
    """Return {span of day numbers: how many rows begin in it}, counted a little beyond `most`."""
    window = {
        f"{column}__gte": RawSQL("spans.low", ()),
        f"{column}__lt": RawSQL("spans.high", ()),
    }
    counts, params = [], []
    for part in parts(window):
        # In no order: to keep one costs as much as the rest.
        statement = sql_of(part.order_by().values("pk")[: most + 1])
        if statement:
            counts.append(f"(SELECT COUNT(*) FROM ({statement[0]}) AS counted)")
            params += statement[1]
    if not counts:
        return dict.fromkeys(spans, 0)
    values = ", ".join(f"({int(low)}, {int(high)})" for low, high in spans)
    rows = fetched(
        f"WITH spans (low, high) AS (VALUES {values})"
        f" SELECT low, high, {' + '.join(counts)} FROM spans",
        params,
    )
    return {(low, high): n for low, high, n in rows}
