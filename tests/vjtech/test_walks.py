"""Paging by key walks every row of every list once, and every format gives the same rows."""

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
from tests.factories import make_article, make_company, make_event, make_figure, make_target
from tests.pages import LISTS, get, get_csv, get_json, lead_slugs, link
from vjtech.core import walked
from vjtech.core.paging import take_page

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("base")]

FILTERSETS = dict(
    zip(
        LISTS,
        (
            *(ArticleFilterSet, CompanyFilterSet, PersonFilterSet),
            *(EventFilterSet, TargetFilterSet, FigureFilterSet),
        ),
        strict=True,
    )
)
QUERIES = {
    "articles": (
        *("", "background=1", "background=1&sort=oldest", "background=1&topic=topic-1"),
        "background=1&published_after=2025",
    ),
    "companies": ("background=1", "background=1&kind=company"),
    "people": ("", "background=1"),
    "events": ("", "background=1", "background=1&date_after=2025&date_before=2025"),
    "targets": ("background=1", "background=1&due_after=2024-06"),
    "figures": ("background=1",),
}
CASES = [(name, query) for name, queries in QUERIES.items() for query in queries]
EACH_CASE = pytest.mark.parametrize(("name", "query"), CASES)


@pytest.fixture
def pages_of_three(monkeypatch):
    def take_three(walks, order, after, size):
        return take_page(walks, order, after, 3)

    monkeypatch.setattr(walked, "take_page", take_three)


def all_slugs(name, query):
    """Return the slugs of the whole list as one query gives them."""
    return [row.slug for row in FILTERSETS[name].for_query(QueryDict(query)).qs]


def walk(client, name, query):
    """Return the slugs of all pages, from link to link, and how many pages there were."""
    address, found, n = f"/{name}/?{query}".rstrip("?"), [], 0
    while address:
        html = get(client, address)
        assert (link(html, "first") is None) == (n == 0)
        found += lead_slugs(html, name)
        address, n = link(html, "next"), n + 1
        assert n < 40
    return found, n


@EACH_CASE
def test_pages_hold_every_row_once_in_the_order_of_the_whole(client, pages_of_three, name, query):
    expected = all_slugs(name, query)
    found, n = walk(client, name, query)
    assert sorted(found) == sorted(expected) and len(set(found)) == len(found)
    assert n == -(-len(expected) // 3) > 1
    # Grouping by year or by certainty may not tear the order of the rows apart either.
    assert found == expected


@EACH_CASE
def test_every_format_gives_the_same_rows_in_the_same_order(client, name, query):
    expected = all_slugs(name, query)
    html = get(client, f"/{name}/?{query}".rstrip("?"))
    rows = get_json(client, name, f"?{query}")
    assert lead_slugs(html, name) == expected[: walked.PAGE_SIZE]
    assert [row["slug"] for row in rows["results"]] == expected
    assert [row["slug"] for row in get_csv(client, name, f"?{query}")] == expected
    assert rows["count"] == len(expected)


@EACH_CASE
def test_a_key_means_the_same_place_in_every_format(client, pages_of_three, name, query):
    rest = all_slugs(name, query)[3:]
    following = link(get(client, f"/{name}/?{query}".rstrip("?")), "next").partition("?")[2]
    assert [row["slug"] for row in get_json(client, name, f"?{following}")["results"]] == rest
    assert [row["slug"] for row in get_csv(client, name, f"?{following}")] == rest


MAKERS = {
    "articles": lambda word, date: make_article(f"{word} article", published=date),
    "companies": lambda word, date: make_company(f"{word} company"),
    "events": lambda word, date: make_event(f"{word} event", date=date),
    "figures": lambda word, date: make_figure(f"{word} figure", as_of=date),
    "targets": lambda word, date: make_target(f"{word} target", statement={"due": date}),
}


@pytest.mark.parametrize(("name", "make"), MAKERS.items(), ids=list(MAKERS))
def test_a_walk_stays_right_while_rows_are_added_before_and_behind(
    client, pages_of_three, name, make
):
    before = all_slugs(name, "background=1")
    html = get(client, f"/{name}/?background=1")
    found = lead_slugs(html, name)
    added = [make(word, date).slug for word in ("AAA", "ZZZ") for date in ("1990", "2999", "")]
    while address := link(html, "next"):
        html = get(client, address)
        found += lead_slugs(html, name)
    assert len(found) == len(set(found))
    assert [slug for slug in found if slug not in added] == before
    now = all_slugs(name, "background=1")
    assert found == [slug for slug in now if slug in found]


def test_the_last_page_of_full_size_leads_nowhere(client, pages_of_three):
    for i in range(6):
        make_company(f"Zeta {i}")
    found, n = walk(client, "companies", "q=zeta")
    assert (len(found), n) == (6, 2)


def test_taking_a_filter_off_or_on_goes_back_to_the_start(client, pages_of_three):
    html = get(client, "/articles/?background=1&topic=topic-1")
    after = link(html, "next")
    assert "after=" in after
    page = get(client, after)
    chips = page[page.index('class="chips"') :].partition("</ul>")[0]
    assert 'href="/articles/?background=1"' in chips and "after=" not in chips
