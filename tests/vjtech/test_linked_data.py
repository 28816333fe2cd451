"""Linked data and link previews: what a page says of itself to machines that read pages."""

import json
import re
from html import unescape

import pytest

from tests.factories import (
    DRAFT,
    make_article,
    make_company,
    make_event,
    make_person,
    make_place,
    make_publisher,
    make_role,
    make_topic,
)
from tests.pages import get

pytestmark = pytest.mark.django_db

# The properties that schema.org gives each type, as far as we use them, those inherited included.
THING = {"name", "alternateName", "url", "description", "mainEntityOfPage"}
ORGANISATION = THING | {"address", "parentOrganization"}
PROPERTIES = {
    "Thing": THING,
    "Organization": ORGANISATION,
    "Corporation": ORGANISATION,
    "CollegeOrUniversity": ORGANISATION,
    "GovernmentOrganization": ORGANISATION,
    "NewsMediaOrganization": ORGANISATION,
    "Person": THING | {"familyName", "givenName", "affiliation"},
    "Role": THING | {"roleName", "affiliation"},
    "Place": THING | {"address"},
    "PostalAddress": THING | {"addressCountry"},
    "Event": THING | {"startDate", "endDate", "eventStatus", "location", "organizer"},
    "NewsArticle": THING
    | {"headline", "datePublished", "inLanguage", "publisher", "about", "mentions"},
    "BreadcrumbList": THING | {"itemListElement"},
    "ListItem": THING | {"position", "item"},
}


def nodes(html):
    """Return the nodes of a page's one data block."""
    (text,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.S)
    data = json.loads(text)
    assert data["@context"] == "https://schema.org"
    return data["@graph"]


def check(node):
    """Hold a node, and those in it, against schema.org's types."""
    if isinstance(node, list):
        return [check(each) for each in node]
    if isinstance(node, dict):
        properties = set(node) - {"@type"}
        assert properties <= PROPERTIES[node["@type"]], node
        return [check(node[name]) for name in properties]
    assert node not in ("", None)
    return None


def about(client, record):
    *found, trail = nodes(get(client, record.get_absolute_url()))
    check([*found, trail])
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


def test_what_is_shown_in_passages_only_is_not_previewed(client):
    article = make_article("Title", "Nobody may read this.", rights="passages")
    assert "Nobody may read this" not in get(client, article.get_absolute_url())
