"""Slugs, states and versions: what every record of the base has."""

import datetime

import pytest
from django.db import IntegrityError, transaction

from entities.models import Company, Event
from tests.factories import DRAFT, make_company, make_event

pytestmark = pytest.mark.django_db

LONG_AGO = datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)


def test_a_record_is_a_draft_until_published():
    company = Company.objects.create(name="Alpha")
    assert not company.is_published
    assert not Company.objects.published().exists()
    Company.objects.publish()
    assert list(Company.objects.published()) == [company]
    Company.objects.unpublish()
    assert not Company.objects.published().exists()


def test_a_slug_is_made_from_the_folded_name():
    assert make_company("Đại học Bách khoa (Hà Nội)").slug == "dai-hoc-bach-khoa-ha-noi"
    assert make_company("東京大学").slug == "record"
    assert make_event("Lễ ký kết").slug == "le-ky-ket"


def test_a_slug_that_is_taken_gets_a_number():
    assert [make_company(name).slug for name in ("Álpha", "Alpha", "ALPHA")] == [
        *("alpha", "alpha-2", "alpha-3")
    ]


def test_a_long_name_makes_a_slug_that_fits_even_numbered():
    slugs = [make_company("x" * 300).slug for _ in range(3)]
    assert len(set(slugs)) == 3 and max(map(len, slugs)) <= 120


def test_a_slug_once_made_stays_when_the_name_changes():
    company = make_company("Alpha")
    company.name = "Beta"
    company.save()
    assert company.slug == "alpha"


def test_no_two_records_of_a_kind_share_a_slug():
    make_company("Alpha")
    with pytest.raises(IntegrityError), transaction.atomic():
        make_company("Beta", slug="alpha")


@pytest.mark.parametrize("fetched", [True, False], ids=["fetched", "just made"])
def test_a_changed_slug_leaves_the_former_one_behind(client, fetched):
    company = make_company("Alpha")
    company = Company.objects.get() if fetched else company
    for slug in ("beta", "gamma"):
        company.slug = slug
        company.save()
    for former in ("alpha", "beta"):
        response = client.get(f"/companies/{former}/")
        assert (response.status_code, response["Location"]) == (301, "/companies/gamma/")
    assert client.get("/companies/gamma/").status_code == 200


def test_a_slug_taken_back_leads_nowhere_else(client):
    company = make_company("Alpha")
    for slug in ("beta", "alpha"):
        company.slug = slug
        company.save()
    assert client.get("/companies/alpha/").status_code == 200
    assert client.get("/companies/beta/")["Location"] == "/companies/alpha/"
    assert list(company.former_slugs.values_list("slug", flat=True)) == ["beta"]


def test_a_former_slug_is_not_given_to_a_namesake_unasked():
    company = make_company("Alpha")
    company.slug = "alpha-corporation"
    company.save()
    assert make_company("Alpha").slug == "alpha-2"


def test_a_former_slug_given_on_purpose_leads_to_who_has_it_now(client):
    first = make_company("Alpha")
    first.slug = "first"
    first.save()
    second = make_company("Second", slug="alpha")
    assert Company.objects.by_slug("alpha") == second
    second.slug = "second"
    second.save()
    assert client.get("/companies/alpha/")["Location"] == "/companies/second/"


def test_a_former_slug_of_a_draft_leads_nowhere(client):
    company = make_company("Alpha")
    company.slug, company.state = "beta", DRAFT
    company.save()
    assert client.get("/companies/alpha/").status_code == 404


def test_each_save_makes_the_version_grow_and_leaves_the_day_of_making():
    company = make_company(created=LONG_AGO, updated=LONG_AGO)
    assert company.version == 1
    for version in (2, 3):
        company = Company.objects.get()
        company.save()
        company.refresh_from_db()
        assert company.version == version
    assert company.created == LONG_AGO < company.updated


def test_saving_one_column_makes_the_version_grow_too():
    company = make_company(updated=LONG_AGO)
    company.summary = "New."
    company.save(update_fields=["summary"])
    company.refresh_from_db()
    assert (company.version, company.summary) == (2, "New.")
    assert company.updated > LONG_AGO


def test_publishing_many_at_once_makes_each_version_grow():
    for _ in range(2):
        make_company(state=DRAFT, updated=LONG_AGO)
    Company.objects.publish()
    Company.objects.unpublish()
    assert list(Company.objects.values_list("state", "version")) == [(DRAFT, 3)] * 2
    assert not Company.objects.filter(updated=LONG_AGO).exists()


def test_a_record_gone_takes_its_former_slugs_along():
    event = make_event("Alpha", article=None)
    event.slug = "beta"
    event.save()
    event.delete()
    assert not Event.former_slugs.rel.related_model.objects.exists()
