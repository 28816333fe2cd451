"""What was deleted comes back, with its rows and what went with it."""

import pytest

from entities.models import Company, Person, Role
from tests.desk import WHY, Desk, address
from tests.factories import (
    make_article,
    make_company,
    make_event,
    make_figure,
    make_person,
    make_role,
    make_target,
)
from vjtech.core.history import revision
from vjtech.core.recovering import deleted

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk():
    return Desk()


def delete(desk, record):
    return desk.post(address("delete", type(record), record.pk), {"post": "yes", "why": WHY})


def recover_page(desk, model, key):
    version = deleted(model).get(object_id=key)
    return desk.get(address("recover", model, version.pk))


def recover(desk, model, key, **changes):
    page = recover_page(desk, model, key)
    given = {**page.data, "why": "It was a mistake.", **changes}
    given = {name: value for name, value in given.items() if value is not None}
    return desk.post(page.address, given)


def test_a_record_comes_back_under_its_key_with_its_rows_and_addresses(desk):
    company = make_company("Mê Kông", slug="mekong", aliases=["MK"], country="VN")
    company.slug = "me-kong"
    company.save()
    created, key, version = company.created, company.pk, company.version
    old = Desk().change(company)
    assert delete(desk, company).saved
    listed = desk.get(address("deleted", Company))
    assert "Mê Kông" in listed.text and WHY in listed.text and desk.user.username in listed.text
    assert "Mê Kông" in recover_page(desk, Company, key).text
    assert recover(desk, Company, key).saved
    company = Company.objects.get(pk=key)
    assert (company.slug, company.country, company.created) == ("me-kong", "VN", created)
    assert company.aliases.get().text == "MK" and company.former_slugs.get().slug == "mekong"
    assert company.version > version and old.save(summary="x").status == 409
    assert not deleted(Company).exists()
    history = desk.get(address("history", Company, key)).text
    assert "brought back" in history and "deleted" in history and "It was a mistake." in history


def test_what_went_with_it_comes_back_too(desk):
    person, company = make_person("Trần Minh"), make_company()
    role = make_role(person, company, title="Director")
    words = role.citations.get().words
    event = make_event(people=[person], companies=[company])
    target = make_target(companies=[company])
    article = make_article(people=[person])
    figure = make_figure()
    figure.citations.update(speaker=person)
    key = person.pk
    assert delete(desk, person).saved
    shown = recover_page(desk, Person, key).text
    assert "role: Trần Minh, Director" in shown and event.title in shown
    assert recover(desk, Person, key).saved
    assert Role.objects.get().citations.get().words == words
    assert [part.person_id for part in event.person_parts.all()] == [key]
    assert article.people.get().pk == key and figure.citations.get().speaker_id == key
    assert target.parties.get().company == company


def test_it_can_come_back_alone(desk):
    role = make_role(make_person("Trần Minh"))
    key = role.person_id
    delete(desk, role.person)
    assert recover(desk, Person, key, together=None).saved
    assert Person.objects.filter(pk=key).exists() and not Role.objects.exists()
    assert recover(desk, Role, role.pk).saved and Role.objects.get().person_id == key


def test_what_stands_on_something_deleted_waits_for_it(desk):
    role = make_role(make_person("Trần Minh"))
    delete(desk, role.person)
    refused = recover(desk, Role, role.pk)
    assert refused.status == 409 and "Person: “Trần Minh” is no longer there" in refused.text
    assert refused.data["why"] == "It was a mistake."


def test_an_address_and_a_place_taken_meanwhile_are_told(desk):
    company = make_company("Alpha", slug="alpha")
    role = make_role(company=company, title="Director")
    key, person = role.pk, role.person
    delete(desk, role)
    make_role(person, company, title="Director", slug="the-same-again")
    refused = recover(desk, Role, key)
    assert refused.status == 409 and "already exists" in refused.text
    delete(desk, company)
    make_company("Another Alpha", slug="alpha")
    refused = recover(desk, Company, company.pk)
    assert refused.status == 409
    assert "The address “alpha” now belongs to “Another Alpha”" in refused.text


def test_who_may_not_publish_brings_back_a_draft(desk):
    company = make_company()
    key = company.pk
    delete(desk, company)
    assert recover(Desk("Editors"), Company, key).saved
    assert Company.objects.get(pk=key).state == "draft"


def test_who_may_not_add_sees_nothing_of_it(desk):
    company = make_company()
    key = company.pk
    delete(desk, company)
    page = recover_page(desk, Company, key)
    reader = Desk("Editors")
    reader.user.groups.clear()
    assert reader.get(address("deleted", Company)).status == 403
    assert reader.get(page.address).status == reader.post(page.address, page.data).status == 403
    assert not Company.objects.exists()


def test_what_somebody_else_brought_back_is_not_there_to_be_brought_back(desk):
    company = make_company()
    key = company.pk
    delete(desk, company)
    page = recover_page(desk, Company, key)
    assert recover(desk, Company, key).saved
    assert desk.get(page.address).status == desk.post(page.address, page.data).status == 404


def test_selected_ones_are_deleted_with_a_reason_and_come_back(desk):
    companies = [make_company(), make_company()]
    data = {"action": "delete_selected", "_selected_action": [c.pk for c in companies]}
    listed = address("changelist", Company)
    asked = desk.post(listed, data)
    assert asked.status == 200 and 'name="why"' in asked.html
    again = desk.post(listed, {**data, "post": "yes", "why": ""})
    assert "say why" in again.text and Company.objects.count() == 2
    assert desk.post(listed, {**data, "post": "yes", "why": "Twins."}).saved
    assert not Company.objects.exists()
    assert desk.get(address("deleted", Company)).text.count("Twins.") == 2
    assert recover(desk, Company, companies[0].pk).saved and Company.objects.count() == 1


def test_the_list_of_what_is_deleted_asks_few_queries(desk, django_assert_max_num_queries):
    with revision(reason="Old."):
        for company in [make_company() for _number in range(30)]:
            company.delete()
    assert not deleted(Company).exists()  # what came and went at once has left no trace
    companies = [make_company() for _number in range(30)]
    with revision(reason="Old."):
        for company in companies:
            company.delete()
    for query in ("", "?p=2", "?p=99", "?p=x"):
        with django_assert_max_num_queries(8):
            page = desk.get(address("deleted", Company) + query)
        assert 1 < page.text.count("Old.") <= 25
