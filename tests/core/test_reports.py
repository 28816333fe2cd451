"""A reader reports an error, without an account and without JavaScript; editors settle it."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.desk import Desk, FormReader
from tests.factories import make_company
from vjtech.core import reports
from vjtech.core.change import change_version
from vjtech.core.models import Report

pytestmark = pytest.mark.django_db

SAID = {"message": "The president is Ann, see the yearbook.", "about": "/companies/x/"}


@pytest.fixture(autouse=True)
def unthrottled():
    reports.THROTTLE.clear()
    yield
    reports.THROTTLE.clear()


def send(client, **changes):
    return client.post("/report/", {**SAID, **changes})


def text(response):
    return response.content.decode()


def test_every_page_leads_to_the_form_and_says_which_page_it_is(client):
    html = text(client.get("/articles/?q=alpha"))
    assert 'href="/report/?about=%2Farticles%2F%3Fq%3Dalpha"' in html
    form = text(client.get("/report/?about=%2Farticles%2F%3Fq%3Dalpha"))
    assert FormReader(form).data["about"] == "/articles/?q=alpha"


def test_the_form_alone_sets_a_cookie_and_is_kept_nowhere(client):
    response = client.get("/report/")
    assert set(response.cookies) == {"csrf"}
    assert "no-store" in response["Cache-Control"]
    assert "ETag" not in response
    assert not client.get("/report/thanks/").cookies
    assert not Client().get("/").cookies


def test_what_is_sent_is_stored_once_and_thanked_for_by_redirect(client):
    first = send(client, name="Ann", email="ann@example.org")
    again = send(client, name="Ann", email="ann@example.org")
    assert [r.status_code for r in (first, again)] == [302, 302]
    assert first["Location"] == "/report/thanks/?about=%2Fcompanies%2Fx%2F"
    assert 'href="/companies/x/"' in text(client.get(first["Location"]))
    report = Report.objects.get()
    assert (report.about, report.name, report.email) == ("/companies/x/", "Ann", "ann@example.org")
    assert report.state == "new"


def test_what_is_settled_can_be_reported_again(client):
    send(client)
    Report.objects.update(state="settled")
    send(client)
    assert Report.objects.count() == 2


def test_a_report_does_not_make_public_pages_anew(client):
    before = change_version()
    send(client)
    assert change_version() == before and Report.objects.exists()


@pytest.mark.parametrize(
    "about",
    [
        "//evil.example/",
        "https://evil.example/",
        "/\\evil.example",
        "\\\\evil.example",
        "javascript:alert(1)",
        "companies/",
        "/a b",
        "/" + "a" * 600,
    ],
)
def test_an_address_that_is_not_ours_is_refused_and_never_linked(client, about):
    shown = text(client.get("/report/", {"about": about}))
    assert "names no page of our site" in shown
    assert f'href="{about}"' not in shown
    sent = send(client, about=about)
    assert sent.status_code == 400 and not Report.objects.exists()
    assert SAID["message"] in text(sent)
    assert f'href="{about}"' not in text(client.get("/report/thanks/", {"about": about}))


def test_the_whole_address_of_a_page_of_ours_becomes_its_path(client):
    send(client, about="http://testserver/people/ann/")
    assert Report.objects.get().about == "/people/ann/"


@pytest.mark.parametrize(
    "changes",
    [
        {"message": "too short"},
        {"message": "x" * 4001},
        {"message": "\0\x07\u202e" * 20},
        {"email": "nobody"},
        {"website": "http://spam.example/"},
    ],
)
def test_what_cannot_be_sent_is_shown_again_as_typed(client, changes):
    response = send(client, name="Ann", **changes)
    assert response.status_code == 400 and not Report.objects.exists()
    page = FormReader(text(response))
    assert page.data["name"] == "Ann" and page.data["about"] == SAID["about"]
    assert 'class="wrong"' in text(response)


def test_a_message_of_the_greatest_length_fits_with_its_line_breaks(client):
    message = "\r\n".join(["x" * 99] * 40) + "y"
    assert send(client, message=message).status_code == 302
    assert len(Report.objects.get().message) == 4000


def test_control_characters_and_turned_directions_are_dropped(client):
    send(client, message="It says\0 \x1b[31mred\u202e but\tis\r\nblue.")
    assert Report.objects.get().message == "It says [31mred but\tis\nblue."


def test_too_many_from_one_address_wait_and_keep_their_text(client):
    for n in range(reports.THROTTLE.most):
        assert send(client, message=f"Error number {n} is here.").status_code == 302
    refused = send(client, message="One error more is here.")
    assert refused.status_code == 429
    assert 0 < int(refused["Retry-After"]) <= reports.THROTTLE.seconds
    assert "One error more is here." in text(refused)
    assert Report.objects.count() == reports.THROTTLE.most


def test_a_form_without_its_cookie_is_refused_and_keeps_the_text():
    client = Client(enforce_csrf_checks=True)
    refused = send(client)
    assert refused.status_code == 403 and not Report.objects.exists()
    assert "no-store" in refused["Cache-Control"]
    page = FormReader(text(refused)).data
    assert page["message"] == SAID["message"]
    assert client.post("/report/", page).status_code == 302


def test_robots_are_kept_from_the_form(client):
    assert "Disallow: /report/" in text(client.get("/robots.txt"))
    assert 'content="noindex"' in text(client.get("/report/"))


# -- at the desk


HOSTILE = "<script>alert(1)</script> & “quoted” " + "x" * 300


def reported(**fields):
    return Report.objects.create(**{"message": HOSTILE, "about": "/nowhere/", **fields})


def test_editors_find_open_reports_first_and_settle_them_with_a_note():
    settled = reported(message="An old matter, done.", state="settled")
    report = reported(about="/companies/?q=<script>alert(2)</script>", name="<b>Ann</b>")
    desk = Desk("Editors")
    listed = desk.list(Report)
    assert [r.pk for r in listed.response.context["cl"].result_list] == [report.pk, settled.pk]
    assert desk.list(Report, "?q=quoted").response.context["cl"].result_count == 1
    page = desk.change(report)
    for html in (listed.html, page.html):
        assert "<script>alert" not in html and "<b>Ann" not in html
    assert page.save(state="settled", note="Mended.").saved
    report.refresh_from_db()
    assert (report.state, report.note, report.settled_by) == ("settled", "Mended.", desk.user)
    assert report.settled_at


def test_a_report_leads_to_the_page_and_to_the_record_at_the_desk():
    company = make_company("Alpha")
    page = Desk("Editors").change(reported(about=f"/companies/{company.slug}/"))
    assert f'href="/companies/{company.slug}/"' in page.html
    assert reverse("admin:entities_company_change", args=[company.pk]) in page.html


def test_nobody_adds_a_report_at_the_desk_and_only_reviewers_delete_one():
    report = reported()
    delete = reverse("admin:core_report_delete", args=[report.pk])
    editor, reviewer = Desk("Editors"), Desk("Reviewers")
    for desk in (editor, reviewer, Desk()):
        assert desk.client.get(reverse("admin:core_report_add")).status_code == 403
    assert editor.client.post(delete, {"post": "yes"}).status_code == 403
    assert reviewer.client.post(delete, {"post": "yes"}).status_code == 302
    assert not Report.objects.exists()
