"""The rows of a list by the year of their first day: through its one door, and bounded."""

import datetime

from django.db.models import F
from django.db.models.expressions import RawSQL

from vjtech.core.pictures.tally import FIRST, Count, Tally, tallied
from vjtech.core.prepared import fetched
from vjtech.core.walks import sql_of

MOST_IN_YEAR = 500
UNDATED, OPEN = (0, FIRST), (FIRST, FIRST + 1)  # day numbers, the latter excluded


def by_year(filterset):
    """Return the Tally of a RangedFilterSet whose rows are sorted by their first day.

    What the list has counted is told apart by the year. Of a longer one each year is counted, up
    to MOST_IN_YEAR, or of words that were searched for the first that were found.
    """
    whole = filterset.count is not None
    if whole or getattr(filterset, "asked", False):
        return tallied(filterset.counts.column(filterset.sorted_by), more=not whole)
    return counted_by_year(filterset)


def counted_by_year(filterset):
    years = years_of(filterset)
    windows = [(day_of(year), day_of(year + 1)) for year in years]
    found = numbers(filterset, [UNDATED, OPEN, *windows])
    undated = 0 if filterset.only_certain else found[UNDATED]
    counts = {year: found[window] for year, window in zip(years, windows, strict=True)}
    return Tally(
        {year: capped(n) for year, n in counts.items() if n}, capped(undated), capped(found[OPEN])
    )


def capped(n):
    return Count(min(n, MOST_IN_YEAR), n > MOST_IN_YEAR)


def day_of(year):
    """Return the number of the first day of a year, of which there may be none any more."""
    if year > datetime.MAXYEAR:
        return datetime.date.max.toordinal() + 1
    return datetime.date(year, 1, 1).toordinal()


def years_of(filterset):
    """Return the years from the first day of any row to the last, as far as they are asked for."""
    column = filterset.sorted_by
    rows = filterset.queryset.filter(**{f"{column}__gt": FIRST}).values_list(column)
    ends = []
    for order in (F(column).asc(), F(column).desc()):
        sql, params = rows.order_by(order).query.sql_with_params()
        ends.append((f"SELECT * FROM ({sql} LIMIT 1) AS ending", params))
    days = fetched(" UNION ALL ".join(sql for sql, _ in ends), [p for _, ps in ends for p in ps])
    if not days:
        return range(0)
    first, last = (datetime.date.fromordinal(day) for day in sorted(day for (day,) in days))
    low, high = filterset.range or (first, last)
    return range(max(first, low).year, min(last, high).year + 1)


def numbers(filterset, windows):
    """Return {window: how many rows begin in it}, counted a little beyond MOST_IN_YEAR."""
    column = filterset.sorted_by
    window = {
        f"{column}__gte": RawSQL("spans.low", ()),
        f"{column}__lt": RawSQL("spans.high", ()),
    }
    counts, params = [], []
    for part, _order in filterset.parts((), None, arranged(filterset), [window]):
        statement = sql_of(part.values("pk")[: MOST_IN_YEAR + 1])
        if statement:
            counts.append(f"(SELECT COUNT(*) FROM ({statement[0]}) AS counted)")
            params += statement[1]
    if not counts:
        return dict.fromkeys(windows, 0)
    values = ", ".join(f"({int(low)}, {int(high)})" for low, high in windows)
    rows = fetched(
        f"WITH spans (low, high) AS (VALUES {values})"
        f" SELECT low, high, {' + '.join(counts)} FROM spans",
        params,
    )
    return {(low, high): n for low, high, n in rows}


def arranged(filterset):
    """Return what leaves out the rows that are not in the list for their dates."""

    def arrange(rows):
        if filterset.only_certain:
            rows = rows.filter(filterset.is_certain)
        elif filterset.range:
            rows = rows.filter(filterset.is_undated | filterset.overlaps)
        return rows

    return arrange
