"""The recogniser knows all names of the base, and is built anew when one changes."""

import pytest
from django.db import transaction

from entities.known import recogniser
from entities.models import Company, CompanyAlias, Person
from tests.factories import DRAFT, make_company, make_person, make_place

pytestmark = pytest.mark.django_db


def found(text, public=False):
    return [
        (text[named.start : named.end], {pk for _noun, pk in named.owners})
        for named in recogniser(public).find(text)
    ]


def test_companies_people_and_places_are_known_by_names_and_aliases():
    company = make_company("CMC Corporation", aliases=["Tập đoàn CMC"])
    place = make_place("Hanoi", aliases=["Hà Nội"])
    person = make_person("Nakajima Takeo", aliases=["中島武夫"])
    owners = [
        named.owners for named in recogniser().find("Tập đoàn CMC, Hà Nội, 中島武夫氏, Hanoi")
    ]
    expected = [("company", company), ("place", place), ("person", person), ("place", place)]
    assert owners == [((noun, row.pk),) for noun, row in expected]


def test_drafts_are_known_to_the_desk_and_not_to_the_public():
    make_company("Sao Viet Software", state=DRAFT)
    public = make_company("Sao Viet")
    text = "Sao Viet Software"
    assert found(text)[0][0] == text
    assert found(text, public=True) == [("Sao Viet", {public.pk})]


@pytest.mark.parametrize(
    ("family", "given", "text", "expected"),
    [
        ("Nguyễn", "Trung Chính", "Nguyen Trung Chinh. Chinh, Trung, Nguyen", 2),
        ("Nguyễn", "Trung Chính", "Trung Chinh Nguyen. Chính", 2),
        ("Nakajima", "Takeo", "Takeo Nakajima. Nakajima, Takeo", 3),
        ("Nakajima", "Takeo", "Nakajima, Takeo; Nakajima", 0),
    ],
)
def test_people_are_known_in_either_order_and_bare_once_they_are_named(
    family, given, text, expected
):
    make_person(f"{family} {given}", family_name=family, given_name=given)
    assert len(found(text)) == expected


def test_short_forms_identify_only_in_capitals_and_never_people():
    company = make_company(
        "Communist Party",
        aliases=[{"text": "Party", "kind": "short"}, {"text": "CPV", "kind": "short"}],
    )
    make_person("Trần Văn Anh", aliases=[{"text": "TVA", "kind": "short"}])
    assert found("the Party and TVA") == []
    owner = {company.pk}
    assert found("the Party, CPV, TVA") == [("Party", owner), ("CPV", owner)]


def test_namesakes_are_all_given():
    first, second = make_company("Sao Mai"), make_company("Sao Mai")
    assert found("Sao Mai") == [("Sao Mai", {first.pk, second.pk})]


def test_the_queries_are_as_many_for_any_number_of_names(django_assert_num_queries):
    for n in range(3):
        make_company(f"Company {n}", aliases=[f"Alias {n}"])
    with django_assert_num_queries(9):
        recogniser()


def test_what_a_transaction_took_back_is_forgotten():
    with transaction.atomic():
        make_company("Sao Mai")
        assert found("Sao Mai") != []
        transaction.set_rollback(True)
    assert found("Sao Mai") == []


@pytest.mark.django_db(transaction=True)
def test_it_is_kept_until_a_name_changes_however_that_is_written(django_assert_num_queries):
    company = make_company("Sao Mai", aliases=["Morning Star"])
    make_person("Trần Văn Anh", state=DRAFT)
    first = recogniser()
    with django_assert_num_queries(1):
        assert recogniser() is first
    Company.objects.update(summary="A firm.")
    assert recogniser() is first

    CompanyAlias.objects.update(text="Evening Star")
    assert found("Morning Star, Evening Star") == [("Evening Star", {company.pk})]
    Company.objects.update(name="Sao Kim")
    assert [text for text, _owners in found("Sao Mai, Sao Kim")] == ["Sao Kim"]
    assert found("Trần Văn Anh", public=True) == []
    Person.objects.update(state="published")
    assert len(found("Trần Văn Anh", public=True)) == 1
    CompanyAlias.objects.all().delete()
    assert found("Evening Star") == []
