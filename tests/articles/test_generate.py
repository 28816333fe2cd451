import random

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.models import Exists, F, OuterRef
from reversion.models import Revision

from articles.generated import words
from articles.generated.nouns import Nouns
from articles.generated.stories import GIANT, Stories
from articles.models import Article, ArticleTopic, CompanyMention, CompanyTopic, PersonMention
from articles.search import ARTICLES
from entities.models import Company, TargetParty
from vjtech.core.change import change_version
from vjtech.core.filling.table import Tables
from vjtech.core.search.index import INDEXES, pending, write
from vjtech.core.search.query import parse

INDEXED = {
    "sqlite": "SELECT rowid, * FROM {0} ORDER BY rowid",
    "postgresql": "SELECT id, key, bucket, tsv::text FROM {0} ORDER BY id",
}
ARTICLES_MADE = 400


@pytest.fixture
def generated(db):
    before = change_version()
    call_command("generate", articles=ARTICLES_MADE, verbosity=0)
    return before


def holding(word):
    return len(ARTICLES.page(parse(word), ARTICLES_MADE))


def test_everything_generated_is_in_step(generated):
    assert Article.objects.count() == ARTICLES_MADE
    assert not pending() and not Revision.objects.exists()
    assert change_version() != generated
    for link in (ArticleTopic, CompanyMention, PersonMention):
        kept = Article.objects.filter(pk=OuterRef("article"), recency=OuterRef("recency"))
        published = link.objects.filter(article__state="published")
        assert published.exists()
        assert not published.filter(~Exists(kept)).exists()
        assert not link.objects.filter(article__state="draft", recency__isnull=False).exists()


def test_what_triggers_keep_is_kept_of_what_is_generated(generated):
    assert CompanyTopic.objects.exists() and TargetParty.objects.exists()
    assert not CompanyTopic.objects.exclude(company_key=F("company__sort_key")).exists()
    assert not TargetParty.objects.exclude(due_day=F("target__due_day")).exists()


def test_every_generated_fact_has_its_passage(generated, capsys):
    call_command("check_evidence")
    assert "Every published fact has its passage." in capsys.readouterr().out


@pytest.mark.parametrize("name", INDEXES)
def test_what_is_indexed_is_what_indexing_again_makes(generated, name):
    index, table = INDEXES[name], INDEXES[name].table
    model = apps.get_model(next(iter(index.watched)))
    with connection.cursor() as cursor:
        cursor.execute(INDEXED[connection.vendor].format(table))
        before = cursor.fetchall()
        write(index, list(model.objects.values_list("pk", flat=True)))
        cursor.execute(INDEXED[connection.vendor].format(table))
        assert before
        assert cursor.fetchall() == before


def test_a_generated_base_is_kept_in_step_afterwards(generated):
    version = change_version()
    article = Article.objects.published().filter(companymentions__isnull=False).first()
    Article.objects.filter(pk=article.pk).update(published_earliest="2020-02-02")
    article.refresh_from_db()
    assert {m.recency for m in article.companymentions.all()} == {article.recency}
    assert pending()
    assert change_version() != version
    assert Article.objects.create(title="One more").pk == ARTICLES_MADE + 1


def test_words_and_links_are_as_frequent_as_said(generated):
    assert 0.2 < holding(words.FREQUENT) / ARTICLES_MADE < 0.4
    assert 10 < holding(words.SCARCE) <= 20
    old = [key >> 24 for _tier, key in ARTICLES.page(parse(words.BYGONE), ARTICLES_MADE)]
    assert old
    undated_or_old = [day for day in old if day < words.BYGONE_UNTIL * 366]
    assert undated_or_old == old
    giant = Company.objects.get(pk=GIANT + 1)
    assert 0.05 < giant.mentions.count() / ARTICLES_MADE < 0.2


def made(seed):
    tables, chance = Tables(), random.Random(seed)
    stories = Stories(tables, chance, Nouns(tables, chance, 50), 50)
    documents = [stories.article(n) for n in range(50)]
    return documents, {model: table.rows for model, table in tables.tables.items()}


def test_a_seed_makes_the_same_base_again():
    assert made(1) == made(1)
    assert made(1) != made(2)


def test_only_an_empty_base_is_filled(db):
    Company.objects.create(name="CMC")
    with pytest.raises(CommandError, match="only an empty one is filled"):
        call_command("generate", articles=100, verbosity=0)
    assert not Article.objects.exists()
