"""Atom feeds of the lists, read back by a library that did not write them."""

import re
from xml.etree import ElementTree

import feedparser
import pytest
from django.core.management import call_command

from articles.models import Article, Statement
from entities.models import Target
from tests.factories import (
    DRAFT,
    add_paragraph,
    cite,
    make_article,
    make_company,
    make_event,
    make_figure,
    make_person,
    make_place,
    make_target,
    make_topic,
)
from tests.pages import LISTS, get, slugs

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
ABSOLUTE = re.compile(r"http://testserver/")
RFC_3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
MAKE = {
    "articles": make_article,
    "companies": make_company,
    "people": make_person,
    "events": make_event,
    "targets": make_target,
    "figures": make_figure,
}


def read(client, address):
    text = get(client, address)
    found = feedparser.parse(text.encode())
    assert not found.bozo, found.get("bozo_exception")
    as_rfc_4287_has_it(ElementTree.fromstring(text))
    return found


def as_rfc_4287_has_it(feed):
    assert feed.tag == f"{ATOM}feed"
    entries, own = feed.findall(f"{ATOM}entry"), {each.tag for each in feed}
    assert own >= {f"{ATOM}{name}" for name in ("id", "title", "updated", "author", "link")}
    assert feed.find(f"{ATOM}author/{ATOM}name").text
    links = [each.get("rel", "alternate") for each in feed.findall(f"{ATOM}link")]
    assert sorted(links) == ["alternate", "self"]
    for part in (feed, *entries):
        for name in ("id", "title", "updated"):
            (only,) = part.findall(f"{ATOM}{name}")
            assert only.text
        assert re.fullmatch(r"tag:[^\s<>\"]+", part.find(f"{ATOM}id").text)
        assert all(ABSOLUTE.match(each.get("href")) for each in part.findall(f"{ATOM}link"))
        assert RFC_3339.fullmatch(part.find(f"{ATOM}updated").text)
    ids = [each.find(f"{ATOM}id").text for each in (feed, *entries)]
    assert len(ids) == len(set(ids))
    times = [each.find(f"{ATOM}updated").text for each in entries]
    assert feed.find(f"{ATOM}updated").text == max(times, default="2026-01-01T00:00:00+00:00")


def slug_of(entry):
    return entry.link.rstrip("/").rpartition("/")[2]


@pytest.mark.parametrize("name", LISTS)
def test_every_list_has_a_feed_that_its_page_leads_to(client, name):
    MAKE[name]()
    page = get(client, f"/{name}/?background=1")
    assert "application/atom+xml" in page
    assert f'href="/{name}.atom?background=1"' in page
    feed = read(client, f"/{name}.atom?background=1")
    assert {slug_of(entry) for entry in feed.entries} == set(slugs(client, name))
    links = {link.rel: link.href for link in feed.feed.links}
    assert links == {
        "self": f"http://testserver/{name}.atom?background=1",
        "alternate": f"http://testserver/{name}/?background=1",
    }


def test_a_feed_holds_what_its_list_holds(client):
    fpt, topic = make_company("FPT"), make_topic("Chips")
    mine = make_article("One", companies=[fpt], topics=[topic])
    make_article("Two", companies=[fpt])
    make_article("Hidden", companies=[fpt], topics=[topic], state=DRAFT)
    (entry,) = read(client, "/articles.atom?company=fpt&topic=chips").entries
    assert slug_of(entry) == mine.slug
    assert client.get("/articles.atom?published_after=soon").status_code == 400


@pytest.mark.parametrize("name", ["companies", "people", "targets"])
def test_what_was_recorded_last_comes_first(client, name):
    made = [MAKE[name](word) for word in ("Beta", "Alpha", "Gamma")]
    found = [slug_of(entry) for entry in read(client, f"/{name}.atom").entries]
    assert found == [record.slug for record in reversed(made)]


def test_the_newest_articles_come_first_and_no_more_than_fifty(client):
    for day in range(1, 29):
        make_article(published=f"2025-01-{day:02}")
        make_article(published=f"2025-02-{day:02}")
    entries = read(client, "/articles.atom").entries
    assert len(entries) == 50
    assert "28 February 2025" in entries[0].summary


def test_an_entry_keeps_its_id_when_its_address_changes_and_says_when_it_did(client):
    event = make_event("Forum")
    (before,) = read(client, "/events.atom").entries
    event.slug = "the-forum"
    event.save()
    feed = read(client, "/events.atom")
    (after,) = feed.entries
    assert after.id == before.id == "tag:testserver,2026:event/forum"
    assert after.link.endswith("/events/the-forum/")
    assert after.updated > before.updated
    assert feed.feed.updated == after.updated


def test_an_empty_feed_is_a_feed(client):
    feed = read(client, "/figures.atom")
    assert feed.entries == []
    assert feed.feed.updated.startswith("2026-01-01")


def test_words_stay_words(client):
    article = make_article("<b>& “B”</b> \x07半導体\u3000社", "1 < 2 <script>x</script> & Đà Nẵng")
    (entry,) = read(client, "/articles.atom").entries
    assert entry.title == "<b>& “B”</b> 半導体\u3000社"
    assert "1 &lt; 2 &lt;script&gt;x&lt;/script&gt; &amp; Đà Nẵng" in entry.summary
    assert article.slug in entry.id


def test_a_text_that_may_only_be_shown_in_passages_is_not_given_away(client):
    article = make_article("Title", "Nobody may read this.", rights="passages")
    add_paragraph(article, "Nor this.")
    assert "Nobody" not in get(client, "/articles.atom")


def test_an_entry_says_what_is_not_certain(client):
    make_event(date="2025?-04-28", date_reason="The forum’s.", status="planned")
    supporter = make_company("Beta")
    made = make_target(
        "revenue", kind="forecast", statement={"value": 5, "currency": "USD", "due": "2028~"}
    )
    made.parties.create(company=supporter, part="supporter")
    (event,) = read(client, "/events.atom").entries
    assert "28 April 2025 (year inferred). Planned." in event.summary
    (target,) = read(client, "/targets.atom").entries
    assert target.title == "revenue: USD 5"
    assert target.summary == "Forecast, declared. Due about 2028. Beta (supporter)."


def test_the_page_of_a_company_and_of_a_person_leads_to_what_follows_them(client):
    company, person = make_company("FPT"), make_person("Lê Minh")
    make_article(companies=[company], people=[person], relevance="background")
    for record, name in ((company, "company"), (person, "person")):
        page = get(client, record.get_absolute_url())
        address = f"/articles.atom?{name}={record.slug}&background=1"
        assert f'href="{address.replace("&", "&amp;")}"' in page
        assert len(read(client, address).entries) == 1


@pytest.mark.parametrize("name", LISTS)
def test_the_number_of_queries_does_not_grow_with_the_entries(
    client, name, django_assert_max_num_queries
):
    for _ in range(6):
        MAKE[name]()
    with django_assert_max_num_queries(8):
        assert len(read(client, f"/{name}.atom?background=1").entries) >= 6


# Of one record


def test_a_target_s_feed_has_an_entry_for_each_statement_that_readers_see(client):
    target = make_target("revenue", statement={"value": 5, "currency": "USD", "due": "2028~"})
    cite(target, make_article(state=DRAFT), act="withdraws")
    page = get(client, target.get_absolute_url())
    address = f"{target.get_absolute_url().rstrip('/')}.atom"
    assert f'type="application/atom+xml" title="revenue" href="{address}"' in page
    before = read(client, address).entries
    cite(target, make_article("It grows"), act="raises", value=9, currency="USD")
    latest, *rest = read(client, address).entries
    assert [entry.id for entry in rest] == [entry.id for entry in before]
    assert "States: USD 5." in rest[0].summary and "Due about 2028." in rest[0].summary
    assert latest.title == "revenue: It grows"
    assert latest.summary.startswith("Raises: USD 9.")
    citation = Statement.objects.get(act="raises")
    assert latest.link == f"http://testserver{citation.address}"


@pytest.mark.parametrize("make", [make_event, make_figure], ids=["event", "figure"])
def test_the_feed_of_a_fact_tells_what_says_so(client, make):
    fact = make()
    address = f"{fact.get_absolute_url().rstrip('/')}.atom"
    assert f'href="{address}"' in get(client, fact.get_absolute_url())
    words = fact.citations.get().words
    (entry,) = read(client, address).entries
    assert f"“{words}”" in entry.summary
    Article.objects.update(slug="renamed")
    assert client.get(f"{address}x").status_code == 404
    fact.citations.all().delete()
    assert client.get(address).status_code == 404


def test_a_part_of_a_feed_keeps_its_id_when_addresses_change(client):
    article = make_article(slug="old-news")
    event = make_event("Forum", article=article)
    (before,) = read(client, "/events/forum.atom").entries
    for record, slug in ((article, "news"), (event, "the-forum")):
        record.slug = slug
        record.save()
    response = client.get("/events/forum.atom")
    assert (response.status_code, response["Location"]) == (301, "/events/the-forum.atom")
    (after,) = read(client, "/events/the-forum.atom").entries
    assert after.id == before.id
    assert after.link.startswith("http://testserver/articles/news/#p1-event-")


def test_the_feed_of_a_place_tells_what_happens_there(client):
    huế = make_place("Huế")
    make_event("Elsewhere", place=make_place())
    make_event("Hidden", place=huế, state=DRAFT)
    make_event("First", place=huế, date="2024"), make_event("Last", place=huế, date="2025")
    found = read(client, f"/places/{huế.slug}.atom")
    assert [entry.title for entry in found.entries] == ["Last", "First"]
    assert found.feed.title == "vjtech: Huế"
    assert f'href="/places/{huế.slug}.atom"' in get(client, huế.get_absolute_url())


def test_a_target_that_is_stated_once_more_is_updated_in_its_list(client):
    make_target()
    (before,) = read(client, "/targets.atom").entries
    cite(Target.objects.get(), make_article(), act="raises")
    (after,) = read(client, "/targets.atom").entries
    assert (after.id, after.updated > before.updated) == (before.id, True)


def test_an_unchanged_feed_is_not_sent_again(client):
    event = make_event()
    for address in ("/events.atom?kind=other", f"/events/{event.slug}.atom"):
        tag = {"If-None-Match": client.get(address)["ETag"]}
        assert client.get(address, headers=tag).status_code == 304


def test_the_feeds_of_the_fixtures_are_valid(client):
    call_command("load", "fixtures", verbosity=0)
    for name in LISTS:
        assert read(client, f"/{name}.atom?background=1").entries
    for target in Target.objects.published()[:10]:
        read(client, f"/targets/{target.slug}.atom")


@pytest.mark.parametrize(
    "words", ["<&>\"'", "\x00\x0b\ufffe", "%ED%A0%80", "\u2028 ]]>", "a" * 400]
)
def test_no_words_break_a_feed(client, words):
    make_event(f"x {words.replace(chr(0), '')}"[:300])
    event = make_event("Forum", place=make_place("P <&> \x1b"))
    read(client, "/events.atom")
    read(client, f"/events/{event.slug}.atom")
    read(client, f"/places/{event.place.slug}.atom")
    assert client.get("/events.atom", {"q": words}).status_code in (200, 400)
