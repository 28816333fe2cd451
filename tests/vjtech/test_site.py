"""Home, search, and what every site answers."""

import re
from html import unescape

import pytest
from django.db import DatabaseError
from django.urls import get_resolver

from tests.factories import (
    DRAFT,
    make_article,
    make_company,
    make_event,
    make_figure,
    make_person,
    make_place,
    make_target,
)
from tests.pages import FORMATS, LISTS, get, set_clock, text_of, words_of
from vjtech import views

pytestmark = pytest.mark.django_db


def section(html, id):
    match = re.search(rf'<section aria-labelledby="{id}">.*?</section>', html, re.S)
    return words_of(match[0])


@pytest.fixture
def in_2026(monkeypatch):
    set_clock(monkeypatch, "2026-06-01T12:00:00+07:00")


def test_home_leads_with_the_next_deadlines(client, in_2026):
    for metric, due in (
        *(("late", "2030"), ("soon", "2026-06-01"), ("third", "2026-07"), ("year", "2026")),
        *(("gone", "2026-05-31"), ("never", "")),
    ):
        make_target(metric, statement={"due": due})
    text = section(get(client, "/"), "deadlines")
    order = [text.index(metric) for metric in ("Soon", "Third", "Year", "Late")]
    assert order == sorted(order)
    assert "Gone" not in text and "Never" not in text


def test_home_shows_the_latest_articles_and_events_on_the_subject(client):
    core = make_article("Core", published="2025")
    background = make_article("Background", published="2026", relevance="background")
    make_article("Draft", published="2026", state=DRAFT)
    make_article("Part", published="2024", relevance="partial")
    make_event("Recent", date="2025-05", article=core)
    make_event("Distant", date="2020", article=core)
    make_event("Undated", date="", article=core)
    make_event("Aside", date="2026", article=background)
    html = get(client, "/")
    latest, events = section(html, "latest"), section(html, "events")
    assert latest.index("Core") < latest.index("Part")
    assert "Background" not in latest and "Draft" not in latest
    assert events.index("Recent") < events.index("Distant")
    assert "Undated" not in events and "Aside" not in events


def test_home_of_an_empty_base_stands(client):
    text = words_of(get(client, "/"))
    assert "No deadline lies ahead." in text


def test_home_opens_each_list_and_says_how_much_it_holds(client, monkeypatch):
    monkeypatch.setattr(views, "COUNTED", 2)
    for _ in range(3):
        make_company()
    make_article(state=DRAFT)
    make_article(relevance="background", people=[make_person()])
    doors = get(client, "/").partition('class="doors"')[2]
    found = dict(re.findall(r'<a href="/(\w+)/">[^<]*</a> <span class="n">([^<]*)</span>', doors))
    assert set(found) == set(LISTS)
    assert (found["articles"], found["people"]) == ("0", "0")  # as the lists open
    assert found["companies"].endswith("+")


# Search


def hits(client, words):
    """Return {kind: [what each hit says]}."""
    html = get(client, f"/search/?q={words}")
    found = {}
    for kind, part in re.findall(r'<section aria-labelledby="g-(\w+)">(.*?)</section>', html, re.S):
        found[kind] = [words_of(hit) for hit in re.findall(r"<li>(.*?)</li>", part, re.S)]
    return found


def test_everything_is_found_by_name_or_title_grouped_by_kind(client):
    make_company("Tokyo Institute", kind="university", country="JP")
    make_person("Tokyo Rose", distinction="A namesake")
    make_article("News of Tokyo", published="2025")
    make_event("Opening in Tokyo", date="2024-09-18")
    make_target("sales in Tokyo")
    make_company("Osaka")
    found = hits(client, "tokyo")
    assert list(found) == ["company", "person", "article", "event", "target"]
    assert all(len(rows) == 1 for rows in found.values())
    assert found["company"] == ["Tokyo Institute university or school, Japan"]
    assert found["person"] == ["Tokyo Rose A namesake"]
    assert "18 September 2024" in found["event"][0]


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("nguyen trung chinh", ""),
        ("CHÍNH NGUYỄN", ""),
        ("trung", ""),
        ("Chinh-san", "also written Chinh-san"),
        ("チン", "also written チン・チュン"),
        ("ﾁﾝ", "also written チン・チュン"),
    ],
)
def test_a_person_is_found_in_any_spelling_order_and_script(client, words, why):
    make_person("Nguyễn Trung Chính", aliases=["Chinh-san", "チン・チュン"])
    make_person("Lê Hải")
    assert hits(client, words) == {"person": [f"Nguyễn Trung Chính {why}".strip()]}


def test_an_alias_is_named_only_where_the_name_does_not_hold_the_words(client):
    make_company("Japan Business Federation", aliases=["Keidanren", "日本経団連"])
    assert hits(client, "business")["company"] == ["Japan Business Federation company"]
    (found,) = hits(client, "keidanren")["company"]
    assert found == "Japan Business Federation company also written Keidanren"
    (found,) = hits(client, "経団連")["company"]
    assert found.endswith("also written 日本経団連")


def test_background_is_searched_too(client):
    make_article("Old Tokyo", relevance="background")
    assert list(hits(client, "tokyo")) == ["article"]


def test_many_hits_are_cut_and_lead_to_the_whole_list(client):
    for i in range(12):
        make_company(f"Tokyo {i:02}")
    html = get(client, "/search/?q=tokyo")
    assert len(hits(client, "tokyo")["company"]) == 10
    more = unescape(re.search(r'<p class="more"><a href="([^"]*)"', html)[1])
    assert "12 listed" in words_of(get(client, more))


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("", None),
        ("q=", None),
        ("q=+", None),
        ("q=%F0%9F%98%80", "There is no word in that to look for"),
        ("q=%00", None),
        ("q=nobody", "Nothing holds all of these words"),
        ("q=nobody%00", "Nothing holds all of these words"),
        (f"q={'a' * 10_000}", "Only the first 200 characters were searched"),
        ("q=a&q=nobody", "Nothing holds all of these words"),
        ("q[]=x", None),
        ("q=%ED%A0%80", "There is no word"),
    ],
)
def test_a_search_for_nothing_or_nonsense_is_a_page_with_a_word(client, query, message):
    make_company("Alpha")
    html = get(client, f"/search/?{query}")
    shown = re.findall(r'role="status">(.*?)</p>', html, re.S)
    assert (message in shown[0]) if message else not shown
    assert "Alpha" not in words_of(html)


def test_what_was_searched_stands_in_the_box_as_it_was_typed(client):
    html = get(client, "/search/?q=%22%3E%3Cscript%3E")
    assert "<script>" not in html.replace("<script src=", "")
    assert 'value="&#34;&gt;&lt;script&gt;"' in html


# What every site answers


def test_healthz_says_whether_the_database_answers(client, monkeypatch):
    assert text_of(client.get("/healthz")) == "ok\n"

    class Dead:
        def cursor(self):
            raise DatabaseError

    monkeypatch.setattr(views, "connection", Dead())
    assert client.get("/healthz").status_code == 503


def test_robots_are_kept_from_the_desk_and_from_filtered_lists(client):
    response = client.get("/robots.txt")
    assert response["Content-Type"].startswith("text/plain")
    assert {"Disallow: /admin/", "Disallow: /*?"} <= set(text_of(response).splitlines())


@pytest.mark.parametrize("address", ["/nowhere/", "/companies/nobody/", "/places/x/", "/a%00b/"])
def test_a_page_that_is_not_there_offers_the_search_box(client, address):
    response = client.get(address)
    assert response.status_code == 404
    html = response.content.decode()
    assert 'action="/search/"' in html and 'name="q"' in html and "Not found" in html


def test_an_error_page_needs_nothing_else(client, monkeypatch):
    client.raise_request_exception = False
    monkeypatch.setattr(views.HomeView, "get", lambda self, request: 1 / 0)
    response = client.get("/")
    assert response.status_code == 500
    html = response.content.decode()
    assert "Something went wrong" in html
    assert not re.search(r"<(link|script|img|style)\b", html)


def test_an_error_page_needs_no_database(client, monkeypatch):
    client.raise_request_exception = False

    def broken(*args):
        raise DatabaseError

    monkeypatch.setattr("vjtech.core.caching.change_version", broken)
    monkeypatch.setattr(views.HomeView, "get", broken)
    response = client.get("/")
    assert response.status_code == 500 and b"Something went wrong" in response.content


def public_addresses():
    """Return the address of every public route, those that are still to come included."""
    forms = {"admin/", "report/"}  # what sets a cookie, and says so
    routes = {str(found.pattern) for found in get_resolver().url_patterns} - forms
    found = [f"/{route}" for route in routes if "<" not in route]
    found += ["/search/?q=a", "/nowhere/", *(f"/{name}/?q=" for name in LISTS)]
    records = [make() for make in (make_article, make_company, make_person, make_place)]
    records += [make() for make in (make_event, make_target, make_figure)]
    return found + [record.get_absolute_url() for record in records]


def test_no_public_page_sets_a_cookie_or_holds_a_token(client):
    addresses = public_addresses()
    assert {f"/{name}{suffix}" for name in LISTS for suffix in FORMATS} < set(addresses)
    for address in addresses:
        response = client.get(address)
        assert not response.cookies, address
        assert "csrfmiddlewaretoken" not in text_of(response), address
        assert "Cookie" not in response.get("Vary", ""), address


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_public_pages_are_for_reading(client, method):
    for address in ("/", "/search/", "/companies/", "/companies.json"):
        assert getattr(client, method)(address).status_code == 405
