"""Each gap appears with what lacks something, and goes when it is mended or left as it is."""

import pytest
from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from reversion.models import Revision

from articles.models import ArticleTopic
from entities.models import CompanyPair
from tests.desk import Desk, FormReader
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
    make_tie,
    make_topic,
)
from tests.pages import set_clock
from vjtech.core import duplicates, gaps
from vjtech.core.admin import guard
from vjtech.core.models import LeftAsIs

pytestmark = pytest.mark.django_db


def address(name):
    return reverse("admin:gap", args=[name])


def found(name):
    return [row.pk for row in gaps.look(gaps.GAPS[name]).rows]


def send(desk, name, record, **data):
    given = {"record": record.pk, "do": "mend", **data}
    if hasattr(record, "version"):
        given.setdefault("version", record.version)
    return desk.post(address(name), given)


def fact(make, **fields):
    """A fact cited by one article alone."""
    return make(article=make_article(), **fields)


# -- what is a gap


def test_a_company_without_a_country_is_a_gap_until_it_has_one():
    company, draft = make_company(), make_company(state="draft")
    make_company(country="JP")
    assert found("company-country") == [company.pk] and draft.pk
    type(company).objects.update(country="VN")
    assert found("company-country") == []


def test_a_person_without_a_published_role_is_a_gap():
    lone, known = make_person(), make_person()
    make_role(known)
    make_role(lone, state="draft")
    assert found("person-role") == [lone.pk]
    make_role(lone)
    assert found("person-role") == []


@pytest.mark.parametrize("make", [make_role, make_tie, make_event, make_figure, make_target])
def test_a_fact_with_one_source_is_a_gap_until_another_article_says_so(make):
    one = fact(make)
    name = f"one-source-{one._meta.model_name}"
    article = one.citations.get().paragraph.article
    cite(one, paragraph=add_paragraph(article, "Again."), words="Again.")  # the same source
    cite(one, make_article(state="draft"))  # one that no reader sees
    assert found(name) == [one.pk]
    cite(one, make_article())
    assert found(name) == []


@pytest.mark.parametrize(
    "make, field",
    [(make_event, "date"), (make_tie, "date"), (make_figure, "as_of"), (make_role, "start")],
)
def test_an_inferred_date_is_a_gap(make, field):
    given = {field: "2025?-04", f"{field}_reason": "By the issue."}
    inferred = make(**given)
    make(**{field: "2025~"})
    assert found(f"inferred-{inferred._meta.model_name}") == [inferred.pk]


def test_a_target_whose_statement_infers_its_date_is_a_gap():
    target = make_target(statement={"due": "2030?", "due_reason": "From the plan."})
    make_target(statement={"due": "2030"})
    assert found("inferred-target") == [target.pk]


def test_a_target_past_due_is_a_gap_until_there_is_news(monkeypatch):
    set_clock(monkeypatch, "2026-05-01T12:00:00+07:00")
    late = make_target(statement={"due": "2026-04", "said": "2024"})
    make_target(statement={"due": "2026"})
    assert found("target-past-due") == [late.pk]
    cite(late, act="reports_achieved", said="2026")
    assert found("target-past-due") == []


def test_an_article_without_topics_is_a_gap():
    bare = make_article()
    make_article(topics=[make_topic()])
    assert found("article-topic") == [bare.pk]


# -- mended in its row


def test_a_country_is_chosen_in_the_row_and_the_history_says_who_and_why():
    company, desk = make_company("Alpha"), Desk("Editors")
    page = desk.get(address("company-country"))
    row = FormReader(page.html).data
    assert row["version"] == str(company.version) and row["record"] == str(company.pk)
    assert send(desk, "company-country", company, country="VN").saved
    company.refresh_from_db()
    assert (company.country, company.version) == ("VN", 2)
    revision = Revision.objects.get(user=desk.user)
    assert "without a country" in revision.comment
    assert "Vietnam" in LogEntry.objects.get(object_id=company.pk).change_message
    assert "Vietnam" in desk.get(address("company-country")).text


def test_a_topic_is_chosen_in_the_row():
    article, topic, desk = make_article(), make_topic("Chips"), Desk("Editors")
    assert "Chips" in desk.get(address("article-topic")).text
    assert send(desk, "article-topic", article, topic=topic.pk).saved
    assert ArticleTopic.objects.filter(article=article, topic=topic).exists()
    article.refresh_from_db()
    assert article.version == 2 and found("article-topic") == []


def test_a_stated_date_takes_the_place_of_an_inferred_one_with_its_reason():
    event = make_event(date="2025?-04", date_reason="By the issue.")
    sent = send(Desk("Editors"), "inferred-event", event, date="2025-04-03", date_reason="By the")
    event.refresh_from_db()
    assert sent.saved and (event.date, event.date_reason) == ("2025-04-03", "")


@pytest.mark.parametrize(
    "name, make, data, said",
    [
        ("company-country", make_company, {"country": "XX"}, "XX"),
        ("company-country", make_company, {"country": ""}, "required"),
        ("company-country", make_company, {"country": "V\0"}, "Null characters"),
        ("article-topic", make_article, {"topic": "999999999999999999999"}, "valid choice"),
        ("article-topic", make_article, {"topic": "x"}, "valid choice"),
    ],
)
def test_what_cannot_be_saved_is_shown_in_its_row(name, make, data, said):
    record = make()
    page = send(Desk("Editors"), name, record, **data)
    assert page.status == 400 and said in page.text
    record.refresh_from_db()
    assert record.version == 1


def test_a_date_that_is_none_is_shown_again_as_typed():
    event = make_event(date="2025?", date_reason="Why.")
    page = send(Desk("Editors"), "inferred-event", event, date="April 3rd", date_reason="Why.")
    assert page.status == 400 and page.data["date"] == "April 3rd"
    assert "is not a date" in page.text


def test_a_newer_version_is_not_overwritten():
    company, desk = make_company(), Desk("Editors")
    type(company).objects.get(pk=company.pk).save()  # somebody else
    page = send(desk, "company-country", company, country="JP")
    assert page.status == 409 and "someone else saved" in page.text
    assert page.data["country"] == "JP" and page.data["version"] == "2"
    company.refresh_from_db()
    assert company.country == ""
    assert desk.post(address("company-country"), {**page.data, "do": "mend"}).saved


def test_what_was_deleted_meanwhile_is_said_to_be_gone(monkeypatch):
    company, desk = make_company(), Desk("Editors")

    def delete(*args):
        company.delete()
        raise guard.Stale

    monkeypatch.setattr("vjtech.core.admin.gaps.mend", delete)
    sent = {"record": company.pk, "do": "mend", "country": "JP", "version": 1}
    page = desk.post(address("company-country"), sent, follow=True)
    assert "no longer there" in page.messages()[0]


def test_a_row_sent_as_it_was_saves_nothing():
    event, desk = make_event(date="2025?", date_reason="Why."), Desk("Editors")
    sent = {"record": event.pk, "do": "mend", "date": "2025?", "date_reason": "Why.", "version": 1}
    page = desk.post(address("inferred-event"), sent, follow=True)
    assert "Nothing was changed" in page.messages()[0]
    event.refresh_from_db()
    assert event.version == 1


@pytest.mark.parametrize("version", ["", "x", "-1", "9" * 30, "1\0"])
def test_a_forged_version_saves_nothing(version):
    company = make_company()
    page = send(Desk("Editors"), "company-country", company, country="JP", version=version)
    assert page.status == 400
    company.refresh_from_db()
    assert company.country == ""


def test_what_a_row_does_not_mend_is_checked_too():
    company = make_company()
    type(company).objects.update(kind="nonsense")
    page = send(Desk("Editors"), "company-country", company, country="JP")
    assert page.status == 400 and "nonsense" in page.text


@pytest.mark.parametrize("record", ["", "x", "0", "9" * 30, "-1"])
def test_a_record_that_is_not_there_is_said_to_be_gone(record):
    page = Desk("Editors").post(
        address("company-country"), {"record": record, "do": "mend"}, follow=True
    )
    assert "no longer there" in page.messages()[0]


def test_a_gap_leads_to_the_form_that_mends_it_prefilled():
    desk = Desk("Editors")
    person, role = make_person("Ann"), make_role()
    page = desk.get(address("person-role"))
    assert f"/admin/entities/role/add/?person={person.pk}&amp;next=%2Fadmin%2Fgaps" in page.html
    page = desk.get(address("one-source-role"))
    link = f"/admin/articles/rolecitation/add/?role={role.pk}"
    assert link in page.html
    assert desk.get(link).data["role"] == str(role.pk)


# -- left as it is


def test_what_is_left_as_it_is_is_not_shown_until_it_is_put_back():
    company, desk = make_company("Joint Programme"), Desk("Editors")
    assert send(desk, "company-country", company, do="leave").saved
    assert send(desk, "company-country", company, do="leave").saved  # pressed twice
    assert found("company-country") == [] and LeftAsIs.objects.get().by == desk.user
    assert "1 left as it is" in desk.get(address("company-country")).text
    assert "Joint Programme" in desk.get(address("company-country") + "?left=1").text
    send(desk, "company-country", company, do="put_back")
    assert found("company-country") == [company.pk]


def test_to_leave_one_gap_leaves_no_other():
    company = make_company()
    LeftAsIs.objects.create(gap="other", record=company.pk)
    assert found("company-country") == [company.pk]


# -- who may


def test_somebody_who_may_only_look_mends_nothing():
    company, desk = make_company("Alpha"), onlooker()
    page = desk.get(address("company-country"))
    assert "Alpha" in page.text and "leave as is" not in page.text
    for do in ("mend", "leave", "put_back"):
        assert send(desk, "company-country", company, country="JP", do=do).status == 403
    company.refresh_from_db()
    assert company.country == "" and not LeftAsIs.objects.exists()


def onlooker(*rights):
    desk = Desk("Editors")
    desk.user.groups.clear()
    permissions = ["view_company", *rights]
    from_group = type(desk.user)._meta.get_field("user_permissions").related_model.objects
    desk.user.user_permissions.add(*from_group.filter(codename__in=permissions))
    return desk


def test_gaps_of_what_somebody_may_not_see_are_not_shown():
    desk = onlooker()
    make_person("Ann")
    assert desk.get(address("person-role")).status == 403
    page = desk.get(reverse("admin:gaps"))
    assert "People without a role" not in page.text and "without a country" in page.text


def test_the_pages_are_for_the_desk_only(client):
    for page in (reverse("admin:gaps"), address("company-country"), address("duplicate-person")):
        assert client.get(page).status_code == 302
        assert client.post(page, {}).status_code == 302


@pytest.mark.parametrize("query", ["after=x", "after=-1", "after=" + "9" * 40])
def test_junk_in_the_address_is_no_error_of_ours(query):
    desk = Desk("Editors")
    for name in ("company-country", "duplicate-company"):
        assert desk.get(f"{address(name)}?{query}").status == 404
    assert desk.get(address("nothing")).status == 404


def test_names_are_shown_as_they_are():
    make_company("<script>alert(1)</script>")
    make_company("<script>alert(1)</script>")
    for name in ("company-country", "duplicate-company"):
        page = Desk("Editors").get(address(name))
        assert "<script>alert" not in page.html and "&lt;script&gt;" in page.html


# -- how far a look goes


def test_a_look_goes_a_bounded_way_back_and_the_next_one_goes_on(monkeypatch):
    monkeypatch.setattr(gaps, "WINDOW", 3)
    old = make_company()
    for _ in range(3):
        make_company(country="JP")
    gap = gaps.GAPS["company-country"]
    first = gaps.look(gap)
    assert (first.rows, first.looked_through) == ([], True)
    assert gaps.counts([gap]) == {gap.name: (0, True)}
    assert gaps.look(gap, first.next_key).rows == [old]
    page = Desk("Editors").get(address(gap.name))
    assert "Look further back" in page.text


def test_a_list_is_paged_by_key_and_its_number_capped(monkeypatch):
    monkeypatch.setattr(gaps, "SIZE", 2)
    monkeypatch.setattr(gaps, "COUNTED", 2)
    made = [make_company().pk for _ in range(3)]
    gap = gaps.GAPS["company-country"]
    first = gaps.look(gap)
    assert [row.pk for row in first.rows] == made[:0:-1]
    assert [row.pk for row in gaps.look(gap, first.next_key).rows] == made[:1]
    assert gaps.counts([gap]) == {gap.name: (2, True)}


def test_the_pages_ask_the_same_number_of_questions_of_many_rows():
    desk = Desk("Editors")
    pages = [reverse("admin:gaps"), *map(address, gaps.GAPS)]

    def grow(n):
        for i in range(n):
            make_company(f"Alpha Beta {n}{'abcdefghij'[i]}")
            make_person("Ann")
            make_article()
            given = {"date": "2025?", "date_reason": "Why."}
            make_event(**given), make_tie(**given)
            make_figure(as_of="2025?", as_of_reason="Why."), make_role(start="2025?")
            make_target(statement={"due": "2020?", "due_reason": "Why."})

    def questions():
        numbers = {}
        for page in pages:
            with CaptureQueriesContext(connection) as asked:
                assert desk.get(page).status == 200
            numbers[page] = len(asked)
        return numbers

    grow(2)
    ContentType.objects.get_for_models(*apps.get_models())  # looked up once
    few = questions()
    grow(4)
    assert questions() == few
    assert max(few.values()) <= 16


# -- likely duplicates


def pairs(model):
    return {frozenset((p.one, p.other)) for p in duplicates.likely(model)[0]}


@pytest.mark.parametrize(
    "one, other",
    [
        ("Đà Nẵng Software", "DA NANG SOFTWARE"),
        ("Software Alpha", "Alpha Software"),
        ("Nakajima Takeo", "Nakajima Taked"),
        ("Viettel", "Vietel"),
        ("Rikkeisoft Corporation", "Rikkeisoft JSC"),
        ("富士通株式会社", "富士通"),
    ],
)
def test_names_that_are_the_same_or_nearly_so_are_proposed_once(one, other):
    a, b = make_company(one), make_company(other)
    assert pairs(type(a)) == {frozenset((a.pk, b.pk))}


@pytest.mark.parametrize(
    "one, other",
    [("Industrial Zone 1", "Industrial Zone 2"), ("FPT", "FBT"), ("University A", "Bank of B")],
)
def test_names_that_differ_where_it_counts_are_not_proposed(one, other):
    a, _b = make_company(one), make_company(other)
    assert pairs(type(a)) == set()


def test_the_alias_of_one_that_is_the_name_of_another_is_proposed():
    a = make_company("富士通", aliases=["Fujitsu"])
    b = make_company("Fujitsu")
    make_company("Fuji", aliases=[{"text": "Fujitsu", "kind": "short"}])
    assert pairs(type(a)) == {frozenset((a.pk, b.pk))}


def test_two_that_are_not_the_same_are_never_proposed_again():
    a, b, desk = make_company("Alpha"), make_company("Alpha"), Desk("Editors")
    assert "not the same" in desk.get(address("duplicate-company")).text
    page = desk.post(address("duplicate-company"), {"one": b.pk, "other": a.pk}, follow=True)
    assert "not proposed again" in page.messages()[0]
    assert pairs(type(a)) == set() and CompanyPair.objects.get().by == desk.user


def test_a_pair_of_one_or_of_nobody_is_not_marked():
    a, desk = make_company("Alpha"), Desk("Editors")
    for other in (a.pk, "x", "", "9" * 40, 0):
        page = desk.post(address("duplicate-company"), {"one": a.pk, "other": other}, follow=True)
        assert "no longer there" in page.messages()[0]
    assert not CompanyPair.objects.exists()


def test_only_who_may_mark_pairs_does():
    a, b, desk = make_company("Alpha"), make_company("Alpha"), onlooker()
    assert desk.post(address("duplicate-company"), {"one": a.pk, "other": b.pk}).status == 403
    assert not CompanyPair.objects.exists()


def test_a_look_for_duplicates_goes_on_where_the_last_one_stopped(monkeypatch):
    monkeypatch.setattr(duplicates, "LOOKED", 1)
    a, b, c = (make_company("Alpha") for _ in range(3))
    first, key = duplicates.likely(type(a))
    rest, _key = duplicates.likely(type(a), key)
    assert {p.other for p in first} == {a.pk, b.pk} and first[0].one == c.pk
    assert [(p.one, p.other) for p in rest] == [(b.pk, a.pk)]
