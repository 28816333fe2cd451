"""Companies, people and places: names, aliases, and what belongs to what."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from entities.models import Company, CompanyAlias, Person, Place
from tests.factories import (
    DRAFT,
    make_article,
    make_company,
    make_event,
    make_person,
    make_place,
    make_target,
)

pytestmark = pytest.mark.django_db


def refused(record):
    """Return the fields at which a record is told to be wrong."""
    with pytest.raises(ValidationError) as error:
        record.full_clean()
    return set(error.value.message_dict)


def found(model, words):
    return sorted(noun.name for noun in model.objects.search(words))


def test_a_name_is_found_blind_to_accents_case_and_order():
    make_person("Nguyễn Trung Chính")
    make_person("Lê Trung Chinh")
    assert found(Person, "chinh NGUYEN trung") == ["Nguyễn Trung Chính"]
    assert found(Person, "trung chính") == ["Lê Trung Chinh", "Nguyễn Trung Chính"]
    assert found(Person, "chinh tran") == []


def test_a_name_is_found_in_any_script_and_spelling_by_its_aliases():
    make_company("Japan Business Federation", aliases=["Keidanren", "経団連", "Keidaren"])
    for words in ("keidanren", "経団連", "KEIDAREN", "business keidanren"):
        assert found(Company, words) == ["Japan Business Federation"], words


def test_a_shared_alias_merges_nobody():
    make_company("Alpha", aliases=["JX"])
    make_company("Beta", aliases=["JX"])
    assert found(Company, "jx") == ["Alpha", "Beta"]


def test_an_alias_stands_once_for_an_owner_text_and_kind():
    company = make_company(aliases=["JX", {"text": "JX", "kind": "short"}])
    alias = CompanyAlias(owner=company, text="JX", kind="short")
    assert refused(alias)
    with pytest.raises(IntegrityError), transaction.atomic():
        alias.save()


@pytest.mark.parametrize(
    ("make", "attribute"),
    [
        (make_company, "parent"),
        (make_place, "parent"),
        (make_event, "part_of"),
        (make_target, "part_of"),
    ],
)
def test_nothing_is_part_of_itself_by_whatever_ring(make, attribute):
    top, middle, low = make(), make(), make()
    for lower, upper in ((low, middle), (middle, top)):
        setattr(lower, attribute, upper)
        lower.full_clean()
        lower.save()
    for upper in (top, middle, low):
        setattr(top, attribute, upper)
        assert refused(top) == {attribute}


def test_a_new_record_may_have_a_parent_that_is_new_itself():
    Company(name="Low", slug="low", parent=make_company()).full_clean()


def test_a_country_is_two_capitals_of_the_standard():
    for country in ("VN", "JP", "EU", ""):
        make_company(country=country).full_clean()
    for country in ("vn", "XX", "V", "日本"):
        assert refused(make_company(country=country)) == {"country"}


def test_what_something_belongs_to_is_not_deleted_under_it():
    parent, place = make_company(), make_place()
    make_company(parent=parent)
    make_event(place=place)
    for record in (parent, place):
        with pytest.raises(ProtectedError):
            record.delete()


def test_namesakes_are_two_people():
    first, second = make_person("Le Minh"), make_person("Le Minh", distinction="The other one")
    assert (first.slug, second.slug) == ("le-minh", "le-minh-2")
    assert found(Person, "le minh") == ["Le Minh", "Le Minh"]


def test_who_is_named_only_in_background_articles_is_off_the_subject():
    loud, quiet, unnamed = make_company("Loud"), make_company("Quiet"), make_company("Unnamed")
    make_article(companies=[loud, quiet], relevance="background")
    make_article(companies=[loud], relevance="partial")
    make_article(companies=[quiet], relevance="core", state=DRAFT)
    assert set(Company.objects.on_subject()) == {loud, unnamed}


def test_places_lie_in_places():
    vietnam = make_place("Vietnam", kind="country")
    hanoi = make_place("Hà Nội", parent=vietnam)
    assert list(vietnam.children.all()) == [hanoi]
    assert found(Place, "ha noi") == ["Hà Nội"]
