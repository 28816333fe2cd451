"""Every way of writing keeps the indexes in step."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.db import transaction

from articles.models import Article, CompanyMention, EventCitation, Paragraph, Publisher, Statement
from entities.models import (
    Company,
    CompanyAlias,
    Event,
    EventCompany,
    Person,
    Place,
    PlaceAlias,
    Target,
    TargetParty,
)
from tests.factories import (
    add_paragraph,
    cite,
    make_article,
    make_company,
    make_event,
    make_person,
    make_place,
    make_publisher,
    make_target,
    make_topic,
)
from tests.searched import execute, found, in_step, indexed, waiting
from vjtech.core.search.index import finish

pytestmark = pytest.mark.django_db


@pytest.fixture
def article():
    article = make_article("Harbour news", "The needle lies here.", slug="a")
    finish()
    return article


def retitle_by_raw_sql(article):
    execute("UPDATE articles_article SET title = 'Changed' WHERE id = %s", [article.pk])


def save_changed(article):
    article.title = "Changed"
    article.save()


def save_some_fields(article):
    article.title = "Changed"
    article.save(update_fields=["title"])


def bulk_update(article):
    article.title = "Changed"
    Article.objects.bulk_update([article], ["title"])


def edit_paragraph(article):
    paragraph = article.paragraphs.get(number=1)
    paragraph.text = "It has Changed."
    paragraph.save()


def bulk_create_paragraphs(article):
    text = "Changed in bulk"
    Paragraph.objects.bulk_create([Paragraph(article=article, number=9, text=text)])


def insert_paragraph_by_raw_sql(article):
    execute(
        "INSERT INTO articles_paragraph (article_id, number, text, sketch)"
        " VALUES (%s, 8, 'Changed', '')",
        [article.pk],
    )


def save_as_the_desk_does(article):
    with transaction.atomic():
        save_changed(article)
        with transaction.atomic():
            add_paragraph(article, "more")


@pytest.mark.parametrize(
    "write",
    [
        save_changed,
        save_some_fields,
        bulk_update,
        edit_paragraph,
        bulk_create_paragraphs,
        insert_paragraph_by_raw_sql,
        retitle_by_raw_sql,
        save_as_the_desk_does,
        lambda article: Article.objects.filter(pk=article.pk).update(title="Changed"),
        lambda article: Paragraph.objects.filter(article=article).update(text="Changed"),
        lambda article: add_paragraph(article, "Changed"),
        lambda article: make_article("Another one, Changed"),
        lambda article: Article.objects.bulk_create(
            [Article(title="Changed", slug="b", state="published", published="2025-03")]
        ),
    ],
)
def test_what_was_written_is_found_by_the_next_search(article, write):
    assert indexed("article", "changed") == set()
    write(article)
    assert len(indexed("article", "changed")) == 1
    in_step()


@pytest.mark.parametrize(
    "remove",
    [
        lambda article: article.delete(),
        lambda article: Article.objects.all().delete(),
        lambda article: article.paragraphs.filter(number=1).delete(),
        lambda article: execute("DELETE FROM articles_paragraph WHERE number = 1"),
        lambda article: Article.objects.unpublish(),
        lambda article: Article.objects.update(state="draft"),
        lambda article: Paragraph.objects.update(text="gone"),
    ],
)
def test_what_was_removed_is_found_no_more(article, remove):
    assert found("needle") == ["a"]
    remove(article)
    assert found("needle") == [] and indexed("article", "needle") == set()
    in_step()


def test_an_edit_is_found_by_its_new_words_only(article):
    Paragraph.objects.filter(number=1).update(text="The pin lies here.")
    assert (found("needle"), found("pin")) == ([], ["a"])


def test_a_paragraph_that_moves_leaves_one_article_and_joins_another(article):
    other = make_article("Other", slug="b")
    article.paragraphs.filter(number=1).update(article=other)
    assert found("needle") == ["b"]
    in_step()


def test_an_article_put_on_another_day_before_the_queue_was_drained_is_there_once(article):
    for day in ("2020-01-01", "2026-01-01", ""):
        article.published = day
        article.save()
    assert indexed("article", "needle") == {article.pk}
    in_step()


def test_events_that_exchange_their_days_keep_their_keys_apart():
    first, second = make_event("Needle", date="2024-05-01"), make_event("Needle", date="2024-05-02")
    finish()
    first.date, second.date = "2024-05-02", "2024-05-01"
    Event.objects.bulk_update([first, second], ["date", "date_earliest", "date_latest", "day"])
    in_step()
    assert found("needle", "event") == [first.slug, second.slug]


def test_the_links_of_an_article_narrow_its_search_at_once(article):
    company, topic = make_company(slug="c"), make_topic("Ports")
    person, publisher = make_person(slug="p"), make_publisher("Times")
    given = {"company": "c", "topic": "ports", "person": "p", "publisher": "times"}
    for name, value in given.items():
        assert found("needle", **{name: value}) == []
    CompanyMention.objects.bulk_create([CompanyMention(article=article, company=company)])
    article.topics.add(topic)
    article.people.add(person)
    Article.objects.update(publisher=publisher)
    for name, value in given.items():
        assert found("needle", **{name: value}) == ["a"]
    CompanyMention.objects.all().delete()
    article.topics.clear()
    article.people.set([])
    Publisher.objects.update(slug="sun")
    assert found("needle", company="c") == found("needle", person="p") == []
    assert found("needle", topic="ports") == [] and found("needle", publisher="sun") == ["a"]
    in_step()


def test_a_rollback_leaves_nothing(article):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        save_changed(article)
        make_article("Changed too")
        assert len(indexed("article", "changed")) == 2
        raise ZeroDivisionError
    assert waiting() == 0
    assert indexed("article", "changed") == set() and found("harbour") == ["a"]
    in_step()


FIXTURE = """
- model: articles.article
  fields: {slug: news, state: published, title: Changed, published: 2025-05}
- model: articles.paragraph
  fields: {article: [news], number: 0, text: Changed}
- model: articles.paragraph
  fields: {article: [news], number: 1, text: A pin}
"""


@pytest.mark.parametrize("command", ["load", "loaddata"])
def test_fixtures_are_found_once_loaded(tmp_path, command):
    file = tmp_path / "articles.yaml"
    file.write_text(FIXTURE)
    for _again in range(2):
        call_command(command, file if command == "loaddata" else tmp_path, stdout=StringIO())
        assert found("changed pin") == ["news"]
        in_step()


def test_a_load_leaves_nothing_waiting(tmp_path):
    (tmp_path / "articles.yaml").write_text(FIXTURE)
    call_command("load", tmp_path, stdout=StringIO())
    assert waiting() == 0


# What an article makes public


def test_publishing_an_article_makes_its_events_and_targets_found():
    article = make_article("Source", state="draft")
    make_event("The needle forum", article=article, slug="e")
    make_target("needle output", article=article, slug="t")
    for verb, expected in (("publish", ["e"]), ("unpublish", []), ("publish", ["e"])):
        getattr(Article.objects, verb)()
        assert found("needle", "event") == expected
        assert found("needle", "target") == (["t"] if expected else [])
        in_step()


def test_a_fact_is_found_while_a_published_article_cites_it():
    event, target = make_event("Needle", article=None), make_target("needle", article=None)
    assert found("needle", "event") == found("needle", "target") == []
    article = make_article()
    cite(event, article)
    cite(target, article)
    assert len(found("needle", "event")) == len(found("needle", "target")) == 1
    draft = make_article(state="draft")
    Paragraph.objects.filter(number__gt=0).update(article=draft)
    assert found("needle", "event") == found("needle", "target") == []
    in_step()
    Article.objects.publish()
    EventCitation.objects.all().delete()
    Statement.objects.all().delete()
    assert found("needle", "event") == found("needle", "target") == []
    in_step()


def test_a_fact_moves_out_of_the_background_with_its_article():
    article = make_article(relevance="background")
    make_event("Needle", article=article)
    make_target("needle", article=article)
    for relevance, number in (("background", 0), ("core", 1), ("partial", 1), ("background", 0)):
        Article.objects.update(relevance=relevance)
        for kind in ("event", "target"):
            assert len(found("needle", kind, background="")) == number
    in_step()


def rename(noun, name):
    noun.name = name
    noun.save()


def test_the_names_that_a_fact_shows_are_found_with_it():
    place, company = make_place("Hanoi"), make_company("Alpha")
    event = make_event("Forum", place=place, slug="e")
    make_target("output", companies=[company], slug="t")
    assert found("hanoi", "event") == ["e"] and found("alpha", "target") == ["t"]
    rename(place, "Hue")
    rename(company, "Beta")
    assert found("hanoi", "event") == found("alpha", "target") == []
    assert found("hue", "event") == ["e"] and found("beta", "target") == ["t"]
    Company.objects.unpublish()
    assert found("beta", "target") == []
    person = make_person("Ann")
    TargetParty.objects.create(target=Target.objects.get(), person=person)
    assert found("ann", "target") == ["t"]
    Person.objects.update(state="draft")
    assert found("ann", "target") == []
    Event.objects.filter(pk=event.pk).update(place=None)
    assert found("hue", "event") == []
    Place.objects.update(state="draft")
    in_step()


def test_who_took_part_narrows_the_search_for_events():
    company, person = make_company(slug="c"), make_person(slug="p")
    event = make_event("Needle", slug="e", companies=[company], people=[person])
    assert found("needle", "event", company="c") == found("needle", "event", person="p") == ["e"]
    EventCompany.objects.all().delete()
    event.people.clear()
    assert found("needle", "event", company="c") == found("needle", "event", person="p") == []


# Names


def test_a_noun_is_found_by_its_aliases_as_they_are_now():
    place = make_place("Da Nang", aliases=["Tourane"])
    assert indexed("place", "tourane") == {place.pk}
    PlaceAlias.objects.update(text="Danang")
    assert indexed("place", "tourane") == set() and indexed("place", "danang") == {place.pk}
    PlaceAlias.objects.bulk_create([PlaceAlias(owner=place, text="ダナン")])
    assert indexed("place", "ダナン") == {place.pk}
    PlaceAlias.objects.all().delete()
    assert indexed("place", "danang") == indexed("place", "ダナン") == set()
    in_step()


def test_an_alias_given_to_another_is_that_one_s():
    first, second = make_company("First", aliases=["Shared"]), make_company("Second")
    assert indexed("company", "shared") == {first.pk}
    CompanyAlias.objects.update(owner=second)
    assert indexed("company", "shared") == {second.pk}
    first.delete()
    in_step()
