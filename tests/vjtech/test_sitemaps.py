"""What machines ask a site for: sitemaps of any size, robots.txt, security.txt."""

import datetime
import re
from xml.etree import ElementTree

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils.dateparse import parse_datetime

from articles.models import Article
from entities.models import Company, Event, Target
from tests.factories import (
    DRAFT,
    cite,
    make_article,
    make_company,
    make_event,
    make_figure,
    make_person,
    make_place,
    make_role,
    make_target,
    make_tie,
    make_topic,
)
from tests.pages import LISTS, get, text_of
from vjtech.core.sitemap import PER_FILE, Section
from vjtech.sitemaps import SECTIONS

pytestmark = pytest.mark.django_db

SCHEMA = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
ROOTS = {f"{SCHEMA}sitemapindex": f"{SCHEMA}sitemap", f"{SCHEMA}urlset": f"{SCHEMA}url"}
W3C_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)")
MAKE = {
    "articles": make_article,
    "companies": make_company,
    "people": make_person,
    "places": make_place,
    "events": make_event,
    "targets": make_target,
    "figures": make_figure,
    "roles": make_role,
    "ties": make_tie,
}


def read(client, address, origin="http://testserver"):
    """Return {path: lastmod} of a sitemap or an index, held against the schema."""
    response = client.get(address)
    assert response.status_code == 200, address
    assert response["Content-Type"] == "application/xml"
    assert len(response.content) < 50 << 20
    root = ElementTree.fromstring(response.content)
    assert 1 <= len(root) <= 50_000
    found = {}
    for entry in root:
        assert entry.tag == ROOTS[root.tag] and not entry.attrib
        loc, *rest = entry
        assert loc.tag == f"{SCHEMA}loc" and loc.text.startswith(f"{origin}/")
        assert len(loc.text) < 2048 and not re.search(r"[^\x21-\x7e]", loc.text)
        assert [each.tag for each in rest] in ([], [f"{SCHEMA}lastmod"])
        assert all(W3C_TIME.fullmatch(each.text) for each in rest)
        path = loc.text.removeprefix(origin)
        assert path not in found
        found[path] = parse_datetime(rest[0].text) if rest else None
    return found


def records(client):
    """Return {path: lastmod} of all files of records."""
    files = [path for path in read(client, "/sitemap.xml") if path != "/sitemap-pages.xml"]
    parts = [read(client, path) for path in files]
    found = {path: at for part in parts for path, at in part.items()}
    assert len(found) == sum(map(len, parts))
    return found


def seconds(moment):
    return moment.replace(microsecond=0)


def test_each_kind_with_a_page_has_its_sitemaps():
    assert set(LISTS) < set(SECTIONS) == {*MAKE, "topics"}


def test_every_public_record_stands_in_one_file_and_nothing_else_does(client):
    shown = [make() for make in MAKE.values()]
    hidden = [make(state=DRAFT) for make in MAKE.values()]
    hidden += [make_event(article=None), make_target(article=make_article(state=DRAFT))]
    hidden += [make_event(place=hidden[3]), make_figure(company=hidden[1])]
    found = records(client)
    assert {record.get_absolute_url() for record in shown} <= set(found)
    assert not {record.get_absolute_url() for record in hidden} & set(found)
    assert [path for path in found if client.get(path).status_code != 200] == []
    public = sum(section.model.objects.published().count() for section in SECTIONS.values())
    assert len(found) == public


def test_the_fixtures_are_listed_whole(client):
    call_command("load", "fixtures", verbosity=0)
    found = records(client)
    for section in SECTIONS.values():
        for record in section.model.objects.published():
            changed = found.pop(record.get_absolute_url())
            assert section.name == "topics" or changed == seconds(record.updated)
    assert found == {}


def test_a_file_covers_a_range_of_ids_and_tells_what_changed_last_in_it(client):
    def company(pk, month, **fields):
        at = datetime.datetime(2026, month, 3, 4, 5, 6, tzinfo=datetime.UTC)
        return make_company(id=pk, slug=f"c{pk}", updated=at, **fields)

    company(3, 5), company(PER_FILE - 1, 2)
    company(PER_FILE, 3), company(PER_FILE + 1, 8, state=DRAFT)
    company(3 * PER_FILE, 9, state=DRAFT)
    company(7 * PER_FILE + 5, 1)
    found = {path: at for path, at in read(client, "/sitemap.xml").items() if "-companies-" in path}
    assert {path: at.month for path, at in found.items()} == {
        "/sitemap-companies-0.xml": 5,
        "/sitemap-companies-1.xml": 3,
        "/sitemap-companies-7.xml": 1,
    }
    paths = [list(read(client, path)) for path in found]
    assert paths == [
        ["/companies/c3/", f"/companies/c{PER_FILE - 1}/"],
        [f"/companies/c{PER_FILE}/"],
        [f"/companies/c{7 * PER_FILE + 5}/"],
    ]
    assert client.get("/sitemap-companies-3.xml").status_code == 404


def test_of_facts_that_are_not_public_no_file_tells_the_time(client):
    place = make_place(state=DRAFT)
    late = datetime.datetime(2026, 9, 1, tzinfo=datetime.UTC)
    early = datetime.datetime(2026, 2, 1, tzinfo=datetime.UTC)
    shown, hidden = make_event(), make_event(place=place)
    Event.objects.filter(pk=shown.pk).update(updated=early)
    Event.objects.filter(pk=hidden.pk).update(updated=late)
    assert Section("events", Event).files() == [(shown.pk // PER_FILE, early)]
    Event.objects.filter(pk=shown.pk).update(state=DRAFT)
    assert Section("events", Event).files() == []


def test_a_target_that_is_stated_once_more_has_changed(client):
    target = make_target()
    Target.objects.update(updated=datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC))
    cite(target, make_article(), act="raises")
    (at,) = read(client, f"/sitemap-targets-{target.pk // PER_FILE}.xml").values()
    assert at > datetime.datetime(2026, 2, 1, tzinfo=datetime.UTC)


def test_a_topic_has_changed_when_its_newest_article_has(client):
    topic = make_topic("Chips")
    make_topic("Nothing")
    for published, month in (("2024", 8), ("2025", 5)):
        at = datetime.datetime(2026, month, 1, tzinfo=datetime.UTC)
        make_article(published=published, updated=at, topics=[topic])
    make_article(published="2026", topics=[topic], state=DRAFT)
    found = read(client, "/sitemap-topics-0.xml")
    assert {path: at.month for path, at in found.items()} == {"/topics/chips/": 5}
    assert read(client, "/sitemap.xml")["/sitemap-topics-0.xml"] == found["/topics/chips/"]
    assert client.get("/sitemap-topics-1.xml").status_code == 404


def test_the_pages_of_no_record_have_a_file_that_stands_even_in_an_empty_base(client):
    assert read(client, "/sitemap.xml") == {"/sitemap-pages.xml": None}
    assert set(read(client, "/sitemap-pages.xml").values()) == {None}
    company = make_company()
    Company.objects.update(updated=datetime.datetime(2026, 5, 6, tzinfo=datetime.UTC))
    found = read(client, "/sitemap-pages.xml")
    assert {f"/{name}/" for name in LISTS} | {"/", "/check/"} <= set(found)
    assert found["/"] == found["/companies/"] == Company.objects.get(pk=company.pk).updated
    assert found["/people/"] is None
    assert [path for path in found if client.get(path).status_code != 200] == []


@pytest.mark.parametrize(
    "name",
    [
        *("companies-1", "nobody-0", "companies-", "companies--1", "companies-1e3", "roles_-0"),
        *(f"companies-1{'0' * n}" for n in (15, 19, 30, 5000)),
    ],
)
def test_a_file_that_there_is_not_is_not_found(client, name):
    make_company(id=5)
    assert client.get(f"/sitemap-{name}.xml").status_code == 404


def test_addresses_begin_with_the_site_s_own(client, settings):
    settings.CANONICAL_URL = "https://vjtech.example"
    make_company(id=5)
    for address in ("/sitemap.xml", "/sitemap-pages.xml", "/sitemap-companies-0.xml"):
        assert read(client, address, "https://vjtech.example")
    assert "Sitemap: https://vjtech.example/sitemap.xml" in get(client, "/robots.txt").splitlines()


def test_an_unchanged_file_is_not_sent_again(client):
    make_company(id=5)
    for address in ("/sitemap.xml", "/sitemap-companies-0.xml"):
        tag = client.get(address)["ETag"]
        again = {"If-None-Match": tag}
        assert client.get(address, headers=again).status_code == 304
        make_company()
        assert client.get(address, headers=again).status_code == 200


def test_sitemaps_are_read_along_their_index_whatever_the_rows(django_assert_num_queries):
    for model in (Article, Company, Event):
        MAKE[f"{model._meta.model_name}s" if model is not Company else "companies"]()
    if connection.vendor == "postgresql":  # of so few rows it would read all
        with connection.cursor() as cursor:
            for way in ("seqscan", "bitmapscan", "sort", "incremental_sort"):
                cursor.execute(f"SET LOCAL enable_{way} = off")
    explain = {"sqlite": "EXPLAIN QUERY PLAN ", "postgresql": "EXPLAIN "}[connection.vendor]
    told = []

    def explained(execute, sql, params, many, context):
        told.append([str(row[-1]) for row in execute(explain + sql, params, many, context)])
        return execute(sql, params, many, context)

    for model in (Article, Company, Event):
        section, told[:] = Section("any", model), []
        with django_assert_num_queries(2), connection.execute_wrapper(explained):
            ((n, _at),) = section.files()
            assert len(section.pages(n)) == 1 + (model is Article)
        table = model._meta.db_table
        for steps in told:
            of_table = [step for step in steps if re.search(rf"(SEARCH|SCAN| on) {table}\b", step)]
            assert of_table and all(f"{model._meta.model_name}_sitemap" in s for s in of_table)
            assert not [step for step in steps if "Sort  (" in step or "TEMP B-TREE" in step]


# robots.txt


def allowed(rules, path):
    """Say whether RFC 9309 lets a robot read a path: the longest rule that fits decides."""
    fitting = [
        rule
        for rule in rules
        if re.match(re.escape(rule).replace(r"\*", ".*").replace(r"\$", "$"), path)
    ]
    return not fitting


def test_robots_may_read_every_page_and_no_filtered_list(client):
    shown = [make() for make in MAKE.values()]
    lines = get(client, "/robots.txt").splitlines()
    assert lines[0] == "User-agent: *"
    assert "Sitemap: http://testserver/sitemap.xml" in lines
    rules = [line.removeprefix("Disallow: ") for line in lines if line.startswith("Disallow: ")]
    open_to_all = {record.get_absolute_url() for record in shown} | set(
        read(client, "/sitemap-pages.xml")
    )
    files = set(read(client, "/sitemap.xml")) | {"/sitemap.xml", "/articles.atom"}
    static = {"/static/site.css", "/favicon.ico", "/.well-known/security.txt"}
    assert [p for p in open_to_all | files | static if not allowed(rules, p)] == []
    closed = ("/admin/", "/articles/?topic=a", "/articles.csv", "/events.ics", "/report/?about=/")
    assert [p for p in closed if allowed(rules, p)] == []


# security.txt


def test_nobody_is_named_to_tell_of_a_hole_unless_the_owner_names_somebody(client, settings):
    settings.SECURITY_CONTACT = []
    assert client.get("/.well-known/security.txt").status_code == 404


def test_whom_to_tell_of_a_hole_is_said_for_less_than_a_year(client, settings):
    settings.SECURITY_CONTACT = ["mailto:a@vjtech.example", "https://vjtech.example/hole"]
    settings.CANONICAL_URL = "https://vjtech.example"
    response = client.get("/.well-known/security.txt")
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    fields = [line.split(": ", 1) for line in text_of(response).splitlines()]
    assert [value for name, value in fields if name == "Contact"] == settings.SECURITY_CONTACT
    told = dict(fields)
    assert told["Canonical"] == "https://vjtech.example/.well-known/security.txt"
    left = parse_datetime(told["Expires"]) - datetime.datetime.now(datetime.UTC)
    assert datetime.timedelta(days=90) < left < datetime.timedelta(days=365)
    assert [name for name, _ in fields].count("Expires") == 1
