"""Facts at the desk: entered with their evidence, refused with a message where it belongs."""

import pytest

from articles.models import Statement
from entities.models import Event, Figure, Role, Target, Tie
from tests.desk import Desk
from tests.factories import (
    cite,
    make_article,
    make_company,
    make_event,
    make_figure,
    make_person,
    make_place,
    make_role,
    make_target,
    make_tie,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk():
    return Desk()


@pytest.fixture
def passage():
    article = make_article("FPT in Japan", "Mr An has chaired FPT since 2017.")
    return article.paragraphs.get(number=1)


def fill_citation(page, passage, words="has chaired FPT", **more):
    page.fill_row("citations", 0, paragraph=passage.pk, words=words, **more)
    return page


# -- each kind can be entered


def test_a_role_is_added_with_its_citation(desk, passage):
    person, company = make_person("Nguyễn Văn An"), make_company("FPT")
    page = fill_citation(desk.add(Role), passage)
    page = page.save(person=person.pk, company=company.pk, title="Chair", start="2017/..")
    assert page.saved
    role = Role.objects.get()
    assert (role.slug, role.start.human()) == ("nguyen-van-an-chair-fpt", "since 2017")
    assert role.citations.get().words == "has chaired FPT"


def test_a_tie_to_a_place_is_added(desk, passage):
    page = fill_citation(desk.add(Tie), passage)
    place = make_place("Tokyo")
    assert page.save(company=make_company().pk, kind="office_in", place=place.pk).saved
    assert Tie.objects.get().place == place


def test_an_event_is_added_with_who_took_part_as_what(desk, passage):
    page = fill_citation(desk.add(Event), passage)
    page.add_row("company_parts", company=make_company().pk, part="host")
    page.add_row("person_parts", person=make_person().pk, part="speaker")
    changes = {"title": "Forum", "kind": "forum", "status": "happened"}
    assert page.save(**changes, date="2025?-04-28", date_reason="The forum is held yearly.").saved
    event = Event.objects.get()
    assert event.date_earliest.isoformat() == "2025-04-28"
    assert (event.company_parts.get().part, event.person_parts.get().part) == ("host", "speaker")


def test_a_target_is_added_with_its_parties_and_a_dated_statement(desk, passage):
    page = fill_citation(
        desk.add(Target), passage, value="250000000", currency="usd", due="2028~", act="states"
    )
    page.add_row("parties", part="holder", company=make_company().pk)
    page.add_row("parties", part="supporter", text="several ministries")
    assert page.save(metric="revenue from Japan", kind="commitment").saved
    statement = Statement.objects.get()
    assert statement.human() == "USD 250 million" and statement.due.human() == "about 2028"
    assert Target.objects.get().parties.count() == 2


def test_a_figure_is_added(desk, passage):
    page = fill_citation(desk.add(Figure), passage)
    figure = {"text": "Vietnamese engineers", "measure": "headcount", "value": "15000"}
    assert page.save(**figure, qualifier="over", unit="people", as_of="2025-03").saved
    assert Figure.objects.get().human() == "over 15,000 people"


# -- messages at the field, the rest of the form kept


def test_a_date_that_cannot_be_read_is_a_message_at_the_date(desk):
    event = make_event("Forum")
    page = desk.change(event).save(date="28 April", summary="It was held.")
    assert list(page.errors()) == ["date"] and "2025-04-28" in page.errors()["date"][0]
    assert (page.data["date"], page.data["summary"]) == ("28 April", "It was held.")


def test_both_dates_of_a_role_may_be_unreadable_at_once(desk):
    page = desk.change(make_role()).save(start="lately", end="soon")
    assert set(page.errors()) == {"start", "end"}


def test_an_end_before_the_start_is_a_message_at_the_end(desk):
    page = desk.change(make_role()).save(start="2020", end="2019-05")
    assert list(page.errors()) == ["end"]


def test_an_inferred_date_asks_for_its_reason(desk):
    page = desk.change(make_event()).save(date="2025?-04-28", date_reason="")
    assert list(page.errors()) == ["date_reason"]


def test_a_date_says_how_it_is_understood(desk):
    page = desk.change(make_event(date="[2025-03..2025-04]"))
    assert "some time between March 2025 and April 2025" in page.text
    assert "1 Mar 2025 – 30 Apr 2025" in page.text


def test_a_wrong_figure_is_a_message_at_the_field(desk):
    page = desk.change(make_figure())
    for changes, field in (
        ({"currency": "USD", "value": "", "unit": ""}, "currency"),
        ({"currency": "dollars", "unit": ""}, "currency"),
        ({"currency": "USD", "unit": "people"}, "unit"),
        ({"value": "10", "value_high": "5"}, "value_high"),
        ({"value": "", "value_high": "5"}, "value"),
        ({"value": "many"}, "value"),
        ({"value": "9999999999999999"}, "value"),
        ({"text": "also in words"}, "company"),
        ({"measure": ""}, "measure"),
    ):
        refused = page.save(**changes)
        assert field in refused.errors(), changes
        assert {name: refused.data[name] for name in changes} == changes


def test_words_that_are_not_in_the_paragraph_are_a_message_at_the_words(desk, passage):
    role = make_role(article=None)
    page = desk.change(role)
    page.add_row("citations", paragraph=passage.pk, words="has led FPT")
    page = page.save(title="Chief")
    assert list(page.errors()) == ["citations-0-words"]
    assert page.data["title"] == "Chief" and page.data["citations-0-words"] == "has led FPT"
    assert passage.text in page.text


def test_words_may_be_pasted_across_lines(desk, passage):
    role = make_role(article=None)
    page = desk.change(role)
    page.add_row("citations", paragraph=passage.pk, words="has  chaired\u00a0FPT")
    assert page.save().saved
    assert role.citations.get().words == "has chaired FPT"


def test_a_quote_of_too_many_words_is_a_message_at_the_quote(desk, passage):
    page = fill_citation(desk.add(Role), passage, quote="a b c d e f g h i")
    page = page.save(person=make_person().pk, company=make_company().pk, title="Chair")
    assert set(page.errors()) == {"citations-0-quote", "citations-0-quote_paragraph"}


def test_a_statement_that_states_nothing_is_a_message_at_its_value(desk, passage):
    page = fill_citation(desk.add(Target), passage, act="states")
    assert list(page.save(metric="revenue", kind="forecast").errors()) == ["citations-0-value"]


def test_a_tie_without_another_end_is_a_message(desk):
    page = desk.add(Tie).save(company=make_company().pk, kind="partner_of")
    assert list(page.errors()) == ["other"]


def test_a_party_is_one_of_three_and_stands_once(desk):
    target, company = make_target(), make_company()
    page = desk.change(target)
    page.add_row("parties", part="holder", company=company.pk, text="and in words")
    assert "parties-0-company" in page.save().errors()
    page = desk.change(target)
    page.add_row("parties", part="holder", company=company.pk)
    page.add_row("parties", part="holder", company=company.pk)
    assert "parties-1-company" in page.save().errors()


def test_the_same_passage_cannot_back_a_fact_twice(desk):
    role = make_role()
    citation = role.citations.get()
    page = desk.change(role)
    page.add_row("citations", paragraph=citation.paragraph_id, words=citation.words)
    assert page.save().errors()


# -- lists


@pytest.mark.parametrize(
    ("model", "make"),
    [
        (Role, make_role),
        (Tie, make_tie),
        (Event, lambda: make_event(companies=[make_company()], place=make_place())),
        (Target, lambda: make_target(companies=[make_company()])),
        (Figure, make_figure),
    ],
)
def test_a_list_asks_as_often_for_many_rows_as_for_one(
    desk, model, make, django_assert_max_num_queries, django_assert_num_queries
):
    make()
    with django_assert_max_num_queries(8) as few:
        desk.list(model)
    for _number in range(10):
        make()
    with django_assert_num_queries(len(few)):
        desk.list(model)


def test_a_form_asks_as_often_for_many_citations_as_for_one(
    desk, django_assert_max_num_queries, django_assert_num_queries
):
    role = make_role()
    with django_assert_max_num_queries(10) as few:
        desk.change(role)
    for _number in range(10):
        cite(role)
    with django_assert_num_queries(len(few)):
        desk.change(role)


def test_lists_find_facts_by_whom_they_are_about(desk):
    person, company = (
        make_person("Nguyễn Văn An"),
        make_company("Tập đoàn FPT", aliases=["エフピーティー"]),
    )
    make_role(person, company, title="Chair"), make_role(title="Nobody else")
    make_tie(company), make_event("Forum", companies=[company]), make_figure(company=company)
    make_target("revenue", companies=[company])
    for model in (Role, Tie, Event, Target, Figure):
        for typed in ("tap doan", "エフピーティー"):
            found = desk.list(model, f"?q={typed}").response.context["cl"].result_list
            assert len(found) == 1, (model, typed)
    assert len(desk.list(Role, "?q=an van fpt").response.context["cl"].result_list) == 1


def test_lists_say_where_evidence_is_wanting(desk):
    make_role(title="Backed"), make_role(title="Bare", article=None)
    assert "Bare" not in desk.list(Role, "?cited=yes").text
    assert "Backed" not in desk.list(Role, "?cited=no").text


def test_a_list_tells_what_is_published_from_what_the_public_sees(desk):
    make_event("Seen")
    make_event("Backed by nothing public", article=make_article(state="draft"))
    make_event("Draft", state="draft")
    rows = desk.list(Event).response.context["cl"].result_list
    standing = {row.title: row.public for row in rows}
    assert standing == {"Seen": True, "Backed by nothing public": False, "Draft": False}
