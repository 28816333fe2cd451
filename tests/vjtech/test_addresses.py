"""A list's address is its state: one canonical order, chips that take parts of it off."""

import re
from html import unescape
from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles.filters import ArticleFilterSet
from entities.filters import CompanyFilterSet, EventFilterSet
from tests.factories import make_article, make_company, make_event, make_person, make_topic
from tests.pages import errors_in, get, get_json, words_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def fpt():
    company = make_company("FPT")
    make_company("CMC")
    make_article("News", companies=[company], topics=[make_topic("AI")])
    return company


CANONICAL = {
    "": None,
    "q=x&company=fpt": None,
    "company=fpt&company=cmc": None,
    "company=cmc&company=fpt": None,
    "company=fpt&q=x": "?q=x&company=fpt",
    "q=&company=fpt": "?company=fpt",
    "q=": "",
    "company=&company=fpt": "?company=fpt",
    "company=fpt&company=fpt": "?company=fpt",
    "company=FPT": "?company=fpt",
    "q=+x+": "?q=x",
    "q=a&q=b": "?q=b",
    "color=red": "",
    "color=red&q=x&utm_source=y": "?q=x",
    "language=vi&q=x&language=en&after=": "?q=x&language=vi&language=en",
    "sort=oldest&q=x": "?q=x&sort=oldest",
    "sort=bogus&q=x": "?q=x&sort=bogus",
    "background=1&q=x": "?q=x&background=1",
    "q=%C4%90%C3%A0": None,
    "q=Đà": "?q=%C4%90%C3%A0",
    "q=a%26b": None,
    "q=x;company=fpt": None,
}


@pytest.mark.parametrize(("query", "canonical"), CANONICAL.items())
def test_an_address_that_is_not_canonical_leads_to_the_one_that_is(client, fpt, query, canonical):
    raw = query.encode().decode("latin-1")  # as a server passes it on
    response = client.get("/articles/", QUERY_STRING=raw)
    if canonical is None:
        assert response.status_code == 200
    else:
        assert (response.status_code, response["Location"]) == (302, f"/articles/{canonical}")
        assert client.get(response["Location"]).status_code == 200


VALUES = st.sampled_from(["", " ", "fpt", "cmc", "FPT", "x", "en", "2025", "1", "é ", "a&b=c", "%"])
NAMES = st.sampled_from([*ArticleFilterSet.base_filters, "page", "Q", ""])


@settings(
    deadline=None,
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(pairs=st.lists(st.tuples(NAMES, VALUES), max_size=6))
def test_one_step_leads_to_the_canonical_address(client, fpt, pairs):
    response = client.get("/articles/", query_params=pairs)
    if response.status_code == 302:
        query = urlsplit(response["Location"]).query
        found = parse_qsl(query, keep_blank_values=True)
        assert [name for name, _v in found] == sorted(
            (name for name, _v in found), key=list(ArticleFilterSet.base_filters).index
        )
        assert all(value.strip() == value != "" for _n, value in found)
        assert len(set(found)) == len(found)
        response = client.get(response["Location"])
    assert response.status_code == 200


def test_the_machine_formats_take_any_order_as_it_comes(client, fpt):
    for query in ("?company=fpt&q=news&color=red", "?q=&company=FPT"):
        assert [row["slug"] for row in get_json(client, "articles", query)["results"]] == ["news"]


def test_the_canonical_link_leaves_out_the_place_and_what_is_unknown(client, fpt):
    for _ in range(30):
        make_article(companies=[fpt])
    html = get(client, "/articles/?company=fpt")
    after = unescape(re.search(r'rel="next" href="([^"]*)"', html)[1])
    assert "after=" in after
    for address in ("/articles/?company=fpt", after):
        assert '<link rel="canonical" href="/articles/?company=fpt">' in get(client, address)


def chips(html):
    """Return {what a chip says: where taking it off leads}."""
    block = re.search(r'<ul class="chips" aria-label="Chosen filters">.*?</ul>', html, re.S)
    found = re.findall(r'<a href="([^"]*)"[^>]*>(.*?)</a>', block[0], re.S) if block else []
    return {
        words_of(text).removeprefix("Remove ").removesuffix(" ×"): unescape(address)
        for address, text in found
    }


def test_each_chosen_value_is_a_chip_that_can_be_taken_off(client, fpt):
    html = get(
        client,
        "/articles/?q=news&background=1&company=fpt&company=cmc&topic=ai&language=en"
        "&published_after=2020",
    )
    base = "/articles/"
    assert chips(html) == {
        "Words: news": f"{base}?background=1&company=fpt&company=cmc&topic=ai&language=en"
        "&published_after=2020",
        "Company or organisation: FPT": f"{base}?q=news&background=1&company=cmc&topic=ai"
        "&language=en&published_after=2020",
        "Company or organisation: CMC": f"{base}?q=news&background=1&company=fpt&topic=ai"
        "&language=en&published_after=2020",
        "Topic: AI": f"{base}?q=news&background=1&company=fpt&company=cmc&language=en"
        "&published_after=2020",
        "Language: English": f"{base}?q=news&background=1&company=fpt&company=cmc&topic=ai"
        "&published_after=2020",
        "Published from: 2020": f"{base}?q=news&background=1&company=fpt&company=cmc&topic=ai"
        "&language=en",
        "with background": f"{base}?q=news&company=fpt&company=cmc&topic=ai&language=en"
        "&published_after=2020",
    }
    for address in chips(html).values():
        assert client.get(address).status_code == 200


def test_a_list_without_filters_has_no_chips(client, fpt):
    assert chips(get(client, "/articles/?sort=oldest")) == {}


def test_a_value_that_is_unknown_is_a_chip_too_so_that_it_can_be_taken_off(client, fpt):
    html = get(client, "/articles/?company=nobody")
    assert chips(html) == {"Company or organisation: nobody": "/articles/"}
    assert errors_in(html)


BACKGROUND = {
    "articles": lambda article, company, person: article,
    "companies": lambda article, company, person: company,
    "people": lambda article, company, person: person,
    "events": lambda article, company, person: make_event(article=article),
}


@pytest.mark.parametrize(("name", "make"), BACKGROUND.items(), ids=list(BACKGROUND))
def test_background_is_left_out_and_offered_with_its_number(client, name, make):
    company, person = make_company(), make_person()
    background = {"relevance": "background", "companies": [company], "people": [person]}
    row = make(make_article(**background), company, person)
    front = get(client, f"/{name}/")
    assert f"/{name}/{row.slug}/" not in front
    assert get_json(client, name) == {"count": 0, "results": []}
    offer = re.search(r'<p class="background"><a class="chip" href="([^"]*)">(.*?)</a>', front)
    assert (offer[1], offer[2]) == (f"/{name}/?background=1", "Add 1 from background articles")
    assert f"/{name}/{row.slug}/" in get(client, offer[1])
    assert get_json(client, name, "?background=1")["count"] == 1


def test_asking_for_background_by_name_needs_no_second_word(client):
    make_article("Old", relevance="background")
    assert get_json(client, "articles", "?relevance=background")["count"] == 1


def test_what_is_partly_on_the_subject_is_listed(client):
    make_article(relevance="partial")
    html = get(client, "/articles/")
    assert "1 listed" in words_of(html) and "background articles" not in html


def test_filters_are_named_in_the_order_in_which_the_design_lists_them():
    assert list(ArticleFilterSet.base_filters)[4:] == [
        *("company", "person", "topic", "publisher", "language", "relevance"),
        *("published_after", "published_before"),
    ]
    assert list(CompanyFilterSet.base_filters)[4:] == ["kind", "country", "topic"]
    assert {"date_after", "date_before", "certain"} < set(EventFilterSet.base_filters)
