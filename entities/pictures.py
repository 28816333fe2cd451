"""Events and due dates in time: a timeline where they are few, counts by the year where not."""

from urllib.parse import urlencode

from django.urls import reverse

from entities.models import Event, Target
from vjtech.core.dates import PartialDate, today
from vjtech.core.facets import COUNTED
from vjtech.core.pictures.tally import tallied, tallied_first
from vjtech.core.pictures.timeline import DUE, EVENT, MOST_MARKS, Dated, timeline
from vjtech.core.pictures.years import years
from vjtech.core.prepared import fetched
from vjtech.core.records import Linked
from vjtech.core.walks import sql_of
from vjtech.core.yearly import by_year

# The columns of what is drawn, and its list: the route, its range, whose rows it can be asked for.
COLUMNS = {
    EVENT: (Event, "title", "date", "day"),
    DUE: (Target, "metric", "due", "due_day"),
}
LISTS = {
    EVENT: ("event_list", "date_after", "date_before", ("company", "person")),
    DUE: ("target_list", "due_after", "due_before", ("company",)),
}
TOLD = (Event.Status.PLANNED, Event.Status.CANCELLED)


def of_list(filterset, page):
    """Return the picture of a list of events: of its rows if the page holds all, else by year."""
    if not (page.first and page.rows):
        return None
    drawn = page.next_key is None and timeline([of_event(row) for row in page.rows], today())
    return drawn or years({EVENT: by_year(filterset)}, today(), narrowed(filterset))


def of_event(event):
    status = event.get_status_display() if event.status in TOLD else ""
    return Dated(event.title, event.get_absolute_url(), event.date, EVENT, status)


def narrowed(filterset):
    """Return what leads from a list to the same list of some of its years."""
    path, (after, before) = reverse("event_list"), filterset.between

    def address(_kind, first, last):
        start, end = months(first, last)
        low, high = filterset.range or (None, None)
        if low and PartialDate(start).earliest < low:
            start = filterset.data.get(after, "")
        if high and PartialDate(end).latest > high:
            end = filterset.data.get(before, "")
        return path + filterset.query(**{after: start, before: end})

    return address


def of_facts(events, targets, parameter="", slug=""):
    """Return the picture of somebody's events and of when their targets are due.

    Both are querysets in the order of an index; of each the first COUNTED are looked at. The
    years lead to the lists that know the parameter.
    """
    found = {EVENT: rows_of(EVENT, events), DUE: rows_of(DUE, targets)}
    drawn = sum(map(len, found.values())) <= MOST_MARKS and timeline(
        [dated(kind, *row) for kind, rows in found.items() for row in rows], today()
    )
    tallies = {kind: tally_of(rows) for kind, rows in found.items()}
    return drawn or years(tallies, today(), listed(parameter, slug))


def rows_of(kind, queryset):
    """Return (label, slug, date, day number) of the first rows, one more than COUNTED at most."""
    _model, label, date, day = COLUMNS[kind]
    statement = sql_of(queryset.values_list(label, "slug", date, day)[: COUNTED + 1])
    return fetched(*statement) if statement else []


def dated(kind, label, slug, date, _day):
    address = Linked(COLUMNS[kind][0], slug, label).get_absolute_url()
    return Dated(label[:1].upper() + label[1:], address, PartialDate(date or ""), kind)


def tally_of(rows):
    days = [day for *_row, day in rows]
    return tallied_first(days[:COUNTED]) if len(days) > COUNTED else tallied(days)


def listed(parameter, slug):
    """Return what leads to the list of one noun's facts of some years, where there is such."""

    def address(kind, first, last):
        name, after, before, parameters = LISTS[kind]
        if parameter not in parameters:
            return ""
        start, end = months(first, last)
        asked = {"background": "1", parameter: slug, after: start, before: end}
        return f"{reverse(name)}?{urlencode(asked)}"

    return address


def months(first, last):
    return f"{first:04}-01", f"{last:04}-12"
