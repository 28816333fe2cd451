"""Lists asked for a range of days: certainly inside, possibly inside, undated; both ends."""

import re

import pytest

from tests.factories import cite, make_article, make_event, make_target
from tests.pages import get, get_csv, get_json, link, slugs, words_of

pytestmark = pytest.mark.django_db

# Held against 2025-03 to 2025-04, 1 March to 30 April.
GROUPS = {
    "certain": (
        *("2025-03-01", "2025-04-30", "2025-03", "2025-04", "2025-03/2025-04"),
        *("[2025-03-15..2025-04-15]", "2025-03-31"),
    ),
    "possible": (
        *("2025", "202X", "2025-02/2025-03", "[2025-04..2025-05]", "2024/..", "[..2025-03]"),
        *("../2025-03-01", "[2025-04-30..]", "2025?-04-10", "2025-04~", "2025-03%", "2025-04-10?"),
    ),
    "undated": ("",),
    "absent": (
        *("2025-02-28", "2025-05-01", "2024", "2026", "2025-02", "2025-05", "../2025-02"),
        *("[2025-05..]", "2024/2025-02", "19XX"),
    ),
}
DATES = [(date, group) for group, dates in GROUPS.items() for date in dates]


def dated_event(date, **fields):
    return make_event(date=date, date_reason="Inferred.", **fields)


def dated_article(date, **fields):
    return make_article(published=date, published_reason="Inferred.", **fields)


def dated_target(date, **fields):
    return make_target(statement={"due": date, "due_reason": "Inferred."}, **fields)


KINDS = {
    "events": (dated_event, "date_after", "date_before"),
    "articles": (dated_article, "published_after", "published_before"),
    "targets": (dated_target, "due_after", "due_before"),
}
LISTS = pytest.mark.parametrize(("name", "kind"), KINDS.items(), ids=list(KINDS))


@LISTS
def test_a_date_is_certainly_possibly_or_not_inside_a_range(client, name, kind):
    make, after, before = kind
    made = {make(date).slug: (date, group) for date, group in DATES}
    found = get_json(client, name, f"?{after}=2025-03&{before}=2025-04&background=1")["results"]
    told = {row["slug"]: row["certainty"] for row in found if row["slug"] in made}
    assert {made[slug][0]: told.get(slug, "absent") for slug in made} == dict(DATES)
    order = [row["certainty"] for row in found]
    assert order == sorted(order, key=["certain", "possible", "undated"].index)


@LISTS
def test_each_end_alone_bounds_one_side(client, name, kind):
    make, after, before = kind
    rows = {d: make(d, slug=f"r-{i}").slug for i, d in enumerate(("2024", "2025-03", "2026", ""))}
    ours = set(rows.values())

    def listed(query):
        return {d for d, slug in rows.items() if slug in ours & set(slugs(client, name, query))}

    assert listed(f"?{after}=2025-03-31") == {"2025-03", "2026", ""}
    assert listed(f"?{after}=2025-04") == {"2026", ""}
    assert listed(f"?{before}=2025-03-01") == {"2024", "2025-03", ""}
    assert listed(f"?{before}=2025-02") == {"2024", ""}
    assert listed(f"?{after}=2024-12-31&{before}=2024-12-31") == {"2024", ""}


def test_a_range_may_itself_be_partial(client):
    slug = make_event(date="2025-06-15").slug
    for query in ("?date_after=202X", "?date_after=[2025-06..2025-07]", "?date_before=2025-06~"):
        assert slugs(client, "events", query) == [slug], query


def test_only_certain_dates_are_listed_where_asked_for(client):
    made = {dated_event(date).slug: date for date, _group in DATES}
    listed = {made[slug] for slug in slugs(client, "events", "?certain=1")}
    assert listed == {date for date, _g in DATES if date and not set(date) & set("?~%")}
    ranged = slugs(client, "events", "?date_after=2025-03&date_before=2025-04&certain=1")
    assert {made[slug] for slug in ranged} == set(GROUPS["certain"])


def test_the_page_of_a_range_shows_three_groups_and_says_what_they_are(client):
    make_event("Sure", date="2025-03-05")
    make_event("Unsure", date="2025")
    make_event("Undated", date="")
    html = get(client, "/events/?date_after=2025-03&date_before=2025-04")
    _picture, _end, html = html.rpartition("</figure>")
    marks = ("Certainly within", "Sure", "Possibly within", "Unsure", "1 without a date", "Undated")
    places = [words_of(html).index(mark) for mark in marks]
    assert places == sorted(places)
    assert "<details" in html[: html.rindex("Undated")].rpartition("Unsure")[2]


def test_without_a_range_events_stand_by_year_newest_first(client):
    for date in ("2024", "2026-05", "2025-03", "2025", "", "[..2025]"):
        make_event(date=date)
    headings = re.findall(r"<h2>(.*?)</h2>", get(client, "/events/"))
    assert headings == ["2026", "2025", "2024", "First day not stated"]


def test_targets_stand_by_the_year_in_which_they_are_due(client):
    for due in ("2030", "2028", "[..2028]", "2028-05", ""):
        make_target(statement={"due": due})
    headings = re.findall(r"<h2>(.*?)</h2>", get(client, "/targets/"))
    assert headings == ["Due 2028", "Due 2030", "No due date stated"]


def test_a_range_is_walked_over_pages_without_losing_its_groups(client):
    dates = ["2025-03-05"] * 20 + ["2025"] * 20 + [""] * 20
    article = make_article()
    made = {make_event(date=date, article=article).slug for date in dates}
    address, seen, texts = "/events/?date_after=2025-03&date_before=2025-04", [], []
    while address:
        html = get(client, address)
        texts.append(words_of(html))
        seen += re.findall(r'<p class="lead"><a href="/events/([^/]+)/"', html)
        address = link(html, "next")
    assert len(seen) == len(set(seen)) == 60 and set(seen) == made
    assert len(texts) == 3
    assert "20 without a date stand at the end" in texts[0]
    assert "Possibly within" in texts[1] and "20 without a date" in texts[2]


def test_an_undated_target_is_asked_for_no_date_of_its_earlier_statements(client):
    target = make_target(statement={"said": "2020", "due": "2025"})
    cite(target, said="2024", act="raises")
    row = get_json(client, "targets", "?due_after=2025&due_before=2025")["results"][0]
    assert row["certainty"] == "undated"


def test_the_formats_tell_the_same_groups(client):
    for date, _group in DATES:
        dated_event(date)
    query = "?date_after=2025-03&date_before=2025-04"
    rows = get_json(client, "events", query)["results"]
    assert [(row["slug"], row["certainty"]) for row in rows] == [
        (row["slug"], row["certainty"]) for row in get_csv(client, "events", query)
    ]
