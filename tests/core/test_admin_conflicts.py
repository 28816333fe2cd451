"""Two editors on one record: nobody's text is lost, and nobody overwrites unknowingly."""

from unittest import mock

import pytest
from django.db import IntegrityError, OperationalError

from articles.models import Topic
from entities.admin import CompanyAdmin
from entities.models import Company
from tests.desk import Desk, Page, address
from tests.factories import make_company, make_event, make_person, make_role, make_topic
from vjtech.core.admin.guard import Guarded

pytestmark = pytest.mark.django_db


@pytest.fixture
def linh(db):
    return Desk("Editors")


@pytest.fixture
def mori(db):
    return Desk("Editors")


@pytest.fixture
def company(db):
    return make_company("Công ty Mê Kông", kind="company", aliases=["Mekong Co"])


def test_a_save_over_a_newer_version_is_refused_and_shows_both_texts(linh, mori, company):
    mine = mori.change(company)
    assert linh.change(company).save(summary="A maker of ships.").saved
    refused = mine.save(summary="A maker of boats.")
    company.refresh_from_db()
    assert refused.status == 409
    assert company.summary == "A maker of ships."
    assert "A maker of ships." in refused.text and refused.data["summary"] == "A maker of boats."
    assert str(linh.user) in refused.errors()[""][0]


def test_what_only_the_other_editor_changed_is_taken_and_what_i_typed_stays(linh, mori, company):
    mine = mori.change(company)
    linh.change(company).save(country="VN", kind="media")
    refused = mine.save(summary="A maker of boats.", name="Mê Kông")
    assert refused.data["country"] == "VN" and refused.data["kind"] == "media"
    assert refused.data["name"] == "Mê Kông"
    assert refused.save().saved
    company.refresh_from_db()
    stored = (company.name, company.country, company.kind, company.summary)
    assert stored == ("Mê Kông", "VN", "media", "A maker of boats.")


def test_only_what_differs_is_shown(linh, mori, company):
    mine = mori.change(company)
    linh.change(company).save(country="VN")
    refused = mine.save(summary="A maker of boats.")
    labels = [each.label for each in refused.response.context["differences"]]
    assert sorted(labels) == ["Country", "Summary"]


def test_the_stored_text_can_be_taken_field_by_field(linh, mori, company):
    mine = mori.change(company)
    linh.change(company).save(summary="Ships.", country="VN")
    refused = mine.save(summary="Boats.", country="JP")
    assert refused.save(_take="summary").saved
    company.refresh_from_db()
    assert (company.summary, company.country) == ("Ships.", "JP")


def test_a_change_in_the_rows_only_makes_a_new_version(linh, mori, company):
    mine = mori.change(company)
    theirs = linh.change(company)
    theirs.add_row("aliases", text="Mê Kông", kind="native")
    assert theirs.save().saved
    version = company.version
    company.refresh_from_db()
    assert company.version == version + 1
    assert mine.save(summary="Boats.").status == 409


def test_looking_and_saving_without_a_change_makes_no_new_version(linh, company):
    version = company.version
    assert linh.change(company).save().saved
    company.refresh_from_db()
    assert company.version == version


def test_each_save_makes_one_new_version(linh, company):
    version = company.version
    page = linh.change(company)
    page.add_row("aliases", text="MK", kind="short")
    assert page.save(summary="Boats.").saved
    company.refresh_from_db()
    assert company.version == version + 1


def test_a_row_that_i_left_alone_stays_removed_when_the_other_removed_it(linh, mori, company):
    mine = mori.change(company)
    linh.change(company).save(**{"aliases-0-DELETE": "on"})
    refused = mine.save(summary="Boats.")
    assert refused.status == 409
    assert refused.save().saved
    assert not company.aliases.exists()


def test_a_row_that_i_changed_comes_back_as_a_new_one_when_the_other_removed_it(
    linh, mori, company
):
    mine = mori.change(company)
    linh.change(company).save(**{"aliases-0-DELETE": "on"})
    refused = mine.save(**{"aliases-0-text": "Mekong Company"})
    assert refused.status == 409
    assert refused.save().saved
    assert [alias.text for alias in company.aliases.all()] == ["Mekong Company"]


def test_a_row_of_mine_says_what_the_other_made_of_it(linh, mori, company):
    mine = mori.change(company)
    linh.change(company).save(**{"aliases-0-text": "Mekong Corp"})
    refused = mine.save(**{"aliases-0-text": "Mekong Company"})
    assert "Mekong Corp" in refused.text and refused.data["aliases-0-text"] == "Mekong Company"
    assert refused.save(_take="aliases-0-text").saved
    assert company.aliases.get().text == "Mekong Corp"


def test_a_record_deleted_meanwhile_can_be_saved_anew(linh, mori, company):
    mine = mori.change(company)
    company.delete()
    refused = mine.save(summary="Boats.")
    assert refused.status == 409
    assert refused.data["summary"] == "Boats."
    again = Page(mori, address("add", Company), refused.response)
    assert again.save().saved
    company = Company.objects.get(name="Công ty Mê Kông")
    assert company.aliases.get().text == "Mekong Co"


def test_a_form_that_does_not_say_what_it_was_opened_on_is_refused(linh, company):
    page = linh.change(company)
    for opened in (None, "", "junk", "[]", '{"version": 1}', '{"version": "9e9", "fields": {}}'):
        assert page.save(_opened=opened, summary="x").status == 409, opened


def test_a_form_that_fails_validation_keeps_the_version_it_was_opened_on(linh, mori, company):
    mine = mori.change(company).save(name="")
    assert mine.status == 200
    linh.change(company).save(summary="Ships.")
    assert mine.save(name="Mê Kông", summary="Boats.").status == 409


def test_of_two_saves_past_the_first_comparison_one_is_refused(linh, mori, company):
    """As when both were compared before either was stored: the version is swapped in the write."""
    mine = mori.change(company)
    linh.change(company).save(summary="Ships.")
    with mock.patch.object(Guarded, "_as_opened", lambda *args: True):
        refused = mine.save(summary="Boats.")
    company.refresh_from_db()
    assert refused.status == 409 and company.summary == "Ships."


def test_of_two_who_type_the_same_the_second_is_told(linh, mori, company):
    mine = mori.change(company)
    linh.change(company).save(summary="Ships.")
    with mock.patch.object(Guarded, "_as_opened", lambda *args: True):
        assert mine.save(summary="Ships.").status == 409


def test_a_published_record_asks_why_and_keeps_what_was_typed(linh, company):
    page = linh.change(company)
    asked = page.save(summary="Boats.", why=" ")
    assert asked.status == 200 and asked.data["summary"] == "Boats."
    assert "say why" in asked.errors()[""][0]
    assert "differences" not in asked.response.context_data
    assert asked.save(why="From their site.").saved
    assert page.save(why="").status == 409  # before anything is asked
    assert linh.change(company).save(why="").saved  # nothing changed, nothing to explain


def test_a_draft_asks_why_and_goes_without(linh, company):
    Company.objects.update(state="draft")
    page = linh.change(company)
    assert 'name="why"' in page.html and page.save(summary="Boats.", why="").saved
    assert 'name="why"' not in linh.add(Company).html


def test_the_reason_is_kept_when_a_save_is_refused(linh, mori, company):
    mine = mori.change(company)
    linh.change(company).save(summary="Ships.")
    refused = mine.save(summary="Boats.", why="From their site.")
    assert refused.status == 409 and refused.data["why"] == "From their site."


def test_publishing_makes_an_open_form_old(mori, company):
    reviewer = Desk("Reviewers")
    company.state = "draft"
    company.save()
    mine = mori.change(company)
    reviewer.act("publish", company)
    assert mine.save(summary="Boats.").status == 409


def test_topics_which_have_no_version_are_guarded_too(linh, mori):
    topic = make_topic("Chips")
    mine = mori.change(topic)
    linh.change(topic).save(name="Semiconductors")
    refused = mine.save(name="Microchips")
    assert refused.status == 409 and "Semiconductors" in refused.text
    assert refused.save().saved
    assert Topic.objects.get().name == "Microchips"


def test_a_clash_that_the_database_finds_shows_the_form_again(linh, company):
    page = linh.change(company)
    with mock.patch.object(Company, "save", side_effect=IntegrityError("unique")):
        refused = page.save(summary="Boats.")
    assert refused.status == 409 and refused.data["summary"] == "Boats."


def test_a_busy_database_shows_the_form_again(linh, company):
    page = linh.change(company)
    with mock.patch.object(Company, "save", side_effect=OperationalError("lock timeout")):
        refused = page.save(summary="Boats.")
    assert refused.status == 503 and refused.data["summary"] == "Boats."
    assert refused.save().saved


def test_a_busy_database_deletes_and_publishes_nothing_and_says_so(company):
    desk = Desk()
    Company.objects.unpublish()
    page = address("delete", Company, company.pk)
    busy = OperationalError("database is locked")
    with mock.patch.object(Company, "delete", side_effect=busy):
        refused = desk.post(page, {"post": "yes", "why": "Twins."})
    assert "was busy" in refused.text and 'name="why"' in refused.html
    with mock.patch.object(CompanyAdmin, "publishable", side_effect=busy):
        assert "was busy" in desk.act("publish", company).text
    assert not Company.objects.published().exists()


def test_two_events_with_many_rows_are_compared_row_by_row(linh, mori):
    people = [make_person() for _number in range(3)]
    event = make_event(people=people)
    mine = mori.change(event)
    linh.change(event).save(**{"person_parts-0-DELETE": "on", "person_parts-2-part": "host"})
    refused = mine.save(**{"person_parts-1-part": "speaker"})
    assert refused.status == 409
    assert refused.save().saved
    parts = {(each.person, each.part) for each in event.person_parts.all()}
    assert parts == {(people[1], "speaker"), (people[2], "host")}


def test_a_citation_is_guarded_by_its_fact(linh, mori):
    role = make_role(title="Director")
    citation = role.citations.get()
    mine = mori.change(citation)
    linh.change(role).save(title="Chief")
    assert mine.save(speaker_text="a spokesman").status == 409
