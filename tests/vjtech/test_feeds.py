"""Atom feeds of the lists, read back by a library that did not write them."""

import feedparser
import pytest

from tests.factories import (
    DRAFT,
    add_paragraph,
    make_article,
    make_company,
    make_event,
    make_figure,
    make_person,
    make_target,
    make_topic,
)
from tests.pages import LISTS, get, slugs

pytestmark = pytest.mark.django_db
MAKE = {
    "articles": make_article,
    "companies": make_company,
    "people": make_person,
    "events": make_event,
    "targets": make_target,
    "figures": make_figure,
}


def read(client, address):
    found = feedparser.parse(get(client, address).encode())
    assert not found.bozo, found.get("bozo_exception")
    return found


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
    make_target("revenue", statement={"value": 5, "currency": "USD", "due": "2028~"})
    (event,) = read(client, "/events.atom").entries
    assert "28 April 2025 (year inferred). Planned." in event.summary
    (target,) = read(client, "/targets.atom").entries
    assert target.title == "revenue: USD 5"
    assert "Due about 2028." in target.summary


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
