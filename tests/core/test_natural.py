"""Natural keys: by what fixtures and errors know a row."""

import pytest

from articles.models import EventCitation, Paragraph, Statement
from entities.models import Company, CompanyAlias, TargetParty
from tests.factories import cite, make_article, make_company, make_event, make_target

pytestmark = pytest.mark.django_db


def test_a_record_is_known_by_its_slug():
    company = make_company("Alpha")
    assert company.natural_key() == ("alpha",)
    assert Company.objects.get_by_natural_key("alpha") == company


def test_a_key_follows_foreign_keys_down_to_plain_values():
    event = make_event("Forum", article=None)
    citation = cite(event, make_article("News"), "It was held.")
    assert EventCitation.natural_paths() == [
        *("paragraph__article__slug", "paragraph__number", "event__slug", "words")
    ]
    assert citation.natural_key() == ("news", 1, "forum", "It was held.")
    assert EventCitation.objects.get_by_natural_key(*citation.natural_key()) == citation


def test_a_missing_end_is_none_in_the_key_and_found_by_it():
    target = make_target("revenue")
    party = TargetParty.objects.create(target=target, text="the country")
    TargetParty.objects.create(target=target, company=make_company("Alpha"))
    assert party.natural_key() == ("revenue", "holder", None, None, "the country")
    assert TargetParty.objects.get_by_natural_key(*party.natural_key()) == party


@pytest.mark.parametrize("key", [(), ("news",), ("news", 1, "x")])
def test_a_key_of_the_wrong_length_is_refused(key):
    make_article("News", "One.")
    with pytest.raises(ValueError, match="zip"):
        Paragraph.objects.get_by_natural_key(*key)


def test_keys_tell_every_row_from_every_other():
    one, two = make_company("One", aliases=["X", {"text": "X", "kind": "short"}]), make_company()
    CompanyAlias.objects.create(owner=two, text="X")
    target = make_target("revenue", companies=[one, two])
    cite(target, make_article("News"))
    for model in (CompanyAlias, TargetParty, Statement):
        rows = list(model.objects.all())
        assert len({row.natural_key() for row in rows}) == len(rows) > 1
