"""Each format of each list gives the same records for the same filter, in the same order.

Every format is read by a parser of its own that did not write it.
"""

import csv
import io
import json
import re
from collections import Counter
from urllib.parse import parse_qsl, urlencode, urlsplit

import feedparser
import pytest
import vobject
from django.db import transaction
from lxml import html

from articles.models import Article
from entities.models import Company, Event, Figure, Person, Role, Target
from tests.factories import make_event, make_target
from tests.pages import get
from tests.vjtech.conftest import make_base

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("many")]

# {c} and {d} are companies, {p} a person.
QUERIES = {
    "articles": (
        *("", "background=1", "q=policy", "q=FPT&background=1", "company={c}&company={d}"),
        *("topic=topic-0&topic=topic-1&language=en&language=ja", "person={p}&background=1"),
        *("publisher=publisher-0&publisher=publisher-1", "relevance=background"),
        *("published_after=2025-01&published_before=2025-06", "sort=oldest&background=1"),
        *("q=article&published_after=2024-06", "company={c}&published_before=2025&sort=oldest"),
    ),
    "companies": (
        *("", "background=1", "q=alpha", "q=Đà+Nẵng&background=1", "sort=recorded"),
        *("kind=company&kind=university&country=VN", "topic=topic-1&topic=topic-2"),
    ),
    "people": (
        *("", "background=1", "q=person", "company={c}&company={d}&background=1"),
        "country=VN&sort=recorded",
    ),
    "events": (
        *("", "background=1", "q=event", "kind=forum&kind=signing&background=1"),
        *("company={c}&company={d}&background=1", "person={p}&background=1", "country=VN"),
        *("date_after=2025-01&date_before=2025-06&background=1", "certain=1"),
        *("date_after=2024&certain=1&background=1", "q=event&date_before=2025"),
    ),
    "targets": (
        *("", "background=1", "q=metric&background=1", "kind=forecast", "sort=recorded"),
        *("due_after=2025-01&due_before=2025-06&background=1", "unit=people&background=1"),
        *("status=declared&status=revised", "company={c}&company={d}&background=1"),
        "q=metric&due_after=2025-05",
    ),
    "figures": (
        *("", "background=1", "company={c}&company={d}&background=1", "measure=measure+1"),
        "q=measure&background=1",
    ),
}
CALENDARS = ("events", "targets")
RECORDED = ("companies", "people", "targets")  # whose feeds begin with what was recorded last


@pytest.fixture(scope="module")
def many(django_db_setup, django_db_blocker):
    """More rows than a page has."""
    with django_db_blocker.unblock(), transaction.atomic():
        make_base(48)
        yield most_linked()
        transaction.set_rollback(True)


def most_linked():
    """Return, for each list with such filters, the public company and people named most."""
    companies = {
        "articles": Article.objects.published().values_list("companies__slug", flat=True),
        "people": Role.objects.published().values_list("company__slug", flat=True),
        "events": Event.objects.published().values_list("companies__slug", flat=True),
        "targets": Target.objects.published().values_list("parties__company__slug", flat=True),
        "figures": Figure.objects.published().values_list("company__slug", flat=True),
    }
    people = {
        "articles": Article.objects.published().values_list("people__slug", flat=True),
        "events": Event.objects.published().values_list("people__slug", flat=True),
    }
    found = {name: {} for name in QUERIES}
    for name, slugs in companies.items():
        found[name]["c"], found[name]["d"] = most(slugs, Company)
    for name, slugs in people.items():
        found[name]["p"], _second = most(slugs, Person)
    return found


def most(slugs, model):
    """Return the two public records that are named most, of the slugs of all that are named."""
    public = set(model.objects.published().values_list("slug", flat=True))
    return [slug for slug, _n in Counter(filter(public.__contains__, slugs)).most_common(2)]


def slug_of(address):
    return urlsplit(address).path.rstrip("/").rpartition("/")[2]


# Reading each format


def rows_of_json(client, name, query):
    return json.loads(get(client, f"/{name}.json?{query}"))["results"]


def from_page(client, name, query):
    """Return the slugs of all pages of a list, each led to by the one before."""
    found, address = [], f"/{name}/?{query}"
    while address:
        response = client.get(address, follow=True)
        page = html.fromstring(response.content.decode())
        links = page.xpath("//main//p[@class='lead']//a/@href")
        found += [slug_of(href) for href in links if href.startswith(f"/{name}/")]
        address = next(iter(page.xpath("//a[@rel='next']/@href")), None)
    return found


def from_csv(client, name, query):
    text = get(client, f"/{name}.csv?{query}").removeprefix("\ufeff")
    dialect = csv.Sniffer().sniff(text, ",;\t|")
    assert (dialect.delimiter, dialect.quotechar) == (",", '"') and "\r\n" in text
    rows = list(csv.DictReader(io.StringIO(text, newline=""), dialect=dialect))
    assert not any(None in row or None in row.values() for row in rows)  # as wide as the header
    return [row["slug"] for row in rows]


def from_api(client, name, query):
    """Return the slugs of all pages, each led to by the one before."""
    found, address = [], f"/api/{name}/?{query}"
    while address:
        page = json.loads(get(client, address))
        found += [row["slug"] for row in page["results"]]
        address = page["next"]
    return found


def from_atom(client, name, query):
    feed = feedparser.parse(get(client, f"/{name}.atom?{query}").encode())
    assert not feed.bozo
    return [slug_of(entry.link) for entry in feed.entries]


def from_calendar(client, name, query):
    calendar = vobject.readOne(get(client, f"/{name}.ics?{query}"))
    return [slug_of(entry.url.value) for entry in calendar.contents.get("vevent", [])]


WHOLE = (from_page, from_csv, from_api)  # the formats that hold all that JSON does


def has_a_month(date):
    """Say of a date's shape whether all that is known of its ends has a month."""
    ends = re.split(r"\.\.|/", date["edtf"].strip("[]")) if date else []
    return any(ends) and all(re.search(r"-\d\d", end) for end in ends if end)


def date_of(row):
    return row["date"] if "date" in row else row["statements"][-1]["due"]


@pytest.mark.parametrize(
    ("name", "query"), [(name, query) for name, queries in QUERIES.items() for query in queries]
)
def test_every_format_holds_the_records_of_the_list(client, many, name, query):
    query = query.format(**many[name])
    rows = rows_of_json(client, name, query)
    expected = [row["slug"] for row in rows]
    assert expected and len(set(expected)) == len(expected)
    found = {read.__name__: read(client, name, query) for read in WHOLE}
    assert found == dict.fromkeys(found, expected)
    if name in CALENDARS:
        in_calendar = [row["slug"] for row in rows if has_a_month(date_of(row))]
        assert from_calendar(client, name, query) == in_calendar
    if name in RECORDED:
        last = urlencode([p for p in parse_qsl(query) if p[0] != "sort"] + [("sort", "recorded")])
        expected = [row["slug"] for row in rows_of_json(client, name, last)]
    assert from_atom(client, name, query) == expected[:50]


def test_what_fits_the_words_best_comes_first_in_every_format(client):
    for title, date in (("Đà Nẵng Week", ""), ("Đà Nẵng Day", "2020"), ("Da Nang Fair", "2026-01")):
        make_event(title, date=date)
    for metric, due in (("Huế revenue", "2031"), ("Hue exports", "2020"), ("Huế offices", "")):
        make_target(metric, statement={"due": due})
    for name, query in (("events", "q=Đà+Nẵng"), ("targets", "q=Huế")):
        expected = [row["slug"] for row in rows_of_json(client, name, query)]
        assert expected[-1] in ("da-nang-fair", "hue-exports")
        assert [read(client, name, query) for read in WHOLE] == [expected] * len(WHOLE)
