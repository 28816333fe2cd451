"""The desk's front page: what there is to do, and what was done today."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles.models import Intake, IntakePiece
from tests.desk import Desk
from tests.factories import make_article, make_company, make_event, make_person
from tests.pages import set_clock
from vjtech.core.history import revision
from vjtech.core.models import Report

pytestmark = pytest.mark.django_db


def front(desk):
    page = desk.get(reverse("admin:index"))
    assert page.status == 200
    return page


def change(desk, record, why="A newer source"):
    with revision(desk.user, why):
        record.save()
        record.name = f"{record.name}!"
        record.save()


def test_what_i_and_others_changed_today_is_told_apart(monkeypatch):
    mine, other = Desk("Editors"), Desk("Editors")
    change(mine, make_company("Alpha"))
    change(other, make_person("Ann"), why="Her own page")
    page = front(mine).response.context_data
    assert [(row.name, row.why) for row in page["mine"]] == [("Alpha!", "A newer source")]
    assert [(row.name, row.who) for row in page["others"]] == [("Ann!", [other.user.username])]
    set_clock(monkeypatch, "2199-01-01T08:00:00+07:00")
    page = front(mine)
    assert page.response.context_data["mine"] == [] and "Nothing has been changed" in page.text


def test_a_record_that_was_changed_often_stands_once():
    desk, company = Desk("Editors"), make_company("Alpha")
    for _ in range(3):
        with revision(desk.user, "Again"):
            company.summary += "."
            company.save()
    assert len(front(desk).response.context_data["mine"]) == 1


def test_what_waits_is_counted_and_leads_to_the_queue():
    make_article("An old draft", state="draft")
    make_article(state="draft")
    page = front(Desk("Reviewers"))
    assert "Articles 2" in page.text and "An old draft" in page.text
    assert reverse("admin:review") + "?kind=article" in page.html


def test_open_reports_and_gaps_are_counted():
    Report.objects.create(message="The president is Ann.", about="/people/ann/")
    Report.objects.create(message="Settled already.", state="settled")
    make_company()
    page = front(Desk("Editors"))
    assert "The president is Ann." in page.text and "Settled already." not in page.text
    assert "1 open report" in page.text
    assert "without a country 1" in page.text
    assert reverse("admin:gap", args=["company-country"]) in page.html


def test_an_unfinished_intake_is_gone_on_with():
    desk, other = Desk("Editors"), Desk("Editors")
    intake = Intake.objects.create(editor=desk.user, text="Pasted.")
    IntakePiece.objects.create(intake=intake, number=1, found={"title": "Chips", "lines": []})
    page = front(desk)
    assert "Chips" in page.text and reverse("admin:intake_pieces", args=[intake.pk]) in page.html
    assert "Chips" not in front(other).text
    assert reverse("admin:intake") in page.html


def test_somebody_who_may_see_little_sees_little():
    desk = Desk("Editors")
    desk.user.groups.clear()
    make_article("An old draft", state="draft")
    Report.objects.create(message="The president is Ann.")
    change(Desk("Editors"), make_company("Alpha"))
    page = front(desk)
    for word in ("An old draft", "Alpha!", "The president", "without a country", "Add an article"):
        assert word not in page.text
    assert desk.get(reverse("admin:review")).status == 403


def test_what_was_typed_is_shown_as_it_is():
    name = "<script>alert(1)</script>"
    change(Desk("Editors"), make_company(name), why=name)
    Report.objects.create(message=name, about=name)
    make_article(name, state="draft")
    page = front(Desk("Reviewers"))
    assert "<script>alert" not in page.html and "&lt;script&gt;" in page.html


def test_the_front_page_asks_the_same_number_of_questions_of_many_rows():
    desk, other = Desk("Reviewers"), Desk("Editors")

    def grow(n):
        for _ in range(n):
            make_article(state="draft")
            make_event(date="2025?", date_reason="Why.")
            change(desk, make_company())
            change(other, make_person())
            Report.objects.create(message=f"Report {Report.objects.count()} is here.")
            intake = Intake.objects.create(editor=desk.user, text="Pasted.")
            IntakePiece.objects.create(intake=intake, number=1, found={"title": "T", "lines": []})

    def questions():
        with CaptureQueriesContext(connection) as asked:
            front(desk)
        return len(asked)

    grow(1)
    front(desk)  # content types are looked up once
    few = questions()
    grow(4)
    assert questions() == few <= 22
