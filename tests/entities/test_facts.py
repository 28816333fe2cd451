"""What neither a form nor the database lets pass as a fact."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from entities.models import Event, EventCompany, Figure, Role, TargetParty, Tie
from tests.factories import (
    make_article,
    make_company,
    make_event,
    make_person,
    make_place,
    make_role,
    make_target,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def ends():
    return {
        "company": make_company("Alpha"),
        "other": make_company("Beta"),
        "person": make_person("Ann"),
        "place": make_place("Hanoi"),
    }


def refused(record):
    with pytest.raises(ValidationError) as error:
        record.full_clean()
    return set(error.value.message_dict)


def refused_by_database(record):
    with pytest.raises(IntegrityError), transaction.atomic():
        record.save()
    return True


def test_a_tie_leads_to_another_body_or_to_a_place_and_not_to_both(ends):
    company, other, place = ends["company"], ends["other"], ends["place"]
    Tie(company=company, kind="partner_of", other=other).full_clean()
    Tie(company=company, kind="office_in", place=place).full_clean()
    for wrong in ({}, {"other": other, "place": place}):
        tie = Tie(company=company, kind="partner_of", slug="x", **wrong)
        assert "other" in refused(tie)
        assert refused_by_database(tie)


def test_a_body_has_no_tie_with_itself(ends):
    tie = Tie(company=ends["company"], kind="partner_of", other=ends["company"], slug="x")
    assert "other" in refused(tie)
    assert refused_by_database(tie)


def test_a_tie_is_in_force_only_where_somebody_says_so(ends):
    tie = Tie(company=ends["company"], kind="member_of", other=ends["other"])
    assert tie.status == "not_stated"
    assert {"planned", "expected", "ended"} <= set(Tie.Status.values)


def test_a_tie_reads_from_both_ends(ends):
    tie = Tie(company=ends["company"], kind="subsidiary_of", other=ends["other"])
    assert str(tie) == "Alpha subsidiary of Beta (status not stated)"
    tie.status = "in_force"
    assert (str(tie), tie.inverse()) == ("Alpha subsidiary of Beta", "parent of")
    assert Tie(company=ends["company"], kind="partner_of").inverse() == "partner of"


def test_the_address_of_a_tie_does_not_hold_its_status(ends):
    tie = Tie(company=ends["company"], kind="partner_of", other=ends["other"], status="expected")
    tie.save()
    assert tie.slug == "alpha-partner-of-beta"


@pytest.mark.parametrize(
    ("start", "end", "is_wrong"),
    [
        ("2019", "2018", True),
        ("2019-05", "2019-04-30", True),
        ("2019-05", "2019", False),
        ("2019", "2019", False),
        ("2019-05-01", "2019-05-01", False),
        ("2019", "", False),
        ("", "2018", False),
        ("[..2019]", "2018", False),
    ],
)
def test_a_role_ends_no_sooner_than_it_can_have_begun(ends, start, end, is_wrong):
    role = Role(person=ends["person"], title="Chair", company=ends["company"], start=start, end=end)
    if is_wrong:
        assert refused(role) == {"end"}
    else:
        role.full_clean()


def test_the_same_role_stands_once_unless_it_began_anew(ends):
    person, company = ends["person"], ends["company"]
    make_role(person, company, title="Chair", start="2010")
    make_role(person, company, title="Chair", start="2020")
    again = Role(person=person, title="Chair", company=company, start="2020", slug="x")
    assert refused(again)
    assert refused_by_database(again)


def test_a_role_was_seen_when_its_sources_say_so_and_not_longer(ends):
    role = make_role(ends["person"], ends["company"], article=make_article(published="2019-10"))
    (fetched,) = Role.objects.with_passages()
    assert fetched.seen() == ("2019-10", "2019-10")
    role.citations.all().delete()
    for undated in ("", "[..2019]"):
        Role.objects.all().delete()
        make_role(ends["person"], ends["company"], article=make_article(published=undated))
        (fetched,) = Role.objects.with_passages()
        assert fetched.seen() is None


PARTIES = {
    "nobody": (),
    "a body and a person": ("company", "person"),
    "a body and words": ("company", "text"),
    "a person and words": ("person", "text"),
    "all three": ("company", "person", "text"),
}


@pytest.mark.parametrize("names", PARTIES.values(), ids=PARTIES)
def test_a_party_and_the_subject_of_a_figure_is_one_of_three(ends, names):
    given = {name: ends.get(name, "the country") for name in names}
    party = TargetParty(target=make_target(), **given)
    figure = Figure(measure="m", slug="x", **given)
    for record in (party, figure):
        assert "company" in refused(record)
        assert refused_by_database(record)


@pytest.mark.parametrize("name", ["company", "person", "text"])
def test_each_of_the_three_alone_will_do_and_stands_once(ends, name):
    given = {name: ends.get(name, "the country")}
    party = TargetParty(target=make_target(), **given)
    party.full_clean()
    party.save()
    figure = Figure(measure="m", slug="x", **given)
    figure.full_clean()
    figure.save()
    assert figure.subject == given[name]
    again = TargetParty(target=party.target, **given)
    assert refused(again)
    assert refused_by_database(again)
    TargetParty(target=party.target, part="approver", **given).full_clean()


def test_somebody_takes_part_in_an_event_once_as_the_same(ends):
    event = make_event(companies=[ends["company"]])
    again = EventCompany(event=event, company=ends["company"])
    assert refused(again)
    assert refused_by_database(again)
    EventCompany.objects.create(event=event, company=ends["company"], part="host")


def test_whether_an_event_happened_is_not_assumed():
    assert Event(title="X").status == "not_stated"
    assert set(Event.Status.values) == {
        *("happened", "under_way", "planned", "cancelled", "not_stated")
    }


def test_an_event_stays_when_what_it_was_part_of_goes():
    whole = make_event()
    part = make_event(part_of=whole)
    whole.citations.all().delete()
    whole.delete()
    part.refresh_from_db()
    assert part.part_of is None
