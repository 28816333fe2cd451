"""Calendars of events and of targets' due dates, read back by a library that did not write them."""

import datetime
import re

import pytest
import vobject
from django.core.management import call_command

from entities.models import EventFormerSlug
from tests.factories import (
    DRAFT,
    cite,
    make_company,
    make_event,
    make_person,
    make_place,
    make_target,
)
from tests.pages import get, slugs

pytestmark = pytest.mark.django_db


def read(client, address):
    return list(vobject.readOne(get(client, address)).contents.get("vevent", []))


def days_of(entry):
    return entry.dtstart.value, entry.dtend.value


def day(text):
    return datetime.date.fromisoformat(text)


@pytest.mark.parametrize(
    ("stated", "first", "end", "told"),
    [
        ("2025-04-28", "2025-04-28", "2025-04-29", ""),
        ("2025?-04-28", "2025-04-28", "2025-04-29", "28 April 2025 (year inferred)"),
        ("2025-12-31", "2025-12-31", "2026-01-01", ""),
        ("2024-02", "2024-02-01", "2024-03-01", "Date: February 2024."),
        ("2025-04-28~", "2025-04-28", "2025-04-29", "about 28 April 2025"),
        ("2025-03-30/2025-04-02", "2025-03-30", "2025-04-03", "30 March 2025 to 2 April 2025"),
        ("[2025-03..2025-04]", "2025-03-01", "2025-05-01", "some time between March 2025"),
        ("2025-03-05/..", "2025-03-05", "2025-03-06", "since 5 March 2025"),
        ("../2025-03", "2025-03-01", "2025-04-01", "until March 2025"),
    ],
)
def test_whole_days_stand_where_they_were_stated_and_say_what_is_not_certain(
    client, stated, first, end, told
):
    make_event(date=stated, date_reason="inferred" if "?" in stated else "")
    (entry,) = read(client, "/events.ics")
    assert days_of(entry) == (day(first), day(end))
    assert told in entry.description.value
    assert told or "Date:" not in entry.description.value


@pytest.mark.parametrize("stated", ["", "2025", "2025~", "201X", "2017/..", "2024/2025-03"])
def test_what_has_neither_day_nor_month_is_left_out(client, stated):
    event = make_event(date=stated)
    assert read(client, "/events.ics") == []
    assert client.get(f"/events/{event.slug}.ics").status_code == 404
    assert ".ics" not in get(client, f"/events/{event.slug}/")


def test_a_calendar_holds_what_its_list_holds(client):
    mine, fpt = make_event(kind="forum"), make_company("FPT")
    other = make_event(kind="visit", companies=[fpt])
    make_event(kind="forum", state=DRAFT)
    for query, events in {
        "": [mine, other],
        "?kind=forum": [mine],
        "?company=fpt": [other],
    }.items():
        found = {
            entry.url.value.rstrip("/").rpartition("/")[2]
            for entry in read(client, f"/events.ics{query}")
        }
        assert found == {event.slug for event in events} == set(slugs(client, "events", query))


def test_a_wrong_filter_is_refused_as_in_the_other_formats(client):
    response = client.get("/events.ics?date_after=soon")
    assert response.status_code == 400
    assert "date_after" in response.content.decode()


@pytest.mark.parametrize(
    ("status", "told"),
    [
        ("happened", "CONFIRMED"),
        ("not_stated", "TENTATIVE"),
        ("planned", "TENTATIVE"),
        ("cancelled", "CANCELLED"),
    ],
)
def test_an_event_is_confirmed_only_where_a_source_says_that_it_takes_place(client, status, told):
    (entry,) = read(client, f"/events/{make_event(status=status).slug}.ics")
    assert entry.status.value == told


def test_an_entry_tells_what_the_page_tells(client):
    event = make_event(
        "Diễn đàn; ý, kiến\\mới",
        place=make_place("Đà Nẵng"),
        kind="forum",
        status="planned",
        summary="Một dòng.\nHai dòng 半導体。",
        companies=[make_company("株式会社 富士")],
        people=[make_person("Nguyễn Trung Chính")],
    )
    (entry,) = read(client, f"/events/{event.slug}.ics")
    assert entry.summary.value == "Diễn đàn; ý, kiến\\mới"
    assert entry.location.value == "Đà Nẵng"
    assert entry.status.value == "TENTATIVE"
    assert "Một dòng.\nHai dòng 半導体。" in entry.description.value
    assert (
        "株式会社 富士 (participant), Nguyễn Trung Chính (participant)" in entry.description.value
    )
    assert entry.url.value == f"http://testserver/events/{event.slug}/"


def test_nobody_is_named_who_is_not_public(client):
    hidden = make_company("Hidden", state=DRAFT), make_person("Hidden", state=DRAFT)
    make_event(companies=hidden[:1], people=hidden[1:])
    assert "Hidden" not in get(client, "/events.ics")


def test_an_entry_keeps_its_name_when_its_address_changes(client):
    event = make_event("Forum")
    (before,) = read(client, "/events.ics")
    event.slug = "the-forum"
    event.save()
    (after,) = read(client, "/events.ics")
    assert EventFormerSlug.objects.get().slug == "forum"
    assert after.uid.value == before.uid.value == "event-forum@testserver"
    assert int(after.sequence.value) > int(before.sequence.value)
    response = client.get("/events/forum.ics")
    assert (response.status_code, response["Location"]) == (301, "/events/the-forum.ics")


def test_a_target_stands_at_its_latest_due_date(client):
    target = make_target("Engineers", article=None)
    cite(target, said="2024-01-01", due="2025-06", value=500, unit="people")
    cite(target, said="2025-01-01", due="2026-03-31", value=1000, unit="people", act="raises")
    (entry,) = read(client, "/targets.ics")
    assert days_of(entry) == (day("2026-03-31"), day("2026-04-01"))
    assert entry.summary.value == "Due: Engineers: 1,000 people"
    assert read(client, "/targets.ics?due_before=2025-12") == []


def test_lines_are_folded_and_no_control_character_breaks_them(client):
    make_event("tin \x07\x1b" + "半導体" * 60, summary="a\r\nEND:VCALENDAR\r\nb")
    text = get(client, "/events.ics")
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    assert text.count("\r\nEND:VCALENDAR") == 1
    (entry,) = read(client, "/events.ics")
    assert entry.summary.value == "tin " + "半導体" * 60


def test_what_was_asked_for_is_the_calendar_s_name_in_one_line(client):
    make_event("a, b;")
    text = get(client, "/events.ics?q=a%2C%0D%0Ab%3B%07")
    assert "\r\nNAME:vjtech: Events (Words: a\\, b\\;)\r\n" in text
    assert "\r\nX-WR-CALNAME:vjtech: Events (Words: a\\, b\\;)\r\n" in text
    assert len(vobject.readOne(text).contents["vevent"]) == 1


@pytest.mark.parametrize("name", ["events", "targets"])
def test_the_calendars_of_the_fixtures_are_as_rfc_5545_has_them(client, name):
    call_command("load", "fixtures", verbosity=0)
    make_target(statement={"due": "2026-03"}), make_target(statement={"due": "2026-03-31~"})
    text = get(client, f"/{name}.ics?background=1")
    assert text.count("\n") == text.count("\r\n") and "\r" not in text.replace("\r\n", "")
    lines = text.replace("\r\n ", "").split("\r\n")
    first = lines.index("BEGIN:VEVENT")
    assert lines[0] == "BEGIN:VCALENDAR" and lines[-2:] == ["END:VCALENDAR", ""]
    head = [line.split(":")[0] for line in lines[1:first]]
    assert {"PRODID", "VERSION", "NAME", "REFRESH-INTERVAL;VALUE=DURATION"} <= set(head)
    assert len(head) == len(set(head))
    entries = "\n".join(lines[first:-2]).removesuffix("\nEND:VEVENT").split("\nEND:VEVENT\n")
    uids = set()
    for entry in entries:
        begin, *rest = entry.split("\n")
        found = dict(line.split(":", 1) for line in rest)
        assert begin == "BEGIN:VEVENT" and len(found) == len(rest)
        first, end = found["DTSTART;VALUE=DATE"], found["DTEND;VALUE=DATE"]
        assert re.fullmatch(r"\d{8}", first) and re.fullmatch(r"\d{8}", end) and first < end
        for moment in ("DTSTAMP", "CREATED", "LAST-MODIFIED"):
            assert re.fullmatch(r"\d{8}T\d{6}Z", found[moment])
        assert found["STATUS"] in ("CONFIRMED", "TENTATIVE", "CANCELLED")
        uids.add(found["UID"])
    assert len(uids) == len(entries) == len(vobject.readOne(text).contents["vevent"]) > 1


def test_a_calendar_without_entries_holds_a_component_all_the_same(client):
    (component,) = vobject.readOne(get(client, "/events.ics")).components()
    assert component.name == "VTIMEZONE"


@pytest.mark.parametrize("name", ["events", "targets"])
def test_a_list_is_offered_to_calendars_with_its_filter(client, settings, name):
    address = f"/{name}.ics?company={make_company('FPT').slug}"
    page = get(client, address.replace(".ics", "/"))
    (found,) = re.findall('<link rel="alternate" type="text/calendar" [^>]*>', page)
    assert f'href="{address}"' in found
    assert f'href="webcal://testserver{address}"' in page
    settings.CANONICAL_URL = "https://vjtech.example"
    assert f'href="webcal://vjtech.example/{name}.ics"' in get(client, f"/{name}/")


def test_the_number_of_queries_does_not_grow_with_the_entries(client, django_assert_num_queries):
    for _ in range(7):
        make_event(companies=[make_company()], people=[make_person()])
    with django_assert_num_queries(5):
        assert len(read(client, "/events.ics")) == 7
