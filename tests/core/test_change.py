"""The change version grows with every write, on whatever path, and with nothing else."""

import threading
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection, transaction

from articles.models import Article, ArticleTopic, CompanyMention, Topic
from entities.models import Company
from tests.factories import make_article, make_company, make_topic
from tests.migrated import migrating, remake
from tests.pages import get
from tests.searched import execute
from vjtech.core.change import change_version
from vjtech.core.search.index import settle

TOPIC = "- model: articles.topic\n  fields: {slug: new, name: New}\n"


def count():
    """Return the change version as a number."""
    return int(change_version().rpartition(".")[2])


def save():
    topic = Topic.objects.first()
    topic.name = "Renamed"
    topic.save()


def bulk_update():
    topics = list(Topic.objects.all())
    for topic in topics:
        topic.name = "Renamed"
    Topic.objects.bulk_update(topics, ["name"])


WRITES = {
    "create": lambda: make_topic(),
    "save": save,
    "update": lambda: Topic.objects.update(name="Renamed"),
    "bulk_create": lambda: Topic.objects.bulk_create([Topic(slug="x", name="X")]),
    "bulk_update": bulk_update,
    "delete": lambda: Topic.objects.first().delete(),
    "queryset delete": lambda: Topic.objects.all().delete(),
    "raw insert": lambda: execute(
        "INSERT INTO articles_topic (slug, name, sort_key) VALUES ('r', 'R', 'r')"
    ),
    "raw update": lambda: execute("UPDATE articles_topic SET name = 'Renamed'"),
    "raw delete": lambda: execute("DELETE FROM articles_topic"),
    "many-to-many add": lambda: Article.objects.get().topics.add(Topic.objects.first()),
    "many-to-many set": lambda: Article.objects.get().companies.set([]),
    "many-to-many clear": lambda: Article.objects.get().companies.clear(),
    "publish": lambda: Company.objects.publish(),
    "unpublish": lambda: Company.objects.unpublish(),
}


@pytest.fixture
def some_rows(db):
    make_article(companies=[make_company()])
    make_topic()


@pytest.mark.parametrize("write", WRITES.values(), ids=WRITES)
def test_each_way_of_writing_makes_it_grow(some_rows, write):
    before = count()
    write()
    assert count() > before


@pytest.mark.parametrize("command", ["load", "loaddata"])
def test_loading_fixtures_makes_it_grow(db, tmp_path, command):
    (tmp_path / "topics.yaml").write_text(TOPIC)
    path = tmp_path if command == "load" else tmp_path / "topics.yaml"
    before = count()
    call_command(command, path, stdout=StringIO())
    assert count() > before


def test_loading_what_is_there_already_leaves_it(db, tmp_path):
    (tmp_path / "topics.yaml").write_text(TOPIC)
    call_command("load", tmp_path, stdout=StringIO())
    before = count()
    call_command("load", tmp_path, stdout=StringIO())
    assert count() == before


@pytest.mark.half("postgresql")
def test_truncating_makes_it_grow(some_rows):
    before = count()
    execute("TRUNCATE articles_topic CASCADE")
    assert count() > before


@pytest.mark.parametrize("write", WRITES.values(), ids=WRITES)
def test_a_write_that_is_rolled_back_leaves_it(some_rows, write):
    before = change_version()
    with transaction.atomic():
        write()
        assert change_version() != before
        transaction.set_rollback(True)
    assert change_version() == before


def test_reading_leaves_it(some_rows, client):
    settle()
    before = change_version()
    for address in ("/", "/articles/", "/companies.json", "/search/?q=a", "/nowhere/"):
        client.get(address)
    list(Company.objects.all())
    assert change_version() == before


def tables():
    """Return the tables of both apps that readers see something of, many-to-many ones included."""
    return {
        model._meta.db_table
        for label in ("entities", "articles")
        for model in apps.get_app_config(label).get_models(include_auto_created=True)
        if getattr(model, "counts_changes", True)
    }


def counted_events():
    """Return {table: the events that the database counts there}."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(
                "SELECT tbl_name, sql FROM sqlite_master"
                " WHERE type = 'trigger' AND sql LIKE '%core_change_count%'"
            )
            found = cursor.fetchall()
        else:
            cursor.execute(
                "SELECT tgrelid::regclass::text, pg_get_triggerdef(t.oid) FROM pg_trigger t"
                " JOIN pg_proc p ON p.oid = tgfoid WHERE proname = 'core_count_change'"
            )
            found = cursor.fetchall()
    events = {}
    for table, definition in found:
        head = definition.split(" ON ")[0]
        words = {"INSERT", "UPDATE", "DELETE", "TRUNCATE"} & set(head.split())
        events.setdefault(table, set()).update(words)
    return events


def all_counted():
    events = {"INSERT", "UPDATE", "DELETE"}
    if connection.vendor == "postgresql":
        events.add("TRUNCATE")
    return dict.fromkeys(tables(), events)


def test_every_table_of_both_apps_is_counted(db):
    assert {"articles_article", "articles_companymention", "entities_eventcompany"} <= tables()
    assert counted_events() == all_counted()


@pytest.mark.django_db(transaction=True)
@pytest.mark.half("sqlite")
@pytest.mark.parametrize("changed", [Topic, Article, ArticleTopic, CompanyMention, Company])
def test_a_table_made_anew_is_counted_and_copied_to_again_after_migrating(changed):
    article = make_article(topics=[make_topic()], companies=[make_company()])
    with migrating():
        remake(changed)
        assert changed._meta.db_table not in counted_events()
        Article.objects.update(published_earliest="2026-01-02")  # as a data migration may
    assert counted_events() == all_counted()
    for state in ("published", "draft"):
        Article.objects.update(state=state)
        article.refresh_from_db()
        assert ArticleTopic.objects.get().recency == article.recency
        assert CompanyMention.objects.get().recency == article.recency


@pytest.mark.django_db(transaction=True)
@pytest.mark.half("postgresql")
def test_two_writers_do_not_wait_for_each_other():
    outcome = []

    def write():
        try:
            execute("SET lock_timeout = '2s'")
            make_topic()
            outcome.append(change_version())
        except Exception as error:
            outcome.append(error)
        finally:
            execute("RESET lock_timeout")
            connection.close()

    before = count()
    with transaction.atomic():
        make_topic()
        other = threading.Thread(target=write)
        other.start()
        other.join(20)
        assert [type(found) for found in outcome] == [str], outcome
    assert count() == before + 2


def test_another_base_has_another_version_even_at_the_same_count(some_rows):
    before = change_version()
    base = apps.get_model("core", "Base")
    base.objects.all().delete()
    base.objects.create()
    assert change_version() != before
    assert change_version().rpartition(".")[2] == before.rpartition(".")[2]


def test_a_page_shows_a_write_at_once_on_whatever_path_it_was_made(some_rows, client):
    assert "Renamed" not in get(client, "/companies/")
    execute("UPDATE entities_company SET name = 'Renamed'")
    assert "Renamed" in get(client, "/companies/")
