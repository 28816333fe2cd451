"""Publishing at the desk: no fact without evidence, and why a published one is still hidden."""

import pytest
from django.contrib.admin.models import LogEntry

from entities.models import Role
from tests.desk import Desk
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
