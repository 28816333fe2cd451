"""The years of a list too long to be counted as a whole, held against all of its rows."""

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext

from entities.filters import EventFilterSet
from entities.models import Event
from vjtech.core import filterset, yearly
from vjtech.core.pictures.tally import Count, tallied

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("base")]

MOST = 2


@pytest.fixture
def bounded(monkeypatch):
    """Have every list be too long, and of each year MOST rows counted."""
    monkeypatch.setattr(filterset, "COUNTED", -1)
    monkeypatch.setattr(yearly, "SMALL", 0)
    monkeypatch.setattr(yearly, "MOST", MOST)


QUERIES = (
    *("", "background=1", "kind=forum", "kind=forum&kind=signing", "company={c}", "person={p}"),
    *("company={c}&company={d}", "company={c}&kind=forum&country=VN", "certain=1"),
    *("date_after=2024-03&date_before=2025-04", "date_before=2025&company={c}"),
    *("date_after=2025", "date_after=2024-06&certain=1"),
)


@pytest.mark.parametrize("query", QUERIES)
def test_each_year_is_counted_as_far_as_it_is_bounded(query, request):
    companies = list(
        Event.objects.published()
        .filter(companies__state="published")
        .values_list("companies__slug", flat=True)
        .order_by("companies__slug")
        .distinct()[:2]
    )
    person = Event.objects.published().filter(people__state="published").values("people__slug")
    query = query.format(c=companies[0], d=companies[1], p=person.first()["people__slug"])
    asked = EventFilterSet.for_query(QueryDict(query))
    assert asked.is_valid(), asked.form.errors
    exact = tallied(row.day for row in asked.qs)
    request.getfixturevalue("bounded")
    found = yearly.by_year(EventFilterSet.for_query(QueryDict(query)))

    def capped(count):
        return Count(min(count.n, MOST), count.n > MOST)

    low, high = asked.range or (None, None)
    years = {
        year: capped(count)
        for year, count in exact.years.items()
        if (not low or year >= low.year) and (not high or year <= high.year)
    }
    assert found.years == years
    assert found.undated == capped(exact.undated)
    assert found.open == capped(exact.open)


WALKS = {"sqlite": "USING INDEX event_list (state=? AND day>? AND day<?)", "postgresql": "day >="}


@pytest.mark.usefixtures("bounded")
def test_each_year_is_a_walk_along_the_index_of_the_list(client):
    page = EventFilterSet.for_query(QueryDict(""))
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            for way in ("seqscan", "bitmapscan"):
                cursor.execute(f"SET LOCAL enable_{way} = off")
    assert page.count is None
    with CaptureQueriesContext(connection) as captured:
        yearly.by_year(page)
    explain = {"sqlite": "EXPLAIN QUERY PLAN", "postgresql": "EXPLAIN"}[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(f"{explain} {captured[-1]['sql']}")
        plan = [str(row[-1]) for row in cursor.fetchall()]
    # Of so few rows PostgreSQL may take another index that the day is in.
    bounds = [line for line in plan if WALKS[connection.vendor] in line]
    assert len(bounds) == 1 and ("Index Cond" in bounds[0]) == (connection.vendor != "sqlite"), plan
