"""The articles of each company on each topic stay counted, on every way of writing."""

import threading
from io import StringIO
from random import Random
from types import SimpleNamespace

import pytest
from django.core.management import call_command
from django.core.management.sql import emit_post_migrate_signal
from django.db import connection, transaction

from articles.company_topics import TABLE, count_anew
from articles.models import Article, ArticleTopic, CompanyMention, CompanyTopic, Topic
from entities.models import Company
from tests.factories import make_article, make_company, make_topic
from tests.migrated import migrating, remake
from tests.pages import slugs
from tests.searched import execute
from vjtech.core.change import change_version

pytestmark = pytest.mark.django_db


def kept():
    """Return {(company, topic): articles} as kept, rows of one pair added up."""
    found = {}
    for company, topic, n in CompanyTopic.objects.values_list("company", "topic", "articles"):
        found[company, topic] = found.get((company, topic), 0) + n
    return found


def counted():
    """The same, told from the links."""
    found = {}
    for article in Article.objects.published():
        for company in article.companymentions.values_list("company", flat=True):
            for topic in article.topic_links.values_list("topic", flat=True):
                found[company, topic] = found.get((company, topic), 0) + 1
    return found


def right():
    assert kept() == counted()
    assert all(n > 0 for n in CompanyTopic.objects.values_list("articles", flat=True))


@pytest.fixture
def world():
    companies, topics = [make_company() for _ in range(4)], [make_topic() for _ in range(3)]
    pick = Random(5)
    for i in range(8):
        make_article(
            companies=pick.sample(companies, 2),
            topics=pick.sample(topics, 2),
            state="draft" if i % 4 == 3 else "published",
        )
    assert len(kept()) > 4
    right()
    return SimpleNamespace(companies=companies, topics=topics)


def published():
    return Article.objects.published().first()


def save(world):
    article = published()
    article.state = "draft"
    article.save()


def bulk_create(world):
    new = Article.objects.bulk_create([Article(slug=f"n{i}", title="N") for i in range(3)])
    mentions = [CompanyMention(article=a, company=c) for a in new for c in world.companies]
    CompanyMention.objects.bulk_create(mentions)
    ArticleTopic.objects.bulk_create(
        [ArticleTopic(article=a, topic=t) for a in new for t in world.topics]
    )
    right()
    Article.objects.publish()


def move(link, **to):
    """Move a link to another article or another end, where it is not yet."""
    for row in link.objects.all():
        if not link.objects.filter(**{**natural(row), **to}).exists():
            link.objects.filter(pk=row.pk).update(**to)
            return
    raise AssertionError("nothing to move")


def natural(row):
    return {name: getattr(row, name) for name in row.natural}


def load(world):
    """Load a link by a fixture, and once more."""
    article = make_article(slug="loaded")
    fields = {"article": ["loaded"], "company": [world.companies[0].slug]}
    other = {"article": ["loaded"], "topic": [world.topics[0].slug]}
    text = "".join(
        f"- model: articles.{model}\n  fields: {{{', '.join(f'{k}: {v}' for k, v in f.items())}}}\n"
        for model, f in (("companymention", fields), ("articletopic", other))
    )
    path = world.tmp_path / "links.yaml"
    path.write_text(text)
    for _ in range(2):
        call_command("loaddata", path, stdout=StringIO())
        right()
    assert article.companymentions.count() == 1


def first(ids):
    return f"(SELECT MIN(id) FROM {ids})"


WRITES = {
    "save": save,
    "publish": lambda w: Article.objects.publish(),
    "unpublish": lambda w: Article.objects.unpublish(),
    "unpublish and publish": lambda w: (Article.objects.unpublish(), Article.objects.publish()),
    "update": lambda w: Article.objects.filter(state="draft").update(state="published"),
    "another date": lambda w: Article.objects.update(published_earliest="2026-01-02"),
    "bulk_create": bulk_create,
    "many-to-many add": lambda w: published().companies.set(w.companies),
    "many-to-many set": lambda w: published().topics.set(w.topics[:1]),
    "many-to-many clear": lambda w: published().companies.clear(),
    "delete an article": lambda w: published().delete(),
    "delete all articles": lambda w: Article.objects.all().delete(),
    "delete a company": lambda w: w.companies[0].delete(),
    "delete a topic": lambda w: w.topics[0].delete(),
    "mention of another company": lambda w: move(CompanyMention, company=w.companies[0]),
    "mention in another article": lambda w: move(CompanyMention, article=Article.objects.last()),
    "link to another topic": lambda w: move(ArticleTopic, topic=w.topics[0]),
    "link of another article": lambda w: move(ArticleTopic, article=Article.objects.last()),
    "raw delete": lambda w: execute("DELETE FROM articles_companymention"),
    "raw update": lambda w: execute("UPDATE articles_article SET state = 'published'"),
    "raw insert": lambda w: execute(
        "INSERT INTO articles_articletopic (article_id, topic_id) SELECT a.id, t.id"
        " FROM articles_article a, articles_topic t WHERE NOT EXISTS (SELECT 1"
        " FROM articles_articletopic l WHERE l.article_id = a.id AND l.topic_id = t.id)"
    ),
    "loaddata": load,
}


@pytest.mark.parametrize("write", WRITES.values(), ids=WRITES)
def test_each_way_of_writing_is_counted(world, tmp_path, write):
    world.tmp_path = tmp_path
    before = kept()
    with transaction.atomic():
        write(world)
        right()
        assert kept() != before or write in (
            *(WRITES[name] for name in ("another date", "unpublish and publish")),
        )
        transaction.set_rollback(True)
    assert kept() == before
    right()


@pytest.mark.half("postgresql")
def test_links_that_come_before_their_article_are_counted_with_it(world):
    article = Article.objects.published().first()
    execute(f"UPDATE articles_article SET id = 900 WHERE id = {article.pk}")
    right()
    execute(f"UPDATE articles_companymention SET article_id = 900 WHERE article_id = {article.pk}")
    right()
    Article.objects.filter(pk=900).update(id=article.pk)
    CompanyMention.objects.filter(article=900).update(article=article.pk)
    right()


def test_a_generated_base_is_counted():
    call_command("generate", articles=40, verbosity=0)
    assert kept()
    right()
    Article.objects.unpublish()
    assert kept() == {}


def test_random_writes_are_counted(world):
    pick = Random(11)
    writes = [
        lambda: make_article(
            companies=pick.sample(world.companies, pick.randint(0, 4)),
            topics=pick.sample(world.topics, pick.randint(0, 3)),
            state=pick.choice(("draft", "published")),
        ),
        lambda: Article.objects.filter(pk__in=some(Article)).publish(),
        lambda: Article.objects.filter(pk__in=some(Article)).unpublish(),
        lambda: Article.objects.filter(pk__in=some(Article, 1)).delete(),
        lambda: CompanyMention.objects.filter(pk__in=some(CompanyMention)).delete(),
        lambda: ArticleTopic.objects.filter(pk__in=some(ArticleTopic)).delete(),
        lambda: Article.objects.get(pk=some(Article, 1)[0]).topics.set(
            pick.sample(world.topics, pick.randint(0, 3))
        ),
        lambda: Article.objects.get(pk=some(Article, 1)[0]).companies.set(
            pick.sample(world.companies, pick.randint(0, 3))
        ),
    ]

    def some(model, most=4):
        ids = list(model.objects.values_list("pk", flat=True))
        return pick.sample(ids, min(len(ids), pick.randint(1, most))) or [make_article().pk]

    for _ in range(60):
        pick.choice(writes)()
        right()


def test_the_list_is_narrowed_by_what_public_articles_say(client):
    ai, energy = make_topic("AI", slug="ai"), make_topic("Energy", slug="energy")
    alpha, beta = make_company("Alpha"), make_company("Beta")
    article = make_article(companies=[alpha, beta], topics=[ai])
    make_article(companies=[alpha], topics=[energy], state="draft")
    assert slugs(client, "companies", "?topic=ai") == ["alpha", "beta"]
    assert slugs(client, "companies", "?topic=energy") == []
    article.companies.remove(beta)
    assert slugs(client, "companies", "?topic=ai") == ["alpha"]


def test_writing_what_is_there_counts_nothing(world):
    rows = list(CompanyTopic.objects.order_by("pk").values_list())
    for model in (Article, CompanyMention, ArticleTopic):
        for row in model.objects.all():
            row.save()
    emit_post_migrate_signal(verbosity=0, interactive=False, db="default")
    before = change_version()
    count_anew()
    assert list(CompanyTopic.objects.order_by("pk").values_list()) == rows
    if connection.vendor == "sqlite":
        assert change_version() == before


def test_counting_anew_puts_right_what_is_wrong(world):
    CompanyTopic.objects.filter(pk=CompanyTopic.objects.first().pk).update(articles=99)
    CompanyTopic.objects.last().delete()
    CompanyTopic.objects.create(company=make_company(), topic=make_topic(), articles=1)
    count_anew()
    right()


@pytest.mark.half("postgresql")
@pytest.mark.parametrize("table", ["articles_companymention", "articles_articletopic"])
def test_truncating_is_noticed(world, table):
    execute("SET CONSTRAINTS ALL IMMEDIATE")
    execute(f"TRUNCATE {table} CASCADE")
    assert kept() == {}


@pytest.mark.django_db(transaction=True)
@pytest.mark.half("sqlite")
@pytest.mark.parametrize("changed", [Topic, Article, ArticleTopic, CompanyMention, Company])
def test_a_table_made_anew_is_counted_again_after_migrating(world, changed):
    with migrating():
        remake(changed)
        CompanyMention.objects.first().delete()  # as a data migration may
    right()
    Article.objects.unpublish()
    assert kept() == {}
    Article.objects.publish()
    right()


@pytest.mark.django_db(transaction=True)
def test_flushing_empties_it(world):
    call_command("flush", verbosity=0, interactive=False)
    assert kept() == {}


@pytest.mark.django_db(transaction=True)
def test_the_migration_counts_the_rows_that_are_there(world):
    before = kept()
    call_command("migrate", "articles", "0003", verbosity=0)
    assert TABLE not in connection.introspection.table_names()
    execute("UPDATE articles_article SET state = state")
    call_command("migrate", verbosity=0)
    assert kept() == before
    Article.objects.unpublish()
    assert kept() == {}


@pytest.mark.django_db(transaction=True)
@pytest.mark.half("postgresql")
def test_writers_neither_wait_for_each_other_nor_lose_a_count(world):
    first_done, second_done = threading.Event(), threading.Event()
    failures = []

    def write(order, mine, other):
        try:
            with transaction.atomic():
                execute("SET LOCAL lock_timeout = '2s'")
                for topic in order:
                    make_article(companies=world.companies, topics=[topic])
                    mine.set()
                    assert other.wait(5)
        except Exception as error:
            failures.append(error)
        finally:
            mine.set()
            connection.close()

    threads = [
        threading.Thread(target=write, args=(world.topics, first_done, second_done)),
        threading.Thread(target=write, args=(world.topics[::-1], second_done, first_done)),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    right()
    make_article(companies=world.companies, topics=world.topics)
    right()
    assert CompanyTopic.objects.count() == len(kept())  # rows that were free are joined again
    Article.objects.unpublish()
    assert kept() == {}


@pytest.mark.django_db(transaction=True)
@pytest.mark.half("postgresql")
def test_links_of_one_article_written_at_once_are_all_counted(world):
    article = make_article()
    begun, failures = threading.Event(), []

    def link():
        try:
            begun.set()
            ArticleTopic.objects.create(article=article, topic=world.topics[0])
        except Exception as error:
            failures.append(error)
        finally:
            connection.close()

    other = threading.Thread(target=link)
    with transaction.atomic():
        CompanyMention.objects.create(article=article, company=world.companies[0])
        other.start()
        begun.wait()
        other.join(0.3)
        assert other.is_alive()
    other.join()
    assert failures == []
    right()
