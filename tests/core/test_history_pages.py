"""The desk's history: told in words, and the way back to a version."""

import json

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from reversion.models import Revision, Version

from entities.models import Company, Event
from tests.desk import Desk, address
from tests.factories import make_company, make_event, make_person, make_place, make_topic
from vjtech.core.history import revision
from vjtech.core.snapshots import versions

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk():
    return Desk()


@pytest.fixture
def company(desk):
    """A company with two versions: as it was, and as the desk changed it."""
    company = make_company("Mê Kông", aliases=["MK", "Mekong"], summary="A maker of boats.")
    page = desk.change(company)
    page.fill_row("aliases", 0, text="MKC")
    page.add_row("aliases", text="Cửu Long", kind="former")
    page.save(country="VN", kind="media", why="They print now.", **{"aliases-1-DELETE": "on"})
    company.refresh_from_db()
    return company


def told(record):
    return list(versions(type(record)).filter(object_id=record.pk).order_by("pk"))


def version_page(desk, record, place=0):
    return desk.get(address("version", type(record), record.pk, told(record)[place].pk))


def changes(page):
    """Return {label: (old, new)} of what a page says was changed then."""
    found = page.response.context_data["told"].differences
    return {each.label: (each.old, each.new) for each in found}


def go_back(desk, record, place=0, why="It was right.", **changes):
    page = version_page(desk, record, place)
    return desk.post(page.address, {**page.data, "why": why, **changes})


def test_the_history_says_who_changed_what_and_why(desk, company):
    page = desk.get(address("history", Company, company.pk))
    assert desk.user.username in page.text and "They print now." in page.text
    assert "Kind, Country, Alias of a company" in page.text
    assert "As it was before its history began." in page.text


def test_what_the_log_knows_from_before_the_history_is_shown_below_it(desk, company):
    shown = address("history", Company, company.pk)
    assert not desk.get(shown).response.context["entries"]
    entry = LogEntry.objects.get(object_id=str(company.pk))
    entry.pk, entry.action_time = None, "2020-01-01T00:00Z"
    entry.change_message = '[{"changed": {"fields": ["Summary"]}}]'
    entry.save()
    assert "Before its history began" in desk.get(shown).text
    assert (
        "1 Jan 2020, 07:00" in desk.get(shown).text and "Changed Summary." in desk.get(shown).text
    )


def test_a_version_is_told_in_words_field_by_field_and_row_by_row(desk, company):
    page = version_page(desk, company, 1)
    found = page.response.context_data["told"].differences
    assert [(each.label, each.old, each.new) for each in found] == [
        ("Kind", "company", "media"),
        ("Country", "", "VN"),
        ("Alias of a company “MK · romanised”: Text", "MK", "MKC"),
        ("Alias of a company", "", "Cửu Long · former name"),
        ("Alias of a company", "Mekong · romanised", ""),
    ]
    assert "<ins>Cửu Long · former name</ins>" in page.html
    assert "<del>Mekong · romanised</del>" in page.html


def test_related_records_and_dates_are_told_by_name(desk):
    hanoi, hue = make_place("Hà Nội"), make_place("Huế")
    event = make_event(place=hanoi, date="2025-04")
    desk.change(event).save(place=hue.pk, date="2025?-04-28", date_reason="The year of the print.")
    found = changes(version_page(desk, event, 1))
    assert found["Place"] == ("Hà Nội", "Huế")
    assert found["Date"] == ("April 2025 (2025-04)", "28 April 2025 (2025?-04-28)")


def test_a_deleted_record_is_still_told_by_its_name(desk):
    person = make_person("Trần Văn Minh")
    event = make_event(people=[person])
    with revision(reason="A double."):
        person.delete()
    assert "Trần Văn Minh (deleted) · participant" in version_page(desk, event, 1).text


def test_going_back_restores_fields_and_rows_as_a_new_version(desk, company):
    version = company.version
    assert go_back(desk, company).saved
    company.refresh_from_db()
    assert (company.country, company.kind, company.version) == ("", "company", version + 1)
    assert [(a.text, a.kind) for a in company.aliases.all()] == [
        ("MK", "romanised"),
        ("Mekong", "romanised"),
    ]
    page = desk.get(address("history", Company, company.pk))
    assert len(told(company)) == 3 and "It was right." in page.text
    assert go_back(desk, company, 1).saved  # and forward again
    assert {a.text for a in company.aliases.all()} == {"MKC", "Cửu Long"}


def test_going_back_makes_an_open_form_old(desk, company):
    mine = Desk().change(company)
    assert go_back(desk, company).saved
    refused = mine.save(summary="Ships.", why="My reason")
    assert refused.status == 409 and refused.data["why"] == "My reason"


def test_going_back_over_a_newer_version_is_refused_and_keeps_the_reason(desk, company):
    page = version_page(desk, company)
    Desk().change(company).save(summary="Ships.")
    refused = desk.post(page.address, {**page.data, "why": "My reason"})
    assert refused.status == 409 and refused.data["why"] == "My reason"
    assert "Ships." in refused.text  # and what going back would change now
    company.refresh_from_db()
    assert company.summary == "Ships." and company.country == "VN"
    assert desk.post(page.address, {**refused.data}).saved
    company.refresh_from_db()
    assert company.summary == "A maker of boats."


def test_going_back_needs_a_reason_where_readers_see_the_record(desk, company):
    refused = go_back(desk, company, why="  ")
    company.refresh_from_db()
    assert refused.status == 200 and "say why" in refused.text and company.country == "VN"
    Company.objects.update(state="draft")
    assert go_back(desk, company, 1, why="").saved


def test_who_may_not_publish_does_not_by_going_back(desk, company):
    Company.objects.publish()
    desk.change(company).save(state="draft")
    company.refresh_from_db()
    assert go_back(Desk("Editors"), company).saved
    company.refresh_from_db()
    assert company.state == "draft" and company.country == ""
    assert go_back(Desk("Reviewers"), company).saved
    company.refresh_from_db()
    assert company.state == "published"


def test_who_may_only_look_sees_the_history_and_no_way_back(desk, company):
    reader = Desk("Editors")
    reader.user.groups.clear()
    page = address("version", Company, company.pk, told(company)[0].pk)
    assert reader.get(page).status == 403
    reader.user.user_permissions.add(permission("view_company"))
    shown = reader.get(page)
    assert shown.status == 200 and 'type="submit" class="default"' not in shown.html
    given = {"opened": str(company.version), "why": "Forged."}
    assert reader.post(page, given).status == 403


def permission(name):
    return Permission.objects.get(codename=name)


def test_rows_are_put_back_only_by_whom_may_write_them(desk, company):
    editor = Desk("Editors")
    editor.user.groups.clear()
    editor.user.user_permissions.add(permission("change_company"), permission("view_company"))
    assert go_back(editor, company).status == 403
    company.refresh_from_db()
    assert company.country == "VN"


def test_an_address_that_somebody_else_has_now_is_refused(desk):
    company = make_company("Alpha", slug="alpha")
    desk.change(company).save(slug="alpha-vietnam")
    company.former_slugs.all().delete()
    make_company("Another Alpha", slug="alpha")
    refused = go_back(desk, company)
    assert refused.status == 409
    assert "The address “alpha” now belongs to “Another Alpha”" in refused.text


def test_going_back_keeps_every_address_that_led_here(desk):
    company = make_company("Alpha", slug="alpha")
    desk.change(company).save(slug="alpha-vietnam")
    company.refresh_from_db()
    assert go_back(desk, company).saved
    company.refresh_from_db()
    assert company.slug == "alpha"
    assert [former.slug for former in company.former_slugs.all()] == ["alpha-vietnam"]


def test_what_points_to_something_gone_is_refused(desk):
    parent = make_company("The Group")
    company = make_company(parent=parent)
    desk.change(company).save(parent="")
    with revision(reason="Dissolved."):
        parent.delete()
    company.refresh_from_db()
    refused = go_back(desk, company)
    assert refused.status == 409 and "Part of: “The Group” is no longer there" in refused.text
    assert len(told(company)) == 2


def test_a_version_of_an_older_schema_is_shown_and_put_back(desk, company):
    version = told(company)[0]
    data = json.loads(version.serialized_data)
    data[0]["fields"] |= {"stock_code": "MKC", "country": None}
    del data[0]["fields"]["summary"]
    data.append({"model": "entities.branch", "pk": 1, "fields": {"name": "Huế"}})
    data.append({"model": "entities.companyalias", "pk": 999, "fields": {"owner": 1, "txt": "?"}})
    version.serialized_data = json.dumps(data)
    version.save()
    page = version_page(desk, company)
    assert page.status == 200 and "Stock code" in page.text and "Entities.branch" in page.text
    assert desk.get(address("history", Company, company.pk)).status == 200
    assert go_back(desk, company).status == 409  # an alias without a text
    version.serialized_data = "no JSON"
    version.save()
    assert version_page(desk, company).status == 200
    assert go_back(desk, company).status == 409


def test_long_texts_are_compared_word_by_word(desk):
    text = "The company makes boats for the river, and repairs them where they lie, in all seasons."
    company = make_company(summary=text)
    desk.change(company).save(summary=text.replace("boats", "big <ships>"))
    html = version_page(desk, company, 1).html
    assert "makes <del>boats</del><ins>big &lt;ships&gt;</ins> for the river" in html


def test_a_thousand_versions_are_shown_by_pages_at_the_cost_of_few_queries(
    desk, company, django_assert_max_num_queries
):
    first = told(company)[0]
    for number in range(1000):
        first.pk, first.revision = None, Revision.objects.create(date_created="2026-01-01T00:00Z")
        first.serialized_data = first.serialized_data.replace("boats", f"boats {number}")
        first.save()
    for query in ("", "?p=2", "?p=41", "?p=999999", "?p=junk"):
        with django_assert_max_num_queries(9):
            page = desk.get(address("history", Company, company.pk) + query)
        assert page.status == 200 and page.html.count('<th scope="row"><a') <= 25
    with django_assert_max_num_queries(12):
        assert version_page(desk, company, 500).status == 200


def test_topics_have_a_history_too(desk):
    topic = make_topic("Chips")
    desk.change(topic).save(name="Semiconductors")
    assert go_back(desk, topic).saved
    topic.refresh_from_db()
    assert topic.name == "Chips"


def test_junk_in_the_addresses_and_forms_of_the_history_is_no_error(desk, company):
    other = make_event()
    with revision():
        other.save()
    key = told(company)[0].pk
    for path in (
        address("version", Company, company.pk, 10**30),
        address("version", Company, 10**30, key),
        address("version", Event, other.pk, key),
        address("version", Company, "x", key),
        address("history", Company, "_00"),
        address("history", Company, 10**30) + "?p=%00",
    ):
        assert desk.get(path).status in (302, 400, 404), path
        assert desk.post(path, {"opened": "1", "why": "x"}).status in (302, 400, 403, 404, 405), (
            path
        )
    page = address("version", Company, company.pk, key)
    for opened in ("", "junk", "9" * 50, "\0", "²"):
        assert desk.post(page, {"opened": opened, "why": "x"}).status == 409, opened
    long = go_back(desk, company, why="y" * 501)
    assert long.status == 200 and "at most 500 characters" in long.text and "y" * 501 in long.html
    assert go_back(desk, company, why="a\0b").saved
    assert Version.objects.order_by("pk").last().revision.comment.endswith("ab")


def test_the_history_is_not_shown_to_the_public(company, client):
    for path in (
        address("history", Company, company.pk),
        address("version", Company, company.pk, told(company)[0].pk),
        address("deleted", Company),
    ):
        assert client.get(path).status_code == 302
