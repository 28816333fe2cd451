"""What is not public changes nothing, not a letter and not a count, on any public page."""

import re

import pytest
from django.test import Client

from articles.models import Article, Statement, Topic
from entities.models import Company, Event, Figure, Person, Place, Role, Target, Tie
from tests.factories import (
    DRAFT,
    add_paragraph,
    cite,
    make_article,
    make_company,
    make_event,
    make_figure,
    make_person,
    make_place,
    make_publisher,
    make_role,
    make_target,
    make_tie,
    make_topic,
)
from tests.pages import FORMATS, LISTS, get, text_of

pytestmark = pytest.mark.django_db

TOKEN = "Zzhush"
MODELS = (Article, Company, Person, Place, Role, Tie, Event, Target, Figure)


class World:
    """A public base of one of each, and what is hidden beside it, linked with all of it."""

    def __init__(self):
        self.topic, self.publisher = make_topic("AI"), make_publisher("PANO")
        self.place = make_place("Hanoi", country="VN")
        self.company = make_company("Alpha", country="VN")
        self.person = make_person("Ann", country="VN")
        self.article = self.news("News", published="2025-01-15")
        article, self.spare = self.article, add_paragraph(self.article, "A spare passage.")
        self.parent = make_company("Group")
        self.company.parent = self.parent
        self.company.save()
        make_role(self.person, self.company, title="Chair", article=article)
        make_tie(self.company, make_company("Beta"), article=article)
        make_tie(self.company, place=self.place, kind="office_in", article=article)
        self.event = self.happening("Forum", article=article)
        self.target = make_target("revenue", companies=[self.company], article=article)
        self.target.refresh_from_db()
        make_figure("employees", company=self.company, article=article)
        make_figure("age", person=self.person, article=article)

    def news(self, title, **fields):
        return make_article(
            title,
            f"{title} says something.",
            **{"companies": [self.company], "people": [self.person], "topics": [self.topic]},
            publisher=self.publisher,
            **fields,
        )

    def happening(self, title, **fields):
        linked = {"companies": [self.company], "people": [self.person], "place": self.place}
        return make_event(title, **{**linked, **fields})

    def facts(self, why, paragraph, **given):
        """Make a hidden fact of each kind about the public nouns, linked with the public facts."""
        word, given = f"{TOKEN} {why}", {"article": None, **given}
        facts = [
            make_role(self.person, self.parent, title=f"{word} role", **given),
            make_tie(self.company, self.parent, detail=f"{word} tie", **given),
            make_tie(self.company, place=self.place, detail=f"{word} tie there", **given),
            make_figure(f"{word} figure", company=self.company, **given),
            self.happening(f"{word} event", part_of=self.event, **given),
            make_target(f"{word} target", companies=[self.company], part_of=self.target, **given),
        ]
        for fact in facts if paragraph else ():
            cite(fact, paragraph=paragraph, words=paragraph.text, speaker=self.person)
        # What is public is part of what is not, too.
        for whole, part in ((facts[-2], self.event), (facts[-1], self.target)):
            type(part).objects.filter(pk=part.pk).update(part_of=whole)

    def facts_about(self, company, person, place):
        """Make facts that are hidden because one of their ends is."""
        given, word = {"article": None}, f"{TOKEN} about a draft"
        facts = [
            make_role(self.person, company, title=f"{word} role", **given),
            make_role(person, self.company, title=f"{word} role", **given),
            make_tie(self.company, company, detail=f"{word} tie", **given),
            make_tie(company, self.company, detail=f"{word} tie", **given),
            make_tie(self.company, place=place, detail=f"{word} tie there", **given),
            make_tie(company, place=self.place, detail=f"{word} tie there", **given),
            make_figure(f"{word} figure", company=company, **given),
            make_figure(f"{word} figure", person=person, **given),
            self.happening(f"{word} event", place=place, **given),
        ]
        for fact in facts:
            cite(fact, paragraph=self.spare, words=self.spare.text, speaker=self.person)

    def hide(self):
        """Add what is hidden, for each reason there is, the token in each of its texts."""
        draft = self.news(f"{TOKEN} article", state=DRAFT, note=TOKEN, published="2026-02-01")
        given = {"state": DRAFT, "country": "JP", "aliases": [TOKEN, "Alpha"], "summary": TOKEN}
        company = make_company(f"{TOKEN} company", **given)
        child = make_company(f"{TOKEN} child", parent=self.company, **given)
        person = make_person(f"{TOKEN} person", **given)
        place = make_place(f"{TOKEN} place", parent=self.place, **given)
        Company.objects.filter(pk=self.parent.pk).update(parent=company)
        Place.objects.filter(pk=self.place.pk).update(parent=make_place(f"{TOKEN} land", **given))
        for hidden in (company, child):
            self.article.companymentions.create(company=hidden)
        self.article.personmentions.create(person=person)
        self.event.company_parts.create(company=company)
        self.event.person_parts.create(person=person)
        self.target.parties.create(company=company)
        self.target.parties.create(person=person, part="approver")
        self.facts("draft", self.spare, state=DRAFT)
        self.facts("uncited", None)
        self.facts("cited from a draft", add_paragraph(draft, "So it is."))
        self.facts_about(company, person, place)
        # More evidence for what is public, but from a draft; and public words by a hidden mouth.
        hushed = add_paragraph(draft, f"{TOKEN} words.")
        for fact in (self.event, self.target):
            cite(fact, paragraph=hushed, words=f"{TOKEN} words.", quote=TOKEN, quote_paragraph=1)
        Statement.objects.filter(paragraph__article=self.article, target=self.target).update(
            speaker=person, speaks_for=company
        )
        # That what is public was edited may be known, whatever the edit says.
        Target.objects.filter(pk=self.target.pk).update(updated=self.target.updated)


def addresses():
    """Return every public address: lists in all formats and some states, and each page."""
    found = ["/", "/search/?q=a", "/search/?q=e", "/people/?company=group"]
    for name in LISTS:
        suffixes = (*FORMATS, ".atom")
        found += [f"/{name}/", *(f"/{name}{suffix}?background=1" for suffix in suffixes)]
    found += ["/events.ics", "/targets.ics"]
    for name in ("articles", "events", "targets", "figures", "people"):
        found += [f"/{name}.json?company={slug}" for slug in ("alpha", "group")]
    found += ["/events/?country=VN", "/events/?date_after=2020", "/targets/?status=declared"]
    found.append("/topics/")
    for one, other in (("alpha", "ann"), ("alpha", "group"), ("group", "beta")):
        found += [f"/connections{form}?from={one}&to={other}" for form in ("/", ".json")]
    for model in (*MODELS, Topic):
        pages = [record.get_absolute_url() for record in model.objects.published()]
        found += pages
        if model in (Company, Person, Topic):
            found += [f"{page}brief/" for page in pages]
        if model in (Company, Person):
            found += [f"{page}network/" for page in pages]
        if model in (Event, Figure, Place, Target):
            found += [f"{page.rstrip('/')}.atom" for page in pages]
    index, named = "/sitemap.xml", "http://testserver(/sitemap-[^<]*)"
    return [*found, index, *re.findall(named, get(Client(), index))]


@pytest.fixture
def world():
    return World()


def test_hidden_records_change_no_public_page_and_no_count(client, world):
    plain = addresses()
    before = {address: get(client, address) for address in plain}
    world.hide()
    assert sorted(addresses()) == sorted(plain)
    for address in plain:
        assert get(client, address) == before[address], address
    assert TOKEN not in "".join(before.values())


def test_each_of_them_shows_as_soon_as_it_is_public(client, world):
    world.hide()
    for model in MODELS:
        model.objects.publish()
    pages = {address: get(client, address) for address in addresses()}
    whole = "".join(pages.values())
    for kind in ("article", "company", "person", "place", "child"):
        assert f"{TOKEN} {kind}" in whole, kind
    for kind in ("role", "tie", "tie there", "event", "target", "figure"):
        for why in ("draft", "cited from a draft", "about a draft"):
            assert (f"{TOKEN} {why} {kind}" in whole) == (
                (why, kind) != ("about a draft", "target")
            )
        assert f"{TOKEN} uncited {kind}" not in whole, kind
    assert f"{TOKEN} words." in whole


def test_the_page_of_what_is_hidden_is_not_there(client, world):
    world.hide()
    for model in MODELS:
        public = set(model.objects.published())
        hidden = [row for row in model.objects.all() if row not in public]
        assert hidden
        for record in hidden:
            assert client.get(record.get_absolute_url()).status_code == 404, record


def test_searching_for_what_is_hidden_finds_nothing(client, world):
    world.hide()
    assert '<ul class="hits">' not in get(client, f"/search/?q={TOKEN}")
    for name in LISTS:
        text = text_of(client.get(f"/{name}.json?q={TOKEN}&background=1"))
        assert '"count": 0' in text


def test_a_filter_knows_nobody_who_is_hidden(client, world):
    world.hide()
    for parameter, model in (("company", Company), ("person", Person)):
        slug = model.objects.get(name=f"{TOKEN} {parameter}").slug
        response = client.get(f"/articles.json?{parameter}={slug}")
        assert response.status_code == 400
        assert response.json()["errors"][parameter] == [f"“{slug}” is not known here."]
