"""Where a timeline puts what is dated: places, widths, lanes, open ends, today and the legend."""

import datetime

import pytest

from vjtech.core.dates import PartialDate
from vjtech.core.pictures.scale import Scale, nice_values, time_ticks
from vjtech.core.pictures.timeline import (
    LANES,
    LONGER,
    MOST_MARKS,
    Dated,
    bare,
    is_free,
    labels_of,
    timeline,
)
from vjtech.core.pictures.words import LONGEST, shortened, width_of

TODAY = datetime.date(2026, 7, 2)


def row(date, kind="event", label="Forum", words=""):
    return Dated(label, f"/{date}/", PartialDate(date), kind, words)


def drawn(*dates, kind="event", **options):
    return timeline([row(date, kind) for date in dates], TODAY, **options)


def mark_of(picture, date):
    (mark,) = (mark for mark in picture.marks if mark.row.date == date)
    return mark


def day(text):
    return datetime.date.fromisoformat(text).toordinal()


# The scale


def test_a_scale_places_its_ends_and_its_middle_and_nothing_beyond_them():
    scale = Scale(100, 200)
    assert [scale.at(n) for n in (100, 150, 200, 0, 999)] == [0, 50, 100, 0, 100]
    assert Scale(7, 7).at(7) == 50


@pytest.mark.parametrize(
    ("low", "high", "values"),
    [
        (0, 10, [0, 2, 4, 6, 8, 10]),
        (3, 47, [10, 20, 30, 40]),
        (2019, 2022, [2019, 2020, 2021, 2022]),
        (5, 5, [5]),
    ],
)
def test_values_along_a_line_are_round(low, high, values):
    assert nice_values(low, high) == values


@pytest.mark.parametrize(
    ("first", "last", "labels"),
    [
        ("2019-05-01", "2025-02-01", ["2020", "2021", "2022", "2023", "2024", "2025"]),
        ("1900-01-01", "2024-12-31", ["1900", "1920", "1940", "1960", "1980", "2000", "2020"]),
        ("2024-02-10", "2024-07-20", ["Mar 2024", "May 2024", "Jul 2024"]),
        ("2024-02-10", "2024-02-19", ["10 Feb", "12 Feb", "14 Feb", "16 Feb", "18 Feb", "20 Feb"]),
        ("9990-01-01", "9999-12-31", ["9990", "9992", "9994", "9996", "9998"]),
    ],
)
def test_ticks_are_round_years_months_or_days(first, last, labels):
    assert [tick.label for tick in time_ticks(Scale(day(first), day(last) + 1))] == labels


# Places and widths


def test_certain_days_are_points_at_their_place():
    picture = drawn("2024-01-01", "2024-12-31", "2024-07-01")
    assert [(mark.form, mark.width) for mark in picture.marks] == [("day", 0)] * 3
    places = [mark.x for mark in picture.marks]
    assert places == sorted(places)
    low, high = picture.scale.low, picture.scale.high
    middle = 100 * (day("2024-07-01") + 0.5 - low) / (high - low)
    assert mark_of(picture, "2024-07-01").x == pytest.approx(middle, abs=0.01)


@pytest.mark.parametrize("date", ["2020", "2020-03", "202X", "[2020-03..2020-08]", "2020-01/2021"])
def test_a_partial_date_is_as_wide_as_what_it_may_mean(date):
    picture = drawn("2010-01-01", date, "2029-12-31")
    mark, scale, date = mark_of(picture, date), picture.scale, PartialDate(date)
    assert mark.x == scale.at(date.earliest.toordinal())
    days = (date.latest - date.earliest).days + 1
    width = 100 * days / (scale.high - scale.low)
    assert mark.width == pytest.approx(max(width, 0.8), abs=0.02)
    assert mark.form == ("lasts" if "/" in date else "within")


@pytest.mark.parametrize(
    ("date", "start", "end"),
    [
        ("2020/..", False, True),
        ("../2020", True, False),
        ("[2020..]", False, True),
        ("[..2020]", True, False),
    ],
)
def test_an_open_end_reaches_the_edge(date, start, end):
    picture = drawn("2015-01-01", date, "2025-01-01")
    mark = mark_of(picture, date)
    assert (mark.open_start, mark.open_end) == (start, end)
    assert (mark.x == 0, mark.end == 100) == (start, end)
    assert 0 < mark_of(picture, "2015-01-01").x < mark_of(picture, "2025-01-01").x < 100


def test_the_first_and_the_last_of_all_days_can_be_drawn():
    picture = drawn("0001-01-02", "9999-12-31", "[..0001-03]", "9998/..")
    assert all(0 <= mark.x <= mark.end <= 100 for mark in picture.marks)
    assert picture.ticks


@pytest.mark.parametrize(
    ("date", "unsure"),
    [("2024", False), ("2024?", True), ("2024~", True), ("2024?-03-04", True), ("2024%", True)],
)
def test_what_is_inferred_or_approximate_is_hatched(date, unsure):
    assert mark_of(drawn(date, "2025-01-01"), date).unsure == unsure


# Today


def test_today_is_marked_where_it_is_near():
    picture = drawn("2024-01-01", "2028")
    scale = picture.scale
    assert picture.today_at == scale.at(TODAY.toordinal() + 0.5)
    assert ("today", "today, 2 July 2026") in picture.legend
    assert drawn("2025-01-01", "2026-01-01").scale.high == TODAY.toordinal() + 1


def test_a_day_far_from_all_others_is_not_squeezed_in_for_being_today():
    picture = drawn("2011-01-01", "2012-01-01")
    assert picture.today_at is None
    assert "today" not in dict(picture.legend)


# Lanes and labels


def places_of(picture):
    """Return {lane: what its marks and labels take on any picture}."""
    lanes = {}
    for mark in picture.marks:
        spans = [
            span
            for longest in (LONGEST, *LONGER)
            for label, after, span in labels_of(mark, longest)
            if (label, after) == (mark.label, mark.label_after)
        ]
        lanes.setdefault(mark.lane, []).append((spans or [bare(mark)])[0])
    return lanes


@pytest.mark.parametrize(
    "dates",
    [
        ["2024-05-01"] * 5,
        [f"20{n}" for n in range(10, 30)],
        ["2020-01-01", "2020-01-02", "2020", "202X", "2019/2021", "../2020", "2021/.."],
        [f"2024-{n:02}-15" for n in range(1, 13)],
    ],
)
def test_no_two_marks_or_labels_of_a_lane_overlap(dates):
    picture = drawn(*dates, lanes=40)
    assert len(picture.marks) == len(dates)
    for spans in places_of(picture).values():
        for n, span in enumerate(spans):
            assert is_free(span, spans[:n] + spans[n + 1 :])
    assert {mark.lane for mark in picture.marks} == set(range(picture.lanes))


def test_labels_are_left_out_rather_than_lanes_added_beyond_what_is_allowed():
    dates = [f"2024-{n:02}-15" for n in range(1, 13)]
    rows = [row(date, label="Vietnam-Japan forum") for date in dates]
    few, many = timeline(rows, TODAY, lanes=2), timeline(rows, TODAY, lanes=12)
    assert few.lanes <= 2 < many.lanes
    assert all(mark.label for mark in many.marks)
    assert not all(mark.label for mark in few.marks)


def test_a_label_is_as_long_as_there_is_room_for_it():
    title = "Vietnam-Japan Cooperation Forum in Hanoi"
    alone = timeline([row("2012-01-01", label=title), row("2026-01-01", label="Visit")], TODAY)
    assert [mark.label for mark in alone.marks] == [title, "Visit"]
    rows = [row(f"20{n}-01-01", label=title) for n in (12, 16, 20, 26)]
    cut = timeline(rows, TODAY, lanes=1).marks[0].label
    assert cut == "Vietnam-Japan…"


def test_a_label_says_first_what_is_planned_or_cancelled():
    told = row("2012-01-01", label="Vietnam-Japan Cooperation Forum", words="cancelled")
    picture = timeline([told, row("2026-01-01")], TODAY)
    assert picture.marks[0].label.startswith("cancelled: Vietnam-Japan")


def test_events_and_due_dates_have_lanes_of_their_own():
    rows = [row("2024-01-01"), row("2026", "due"), row("2025-01-01"), row("2027-01-01", "due")]
    lanes = {}
    for mark in timeline(rows, TODAY).marks:
        lanes.setdefault(mark.kind, set()).add(mark.lane)
    assert max(lanes["event"]) < min(lanes["due"])


@pytest.mark.parametrize(
    ("text", "short"),
    [
        ("Forum", "Forum"),
        ("Vietnam-Japan Cooperation Forum in Hanoi", "Vietnam-Japan…"),
        ("日越経済技術協力フォーラム東京大会", "日越経済技術協力フォー…"),
        ("x" * 40, "x" * 22 + "…"),
    ],
)
def test_labels_are_cut_where_a_word_ends(text, short):
    assert shortened(text) == short
    assert width_of(short) <= LONGEST


# What is said


@pytest.mark.parametrize(
    ("given", "title"),
    [
        (row("2024-05-12"), "12 May 2024: Forum"),
        (row("2024?-05-12"), "12 May 2024: Forum — year inferred"),
        (row("2028", "due", "Revenue", "declared"), "Due 2028: Revenue — declared"),
        (row("2017/..", words="planned"), "Since 2017: Forum — planned"),
    ],
)
def test_a_title_says_when_what_and_how_sure(given, title):
    picture = timeline([given, row("2025-01-01")], TODAY)
    assert title in [mark.title for mark in picture.marks]


def test_the_legend_names_only_what_is_there():
    assert [name for name, _words in drawn("2012-01-01", "2012-02-01").legend] == ["event"]
    rows = [row("2024?"), row("2024/.."), row("2027-01-01", "due")]
    names = [name for name, _words in timeline(rows, TODAY).legend]
    assert names == ["event", "due", "lasts", "within", "unsure", "open", "today"]
    assert [name for name, _words in drawn("2011", "2012").legend] == ["within"]
    assert dict(drawn("2024~", "2025").legend)["unsure"] == "hatched: approximate"
    assert timeline(rows, TODAY).name == "Timeline of events and due dates"
    assert drawn("2024", "2025", kind="due").name == "Timeline of due dates"


def test_what_has_no_date_is_counted_and_not_drawn():
    picture = drawn("2024", "", "2025", "", undated=3)
    assert (len(picture.marks), picture.undated) == (2, 5)


def test_there_is_no_timeline_of_less_than_two_nor_of_too_many_nor_too_close():
    assert drawn() is drawn("", "") is drawn("2024", "") is None
    days = [f"2024-01-{n:02}" for n in range(1, 29)]
    assert drawn(*(days + days)[: MOST_MARKS + 1], lanes=99) is None
    assert drawn(*["2024-05-01"] * (LANES + 1)) is None
    assert drawn(*["2024-05-01"] * LANES).lanes == LANES
