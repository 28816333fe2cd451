"""Events and due dates in time: what is drawn of a list or a noun, and what is counted by year."""

import re
from html import unescape

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext

from entities import pictures
from entities.filters import EventFilterSet
from entities.models import Event, EventPerson, Target, TargetParty
from tests.factories import make_article, make_company, make_event, make_person, make_target
from tests.pages import get, get_json, set_clock, slugs, words_of
from vjtech.core import filterset, yearly

pytestmark = pytest.mark.django_db

NOW = "2026-07-02T09:00:00+07:00"


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    set_clock(monkeypatch, NOW)


@pytest.fixture
def counts_little(monkeypatch):
    """Have lists of more than 3 rows counted by the year, and of each year 2 rows at most."""
    monkeypatch.setattr(filterset, "COUNTED", 3)
    monkeypatch.setattr(yearly, "SMALL", 0)
    monkeypatch.setattr(yearly, "MOST", 2)


def picture_in(html):
    found = re.findall(r'<figure class="picture">(.*?)</figure>', html, re.S)
    assert len(found) <= 1
    return found[0] if found else ""


def links_in(picture):
    """Return [(address, title)] of a picture's marks."""
    svg = picture.split("<figcaption>")[0]
    pairs = re.findall(r'<a href="([^"]*)"><title>(.*?)</title>', svg, re.S)
    return [(unescape(address), unescape(title)) for address, title in pairs]


def of_list(client, query=""):
    return links_in(picture_in(get(client, f"/events/{query}")))


# A short list


def test_the_events_of_a_page_are_marks_that_lead_to_them(client):
    first = make_event("First forum", date="2024-05-12")
    second = make_event("Second forum", date="2025?-02", date_reason="Inferred.")
    make_event("Third forum", date="")
    picture = picture_in(get(client, "/events/"))
    assert sorted(links_in(picture)) == sorted(
        [
            (first.get_absolute_url(), "12 May 2024: First forum"),
            (second.get_absolute_url(), "February 2025: Second forum — year inferred"),
        ]
    )
    assert "1 without a date is not drawn" in words_of(picture)
    assert "hatched: inferred" in words_of(picture)
    assert "today, 2 July 2026" in words_of(picture)


def test_what_the_public_must_not_see_is_not_drawn(client):
    for _n in range(2):
        make_event(date="2024-05-12")
    make_event("Secret draft", date="2024-06-12", state="draft")
    make_event("Secret without a source", date="2024-07-12", article=None)
    assert len(of_list(client)) == 2
    assert "Secret" not in get(client, "/events/")


def test_a_single_dated_event_is_no_picture(client):
    make_event(date="2024-05-12")
    make_event(date="")
    assert picture_in(get(client, "/events/")) == ""


def test_no_picture_where_the_filter_is_not_understood(client):
    for _n in range(3):
        make_event(date="2024-05-12")
    assert picture_in(get(client, "/events/?kind=nonsense")) == ""


def test_titles_are_escaped_and_short_labels_say_their_language(client):
    make_event("<script>alert('&\"')</script>", date="2024-05-12")
    make_event("Diễn đàn hợp tác", date="2012-05-12")
    make_event("日越フォーラム", date="2018-05-12")
    picture = picture_in(get(client, "/events/"))
    assert "<script>" not in picture
    assert "12 May 2024: <script>alert('&\"')</script>" in dict(links_in(picture)).values()
    assert 'lang="vi">Diễn đàn hợp tác<' in picture
    assert 'lang="ja">日越フォーラム<' in picture


# A longer list


def many_events(n=60):
    """Make events of 2023 to 2026, every fifth a signing, and return {year: slugs}."""
    article, made = make_article(), {}
    for i in range(n):
        year = 2023 + i % 4
        kind = "forum" if i % 5 else "signing"
        event = make_event(date=f"{year}-03-{1 + i % 9:02}", kind=kind, article=article)
        made.setdefault(year, {})[event.slug] = kind
    return made


def test_all_of_a_list_of_few_are_marks_though_they_take_two_pages(client):
    article = make_article()
    events = [make_event(date=f"{1990 + n}-03", article=article) for n in range(28)]
    found = [address for address, _title in of_list(client)]
    assert sorted(found) == sorted(event.get_absolute_url() for event in events)
    assert picture_in(get(client, get_next(client, "/events/"))) == ""


@pytest.mark.parametrize("query", ["", "?kind=forum", "?kind=forum&kind=signing"])
def test_each_year_leads_to_the_list_of_that_year_with_the_filter_kept(client, query):
    made = many_events()
    kinds = ["forum"] if query == "?kind=forum" else ["forum", "signing"]
    found = of_list(client, query)
    assert len(found) == 4
    for (address, title), (year, events) in zip(found, made.items(), strict=True):
        asked = {slug for slug, kind in events.items() if kind in kinds}
        assert title == f"{year}: {len(asked)} events"
        path, _mark, rest = address.partition("?")
        assert path == "/events/"
        assert set(slugs(client, "events", f"?{rest}")) == asked
        assert client.get(address).status_code == 200, "canonical as it stands"


def test_the_years_of_a_range_stay_within_it(client):
    many_events()
    query = "?date_after=2023-03-02&date_before=2025"
    found = [address for address, _title in of_list(client, query)]
    assert found == [
        "/events/?date_after=2023-03-02&date_before=2023-12",
        "/events/?date_after=2024-01&date_before=2024-12",
        "/events/?date_after=2025-01&date_before=2025-12",
    ]


def test_the_same_counts_stand_in_a_table(client):
    many_events()
    make_event(date="")
    picture = picture_in(get(client, "/events/"))
    rows = re.findall(r"<tr><th scope=\"row\">(\d+)</th><td><a [^>]*>(\d+)</a></td></tr>", picture)
    assert [(year, f"{year}: {n} events") for year, n in rows] == [
        (title[:4], title) for _address, title in links_in(picture)
    ]
    assert "Without a date: 1." in words_of(picture)


def test_later_pages_of_a_list_have_no_picture(client):
    many_events()
    assert "<figure" not in get(client, get_next(client, "/events/"))


def get_next(client, address):
    return unescape(re.search(r'<a rel="next" href="([^"]*)"', get(client, address))[1])


def test_words_searched_for_are_counted_among_what_was_found(client):
    article = make_article()
    for i in range(26):
        make_event(f"Robot fair {i}", date=f"{2024 + i % 2}-05", article=article)
    make_event("Other fair", date="2025-05", article=article)
    titles = [title for _address, title in of_list(client, "?q=robot")]
    assert titles == ["2024: 13 events", "2025: 13 events"]


# A list too long to be counted as a whole


@pytest.mark.usefixtures("counts_little")
def test_a_year_with_more_says_so_and_leads_to_all_of_them(client):
    made = many_events()
    picture = picture_in(get(client, "/events/"))
    found = links_in(picture)
    assert [title for _address, title in found] == [f"{year}: 2+ events" for year in made]
    assert "“+”: at least so many." in words_of(picture)
    assert set(slugs(client, "events", found[0][0].removeprefix("/events/"))) == set(made[2023])


@pytest.mark.usefixtures("counts_little")
def test_a_longer_list_asks_two_questions_more_whatever_its_length(client):
    asked = []
    for _n in range(2):
        many_events()
        page = EventFilterSet.for_query(QueryDict(""))
        assert page.count is None
        with CaptureQueriesContext(connection) as captured:
            yearly.by_year(page)
        asked.append(len(captured))
    assert asked == [2, 2]


# A company, a person


def test_a_company_s_page_draws_its_events_and_what_its_targets_are_due_by(client):
    company, other = make_company("Alpha"), make_company("Beta")
    event = make_event("Forum", date="2024-05-12", companies=[company])
    make_event("Not theirs", date="2024-05-12", companies=[other])
    target = make_target("revenue", companies=[company], statement={"due": "2028"})
    make_target("undated", companies=[company])
    picture = picture_in(get(client, company.get_absolute_url()))
    assert links_in(picture) == [
        (event.get_absolute_url(), "12 May 2024: Forum"),
        (target.get_absolute_url(), "Due 2028: Revenue"),
    ]
    assert "1 without a date is not drawn" in words_of(picture)
    assert picture_in(get(client, other.get_absolute_url())) == ""


def test_a_company_s_page_says_which_event_was_cancelled_as_the_list_does(client):
    company = make_company("Alpha")
    make_event("Forum", date="2024-05-12", companies=[company], status="cancelled")
    make_event("Visit", date="2012-05-12", companies=[company], status="happened")
    for address in (company.get_absolute_url(), "/events/"):
        picture = picture_in(get(client, address))
        assert "12 May 2024: Forum — cancelled" in dict(links_in(picture)).values()
        assert ">cancelled: Forum</text>" in picture
        assert "12 May 2012: Visit" in dict(links_in(picture)).values()


def test_a_person_s_page_draws_theirs(client):
    person = make_person("Ann")
    events = [make_event(date=f"202{n}-05", people=[person]) for n in (4, 5)]
    addresses = [
        address for address, _title in links_in(picture_in(get(client, person.get_absolute_url())))
    ]
    assert addresses == [event.get_absolute_url() for event in events]


def busy(noun, n=45):
    article = make_article()
    for i in range(n):
        year = 2020 + i % 3
        event = make_event(date=f"{year}-05", article=article)
        target = make_target(article=article, statement={"due": f"{year + 6}-05"})
        if noun._meta.model_name == "company":
            event.company_parts.create(company=noun)
            TargetParty.objects.create(target=target, company=noun)
        else:
            EventPerson.objects.create(event=event, person=noun)
            TargetParty.objects.create(target=target, person=noun)


@pytest.mark.parametrize("looked_at", [200, 44])
def test_a_busy_company_s_years_lead_to_its_lists(client, monkeypatch, looked_at):
    monkeypatch.setattr(pictures, "LOOKED_AT", looked_at)
    company = make_company("Alpha")
    busy(company)
    busy(make_company("Beta"), 3)
    found = links_in(picture_in(get(client, company.get_absolute_url())))
    assert [title for _address, title in found] == [
        *(f"{year}: 15 events" for year in (2020, 2021, 2022)),
        *(f"{year}: 15 due dates" for year in (2026, 2027, 2028)),
    ]
    for address, _title in found:
        assert client.get(address).status_code == 200, "canonical as it stands"
        path, _mark, query = address.partition("?")
        assert len(get_json(client, path.strip("/"), f"?{query}")["results"]) == 15


def test_a_person_s_due_dates_have_no_list_to_lead_to(client):
    person = make_person("Ann")
    busy(person)
    found = links_in(picture_in(get(client, person.get_absolute_url())))
    assert [title for _address, title in found] == [
        f"{year}: 15 events" for year in (2020, 2021, 2022)
    ]
    assert "2026: 15 due dates" in get(client, person.get_absolute_url())


def test_of_any_rows_the_first_are_drawn(monkeypatch):
    monkeypatch.setattr(pictures, "LOOKED_AT", 40)
    company = make_company("Alpha")
    busy(company)
    events, targets = (m.objects.published().of_company(company) for m in (Event, Target))
    picture = pictures.of_facts(events, targets)
    assert {bar.address for bar in picture.bars} == {""}
    assert "Only the latest 40 events are counted." in picture.caption
    assert "Only the first 40 due dates are counted." in picture.caption
    assert [str(bar.count) for bar in picture.bars] == ["10+", "15", "15", "15", "15", "10+"]
