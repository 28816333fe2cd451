"""Going back never breaks evidence: words stay cited where they stand, or it is refused."""

import pytest

from articles.evidence import problems
from articles.models import Article, Paragraph
from tests.desk import Desk, address
from tests.factories import (
    cite,
    make_article,
    make_company,
    make_event,
    make_person,
    make_role,
    make_topic,
)
from vjtech.core.snapshots import versions

pytestmark = pytest.mark.django_db
FIRST, SECOND = "FPT signed an agreement in Hanoi.", "It will hire a thousand engineers."


@pytest.fixture
def desk():
    return Desk()


@pytest.fixture
def article():
    return make_article("Agreement", FIRST, SECOND, topics=[make_topic("Chips")])


def go_back(desk, record, place=0):
    found = versions(type(record)).filter(object_id=record.pk).order_by("pk")[place]
    page = desk.get(address("version", type(record), record.pk, found.pk))
    return desk.post(page.address, {**page.data, "why": "It was right."})


def texts(article):
    return list(article.paragraphs.order_by("number").values_list("number", "text"))


def test_the_text_comes_back_with_its_numbers_and_topics(desk, article):
    page = desk.change(article)
    text = {"paragraphs-0-text": SECOND, "paragraphs-1-text": FIRST}
    page.add_row("paragraphs", text="A third one.", number=1)
    page.save(title="Agreement signed", **text, **{"topic_links-0-DELETE": "on"})
    assert len(texts(article)) == 4 and not article.topics.exists()
    assert go_back(desk, article).saved
    assert texts(article) == [(0, "Agreement"), (1, FIRST), (2, SECOND)]
    assert [topic.name for topic in article.topics.all()] == ["Chips"]
    article.refresh_from_db()
    assert article.title == "Agreement"


def test_citations_go_along_with_their_words(desk, article):
    event = make_event(article=None)
    citation = cite(event, paragraph=article.paragraphs.get(number=1), words="in Hanoi")
    version = event.version
    page = desk.change(article)
    text = {"paragraphs-0-text": "FPT signed an agreement.\n\nThis was in Hanoi."}
    assert page.save(**text).saved
    citation.refresh_from_db()
    assert citation.paragraph.number == 2
    assert go_back(desk, article).saved
    citation.refresh_from_db()
    event.refresh_from_db()
    assert citation.paragraph.text == FIRST and event.version > version
    assert texts(article) == [(0, "Agreement"), (1, FIRST), (2, SECOND)]
    assert not list(problems())


def test_words_that_would_be_lost_refuse_it(desk, article):
    page = desk.change(article)
    page.save(**{"paragraphs-0-text": "FPT signed an agreement in Huế."})
    event = make_event("Signing", article=None)
    cite(event, paragraph=article.paragraphs.get(number=1), words="in Huế")
    refused = go_back(desk, article)
    assert refused.status == 409
    assert "“in Huế” is cited for “Signing”, and would not stand in the text." in refused.text
    assert texts(article)[1] == (1, "FPT signed an agreement in Huế.")
    assert versions(Article).filter(object_id=article.pk).count() == 2


def test_a_mention_that_a_citation_needs_stays(desk, article):
    person, company = make_person(), make_company()
    desk.change(article).save(note="Checked.")
    role = make_role(person, company, article=None)
    page = desk.change(role)
    page.add_row("citations", words="FPT signed", paragraph=article.paragraphs.get(number=1).pk)
    assert page.save().saved and article.companies.get() == company
    assert go_back(desk, article).saved
    assert article.companies.get() == company and not list(problems())


def test_a_fact_comes_back_with_its_citations(desk, article):
    event = make_event("Signing", article=None)
    cite(event, paragraph=article.paragraphs.get(number=1), words="in Hanoi")
    other = article.paragraphs.get(number=2)
    page = desk.change(event)
    page.fill_row("citations", 0, paragraph=other.pk, words="a thousand engineers")
    assert page.save().saved
    assert go_back(desk, event).saved
    citation = event.citations.get()
    assert (citation.paragraph.number, citation.words) == (1, "in Hanoi")


def test_a_fact_whose_words_are_gone_from_the_text_stays_as_it_is(desk, article):
    event = make_event("Signing", article=None)
    cite(event, paragraph=article.paragraphs.get(number=1), words="in Hanoi")
    page = desk.change(event)
    page.fill_row("citations", 0, words="signed an agreement")
    assert page.save().saved
    assert desk.change(article).save(**{"paragraphs-0-text": "FPT signed an agreement."}).saved
    refused = go_back(desk, event)
    assert refused.status == 409 and "These words are not in paragraph 1." in refused.text
    assert event.citations.get().words == "signed an agreement"


def test_a_fact_is_not_published_again_without_a_source(desk):
    event = make_event("Signing", article=None)  # as no page of the desk would have it
    page = desk.change(event)
    assert page.save(state="draft").saved
    refused = go_back(desk, event)
    assert refused.status == 409 and "no passage was cited for it then" in refused.text
    event.refresh_from_db()
    assert event.state == "draft"


def test_a_citation_that_is_saved_on_its_own_page_is_in_the_history_of_its_fact(desk, article):
    event = make_event("Signing", article=None)
    citation = cite(event, paragraph=article.paragraphs.get(number=1), words="in Hanoi")
    assert desk.change(citation).save(speaker_text="a spokesman", why="It was him.").saved
    shown = desk.get(address("history", type(citation), citation.pk), follow=True)
    assert shown.response.redirect_chain[0][0] == address("history", type(event), event.pk)
    assert "It was him." in shown.text and "Citation of an event" in shown.text


def test_the_history_of_a_paragraph_is_that_of_its_article(desk, article):
    paragraph = article.paragraphs.get(number=1)
    shown = desk.get(address("history", Paragraph, paragraph.pk), follow=True)
    assert shown.response.redirect_chain == [(address("history", Article, article.pk), 302)]
