"""Events and due dates in time: a timeline where they are few, counts by the year where not."""

from typing import NamedTuple
from urllib.parse import urlencode

from django.urls import reverse

from entities.filters import EventFilterSet, TargetFilterSet
from entities.models import Event, Target
from entities.models.event import LATEST_FIRST, EventQuerySet
from entities.models.target import BY_DUE_DATE, TargetQuerySet
from vjtech.core.dates import PartialDate, today
from vjtech.core.paging import Order
from vjtech.core.pictures.tally import tallied, tallied_first
from vjtech.core.pictures.timeline import DUE, EVENT, MOST_MARKS, Dated, timeline
from vjtech.core.pictures.years import years
from vjtech.core.prepared import fetched
from vjtech.core.records import Linked
from vjtech.core.walks import Link, sql_of, walks_of
from vjtech.core.yearly import by_year, counted_by_year

LOOKED_AT = 200  # of somebody's rows; of more each year is counted for itself
LANES = 12  # of a picture that stands above no list
TOLD = (Event.Status.PLANNED, Event.Status.CANCELLED)


class Shown(NamedTuple):
    """How a kind is drawn, and by which nouns it is walked and its list can be asked."""

    model: type
    columns: tuple[str]  # the label, the slug, the partial date, how it stands, its day's number
    order: Order
    links: dict[str, Link]
    route: str
    between: tuple[str, str]
    parameters: tuple[str]


SHOWN = {
    EVENT: Shown(
        Event,
        ("title", "slug", "date", "status", "day"),
        LATEST_FIRST,
        {"company": EventQuerySet.companies, "person": EventQuerySet.people},
        "event_list",
        EventFilterSet.between,
        ("company", "person"),
    ),
    DUE: Shown(
        Target,
        ("metric", "slug", "due", "due_day"),
        BY_DUE_DATE,
        {"company": TargetQuerySet.companies, "person": TargetQuerySet.people},
        "target_list",
        TargetFilterSet.between,
        ("company",),
    ),
}


# A list


def of_list(filterset, page):
    """Return the picture of a list of events: of its rows where they are few, else by year."""
    if not (page.first and page.rows):
        return None
    drawn = timeline([of_event(row) for row in few_of(filterset, page)], today())
    return drawn or years({EVENT: by_year(filterset)}, today(), narrowed(filterset))


def few_of(filterset, page):
    """Return all rows of a list, none where they are more than are drawn."""
    if page.next_key is None:
        return page.rows
    if filterset.count is None or filterset.count > MOST_MARKS:
        return []
    return filterset.page(lambda events: events, MOST_MARKS).rows


def of_event(event):
    words = told(event.status)
    return Dated(event.title, event.get_absolute_url(), event.date, EVENT, words)


def told(status):
    return str(Event.Status(status).label) if status in TOLD else ""


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


# One noun, or any rows


def of_noun(noun):
    """Return the picture of a company's or person's events and of when its targets are due."""
    name = noun._meta.model_name

    def longer(kind, _days):
        return of_years(SHOWN[kind], SHOWN[kind].links[name], noun)

    walks = {
        kind: shown.links[name].walk(shown.model.objects.published(), noun, shown.order)
        for kind, shown in SHOWN.items()
    }
    return of_walks(walks, longer, listed(name, noun.slug))


def of_facts(events, targets):
    """Return the picture of querysets in the order of their lists, whose first rows are drawn."""
    return of_walks({EVENT: events, DUE: targets}, lambda _kind, days: tallied_first(days))


def of_walks(walks, longer, address=lambda *_span: ""):
    """Return the picture of {kind: queryset}; `longer(kind, days)` tallies more than LOOKED_AT."""
    found = {kind: rows_of(kind, walk) for kind, walk in walks.items()}
    if sum(map(len, found.values())) <= MOST_MARKS:
        rows = [dated(kind, *row) for kind, rows in found.items() for row in rows]
        if drawn := timeline(rows, today(), lanes=LANES):
            return drawn
    tallies = {}
    for kind, rows in found.items():
        days = [day for *_row, day in rows]
        tallies[kind] = tallied(days) if len(days) <= LOOKED_AT else longer(kind, days[:LOOKED_AT])
    return years(tallies, today(), address)


def rows_of(kind, walk):
    """Return the columns of the first rows, of one more than LOOKED_AT at most."""
    statement = sql_of(walk.values_list(*SHOWN[kind].columns)[: LOOKED_AT + 1])
    return fetched(*statement) if statement else []


def dated(kind, label, slug, date, *rest):
    address = Linked(SHOWN[kind].model, slug, label).get_absolute_url()
    words = told(rest[0]) if kind == EVENT else ""
    return Dated(label[:1].upper() + label[1:], address, PartialDate(date or ""), kind, words)


def of_years(shown, link, noun):
    """Return the Tally of all rows that a noun is linked with."""
    rows = shown.model.objects.published()

    def parts(window):
        walks = walks_of(rows, shown.order, link, [noun.pk], [window], None)
        return [part for part, _order in walks]

    return counted_by_year(parts, shown.model, shown.columns[-1])


def listed(parameter, slug):
    """Return what leads to the list of one noun's facts of some years, where there is such."""

    def address(kind, first, last):
        shown = SHOWN[kind]
        if parameter not in shown.parameters:
            return ""
        span = dict(zip(shown.between, months(first, last), strict=True))
        return f"{reverse(shown.route)}?{urlencode({'background': '1', parameter: slug} | span)}"

    return address


def months(first, last):
    return f"{first:04}-01", f"{last:04}-12"
