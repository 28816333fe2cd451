"""The page of an article: what it says of its source, and what its rights allow to be shown."""

import pytest

from tests.factories import (
    cite,
    make_article,
    make_company,
    make_event,
    make_figure,
    make_person,
    make_publisher,
    make_role,
    make_target,
    make_tie,
    make_topic,
)
from tests.pages import get, get_json, words_of

pytestmark = pytest.mark.django_db


def page(client, article):
    return get(client, article.get_absolute_url())


def test_it_says_what_its_source_is(client):
    article = make_article(
        "CMC grows",
        "One.",
        publisher=make_publisher("The Hanoi Times"),
        source_url="https://example.org/a?b=1&c=2",
        published="2025?-04-28",
        published_printed="April 28",
        published_reason="The year of the forum.",
        credits="Song Anh",
        note="The copy has no date.",
        truncated=True,
        relevance="partial",
        topics=[make_topic("Policy")],
        companies=[make_company("CMC")],
        people=[make_person("Ann Lee")],
    )
    html = page(client, article)
    text = words_of(html)
    for words in (
        *(
            "The Hanoi Times",
            "28 April 2025 (year inferred)",
            "“April 28”",
            "The year of the forum.",
        ),
        *(
            "Song Anh",
            "The copy has no date.",
            "breaks off",
            "partly on our subject",
            "our summary",
        ),
        *("Policy", "CMC", "Ann Lee", "Cite this", "The Hanoi Times. “CMC grows”, 28 April 2025"),
    ):
        assert words in text, words
    assert 'href="https://example.org/a?b=1&amp;c=2"' in html


def test_what_the_source_does_not_state_is_said_to_be_absent(client):
    text = words_of(page(client, make_article("News", published="")))
    for words in (
        "publisher not stated",
        "date not stated",
        "Address: not stated",
        "Nobody is named",
    ):
        assert words in text, words


def test_each_kind_of_fact_stands_beside_the_paragraph_that_backs_it(client):
    company, person = make_company("Alpha"), make_person("Ann")
    article = make_article("News", companies=[company], people=[person])
    make_role(person, company, title="Chair", article=article)
    make_tie(company, make_company("Beta"), kind="member_of", status="expected", article=article)
    make_event("Forum", article=article)
    make_figure("employees", company=company, value=5000, article=article)
    target = make_target("revenue", article=None)
    cite(target, article, value=250_000_000, currency="USD", due="2028", quote="US$250 million")
    text = words_of(page(client, article))
    for words in (
        *("Role Ann, Chair, Alpha", "Tie Alpha member of Beta (expected)", "Event Forum"),
        *("Figure Alpha: employees: 5,000 people", "Target revenue: USD 250 million, due 2028"),
        "as printed: US$250 million",
    ):
        assert words in text, words


def test_paragraphs_have_their_anchors(client):
    html = page(client, make_article("News", "One.", "Two."))
    for number in range(3):
        assert f'id="p{number}"' in html


def test_where_only_passages_may_be_shown_the_rest_is_not(client):
    article = make_article("News", "Kept to ourselves.", "Cited here.", rights="passages")
    cite(make_event(article=None), paragraph=article.paragraphs.get(number=2), words="Cited")
    html = page(client, article)
    assert "Cited" in html and "Only the passages" in html
    for address in (article.get_absolute_url(), "/articles/", "/", "/search/?q=news"):
        assert "Kept to ourselves" not in get(client, address), address
    assert get_json(client, "articles")["results"][0]["paragraphs"] == 3


def test_an_article_shown_in_full_leads_with_its_first_paragraph_in_lists(client):
    make_article("News", "The lead.", "The rest.")
    for address in ("/articles/", "/"):
        html = get(client, address)
        assert "The lead." in html and "The rest." not in html
