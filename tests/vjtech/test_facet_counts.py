"""The counts beside filter values are what choosing the value would list: held by brute force."""

import pytest
from django.http import QueryDict

from articles.filters import ArticleFilterSet
from entities.filters import (
    CompanyFilterSet,
    EventFilterSet,
    FigureFilterSet,
    PersonFilterSet,
    TargetFilterSet,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("base")]

QUERIES = {
    ArticleFilterSet: (
        *("", "topic=topic-1&background=1", "language=en&language=vi&publisher=publisher-0"),
        *("relevance=background", "q=fpt&published_after=2025"),
    ),
    CompanyFilterSet: ("", "background=1&kind=company", "country=VN&topic=topic-2"),
    PersonFilterSet: ("", "background=1&country=VN"),
    EventFilterSet: (
        *("", "background=1&kind=forum&kind=signing", "date_after=2025&date_before=2025"),
        "certain=1&country=VN",
    ),
    TargetFilterSet: ("", "background=1&kind=forecast", "status=declared&unit=people"),
    FigureFilterSet: ("background=1", "q=measure+1"),
}
CASES = [(f, query) for f, queries in QUERIES.items() for query in queries]


def values_of(filterset_class, name):
    """Return every value that a parameter could be given, known from the rows themselves."""
    filter_ = filterset_class.base_filters[name]
    if hasattr(filter_, "gates"):
        queryset = filter_.extra["queryset"]
        return [row.slug for row in (queryset() if callable(queryset) else queryset)]
    choices = filter_.extra.get("choices")
    if choices:
        return [value for value, _label in (choices() if callable(choices) else choices)]
    return {"unit": ["people", "projects"], "measure": ["measure 0", "measure 1", "measure 2"]}[
        name
    ]


def counted(filterset_class, query, name, value):
    asked = QueryDict(query, mutable=True)
    asked.setlist(name, [value])
    return filterset_class.for_query(asked).count


@pytest.mark.parametrize(
    ("filterset_class", "query"), CASES, ids=[f"{f.__name__}-{q or 'all'}" for f, q in CASES]
)
def test_each_count_is_what_the_value_would_list(filterset_class, query):
    filterset = filterset_class.for_query(QueryDict(query))
    for name in (*filterset.facets, *filterset.suggested):
        values = values_of(filterset_class, name)
        if name == "country":
            values = ["VN", "JP"]
        expected = {v: n for v in values if (n := counted(filterset_class, query, name, v))}
        shown = filterset.values[name]
        assert {row["value"]: row["count"] for row in shown} == expected, name
        assert [row["count"] for row in shown] == sorted(expected.values(), reverse=True)


def test_a_chosen_value_is_marked():
    filterset = ArticleFilterSet.for_query(QueryDict("language=en&topic=topic-1"))
    rows = {row["value"]: row for row in filterset.values["language"]}
    assert rows["en"]["chosen"] and not rows["vi"]["chosen"]


def test_values_are_worded():
    filterset = ArticleFilterSet.for_query(QueryDict(""))
    labels = {row["value"]: str(row["label"]) for row in filterset.values["language"]}
    assert labels["vi"] == "Vietnamese"
    assert {row["label"] for row in filterset.values["topic"]} == {"Topic 0", "Topic 1", "Topic 2"}
