"""Migrations, and what goes past the triggers: the indexes are in step again afterwards."""

import pytest
from django.core.management import call_command
from django.core.management.sql import emit_post_migrate_signal
from django.db import connection
from django.db.migrations import AddIndex
from django.db.models import Index

from articles.models import Article, EventCitation, Paragraph
from entities.models import Company, Event, Place, TargetParty
from tests.factories import make_article, make_company, make_event, make_place, make_target
from tests.migrated import migrating, remake
from tests.searched import execute, found, in_step, indexed, waiting
from vjtech.core.search.index import INDEXES, QUEUE, finish
from vjtech.core.search.triggers import install

pytestmark = pytest.mark.django_db


@pytest.fixture
def article():
    article = make_article("Harbour news", "The needle lies here.", slug="a")
    finish()
    return article


@pytest.mark.django_db(transaction=True)
@pytest.mark.half("sqlite")
@pytest.mark.parametrize("changed", [Event, Paragraph, Place, EventCitation, TargetParty])
def test_a_table_made_anew_is_indexed_again_after_migrating(changed):
    company = make_company("Alpha")
    make_event("Needle", place=make_place("Hue"), slug="e")
    make_target("needle", companies=[company], slug="t")
    in_step()
    with migrating(changed._meta.app_label):
        remake(changed)
        Event.objects.update(title="Pin")  # as a data migration may
    assert found("pin", "event") == ["e"] and found("needle", "event") == []
    in_step()
    Place.objects.update(name="Vinh")
    Paragraph.objects.update(text="other")
    Company.objects.update(name="Beta")
    assert found("vinh", "event") == ["e"] and found("beta", "target") == ["t"]
    in_step()


def triggers():
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        else:
            cursor.execute("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal")
        return {name for (name,) in cursor.fetchall()}


def test_installing_again_changes_nothing_and_queues_nothing(article):
    before = triggers()
    emit_post_migrate_signal(verbosity=0, interactive=False, db="default")
    assert triggers() == before and waiting() == 0
    execute("DROP TRIGGER articles_paragraph_article_update" + on("articles_paragraph"))
    install()
    assert triggers() == before and waiting() == 0


def test_a_migration_that_only_makes_an_index_queues_nothing(article):
    before = triggers()
    with migrating("entities", AddIndex("event", Index(fields=["title"], name="some_index"))):
        pass
    assert triggers() == before and waiting() == 0


@pytest.mark.half("sqlite")
def test_what_a_migration_that_was_broken_off_wrote_is_indexed_by_the_next(article):
    before = triggers()
    execute("DROP TRIGGER articles_article_article_update")
    Article.objects.update(title="Pin")
    with migrating("entities", AddIndex("event", Index(fields=["title"], name="some_index"))):
        pass
    assert triggers() == before and found("pin") == ["a"]
    in_step()


def on(table):
    return "" if connection.vendor == "sqlite" else f" ON {table}"


def test_an_index_made_anew_has_everything_queued(article):
    make_article("Draft", state="draft")
    finish()
    execute("DROP TABLE search_article")
    install()
    assert waiting() == 2 and found("needle") == ["a"]


@pytest.mark.half("postgresql")
@pytest.mark.parametrize("table", ["articles_paragraph", "articles_article"])
def test_a_truncated_table_is_noticed(article, table):
    execute("SET CONSTRAINTS ALL IMMEDIATE")
    execute(f"TRUNCATE {table} CASCADE")
    assert indexed("article", "needle") == set()
    in_step()


@pytest.mark.django_db(transaction=True)
def test_flushing_the_base_empties_the_indexes():
    make_article("Needle")
    make_company("Needle")
    assert indexed("article", "needle") and indexed("company", "needle")
    call_command("flush", verbosity=0, interactive=False)
    assert waiting() == 0
    for name in INDEXES:
        assert indexed(name, "needle") == set()
    in_step()


def test_rows_of_an_index_that_is_gone_are_passed_over(article):
    execute(f"INSERT INTO {QUEUE} (name, record) VALUES ('former', 1)")
    assert found("needle") == ["a"] and waiting() == 0
