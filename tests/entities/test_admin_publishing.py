"""Publishing at the desk: no fact without evidence, and why a published one is still hidden."""

import pytest
from django.contrib.admin.models import LogEntry

from entities.models import Company, Role
from tests.desk import Desk, address
from tests.factories import make_article, make_company, make_role

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk():
    return Desk()


@pytest.fixture
def reviewer():
    return Desk("Reviewers")


def test_a_fact_without_evidence_is_not_published_and_is_named(reviewer):
    bare, backed = make_role(title="Bare", state="draft", article=None), make_role(state="draft")
    page = reviewer.act("publish", bare, backed)
    bare.refresh_from_db(), backed.refresh_from_db()
    assert (bare.state, backed.state) == ("draft", "published")
    assert any(str(bare) in message for message in page.messages())
    assert not any(str(backed) in message for message in page.messages())


def test_a_fact_cannot_be_published_in_its_form_without_evidence(reviewer):
    role = make_role(state="draft", article=None)
    page = reviewer.change(role).save(state="published")
    assert list(page.errors()) == ["citations"]


def test_a_published_fact_keeps_its_last_citation(desk):
    role = make_role()
    page = desk.change(role).save(**{"citations-0-DELETE": "on"})
    assert list(page.errors()) == ["citations"]
    assert role.citations.exists()


def test_a_fact_that_stays_hidden_says_what_must_be_published_too(reviewer):
    company = make_company("Hidden Works", state="draft")
    role = make_role(company=company, state="draft", article=make_article(state="draft"))
    page = reviewer.act("publish", role)
    message = page.messages()[-1]
    assert "Hidden Works" in message and "article" in message
    role.refresh_from_db()
    assert role.is_published and not Role.objects.published().exists()


def test_publishing_and_unpublishing_are_noted_in_the_history(reviewer):
    company = make_company(state="draft")
    reviewer.act("publish", company)
    reviewer.act("unpublish", company)
    company.refresh_from_db()
    assert company.state == "draft" and company.version == 3
    entries = LogEntry.objects.filter(object_id=str(company.pk), user=reviewer.user)
    assert [entry.change_message for entry in entries] == ["Unpublished.", "Published."]


def test_unpublishing_asks_why_and_publishing_does_not(reviewer):
    company, listed = make_company(state="draft"), address("changelist", Company)
    given = {"_selected_action": company.pk, "why": ""}
    assert reviewer.post(listed, {**given, "action": "publish"}).saved
    asked = reviewer.post(listed, {**given, "action": "unpublish"}, follow=True)
    company.refresh_from_db()
    assert company.is_published and "say why" in asked.text
    assert reviewer.post(listed, {**given, "action": "unpublish", "why": "Doubtful."}).saved
    history = reviewer.get(address("history", Company, company.pk))
    assert [(line.what, line.revision.comment) for line in history.response.context["lines"]] == [
        ("State", "Doubtful."),
        ("State", ""),
        ("as it was first recorded", "As it was before its history began."),
    ]


def test_publishing_an_article_with_all_it_backs_is_in_the_history_of_each(reviewer):
    role = make_role(state="draft", article=make_article(state="draft"))
    reviewer.act("publish_whole", role.citations.get().paragraph.article)
    for record in (role, role.citations.get().paragraph.article):
        history = reviewer.get(address("history", type(record), record.pk))
        assert history.response.context["lines"][0].what == "State", record
