"""The counts beside filter values are what choosing the value would list: held by brute force."""

import pytest
from django.core.cache import cache
from django.http import QueryDict

from articles.filters import ArticleFilterSet
from entities.filters import (
    CompanyFilterSet,
    EventFilterSet,
    FigureFilterSet,
    PersonFilterSet,
    TargetFilterSet,
)
from tests.factories import make_article, make_topic

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
        met = [row for row in shown if row["count"]]
        assert {row["value"]: row["count"] for row in met} == expected, name
        assert [row["count"] for row in met] == sorted(expected.values(), reverse=True)
        assert all(row["chosen"] for row in shown if not row["count"])


def test_a_chosen_value_is_marked():
    filterset = ArticleFilterSet.for_query(QueryDict("language=en&topic=topic-1"))
    rows = {row["value"]: row for row in filterset.values["language"]}
    assert rows["en"]["chosen"] and not rows["vi"]["chosen"]


def test_values_are_worded():
    filterset = ArticleFilterSet.for_query(QueryDict(""))
    labels = {row["value"]: str(row["label"]) for row in filterset.values["language"]}
    assert labels["vi"] == "Vietnamese"
    assert {row["label"] for row in filterset.values["topic"]} == {"Topic 0", "Topic 1", "Topic 2"}


def test_a_chosen_value_that_no_row_has_stays_among_the_values(client):
    make_topic("Unheard of")
    filterset = ArticleFilterSet.for_query(QueryDict("topic=unheard-of"))
    unmet = {"value": "unheard-of", "label": "Unheard of", "count": 0, "chosen": True}
    assert unmet in filterset.values["topic"]
    assert 'value="unheard-of" checked' in client.get("/articles/?topic=unheard-of").text


def test_a_chosen_value_is_shown_however_many_are_more_frequent(client):
    for n in range(14):
        topic = make_topic(f"Frequent {n:02}")
        for _ in range(3):
            make_article(topics=[topic])
    make_article(topics=[make_topic("Rare")])
    html = client.get("/articles/?topic=rare").text
    assert 'value="rare" checked' in html and "more values" in html


def test_the_page_says_that_a_long_list_is_counted_from_its_start(client, monkeypatch):
    said = "counted in the first 2 of"
    assert said not in client.get("/articles/").text
    cache.clear()
    monkeypatch.setattr("vjtech.core.filterset.COUNTED", 2)
    assert said in client.get("/articles/").text
