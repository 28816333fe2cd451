"""The list of topics, the page of one and its brief."""

import re
from html import unescape

import pytest

from articles import topics
from articles.models import Topic
from tests.factories import (
    DRAFT,
    make_article,
    make_company,
    make_event,
    make_person,
    make_target,
    make_topic,
)
from tests.pages import get, set_clock, words_of
from vjtech.core.reports import record_at

pytestmark = pytest.mark.django_db


def page(client, topic="chips"):
    return get(client, f"/topics/{topic}/")


def section_html(html, id):
    match = re.search(rf'<section aria-labelledby="{id}">.*?</section>', html, re.S)
    return match[0] if match else ""


def section(html, id):
    """Return what a section of a page says, or nothing."""
    return words_of(section_html(html, id))


def stated_in(article, *, event="Forum", metric="revenue", due="2028"):
    make_event(event, article=article)
    make_target(metric, article=article, statement={"value": 5, "due": due})


@pytest.fixture
def chips():
    return make_topic("Chips")


def test_a_page_tells_what_stands_behind_the_topic_and_who_is_named_in_it(client, chips):
    fpt, ntt, ann = make_company("FPT"), make_company("NTT"), make_person("Ann")
    make_article("Olds", companies=[fpt], topics=[chips], published="2024-05")
    make_article("News", companies=[fpt, ntt], people=[ann], topics=[chips], published="2025-03")
    make_article("Elsewhere", companies=[ntt, make_company("Sony")])
    html = page(client)
    assert "Chips 2 sources, May 2024 – Mar 2025" in words_of(html)
    articles = section(html, "articles")
    assert articles.index("News") < articles.index("Olds") and "All 2 articles" in articles
    assert section(html, "companies").startswith(
        "Companies and organisations FPT 2 articles NTT 1 article"
    )
    assert section(html, "people").startswith("People Ann 1 article")
    assert "Elsewhere" not in html and "Sony" not in html


def test_facts_are_those_that_articles_on_the_topic_state(client, chips, monkeypatch):
    set_clock(monkeypatch, "2026-11-22T12:00:00+07:00")
    article = make_article("News", topics=[chips])
    stated_in(article, event="Forum", metric="later", due="2029")
    stated_in(article, event="Dinner", metric="sooner", due="2027")
    stated_in(article, event="Launch", metric="gone by", due="2020")
    stated_in(make_article("Elsewhere"), event="Other", metric="other", due="2027")
    html = page(client)
    deadlines, targets = section(html, "deadlines"), section(html, "targets")
    drawn = section_html(html, "in-time")
    for address in ("/events/forum/", "/targets/sooner/"):
        assert f'<a href="{address}"' in drawn
    assert "/events/other/" not in drawn
    assert deadlines.index("Sooner") < deadlines.index("Later") and "Gone by" not in deadlines
    assert "Gone by: 5" in targets and "Later" not in targets
    assert all(title in section(html, "events") for title in ("Forum", "Dinner", "Launch"))
    assert "Other:" not in words_of(html) and ">Other<" not in html


def test_only_the_newest_articles_are_read_for_facts_and_the_page_says_so(
    client, chips, monkeypatch
):
    monkeypatch.setattr(topics, "READ", 1)
    stated_in(make_article(topics=[chips], published="2024"), event="Old forum")
    assert "newest" not in words_of(page(client))
    stated_in(make_article(topics=[chips], published="2025"), event="New forum")
    text = words_of(page(client))
    assert "New forum" in text and "Old forum" not in text
    assert "As stated in the newest 1 articles on the topic." in text
    assert "Old forum" in words_of(get(client, "/topics/chips/brief/"))


def test_the_number_beside_a_company_is_of_all_its_articles_on_the_topic(
    client, chips, monkeypatch
):
    monkeypatch.setattr(topics.ArticlesOnTopic, "most_counted", 1, raising=False)
    fpt = make_company("FPT")
    for year in (2023, 2024, 2025):
        make_article(companies=[fpt], topics=[chips], published=str(year))
    assert "FPT 3 articles" in section(page(client), "companies")


def test_each_section_leads_to_the_whole_of_it(client, chips):
    fpt, ann = make_company("FPT"), make_person("Ann")
    article = make_article("News", companies=[fpt], people=[ann], topics=[chips])
    for i in range(11):
        make_event(f"event {i:02}", article=article)
        make_article(topics=[chips], relevance="background", companies=[fpt])
    html = page(client)
    listed = {
        "/articles/?background=1&topic=chips": "12 listed",
        "/companies/?background=1&topic=chips": "1 listed",
        "/articles/?background=1&company=fpt&topic=chips": "12 listed",
        "/articles/?background=1&person=ann&topic=chips": "1 listed",
        "/topics/chips/brief/": "Event 10",
    }
    for address, said in listed.items():
        assert f'href="{address}"' in unescape(html), address
        assert said in words_of(get(client, address)), address
    assert section(html, "events").count("Event") == 10
    assert "More in the brief" in section(html, "events")


def test_what_is_not_public_is_on_no_page_of_a_topic(client, chips):
    hidden = {"state": DRAFT, "topics": [chips], "companies": [make_company("Ghost")]}
    stated_in(make_article("Secret", **hidden), event="Hushed")
    for address in ("/topics/chips/", "/topics/chips/brief/"):
        assert client.get(address).status_code == 404
    assert "Chips" not in get(client, "/topics/")
    article = make_article("News", topics=[chips], companies=[make_company("Shy", state=DRAFT)])
    make_event("Draft forum", article=article, state=DRAFT)
    for address in ("/topics/chips/", "/topics/chips/brief/"):
        text = words_of(get(client, address))
        for word in ("Secret", "Hushed", "Ghost", "Shy", "Draft forum"):
            assert word not in text, (address, word)
        assert "1 source" in text


@pytest.mark.parametrize("slug", ["nothing", "CHIPS", "-", "9" * 300])
def test_a_topic_that_is_not_there_is_not_found(client, chips, slug):
    make_article(topics=[chips])
    for address in (f"/topics/{slug}/", f"/topics/{slug}/brief/"):
        assert client.get(address).status_code == 404


def test_the_list_holds_each_topic_with_what_stands_behind_it(client, chips):
    assert "No published article has a topic yet." in words_of(get(client, "/topics/"))
    make_article(topics=[chips, make_topic("Đào tạo")], published="2025-03")
    make_article(topics=[chips], published="2024-05")
    html = get(client, "/topics/")
    assert "Chips 2 sources, May 2024 – Mar 2025 Đào tạo 1 source, Mar 2025" in words_of(html)
    assert 'href="/topics/chips/"' in html


def test_a_topic_is_reached_from_its_articles_and_their_list(client, chips):
    article = make_article("News", topics=[chips])
    for address in (article.get_absolute_url(), "/articles/?topic=chips"):
        assert 'href="/topics/chips/"' in get(client, address)
    assert 'href="/articles/?topic=chips"' in get(client, article.get_absolute_url())


def test_a_page_says_to_machines_what_it_is_and_which_feed_follows_it(client, chips):
    make_article("News", topics=[chips], companies=[make_company("FPT")])
    html = page(client)
    (feed,) = re.findall(r'type="application/atom\+xml"[^>]*href="([^"]*)"', html)
    assert unescape(feed) == "/articles.atom?topic=chips&background=1"
    assert "<title>News</title>" in get(client, unescape(feed))
    assert '"@type": "BreadcrumbList"' in html
    assert '"name": "Topics", "item": "http://testserver/topics/"' in html
    assert '<link rel="canonical" href="/topics/chips/">' in html
    assert re.search(r'property="og:description" content="[^"]*Chips. Named most: FPT."', html)


def test_a_report_on_a_topic_leads_to_it_at_the_desk_and_the_desk_to_its_page(
    client, chips, admin_client
):
    make_article(topics=[chips])
    assert "/report/?about=%2Ftopics%2Fchips%2F" in page(client)
    assert record_at("/topics/chips/") == (Topic, "chips")
    change = f"/admin/articles/topic/{chips.pk}/change/"
    assert 'href="/topics/chips/"' in get(admin_client, change)
    chips.article_links.all().delete()
    assert 'href="/topics/chips/"' not in get(admin_client, change)


def test_a_brief_numbers_the_sources_of_what_it_states(client, chips, monkeypatch):
    set_clock(monkeypatch, "2026-11-22T23:30:00+07:00")
    fpt = make_company("FPT")
    article = make_article("News", topics=[chips], companies=[fpt], people=[make_person("Ann")])
    make_event("Forum", article=article)
    make_target("revenue", companies=[fpt], article=article, statement={"value": 5, "due": "2028"})
    html = get(client, "/topics/chips/brief/")
    text = words_of(html)
    for said in (
        *("as of 22 November 2026, Hanoi", "Revenue: 5, due 2028", "FPT, 1 article"),
        *("Ann, 1 article", "Forum", "http://testserver/articles/news/"),
    ):
        assert said in text, said
    refs = set(re.findall(r'href="#(s\d+-p\d+)"', html))
    assert refs == {"s1-p1", "s1-p2"} and all(f'id="{ref}"' in html for ref in refs)
    assert html.count('href="/articles/news/#p1"') == 1


def test_the_number_of_queries_does_not_grow(client, chips, django_assert_max_num_queries):
    for _ in range(4):
        article = make_article(
            topics=[chips],
            companies=[make_company(), make_company()],
            people=[make_person()],
        )
        for due in ("2020", "2099"):
            stated_in(article, event=None, metric=None, due=due)
        make_article(topics=[make_topic()])
    for address, most in (("/topics/", 2), ("/topics/chips/", 22), ("/topics/chips/brief/", 22)):
        with django_assert_max_num_queries(most):
            get(client, address)
