"""An article at the desk: pasted once, and all that it backs within reach."""

import pytest

from articles.models import Article, ArticleTopic, Publisher, RoleCitation, Topic
from entities.models import Company, Event, Role
from tests.desk import Desk, address
from tests.factories import (
    add_paragraph,
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

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk():
    return Desk("Editors")


def test_an_article_is_added_by_pasting_its_text(desk):
    publisher, topic, company = make_publisher("VnExpress"), make_topic(), make_company()
    page = desk.add(Article)
    page.fill_row("paragraphs", 0, text="One.\r\n\r\nTwo\r\nand a half.\r\n\r\n\r\nThree.")
    page.add_row("topic_links", topic=topic.pk)
    page.add_row("companymentions", company=company.pk)
    page = page.save(title="FPT  in Japan", publisher=publisher.pk, published="2025-04-28")
    assert page.saved
    article = Article.objects.get()
    texts = dict(article.paragraphs.values_list("number", "text"))
    assert texts == {0: "FPT in Japan", 1: "One.", 2: "Two and a half.", 3: "Three."}
    assert (article.slug, article.state) == ("fpt-in-japan", "draft")
    assert list(article.topics.all()) == [topic] and list(article.companies.all()) == [company]


def test_the_headline_follows_the_title(desk):
    article = make_article("FPT in Japan", "One.")
    assert desk.change(article).save(title="FPT in Tokyo").saved
    assert article.paragraphs.get(number=0).text == "FPT in Tokyo"


def test_an_article_without_a_headline_gets_one(desk):
    article = Article.objects.create(title="FPT in Japan", state="draft")
    assert desk.change(article).save(note="Found late.").saved
    assert article.paragraphs.get(number=0).text == "FPT in Japan"


def test_each_paragraph_shows_the_facts_it_backs_with_links(desk):
    article = make_article("FPT in Japan", "Mr An chairs FPT.")
    role = make_role(article=None)
    citation = cite(role, paragraph=article.paragraphs.get(number=1), words="chairs FPT")
    html = desk.change(article).html
    assert address("change", Role, role.pk) in html
    assert address("change", RoleCitation, citation.pk) in html
    assert "“chairs FPT”" in html


def test_each_paragraph_leads_to_new_facts_and_back(desk):
    article = make_article("FPT in Japan", "Mr An chairs FPT.")
    paragraph = article.paragraphs.get(number=1)
    for model in (Role, RoleCitation):
        assert f"{address('add', model)}?paragraph={paragraph.pk}" in desk.change(article).html
    back = address("change", Article, article.pk)
    page = desk.add(Role, f"?paragraph={paragraph.pk}&next={back}")
    page.data["_save"] = "Save"
    changes = {"person": make_person().pk, "company": make_company().pk, "title": "Chair"}
    page = page.save(**changes, **{"citations-0-words": "chairs FPT"}, _continue=None)
    assert page.saved and page.response["Location"] == back


def test_a_mention_that_a_citation_made_meanwhile_is_no_error(desk):
    article, company = make_article("FPT in Japan", "One."), make_company()
    page = desk.change(article)
    page.add_row("companymentions", company=company.pk)
    cite(make_role(company=company, article=None), article)
    article.companies.add(company)
    assert page.save().saved and article.companies.count() == 1


def test_a_citation_does_not_make_the_open_article_old(desk):
    """The article's page stays open in one tab while facts are entered in others."""
    article = make_article("FPT in Japan", "Mr An chairs FPT.")
    open_page, role = desk.change(article), make_role(article=None)
    page = desk.change(role)
    page.add_row("citations", paragraph=article.paragraphs.get(number=1).pk, words="chairs FPT")
    assert page.save().saved
    assert article.people.count() == 1
    assert open_page.save(note="A note.").saved


def test_what_is_wrong_is_said_at_the_field_and_the_rest_is_kept(desk):
    page = desk.change(make_article(None, "One."))
    for field, value in (
        ("published", "28 April"),
        ("published", "2099"),
        ("retrieved", "lately"),
        ("source_url", "ftp://example.org/x"),
        ("source_url", "javascript:alert(1)"),
        ("title", ""),
        ("paragraphs-0-text", " \r\n\r\n "),
        ("paragraphs-0-number", "0"),
        ("paragraphs-0-number", "first"),
    ):
        refused = page.save(**{field: value}, note="Kept.")
        assert field in refused.errors() and refused.data["note"] == "Kept.", field
    assert list(page.save(published="2025?-04").errors()) == ["published_reason"]


def test_an_error_in_a_folded_part_of_the_form_unfolds_it(desk):
    page = desk.change(make_article(None, "One.")).save(retrieved="lately")
    fold = page.html.split('class="module aligned collapse"')
    assert len(fold) == 1 or "<details>" not in fold[1].split("</fieldset>")[0]


def test_an_article_that_backs_facts_is_not_deleted(desk):
    role, reviewer = make_role(), Desk("Reviewers")
    article = role.citations.get().paragraph.article
    page = reviewer.get(address("delete", Article, article.pk))
    assert "Cannot delete article" in page.text
    reviewer.post(page.address, {"post": "yes"})
    assert Article.objects.filter(pk=article.pk).exists()


def test_a_passage_is_found_by_title_number_and_words(desk):
    article = make_article("Tập đoàn FPT ở Nhật", "It opened in Tokyo.", "It grows fast.")
    make_article("Another", "It grows fast.")
    second = article.paragraphs.get(number=2)
    for typed in ("tap doan 2", "fpt grows", "nhat fast"):
        assert [key for key, _t in desk.options(RoleCitation, "paragraph", typed)] == [second.pk]
    assert "¶2" in desk.options(RoleCitation, "paragraph", "tap doan 2")[0][1]


def test_publishers_and_topics_are_added_by_name(desk):
    assert desk.add(Publisher).save(name="Báo Đầu tư").saved
    assert desk.add(Topic).save(name="Chíp bán dẫn").saved
    assert desk.add(Topic).save(name="Chip ban dan").saved
    assert Publisher.objects.get().slug == "bao-dau-tu"
    assert {topic.slug for topic in Topic.objects.all()} == {"chip-ban-dan", "chip-ban-dan-2"}
    found = {text for _key, text in desk.options(ArticleTopic, "topic", "ban dan")}
    assert found == {"Chip ban dan", "Chíp bán dẫn"}
    assert desk.options(Article, "publisher", "dau tu")[0][1] == "Báo Đầu tư"


def test_the_list_of_articles_filters_and_searches(desk):
    topic = make_topic()
    make_article("Chuyển đổi số", publisher=make_publisher("VnExpress"), topics=[topic])
    make_article("Semiconductors", relevance="background", language="ja")
    queries = {
        "q=chuyen doi": 1,
        "q=vnexpress": 1,
        "relevance__exact=background": 1,
        "language__exact=ja": 1,
        f"topics__id__exact={topic.pk}": 1,
        "q=semi chuyen": 0,
    }
    for query, number in queries.items():
        assert desk.list(Article, f"?{query}").response.context["cl"].result_count == number, query


def test_the_list_of_articles_asks_as_often_for_many_rows_as_for_one(
    desk, django_assert_max_num_queries, django_assert_num_queries
):
    make_article(publisher=make_publisher())
    with django_assert_max_num_queries(9) as few:
        desk.list(Article)
    for _number in range(10):
        make_article(publisher=make_publisher())
    with django_assert_num_queries(len(few)):
        desk.list(Article)


def test_an_article_of_many_paragraphs_asks_as_often_as_one_of_few(
    desk, django_assert_max_num_queries, django_assert_num_queries
):
    article = make_article(None, "One.", companies=[make_company()], people=[make_person()])
    cite_every_kind(article)
    with django_assert_max_num_queries(24) as few:
        desk.change(article)
    for number in range(5):
        add_paragraph(article, f"Paragraph {number}.")
        article.companies.add(make_company())
        cite_every_kind(article)
    with django_assert_num_queries(len(few)):
        desk.change(article)


def cite_every_kind(article):
    for make in (make_role, make_tie, make_event, make_target, make_figure):
        make(article=article)


def test_an_article_is_published_with_all_that_it_backs():
    reviewer = Desk("Reviewers")
    article = make_article("FPT in Japan", state="draft")
    mentioned = make_company(state="draft")
    article.companies.add(mentioned)
    role = make_role(
        make_person(state="draft"), make_company(state="draft"), article=article, state="draft"
    )
    speaker = make_person(state="draft")
    event = make_event(people=[speaker], article=article, state="draft")
    other = make_role(state="draft")
    page = reviewer.act("publish_whole", article)
    assert Role.objects.published().get() == role
    assert Event.objects.published().get() == event
    speaker.refresh_from_db()
    assert speaker.is_published
    assert Company.objects.published().filter(pk=mentioned.pk).exists()
    other.refresh_from_db()
    assert other.state == "draft"
    assert "7 records" in page.messages()[0]
