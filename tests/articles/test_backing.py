"""What a fact keeps of its citations is right after every way of writing."""

import random
import threading
from io import StringIO
from types import SimpleNamespace

import pytest
from django.core import serializers
from django.core.management import call_command
from django.db import connection, transaction

from articles.models import Article, EventCitation, Paragraph, Statement
from entities.ledger import of_status, with_status
from entities.models import Event, Target
from entities.models.target import TargetStatus
from tests.desk import Desk
from tests.factories import (
    DRAFT,
    add_paragraph,
    cite,
    make_article,
    make_event,
    make_figure,
    make_role,
    make_target,
    make_tie,
)
from tests.kept import FACTS, in_step
from tests.migrated import migrating, remake
from tests.pages import set_clock
from tests.searched import execute
from vjtech.core.records import Backing

pytestmark = pytest.mark.django_db

LEDGER = (
    {"said": "2020", "due": "2024", "value": 5, "unit": "people"},
    {"said": "2024", "due": "[..2030]", "value": 9, "currency": "USD", "act": "raises"},
    {"said": "", "due": "2021", "act": "withdraws"},
)


@pytest.fixture
def base():
    """One fact of each kind, and targets, from an article, a draft and one of background."""
    articles = [
        make_article(slug="core"),
        make_article(slug="draft", state=DRAFT),
        make_article(slug="background", relevance="background"),
    ]
    for article in articles:
        for make in (make_role, make_tie, make_event, make_figure):
            make(article=article)
        target = make_target(slug=f"of-{article.slug}", article=None)
        for statement in LEDGER:
            cite(target, article, **statement)
    target = make_target(slug="of-all", article=None)
    for article, statement in zip(articles, LEDGER, strict=True):
        cite(target, article, **statement)
    make_target(slug="unstated", article=None)
    in_step()
    return SimpleNamespace(core=articles[0], draft=articles[1], background=articles[2])


def changed(record, **values):
    for name, value in values.items():
        setattr(record, name, value)
    record.save()


def save_what_was_read_before():
    target = Target.objects.get(slug="of-all")
    cite(target, make_article(), said="2025", due="2033", act="lowers")
    target.save()
    Target.objects.bulk_update([target], ["due", "latest_act", "backing"])


def bulk_create():
    paragraph = add_paragraph(Article.objects.get(slug="core"), "It is so.")
    Statement.objects.bulk_create(
        Statement(target=t, paragraph=paragraph, words="so", said="2026", due="2029", act="lowers")
        for t in Target.objects.all()
    )
    EventCitation.objects.bulk_create(
        EventCitation(event=e, paragraph=paragraph, words="so") for e in Event.objects.all()
    )


def load_what_points_to_a_row_before_the_row():
    for model in FACTS:
        if model is not Target:
            model.objects.all().delete()
    models = (Article, Paragraph, Target, Statement)
    rows = [row for model in models for row in model.objects.all()]
    written = serializers.serialize("json", rows)
    for model in reversed(models):
        model.objects.all().delete()
    for row in reversed(list(serializers.deserialize("json", written))):
        row.save()


CHANGES = {
    "save a statement": lambda base: changed(Statement.objects.first(), said="2026", due="2040"),
    "update statements": lambda base: Statement.objects.update(
        act="lowers", said="", said_earliest=None
    ),
    "move a statement to another target": lambda base: changed(
        Statement.objects.filter(target__slug="of-core").last(),
        target=Target.objects.get(slug="unstated"),
    ),
    "move all statements to one target": lambda base: Statement.objects.filter(
        target__slug="of-core"
    ).update(target=Target.objects.get(slug="of-draft")),
    "cite from another paragraph": lambda base: Statement.objects.filter(
        target__slug="of-draft"
    ).update(paragraph=base.core.paragraphs.first()),
    "move paragraphs to another article": lambda base: [
        changed(paragraph, article=base.core, number=100 + paragraph.number)
        for paragraph in base.draft.paragraphs.filter(number__gt=0)
    ],
    "bulk_create": lambda base: bulk_create(),
    "raw insert": lambda base: execute(
        "INSERT INTO articles_eventcitation (paragraph_id, event_id, words, quote, speaker_text)"
        " SELECT p.id, e.id, 'raw', '', '' FROM articles_paragraph p, entities_event e"
        " WHERE p.article_id = %s AND p.number = 0",
        [base.core.pk],
    ),
    "raw update": lambda base: execute("UPDATE articles_statement SET act = 'withdraws'"),
    "raw delete": lambda base: execute("DELETE FROM articles_statement"),
    "delete a citation": lambda base: Statement.objects.first().delete(),
    "delete all citations": lambda base: EventCitation.objects.all().delete(),
    "delete a fact": lambda base: Target.objects.get(slug="of-core").delete(),
    "delete an article with all that it says": lambda base: [
        *(model.citations.rel.related_model.objects.all().delete() for model in FACTS),
        base.core.delete(),
    ],
    "save an article": lambda base: changed(base.draft, state="published"),
    "unpublish": lambda base: Article.objects.unpublish(),
    "publish": lambda base: Article.objects.publish(),
    "unpublish and publish": lambda base: (
        Article.objects.unpublish(),
        Article.objects.publish(),
    ),
    "an article becomes background": lambda base: Article.objects.update(relevance="background"),
    "an article becomes more": lambda base: changed(base.background, relevance="partial"),
    "raw unpublish": lambda base: execute("UPDATE articles_article SET state = 'draft'"),
    "save what was read before": lambda base: save_what_was_read_before(),
    "overwrite": lambda base: execute(
        "UPDATE entities_target SET due = '1999', due_earliest = '1999-01-01', backing = 2"
    ),
    "overwrite backing": lambda base: Event.objects.update(backing=Backing.SUBJECT),
    "load what points to a row before the row": lambda base: (
        load_what_points_to_a_row_before_the_row()
    ),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_each_way_of_writing_keeps_it_right(base, change):
    change(base)
    in_step()


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_what_is_rolled_back_leaves_it(base, change):
    before = [list(model.objects.order_by("pk").values()) for model in FACTS]
    with transaction.atomic():
        change(base)
        transaction.set_rollback(True)
    assert [list(model.objects.order_by("pk").values()) for model in FACTS] == before
    in_step()


def test_the_desk_keeps_it_right(base):
    desk = Desk()
    target = Target.objects.get(slug="unstated")
    passage = add_paragraph(base.core, "It is so.")
    page = desk.change(target)
    row = {"words": "so", "act": "states", "said": "2025", "due": "2031"}
    page.add_row("citations", paragraph=passage.pk, **row)
    saved = page.save()
    assert saved.saved, saved.errors()
    target.refresh_from_db()
    assert (target.due, target.latest_act, target.backing) == ("2031", "states", Backing.SUBJECT)
    in_step()
    assert desk.change(base.core).save(state=DRAFT).saved
    in_step()
    target.refresh_from_db()
    assert (target.due, target.backing) == (None, None)


def test_loading_fixtures_keeps_it_right():
    call_command("load", "fixtures", stdout=StringIO())
    in_step()
    assert Target.objects.published().exists()


def test_generating_fills_it():
    call_command("generate", articles=200, verbosity=0)
    assert Target.objects.published().exists()
    in_step()


def write_at_random(chance):
    articles, targets = list(Article.objects.all()), list(Target.objects.all())
    statements = list(Statement.objects.all())
    act = chance.choice(Statement.Act.values)
    amount = chance.choice(({"value": 1, "unit": "people"}, {"value": 1, "currency": "JPY"}, {}))
    said, due = (chance.choice(("", "2023", "2024-05", "[..2024]", "2029?")) for _ in "..")
    article = chance.choice(articles)
    match chance.randrange(7):
        case 0 | 1 | 2:
            cite(chance.choice(targets), article, act=act, said=said, due=due, **amount)
        case 3 if statements:
            chance.choice(statements).delete()
        case 4 if statements:
            changed(chance.choice(statements), act=act, said=said, target=chance.choice(targets))
        case 5:
            changed(article, state=chance.choice(("published", DRAFT)))
        case 6:
            changed(article, relevance=chance.choice(("core", "background")))


@pytest.mark.parametrize("seed", range(4))
def test_random_ledgers_are_as_python_says(seed, monkeypatch):
    set_clock(monkeypatch, "2024-06-01T00:00:00+00:00")
    chance = random.Random(seed)
    for _ in range(3):
        make_article()
        make_target(article=None)
    for _ in range(30):
        write_at_random(chance)
        in_step()
    listed = {target.pk: target.status for target in with_status(Target.objects.published())}
    for status in TargetStatus:
        chosen = of_status(Target.objects.published(), [status])
        assert {t.pk for t in chosen} == {pk for pk, has in listed.items() if has == status}
    some = ["passed", "declared"]
    chosen = of_status(Target.objects.published(), some)
    assert {t.pk for t in chosen} == {pk for pk, has in listed.items() if has in some}


@pytest.mark.django_db(transaction=True)
@pytest.mark.half("sqlite")
@pytest.mark.parametrize("remade", [Article, Paragraph, Statement, Target, Event])
def test_a_table_made_anew_keeps_it_right_after_migrating(remade):
    article = make_article()
    for make in (make_event, make_target):
        make(article=article)
    with migrating():
        remake(remade)
        Article.objects.update(relevance="background")  # as a data migration may
    in_step()
    for state in (DRAFT, "published"):
        Article.objects.update(state=state)
        in_step()


@pytest.mark.django_db(transaction=True)
def test_the_migration_fills_what_was_there_and_goes_back(base):
    said = {"verbosity": 0, "interactive": False}
    call_command("migrate", "entities", "0003", **said)
    execute("UPDATE articles_statement SET act = 'lowers'")
    execute("UPDATE articles_article SET state = 'draft' WHERE slug = 'core'")
    call_command("migrate", **said)
    assert Target.objects.filter(backing=Backing.BACKGROUND).count() == 2
    in_step()
    Article.objects.publish()
    in_step()


@pytest.mark.half("postgresql")
def test_a_truncated_table_is_noticed(base):
    execute("SET CONSTRAINTS ALL IMMEDIATE")
    execute("TRUNCATE articles_article CASCADE")
    assert not Target.objects.exclude(backing=None).exists()
    in_step()


def at_the_same_time(here, there):
    """Do the one in a transaction, and before it is committed begin the other."""
    errors = []

    def run():
        try:
            there()
        except Exception as error:
            errors.append(error)
        finally:
            connection.close()

    with transaction.atomic():
        here()
        other = threading.Thread(target=run)
        other.start()
        other.join(0.5)
    other.join(20)
    assert errors == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.half("postgresql")
def test_two_who_each_delete_one_of_two_citations_leave_none():
    event = make_event()
    first, second = event.citations.get(), cite(event)
    at_the_same_time(first.delete, second.delete)
    assert Event.objects.get().backing is None


@pytest.mark.django_db(transaction=True)
@pytest.mark.half("postgresql")
@pytest.mark.parametrize("citing_comes_first", [True, False])
def test_an_article_is_published_while_a_fact_is_cited_from_it(citing_comes_first):
    event, article = make_event(article=None), make_article(state=DRAFT)
    paragraph = add_paragraph(article, "It is so.")
    writes = [lambda: cite(event, paragraph=paragraph), Article.objects.publish]
    at_the_same_time(*(writes if citing_comes_first else reversed(writes)))
    assert Event.objects.get().backing == Backing.SUBJECT


@pytest.mark.django_db(transaction=True)
@pytest.mark.half("postgresql")
def test_two_statements_made_at_once_leave_the_later_one():
    target = make_target(article=None)
    older, newer = ({"said": year, "due": "2030"} for year in ("2020", "2024"))
    articles = [make_article(), make_article()]
    at_the_same_time(
        lambda: cite(target, articles[0], **newer, act="raises"),
        lambda: cite(target, articles[1], **older),
    )
    assert (Target.objects.get().latest_act, Target.objects.get().revised) == ("raises", True)
    in_step()
