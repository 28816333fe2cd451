"""No list sorts its rows: each is a walk along an index, said by the database itself."""

import pytest
from django.db import connection
from django.http import QueryDict

from articles.filters import ArticleFilterSet
from entities.filters import (
    CompanyFilterSet,
    EventFilterSet,
    FigureFilterSet,
    PersonFilterSet,
)
from entities.models import Company, Person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("base")]

RANGE = "{}_after=2024-03&{}_before=2025-04"
PUBLISHED, DATED = RANGE.format("published", "published"), RANGE.format("date", "date")
QUERIES = {
    ArticleFilterSet: (
        *("", "background=1", "sort=oldest", "company={c}", "company={c}&sort=oldest"),
        *("person={p}&language=ja", "topic=topic-1&relevance=core", "publisher=publisher-0"),
        *("language=vi", PUBLISHED, f"{PUBLISHED}&company={{c}}", "company={c}&company={d}"),
        *("language=vi&language=ja", f"{PUBLISHED}&company={{c}}&company={{d}}"),
    ),
    EventFilterSet: (
        *("", "background=1", "company={c}", "person={p}", "kind=forum", "country=VN"),
        *("certain=1", DATED, f"{DATED}&company={{c}}", "kind=forum&kind=signing"),
    ),
    FigureFilterSet: ("", "company={c}", "company={c}&company={d}"),
    CompanyFilterSet: ("", "kind=company", "country=VN", "kind=company&kind=university"),
    PersonFilterSet: ("", "country=VN", "company={c}"),
}
CASES = [(f, query) for f, queries in QUERIES.items() for query in queries]
SORTS = {"sqlite": "USE TEMP B-TREE FOR", "postgresql": "Sort  ("}


@pytest.fixture
def only_what_must_be():
    """Have PostgreSQL take an index wherever there is one: of so few rows it would sort all."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            for way in ("seqscan", "sort", "bitmapscan", "incremental_sort", "hashjoin"):
                cursor.execute(f"SET LOCAL enable_{way} = off")


def plan(queryset):
    sql, params = queryset.query.sql_with_params()
    explain = {"sqlite": "EXPLAIN QUERY PLAN", "postgresql": "EXPLAIN"}[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(f"{explain} {sql}", params)
        return [str(row[-1]) for row in cursor.fetchall()]


@pytest.mark.usefixtures("only_what_must_be")
@pytest.mark.parametrize(
    ("filterset_class", "query"), CASES, ids=[f"{f.__name__}-{q or 'all'}" for f, q in CASES]
)
def test_rows_come_in_order_from_an_index(filterset_class, query):
    slugs = list(Company.objects.published().values_list("slug", flat=True)[:2])
    person = Person.objects.published().first().slug
    asked = QueryDict(query.format(c=slugs[0], d=slugs[1], p=person))
    filterset = filterset_class.for_query(asked)
    assert filterset.is_valid(), filterset.form.errors
    walks = list(filterset.walks(limit=26))
    assert len(walks) == (3 if filterset_class in RANGED and "after" in query else 1)
    for walk in walks:
        sorts = [line for line in plan(walk[:26]) if SORTS[connection.vendor] in line]
        # What is merged from several walks is sorted: of each no more than the page's rows.
        merged = "WITH parts" in str(walk.query)
        assert len(sorts) <= 2 * merged, "\n".join(plan(walk[:26]))


RANGED = (ArticleFilterSet, EventFilterSet)
