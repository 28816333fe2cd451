"""The recency key: told by the database, the same as Python's, and copied to all links."""

import datetime

import pytest
from django.db import IntegrityError, connection, transaction

from articles.models import Article, ArticleTopic, CompanyMention, PersonMention
from tests.factories import (
    DRAFT,
    make_article,
    make_company,
    make_person,
    make_topic,
)
from tests.pages import slugs
from vjtech.core.recency import ID_BITS, first_key

pytestmark = pytest.mark.django_db

LINKS = (ArticleTopic, CompanyMention, PersonMention)


def expected(article):
    if not article.is_published:
        return None
    earliest = article.published_earliest
    return ((earliest.toordinal() if earliest else 0) << ID_BITS) + article.pk


def recencies():
    return [link.objects.get().recency for link in LINKS]


@pytest.fixture
def article():
    return make_article(
        topics=[make_topic()],
        companies=[make_company()],
        people=[make_person()],
        published="2025-04",
    )


def test_the_database_tells_the_same_key_as_python():
    dates = (
        *("", "2025", "2025-04", "2025-04-28", "2024-02-29", "1900-03-01", "2000-12-31"),
        *("0001", "9999-12-31", "[..2025]", "2017/..", "[2025-04-28?..2026?]", "19XX", "2028~"),
    )
    for date in dates:
        make_article(published=date)
    made = Article.objects.all()
    assert {a.published: a.recency for a in made} == {a.published: expected(a) for a in made}


def test_newer_days_and_then_later_rows_come_first(client):
    days = ("2025-04-28", "2025-05", "", "2025-04-28", "2024")
    articles = [make_article(published=day) for day in days]
    order = [articles[i].slug for i in (1, 3, 0, 4, 2)]
    assert slugs(client, "articles") == order
    assert slugs(client, "articles", "?sort=oldest") == order[::-1]


def test_the_first_key_of_a_day_parts_it_from_the_day_before():
    article = make_article(published="2025-04-28")
    article.refresh_from_db()
    day = datetime.date(2025, 4, 28)
    assert first_key(day) <= article.recency < first_key(day + datetime.timedelta(days=1))


def test_a_draft_has_none(article):
    Article.objects.unpublish()
    assert Article.objects.get().recency is None
    assert recencies() == [None] * 3


def test_a_link_takes_the_key_of_its_article_when_made(article):
    assert recencies() == [expected(article)] * 3
    draft = make_article(state=DRAFT, companies=[make_company()])
    assert CompanyMention.objects.get(article=draft).recency is None


def raw(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)


CHANGES = {
    "save": lambda article: (setattr(article, "published", "2026-01-02"), article.save()),
    "update": lambda article: Article.objects.update(published_earliest="2026-01-02"),
    "raw SQL": lambda article: raw("UPDATE articles_article SET published_earliest = '2026-01-02'"),
    "unpublish": lambda article: Article.objects.unpublish(),
    "unpublish and publish": lambda article: (
        Article.objects.unpublish(),
        Article.objects.publish(),
    ),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_the_links_follow_their_article(article, change):
    other = make_article(companies=[make_company()], published="2020")
    before = Article.objects.get(pk=article.pk).recency
    change(article)
    now = Article.objects.get(pk=article.pk)
    assert [link.objects.get(article=article).recency for link in LINKS] == [now.recency] * 3
    other.refresh_from_db()
    assert CompanyMention.objects.get(article=other).recency == other.recency
    assert now.recency == (before if change is CHANGES["unpublish and publish"] else now.recency)


def test_a_change_of_date_changes_the_key(article):
    CHANGES["save"](article)
    assert Article.objects.get().recency == expected(article) > first_key(datetime.date(2026, 1, 1))
    CHANGES["unpublish"](article)
    assert Article.objects.get().recency is None


def test_a_link_moved_to_another_article_takes_that_one_s_key(article):
    other = make_article(published="2020")
    other.refresh_from_db()
    for link in LINKS:
        link.objects.update(article=other)
    assert recencies() == [other.recency] * 3


def test_bulk_made_links_have_the_key_too(article):
    rows = [CompanyMention(article=article, company=make_company()) for _ in range(3)]
    CompanyMention.objects.bulk_create(rows)
    keys = set(CompanyMention.objects.values_list("recency", flat=True))
    assert keys == {expected(article)}


def test_an_article_s_id_must_fit_into_the_key():
    with pytest.raises(IntegrityError), transaction.atomic():
        make_article(id=1 << ID_BITS)
