"""“Not the same as”: unordered, unique, and content like any other."""

from io import StringIO

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError, transaction

from entities.models import Company, CompanyPair, Person
from tests.factories import make_company, make_person
from vjtech.core.loading import LoadError, read_entries
from vjtech.core.pairs import distinct_pairs, mark_distinct, marked, pairs_with

pytestmark = pytest.mark.django_db


def test_a_pair_has_no_order_and_is_remembered_once():
    one, two = make_company(), make_company()
    pair = mark_distinct(two, one, None, "Another town")
    assert mark_distinct(one, two, None, "Again") == pair == marked(one, two)
    assert distinct_pairs(Company) == {frozenset({one.pk, two.pk})}
    assert distinct_pairs(Person) == set()


@pytest.mark.parametrize("turned", [False, True])
def test_the_base_keeps_a_pair_single_and_its_ends_two(turned):
    one, two = make_company(), make_company()
    mark_distinct(one, two, None)
    again = (two, one) if turned else (one, two)
    for ends in (again, (one, one)):
        with pytest.raises(IntegrityError), transaction.atomic():
            CompanyPair.objects.create(one=ends[0], other=ends[1])


def test_a_record_is_no_pair_with_itself():
    person = make_person()
    with pytest.raises(ValidationError, match="choose two"):
        mark_distinct(person, person, None)


def test_a_pair_is_seen_from_both_ends():
    one, two, three = make_company(), make_company(), make_company()
    pairs = {mark_distinct(one, two, None), mark_distinct(three, one, None)}
    assert set(pairs_with(one)) == pairs and len(pairs_with(two)) == 1
    assert {pair.not_the_same_as(one) for pair in pairs} == {two, three}


def test_pairs_are_dumped_and_loaded_and_merges_are_not(tmp_path, admin_user):
    one, two = make_company("One"), make_company("Two")
    mark_distinct(one, two, admin_user, "Another town")
    options = {"use_natural_foreign_keys": True, "use_natural_primary_keys": True}
    out = StringIO()
    call_command("dumpdata", "entities.companypair", format="yaml", stdout=out, **options)
    assert "admin" not in out.getvalue()
    (tmp_path / "pairs.yaml").write_text(out.getvalue())
    CompanyPair.objects.all().delete()
    for _again in range(2):
        call_command("load", tmp_path, stdout=StringIO())
    pair = CompanyPair.objects.get()
    assert (pair.one, pair.other, pair.reason) == (one, two, "Another town")
    merge = "- model: entities.companymerge\n  fields: {loser_name: x}\n"
    (tmp_path / "merges.yaml").write_text(merge)
    with pytest.raises(LoadError, match="not loaded from fixtures"):
        read_entries(tmp_path, ("entities", "articles"))
