"""Two groups, made by migration: editors write, reviewers also publish and delete."""

import pytest
from django.contrib.auth.models import Group, Permission

from articles.models import Article, RoleCitation
from entities.models import Company, Role
from tests.desk import WHY, Desk, address
from tests.factories import (
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

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor():
    return Desk("Editors")


@pytest.fixture
def reviewer():
    return Desk("Reviewers")


def records():
    role = make_role()
    return [
        *(make_company(), make_person(), make_place(), role, make_tie(), make_event()),
        *(make_target(), make_figure(), make_article(), make_publisher(), make_topic()),
        role.citations.get(),
    ]


def test_both_groups_are_there_from_the_start():
    assert set(Group.objects.values_list("name", flat=True)) >= {"Editors", "Reviewers"}


def test_editors_may_see_change_and_add_everything(editor):
    for record in records():
        assert editor.list(type(record)).status == 200, record
        assert editor.add(type(record)).status == 200, record
        page = editor.change(record)
        assert page.status == 200 and 'name="_save"' in page.html, record


def test_editors_delete_no_record(editor):
    for record in records()[:-1]:
        response = editor.client.post(
            address("delete", type(record), record.pk), {"post": "yes", "why": WHY}
        )
        assert response.status_code == 403, record
        assert "delete_selected" not in editor.list(type(record)).html


def test_reviewers_delete_records(reviewer):
    company = make_company()
    assert reviewer.post(address("delete", Company, company.pk), {"post": "yes", "why": WHY}).saved
    assert not Company.objects.exists()


def test_editors_take_parts_of_a_record_away(editor):
    company, event = make_company(aliases=["An alias"]), make_event(people=[make_person()])
    assert editor.change(company).save(**{"aliases-0-DELETE": "on"}).saved
    assert editor.change(event).save(**{"person_parts-0-DELETE": "on"}).saved
    assert not company.aliases.exists() and not event.person_parts.exists()


def test_what_an_editor_adds_is_a_draft_whatever_is_sent(editor):
    page = editor.add(Company)
    assert "state" not in page.data
    assert page.save(name="FPT", kind="company", state="published").saved
    assert Company.objects.get().state == "draft"


def test_what_an_editor_corrects_in_a_published_record_stays_published(editor):
    company = make_company("FTP")
    assert editor.change(company).save(name="FPT", state="draft").saved
    company.refresh_from_db()
    assert (company.name, company.state) == ("FPT", "published")
    assert "A reviewer publishes" in editor.change(company).text


def test_editors_have_no_publishing_actions(editor):
    company = make_company(state="draft")
    editor.act("publish", company)
    company.refresh_from_db()
    assert company.state == "draft"
    assert 'value="publish"' not in editor.list(Company).html


def test_reviewers_publish_in_the_form_and_in_the_list(reviewer):
    first, second = make_company(state="draft"), make_company(state="draft")
    assert reviewer.change(first).save(state="published").saved
    reviewer.act("publish", second)
    assert Company.objects.published().count() == 2
    reviewer.act("unpublish", first, second)
    assert not Company.objects.published().exists()


def test_somebody_who_may_only_look_changes_nothing():
    onlooker = Desk("Editors")
    onlooker.user.groups.clear()
    views = Permission.objects.filter(codename__startswith="view_")
    onlooker.user.user_permissions.set(views)
    for record in records():
        page = onlooker.change(record)
        assert page.status == 200 and 'name="_save"' not in page.html, record
        response = onlooker.client.post(page.address, {"_opened": "x", "name": "x"})
        assert response.status_code == 403, record


def test_citations_are_edited_by_editors_and_hidden_from_the_index(editor):
    index = editor.get("/admin/").html
    assert address("changelist", RoleCitation) not in index
    assert address("changelist", Role) in index and address("changelist", Article) in index
    citation = make_role().citations.get()
    assert editor.change(citation).save(speaker_text="a spokesman").saved
    assert RoleCitation.objects.get().speaker_text == "a spokesman"
