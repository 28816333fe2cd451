"""Partial dates: what is read, what it can mean, and how it is worded."""

import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.pages import set_clock
from vjtech.core.dates import PartialDate, months_between, today

FIRST, LAST = datetime.date.min, datetime.date.max
DAYS = st.dates(datetime.date(1000, 1, 1), LAST)


def day(text):
    return datetime.date.fromisoformat(text)


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        ("2017", "2017-01-01", "2017-12-31"),
        ("2025-04", "2025-04-01", "2025-04-30"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2023-02", "2023-02-01", "2023-02-28"),
        ("2025-04-28", "2025-04-28", "2025-04-28"),
        ("2025?-04-28", "2025-04-28", "2025-04-28"),
        ("2025-04?", "2025-04-01", "2025-04-30"),
        ("2028~", "2028-01-01", "2028-12-31"),
        ("2028%", "2028-01-01", "2028-12-31"),
        ("201X", "2010-01-01", "2019-12-31"),
        ("19XX", "1900-01-01", "1999-12-31"),
        ("[2025-03..2025-04]", "2025-03-01", "2025-04-30"),
        ("[2025-04-28?..2026?]", "2025-04-28", "2026-12-31"),
        ("2025-01/2025-03", "2025-01-01", "2025-03-31"),
        ("2025/2025-03", "2025-01-01", "2025-03-31"),
    ],
)
def test_the_first_and_last_day_it_can_mean(text, earliest, latest):
    date = PartialDate(text)
    assert (date.earliest, date.latest) == (day(earliest), day(latest))
    assert str(date) == text


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        ("2017/..", day("2017-01-01"), LAST),
        ("../2017-05", FIRST, day("2017-05-31")),
        ("[2017..]", day("2017-01-01"), LAST),
        ("[..2017]", FIRST, day("2017-12-31")),
    ],
)
def test_an_open_end_reaches_as_far_as_dates_do(text, earliest, latest):
    assert (PartialDate(text).earliest, PartialDate(text).latest) == (earliest, latest)


def test_no_date_has_no_days():
    for nothing in ("", None, "  "):
        date = PartialDate(nothing)
        assert (date, date.earliest, date.latest) == ("", None, None)
        assert not (date.human() or date.brief() or date.certainty() or date.inferred)


@pytest.mark.parametrize(
    "text",
    [
        *("2025-13", "2025-00", "2025-02-30", "2023-02-29", "2025-04-00", "0000", "00XX"),
        *("April 28", "28/04/2025x", "2025-4-28", "25-04-28", "2025-04-28T09:00", "2025-04-"),
        *("201X-05", "2025年", "?", "??", "2025??", "-2025", "99999"),
        *("[2025]", "[..]", "/", "../..", "[2025..2026", "2024/2025/2026", "[]"),
        *("2026/2025", "[2026..2025-12]", "2025-05/2025-04"),
    ],
)
def test_what_is_no_date_of_the_calendar_is_refused(text):
    with pytest.raises(ValueError, match="“"):
        PartialDate(text)


@settings(deadline=None, max_examples=60)
@given(DAYS)
def test_a_day_means_itself(date):
    partial = PartialDate(date.isoformat())
    assert partial.is_day and partial.earliest == partial.latest == date


@settings(deadline=None, max_examples=60)
@given(DAYS, DAYS)
def test_two_days_make_an_interval_and_a_set_only_in_their_order(a, b):
    for form in (f"{a}/{b}", f"[{a}..{b}]"):
        if a <= b:
            assert (PartialDate(form).earliest, PartialDate(form).latest) == (a, b)
            assert not PartialDate(form).is_day
        else:
            with pytest.raises(ValueError, match="ends before it starts"):
                PartialDate(form)


@settings(deadline=None, max_examples=300)
@given(st.text("0123456789X?~%-/.[] 年２", max_size=24) | st.text(max_size=12))
def test_any_text_is_a_whole_date_or_a_value_error(text):
    try:
        date = PartialDate(text)
    except ValueError:
        return
    assert PartialDate(str(date)) == date
    assert not date or date.earliest <= date.latest
    assert isinstance(date.human() + date.brief() + date.certainty(), str)


def test_full_width_digits_are_read_and_kept_as_plain_ones():
    assert PartialDate("２０２５－０４") == "2025-04"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2017", "2017"),
        ("2025-04", "April 2025"),
        ("2025-04-08", "8 April 2025"),
        ("2025?-04-28", "28 April 2025"),
        ("2028~", "about 2028"),
        ("2025-04~", "about April 2025"),
        ("201X", "between 2010 and 2019"),
        ("[2025-03..2025-04]", "some time between March 2025 and April 2025"),
        ("[..2028]", "by 2028"),
        ("[2028..]", "2028 or later"),
        ("2025-01/2025-03", "January 2025 to March 2025"),
        ("2017/..", "since 2017"),
        ("../2017", "until 2017"),
        ("2028~/2030", "about 2028 to 2030"),
        ("[..2028~]", "by about 2028"),
    ],
)
def test_it_reads_as_words_without_losing_a_hedge(text, words):
    assert PartialDate(text).human() == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2025-04-28", "28 Apr 2025"),
        ("2025-04", "Apr 2025"),
        ("2025", "2025"),
        ("2025~", "about 2025"),
        ("2025-04~", "about Apr 2025"),
        ("[2025-04-28?..2026?]", "28 Apr 2025 – 2026, inferred"),
        ("2017/..", "from 2017"),
        ("[..2028]", "– 2028"),
    ],
)
def test_a_reference_to_it_is_short(text, words):
    assert PartialDate(text).brief() == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2025-04-28", ""),
        ("2028~", ""),
        ("2025?-04-28", "year inferred"),
        ("2025-04?-28", "year and month inferred"),
        ("2025-04-28?", "date inferred"),
        ("2025?", "date inferred"),
        ("2025%", "date inferred"),
        ("[2025..2026?]", "date inferred"),
    ],
)
def test_what_is_inferred_is_worded(text, words):
    assert PartialDate(text).certainty() == words
    assert PartialDate(text).inferred == bool(words)


def test_only_an_interval_lasts():
    lasting = [text for text in ("2017", "[2017..2018]", "2017/2018") if PartialDate(text).lasting]
    assert lasting == ["2017/2018"]


def test_today_is_the_date_in_hanoi(monkeypatch):
    set_clock(monkeypatch, "2025-12-31T16:59:59+00:00")
    assert today() == day("2025-12-31")
    set_clock(monkeypatch, "2025-12-31T17:00:00+00:00")
    assert today() == day("2026-01-01")


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        ("2024-05-20", "2024-05", "May 2024"),
        ("2019-10-23", "2026-01-09", "Oct 2019 – Jan 2026"),
        ("2024-05-01/2024-05-03", "2024-05-01/2024-05-03", "May 2024 at the earliest"),
        ("2024", "2024", "Jan 2024 at the earliest"),
        ("2025?-04-28", "2025?-04-28", "Apr 2025 at the earliest"),
        ("2019-10-23", "[2025-04-28?..2026?]", "Oct 2019 – Apr 2025 at the earliest"),
        ("[2024-05-20?..]", "2026-01-09", "May 2024 – Jan 2026 at the earliest"),
    ],
)
def test_months_that_are_not_stated_are_told_as_the_earliest_possible(first, last, words):
    assert months_between(PartialDate(first), PartialDate(last)) == words
