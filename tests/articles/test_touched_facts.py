"""A fact whose public passages change has changed: on every way of writing, and on no other."""

import datetime

import pytest
from django.utils import timezone

from articles.models import Article, EventCitation, Paragraph, Statement
from entities.models import Event, Target
from tests.factories import DRAFT, add_paragraph, cite, make_article, make_event, make_target
from tests.searched import execute

pytestmark = pytest.mark.django_db

LONG_AGO = datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)


@pytest.fixture
def target():
    """A target that a published article, one of background and a draft cite."""
    target = make_target(article=make_article(slug="news"))
    cite(target, make_article(slug="aside", relevance="background"))
    cite(target, make_article(slug="draft", state=DRAFT), words="Kept back.")
    make_target(article=None)
    age()
    return target


def age():
    """Make all facts ones that were changed long ago."""
    for model in (Event, Target):
        model.objects.update(updated=LONG_AGO)


def touched():
    return [
        fact for model in (Event, Target) for fact in model.objects.filter(updated__gt=LONG_AGO)
    ]


def article(slug):
    return Article.objects.filter(slug=slug)


SEEN = {
    "stated once more": lambda target: cite(target, make_article(), act="raises"),
    "a statement is changed": lambda target: Statement.objects.update(note="Another."),
    "raw update": lambda target: execute("UPDATE articles_statement SET note = 'Another.'"),
    "a statement is taken back": lambda target: target.citations.first().delete(),
    "what said so is published": lambda target: article("draft").publish(),
    "what said so is published, raw": lambda target: execute(
        "UPDATE articles_article SET state = 'published' WHERE slug = 'draft'"
    ),
    "one of its articles is unpublished": lambda target: article("news").unpublish(),
    "its words move to what is published": lambda target: Paragraph.objects.filter(
        article__slug="draft", number__gt=0
    ).update(article=article("news").get(), number=90),
    "what is cited moves from a draft": lambda target: Statement.objects.filter(
        words="Kept back."
    ).update(paragraph=add_paragraph(article("news").get(), "Kept back.")),
}
UNSEEN = {
    "a draft says so too": lambda target: cite(target, make_article(state=DRAFT)),
    "what a draft says is changed": lambda target: Statement.objects.filter(
        words="Kept back."
    ).update(note="Another."),
    "what a draft says is taken back": lambda target: Statement.objects.filter(
        words="Kept back."
    ).delete(),
    "an article's own words are changed": lambda target: article("news").update(note="Another."),
    "a draft's relevance is changed": lambda target: article("draft").update(relevance="partial"),
    "an article is made that says nothing of it": lambda target: make_article(),
}


@pytest.mark.parametrize("change", SEEN.values(), ids=SEEN)
def test_what_readers_see_beside_a_fact_changes_it(target, change):
    before = timezone.now()
    change(target)
    assert touched() == [target]
    now = Target.objects.get(pk=target.pk).updated
    # The database's clock may tell fewer digits.
    assert before - datetime.timedelta(seconds=1) < now <= timezone.now()


@pytest.mark.parametrize("change", UNSEEN.values(), ids=UNSEEN)
def test_what_readers_do_not_see_leaves_it_as_it_was(target, change):
    change(target)
    assert touched() == []


def test_the_time_of_a_change_never_goes_back(target):
    ahead = timezone.now() + datetime.timedelta(days=1)
    Target.objects.filter(pk=target.pk).update(updated=ahead)
    cite(target, make_article())
    assert Target.objects.get(pk=target.pk).updated == ahead


def test_each_fact_that_an_article_backs_is_touched_as_it_is_published():
    draft = make_article(state=DRAFT)
    event, target = make_event(article=draft), make_target(article=draft)
    make_event()
    age()
    draft.state = "published"
    draft.save()
    assert touched() == [event, target]
    age()
    EventCitation.objects.all().delete()
    assert event in touched() and target not in touched()
