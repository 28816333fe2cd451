"""What the history keeps: each change once, whole records with their rows, whoever writes."""

from contextlib import suppress

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from reversion.models import Revision, Version

from articles.models.citation import Citation
from articles.models.mention import Mention
from entities.models import Company, CompanyAlias, Event, EventCompany
from tests.factories import (
    add_paragraph,
    cite,
    make_article,
    make_company,
    make_event,
    make_figure,
    make_person,
    make_role,
    make_target,
)
from vjtech.core.change import change_version
from vjtech.core.history import BEGINNING, OUTSIDE, changing, revision
from vjtech.core.names import Alias
from vjtech.core.records import FormerSlug, Record
from vjtech.core.snapshots import DELETED, HISTORIES, OWNERS, objects, versions

pytestmark = pytest.mark.django_db


def history(record):
    """Return (comment, objects) of each version, the first one first."""
    found = versions(type(record)).filter(object_id=record.pk).order_by("pk")
    return [(v.revision.comment, objects(v.serialized_data)) for v in found]


def comments(record):
    return [comment for comment, _objects in history(record)]


def test_a_new_record_is_one_version_with_its_rows():
    user = User.objects.create(username="linh")
    with revision(user, "From today's paper."):
        company = make_company("Mê Kông", aliases=["MK", "Mekong"])
    ((comment, told),) = history(company)
    assert comment == "From today's paper."
    assert [each["model"] for each in told] == ["entities.company"] + 2 * ["entities.companyalias"]
    assert [each["fields"].get("text") for each in told[1:]] == ["MK", "Mekong"]
    assert Revision.objects.get().user == user


def test_django_reversion_itself_can_read_the_versions():
    with revision():
        event = make_event("Forum", date="2025?-04", companies=[make_company()])
    version = Version.objects.get_for_object(event).get()
    assert version.field_dict["title"] == "Forum" and version.field_dict["date"] == "2025?-04"


def test_the_first_change_of_an_old_record_keeps_what_stood_before():
    company = make_company("Mê Kông", aliases=["MK"])
    with revision(reason="Its new name."):
        company.name = "Sông Hậu"
        company.save()
    assert comments(company) == [BEGINNING, "Its new name."]
    names = [told[0]["fields"]["name"] for _comment, told in history(company)]
    assert names == ["Mê Kông", "Sông Hậu"]


def test_what_was_changed_past_the_history_is_told_as_found():
    with revision(reason="New."):
        company = make_company("Mê Kông")
    Company.objects.update(country="VN")
    with revision(reason="Boats."):
        company.refresh_from_db()
        company.summary = "A maker of boats."
        company.save()
    assert comments(company) == ["New.", OUTSIDE, "Boats."]


def test_a_save_that_changes_nothing_makes_no_version():
    company = make_company()
    with revision(reason="Nothing."):
        company.save()
        CompanyAlias.objects.create(owner=company, text="x").delete()
    assert not Revision.objects.exists() and not Version.objects.exists()


def test_a_change_outside_of_a_revision_is_not_recorded():
    company = make_company()
    company.save()
    company.delete()
    assert not Version.objects.exists()


def test_what_is_rolled_back_is_not_recorded():
    with suppress(ZeroDivisionError), revision(reason="Halfway."):
        make_company()
        raise ZeroDivisionError
    assert not Revision.objects.exists()
    with revision(reason="The next."):
        make_company()
    assert Version.objects.count() == 1


def test_revisions_inside_a_revision_are_part_of_it():
    with revision(reason="Outer."):
        one = make_company()
        with revision(reason="Inner."):
            other = make_person()
    assert Revision.objects.count() == 1
    assert comments(one) == comments(other) == ["Outer."]


def test_a_row_that_is_saved_alone_is_told_with_its_record():
    event, company = make_event(), make_company()
    with revision(reason="The host."):
        EventCompany.objects.create(event=event, company=company, part="host")
    assert comments(event) == [BEGINNING, "The host."] and not history(company)


def test_a_row_that_moves_is_told_at_both_its_records():
    one, other = make_company(aliases=["MK"]), make_company()
    with revision(reason="It is the other's."):
        alias = one.aliases.get()
        alias.owner = other
        alias.save()
    assert comments(one) == comments(other) == [BEGINNING, "It is the other's."]
    assert len(history(one)[1][1]) == 1 and len(history(other)[1][1]) == 2


@pytest.mark.parametrize("make", [make_role, make_event, make_target, make_figure])
def test_a_citation_is_told_with_its_fact(make):
    fact = make()
    paragraph = add_paragraph(make_article(), "It was said again.")
    with revision(reason="Another source."):
        cite(fact, paragraph=paragraph, words="said again")
    assert comments(fact)[-1] == "Another source."
    assert history(fact)[-1][1][-1]["fields"]["words"] == "said again"


def test_publishing_many_is_told_of_each():
    companies = [make_company(state="draft") for _number in range(3)]
    with revision(reason="Reviewed."):
        Company.objects.filter(pk__in=[c.pk for c in companies]).publish()
    for company in companies:
        states = [told[0]["fields"]["state"] for _comment, told in history(company)]
        assert states == ["draft", "published"]
    assert Revision.objects.count() == 2  # what stood before, and the publishing


def test_a_bulk_write_is_told_if_it_is_announced():
    event, company = make_event(), make_company()
    with revision(reason="In bulk."):
        changing(Event.objects.filter(pk=event.pk))
        EventCompany.objects.bulk_create([EventCompany(event=event, company=company)])
    assert comments(event) == [BEGINNING, "In bulk."]


def test_a_deletion_keeps_the_record_as_it_was():
    company = make_company("Mê Kông", aliases=["MK"])
    key = company.pk
    with revision(reason="It never was."):
        company.delete()
    version = versions(Company).get(object_id=key)
    assert version.format == DELETED and version.revision.comment == "It never was."
    assert [each["fields"].get("text") for each in objects(version.serialized_data)] == [None, "MK"]


def test_what_a_deletion_takes_along_and_what_loses_a_link_is_told_too():
    person, company = make_person(), make_company()
    role = make_role(person, company)
    event = make_event(people=[person])
    article = make_article(people=[person])
    figure = make_figure()
    citation = figure.citations.get()
    citation.speaker = person
    citation.save()
    with revision(reason="A double."):
        person.delete()
    assert comments(role) == ["A double."] and versions(type(role)).get().format == DELETED
    for record in (event, article, figure):
        assert comments(record) == [BEGINNING, "A double."], record
    assert history(figure)[-1][1][-1]["fields"]["speaker"] is None


def test_the_history_asks_as_often_for_many_records_as_for_two(django_assert_max_num_queries):
    """Once for each kind of row and chunk, whatever the number of records."""

    def queries(number):
        companies = [make_company(state="draft", aliases=["x"]) for _number in range(number)]
        rows = Company.objects.filter(pk__in=[c.pk for c in companies])
        with django_assert_max_num_queries(100) as counted, revision(reason="All."):
            rows.publish()
        return len(counted)

    assert queries(2) == queries(30)


def test_reading_and_writing_the_history_does_not_count_as_a_change_of_the_base():
    make_company()
    before = change_version()
    Revision.objects.create(date_created="2026-01-01T00:00Z", comment="x")
    assert change_version() == before


def test_every_kind_of_record_has_a_history():
    """So that a new one is not forgotten."""
    tables = [
        m for label in ("entities", "articles") for m in apps.get_app_config(label).get_models()
    ]
    records = {m for m in tables if issubclass(m, Record)}
    assert records and records <= set(HISTORIES)
    rows = {m for m in tables if issubclass(m, (Alias, Citation, FormerSlug, Mention))}
    assert rows and rows <= set(OWNERS)
