"""Linked data and link previews: what a page says of itself to machines that read pages."""

import json
import re
from html import unescape

import pytest
from django.core.management import call_command
from django.test import RequestFactory
from django.urls import resolve

from tests.factories import (
    DRAFT,
    make_article,
    make_company,
    make_event,
    make_figure,
    make_person,
    make_place,
    make_publisher,
    make_role,
    make_target,
    make_tie,
    make_topic,
)
from tests.pages import LISTS, get
from tests.schema_org import check
from vjtech.sitemaps import SECTIONS

pytestmark = pytest.mark.django_db


def nodes(html):
    """Return the nodes of a page's one data block."""
    (text,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.S)
    data = json.loads(text)
    assert data["@context"] == "https://schema.org"
    return data["@graph"]


def about(client, record):
    *found, trail = nodes(get(client, record.get_absolute_url()))
    for node in (*found, trail):
        check(node)
    assert trail["@type"] == "BreadcrumbList"
    assert trail["itemListElement"][-1]["item"] == f"http://testserver{record.get_absolute_url()}"
    return found


def metas(html):
    found = re.findall(r'<meta (?:name|property)="([\w:]+)" content="(.*?)">', html, re.S)
    return {name: unescape(text) for name, text in found}


def test_an_article_says_what_it_is_about(client):
    article = make_article(
        "Chip </script><b> & “Đà Nẵng”",
        companies=[make_company("FPT"), make_company("Hidden", state=DRAFT)],
        people=[make_person("Nguyễn Trung Chính")],
        topics=[make_topic("Chips")],
        publisher=make_publisher("Herald"),
        source_url="https://news.example/1",
        language="vi",
    )
    (found,) = about(client, article)
    assert found["@type"] == "NewsArticle"
    assert found["headline"] == "Chip </script><b> & “Đà Nẵng”"
    assert found["url"] == "https://news.example/1"
    assert found["mainEntityOfPage"] == f"http://testserver{article.get_absolute_url()}"
    assert found["datePublished"] == "2025-01-15"
    assert found["publisher"]["name"] == "Herald"
    assert [each["name"] for each in found["mentions"]] == ["FPT", "Nguyễn Trung Chính"]
    assert [each["name"] for each in found["about"]] == ["Chips"]


@pytest.mark.parametrize(
    ("stated", "said"),
    [
        ("2025", "2025"),
        ("2025-04", "2025-04"),
        ("2025-04-28", "2025-04-28"),
        ("2025?-04-28", None),
        ("2025~", None),
        ("[2025-03..2025-04]", None),
        ("201X", None),
        ("", None),
    ],
)
def test_no_date_is_said_that_is_inferred_or_open(client, stated, said):
    reason = "The forum’s." if "?" in stated else ""
    (article,) = about(client, make_article(published=stated, published_reason=reason))
    (event,) = about(client, make_event(date=stated, date_reason=reason))
    assert article.get("datePublished") == event.get("startDate") == event.get("endDate") == said


def test_an_event_says_where_and_until_when(client):
    event = make_event(
        date="2025-03-30/2025-04-02",
        place=make_place("Tokyo", country="JP"),
        status="cancelled",
        companies=[make_company("FPT")],
    )
    event.company_parts.update(part="organiser")
    (found,) = about(client, event)
    assert (found["startDate"], found["endDate"]) == ("2025-03-30", "2025-04-02")
    assert found["eventStatus"] == "https://schema.org/EventCancelled"
    assert found["location"]["address"]["addressCountry"] == "JP"
    assert found["organizer"][0]["name"] == "FPT"


def test_nouns_say_their_other_names_and_no_misprint(client):
    misprint = {"text": "FTP", "kind": "misprint"}
    company = make_company("FPT", kind="university", aliases=["富士", misprint], country="VN")
    person = make_person("Minh", family_name="Lê", aliases=["ミン"])
    make_role(person, company, title="Rector")
    (found,) = about(client, company)
    assert (found["@type"], found["alternateName"]) == ("CollegeOrUniversity", ["富士"])
    (found,) = about(client, person)
    assert (found["familyName"], found["alternateName"]) == ("Lê", ["ミン"])
    (role,) = found["affiliation"]
    assert (role["roleName"], role["affiliation"]["name"]) == ("Rector", "FPT")


def test_an_event_s_place_has_an_address_and_people_organise_too(client):
    event = make_event(place=make_place("At sea", country=""), people=[make_person("Lê Minh")])
    event.person_parts.update(part="organiser")
    (found,) = about(client, event)
    assert found["location"]["address"] == "At sea"
    (organiser,) = found["organizer"]
    assert (organiser["@type"], organiser["name"]) == ("Person", "Lê Minh")


def test_a_role_is_held_by_a_person_from_the_day_that_is_stated(client):
    role = make_role(title="Rector", start="2020-05", end="2024?")
    (found,) = about(client, role)
    (held,) = [found["affiliation"]]
    assert (held["roleName"], held["startDate"]) == ("Rector", "2020-05")
    assert "endDate" not in held


def test_the_front_page_says_what_the_site_is_called(client):
    (found,) = nodes(get(client, "/"))
    check(found)
    assert (found["@type"], found["url"]) == ("WebSite", "http://testserver/")


def test_all_that_the_fixtures_say_is_in_schema_org_s_words():
    call_command("load", "fixtures", verbosity=0)
    checked = set()
    for section in SECTIONS.values():
        view = resolve(f"/{section.name}/x/").func.view_class()
        view.request = RequestFactory().get("/")
        for record in view.get_queryset():
            context = view.context(record)
            for node in (
                *view.linked(context, "https://vjtech.example"),
                view.trail(record, "https://vjtech.example"),
            ):
                check(node)
                checked.add(node["@type"])
    assert {"NewsArticle", "Event", "Person", "Corporation", "BreadcrumbList"} <= checked


def test_what_is_not_in_schema_org_s_words_is_found_out():
    for wrong in (
        {"@type": "Event", "name": "A", "startDate": "28 April"},
        {"@type": "Event", "name": "A", "startDate": "2025-02-30"},
        {"@type": "Person", "name": "A", "affiliation": {"@type": "Person", "name": "B"}},
        {"@type": "Person", "name": "A", "headline": "B"},
        {"@type": "Corporation", "name": "A", "url": "/companies/a/"},
        {"@type": "Organization", "name": ""},
        {"@type": "Place", "name": "A"},
    ):
        with pytest.raises((AssertionError, ValueError)):
            check(wrong)


def test_a_place_says_where_it_stands(client):
    assert about(client, make_place("Huế")) == []


def test_a_link_is_previewed_with_the_title_and_the_first_words(client):
    article = make_article('“A” & "B"', "Một câu dài. " * 40)
    found = metas(get(client, article.get_absolute_url()))
    assert found["og:title"] == '“A” & "B"'
    assert found["og:url"] == f"http://testserver{article.get_absolute_url()}"
    assert found["description"] == found["og:description"]
    assert found["description"].startswith("Một câu dài.")
    assert len(found["description"]) <= 201


def test_every_page_can_be_previewed(client):
    made = [make_article(), make_company(), make_person(), make_event(), make_target()]
    made += [make_figure(), make_place(), make_role(), make_tie()]
    addresses = [record.get_absolute_url() for record in made]
    for address in ("/", *(f"/{name}/" for name in LISTS), "/check/", "/topics/", *addresses):
        html = get(client, address)
        found = re.findall(r'<meta property="(og:[\w:]+)" content="(.*?)">', html)
        told = dict(found)
        assert len(told) == len(found), address
        assert told["og:url"] == f"http://testserver{address}"
        assert (told["og:site_name"], told["og:locale"]) == ("vjtech", "en_GB")
        assert unescape(told["og:title"]) in unescape(re.search("<title>(.*?)</title>", html)[1])
        assert told["og:type"] in ("article", "profile", "website")
    assert told["og:type"] == "website"
    assert client.get(told["og:image"].removeprefix("http://testserver")).status_code == 200


def test_the_icon_has_a_variant_for_dark_schemes_and_one_for_telephones(client):
    html = get(client, "/")
    (icon,) = re.findall('<link rel="icon" href="(.*?)" type="image/svg\\+xml">', html)
    assert "prefers-color-scheme: dark" in get(client, icon)
    (touched,) = re.findall('<link rel="apple-touch-icon" href="(.*?)">', html)
    assert client.get(touched)["Content-Type"] == "image/png"
    assert client.get("/favicon.ico")["Location"] == icon


def test_a_list_is_previewed_with_its_filter_and_an_error_not_at_all(client):
    make_topic("Chips")
    found = metas(get(client, "/articles/?topic=chips"))
    assert found["og:url"] == "http://testserver/articles/?topic=chips"
    assert "og:title" not in client.get("/nowhere/").content.decode()
    wrong = client.get("/", headers={"host": "elsewhere.example"})
    assert wrong.status_code == 400 and "og:" not in wrong.content.decode()


@pytest.mark.parametrize(
    ("stated", "said"), [("2025-04-28", "2025-04-28"), ("2025?-04-28", None), ("2025-04", None)]
)
def test_the_day_of_an_article_is_previewed_where_it_is_certain(client, stated, said):
    reason = "The forum’s." if "?" in stated else ""
    article = make_article(published=stated, published_reason=reason, topics=[make_topic("Chips")])
    found = metas(get(client, article.get_absolute_url()))
    assert found.get("article:published_time") == said
    assert (found["og:type"], found["article:tag"]) == ("article", "Chips")
    assert metas(get(client, make_person().get_absolute_url()))["og:type"] == "profile"


def test_what_is_shown_in_passages_only_is_not_previewed(client):
    article = make_article("Title", "Nobody may read this.", rights="passages")
    assert "Nobody may read this" not in get(client, article.get_absolute_url())
