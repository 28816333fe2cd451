"""Companies, people and places at the desk: found, named and told apart."""

import pytest
from django.urls import reverse

from entities.models import (
    Company,
    CompanyAlias,
    Event,
    EventCompany,
    Figure,
    Person,
    Place,
    Role,
    Tie,
)
from tests.desk import Desk, address
from tests.factories import make_company, make_person, make_place, make_role

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk():
    return Desk()


def test_a_person_is_found_blind_to_accents_and_order(desk):
    chinh = make_person("Nguyễn Trung Chính")
    make_person("Trần Văn Minh")
    for typed in ("nguyen trung chinh", "chinh nguyen", "NGUYỄN TRUNG", " chính,nguyễn "):
        assert [key for key, _text in desk.options(Role, "person", typed)] == [chinh.pk], typed


def test_a_place_is_found_by_its_name_or_an_alias(desk):
    place = make_place("Đà Nẵng", aliases=["Danang"])
    make_place("Hà Nội")
    for typed in ("da nang", "danang", "đà nẵng", "DA NANG", "nang da"):
        assert [key for key, _text in desk.options(Event, "place", typed)] == [place.pk], typed


def test_the_search_box_of_a_list_finds_as_an_autocomplete_does(desk):
    make_company("Tập đoàn FPT", aliases=["FPT Corporation", {"text": "エフピーティー"}])
    make_company("Viettel")
    for typed in ("tap doan", "corporation fpt", "エフピーティー"):
        page = desk.list(Company, f"?q={typed}")
        assert [row.name for row in page.response.context["cl"].result_list] == ["Tập đoàn FPT"]


def test_the_nearest_name_is_the_first_option(desk):
    make_place("Đại học Hà Nội")
    make_place("Hà Nội mới")
    exact = make_place("Hà Nội")
    found = desk.options(Event, "place", "ha noi")
    assert found[0][0] == exact.pk and "mới" in found[1][1]


def test_namesakes_are_told_apart_by_what_an_option_says(desk):
    make_person("Nguyễn Văn An", distinction="Da Nang IT park", country="VN")
    make_person("Nguyễn Văn An", distinction="JETRO Hanoi")
    make_company("Mirai", kind="university", country="JP")
    texts = [text for _key, text in desk.options(Role, "person", "nguyen van an")]
    assert texts == ["Nguyễn Văn An (Da Nang IT park, Vietnam)", "Nguyễn Văn An (JETRO Hanoi)"]
    assert desk.options(Role, "company", "mirai")[0][1] == "Mirai (university or school, Japan)"


def test_the_chosen_record_is_shown_as_the_option_said(desk):
    role = make_role(make_person("Nguyễn Văn An", distinction="JETRO Hanoi"))
    assert "Nguyễn Văn An (JETRO Hanoi)" in desk.change(role).html


def test_every_link_to_a_record_is_an_autocomplete(desk):
    links = {
        Role: ("person", "company"),
        Tie: ("company", "other", "place"),
        Event: ("place", "part_of"),
        EventCompany: ("company",),
        Figure: ("company", "person"),
        Company: ("parent",),
        Place: ("parent",),
    }
    for source, fields in links.items():
        for field in fields:
            assert desk.options(source, field, "nothing is called this") == []


def test_a_company_is_added_with_its_aliases(desk):
    page = desk.add(Company)
    page.add_row("aliases", text="エフピーティー", kind="native", language="ja")
    page.add_row("aliases", text="FPT", kind="short")
    assert page.save(name="Tập đoàn FPT", kind="company", country="vn").saved
    company = Company.objects.get()
    assert (company.slug, company.country, company.state) == ("tap-doan-fpt", "VN", "draft")
    assert set(company.aliases.values_list("text", flat=True)) == {"エフピーティー", "FPT"}


def test_a_slug_that_is_changed_keeps_the_former_one(desk):
    company = make_company("FPT")
    assert desk.change(company).save(slug="fpt-corporation").saved
    assert Company.objects.by_slug("fpt") == Company.objects.by_slug("fpt-corporation") == company


def test_a_former_slug_goes_with_the_last_record_that_had_it(desk):
    first, second = make_company("FPT"), make_company("FPT Japan")
    desk.change(first).save(slug="fpt-corporation")
    desk.change(second).save(slug="fpt")
    assert desk.change(second).save(slug="fpt-japan-2").saved
    assert Company.objects.by_slug("fpt") == second


def test_an_emptied_slug_is_made_from_the_name_again(desk):
    company = make_company("Công ty Mê Kông", slug="old")
    assert desk.change(company).save(slug="").saved
    assert Company.objects.by_slug("cong-ty-me-kong") == company


def test_a_slug_in_use_is_a_message_at_the_field(desk):
    make_company("FPT")
    page = desk.add(Company).save(name="Another", kind="company", slug="fpt")
    assert list(page.errors()) == ["slug"] and page.data["name"] == "Another"


def test_an_alias_that_stands_twice_is_a_message_and_nothing_is_lost(desk):
    company = make_company("FPT", aliases=["FPT Corp"])
    page = desk.change(company)
    page.add_row("aliases", text="FPT Corp", kind="romanised")
    page = page.save(summary="A group.")
    assert page.status == 200 and page.errors()
    assert page.data["summary"] == "A group." and page.data["aliases-1-text"] == "FPT Corp"


def test_text_is_stored_in_one_form_however_it_was_typed(desk):
    company = make_company("FPT")
    decomposed = "Đa\u0300 Nẵng"  # as a Mac pastes it
    assert desk.change(company).save(name=decomposed, summary="a\r\nb").saved
    company.refresh_from_db()
    assert company.name == "Đà Nẵng" and company.summary == "a\nb"


def test_a_body_cannot_be_part_of_itself(desk):
    parent = make_company("Parent")
    child = make_company("Child", parent=parent)
    page = desk.change(parent).save(parent=str(child.pk))
    assert list(page.errors()) == ["parent"]


def test_a_country_that_is_none_is_a_message_at_the_field(desk):
    page = desk.change(make_company()).save(country="XQ")
    assert list(page.errors()) == ["country"]


def test_the_public_page_is_linked_where_there_is_one(desk):
    public, draft = make_company("FPT"), make_company("Secret", state="draft")
    listed = desk.list(Company)
    assert public.get_absolute_url() in desk.change(public).html
    assert draft.get_absolute_url() not in desk.change(draft).html
    assert public.get_absolute_url() in listed.html
    assert draft.get_absolute_url() not in listed.html


def test_a_noun_leads_to_its_facts(desk):
    company = make_company("FPT")
    make_role(company=company, title="Chair of FPT")
    make_role(title="Somebody else")
    link = f"{address('changelist', Role)}?company__id__exact={company.pk}"
    assert link in desk.change(company).html
    page = desk.get(link)
    assert "Chair of FPT" in page.text and "Somebody else" not in page.text


@pytest.mark.parametrize("model", [Company, Person, Place])
def test_lists_filter_by_state_and_country(desk, model):
    make = {Company: make_company, Person: make_person, Place: make_place}[model]
    make("Alpha", country="VN")
    make("Beta", country="JP", state="draft")
    assert "Alpha" in desk.list(model, "?country=VN").text
    assert "Beta" not in desk.list(model, "?country=VN").text
    assert "Alpha" not in desk.list(model, "?state__exact=draft").text


@pytest.mark.parametrize("model", [Company, Person, Place])
def test_a_list_asks_as_often_for_many_rows_as_for_one(
    desk, model, django_assert_max_num_queries, django_assert_num_queries
):
    make = {Company: make_company, Person: make_person, Place: make_place}[model]
    parent = {} if model is Person else {"parent": make()}
    make(**parent)
    with django_assert_max_num_queries(8) as few:
        desk.list(model)
    for _number in range(20):
        make(**parent)
    with django_assert_num_queries(len(few)):
        desk.list(model)


def test_a_form_asks_as_often_for_many_rows_as_for_one(desk, django_assert_num_queries):
    company = make_company()
    for _number in range(20):
        CompanyAlias.objects.create(owner=company, text=f"alias {_number}")
    with django_assert_num_queries(11):
        desk.change(company)


def test_the_index_shows_sources_first_and_no_single_citations(desk):
    text = desk.get(reverse("admin:index")).text
    assert "vjtech — editors' desk" in text
    assert text.rindex("Articles") < text.rindex("Companies and") < text.rindex("Groups")
    assert "Citations" not in text and "Paragraphs" not in text and "Statements" not in text
