"""Days and amounts on the axes of pictures."""

from datetime import date
from decimal import Decimal

import pytest

from vjtech.core.dates import PartialDate
from vjtech.core.pictures.amounts import AmountScale
from vjtech.core.pictures.days import DayScale

DECADE = DayScale.of_years(2020, 2029)


def span(text, **given):
    return DECADE.span(PartialDate(text), **given)


def test_a_year_is_as_wide_as_it_is_long():
    whole = span("2025")
    assert whole.x == pytest.approx(50, abs=0.1)
    assert whole.width == pytest.approx(10, abs=0.1)
    assert (whole.is_day, whole.vague, whole.open_start, whole.open_end) == (False,) * 4


def test_a_day_is_a_point_and_a_month_between():
    assert span("2025-06-15").is_day
    assert span("2025-06-15").width < span("2025-06").width < span("2025").width


@pytest.mark.parametrize("text", ["2025?", "2025?-04-28", "2028~", "[2024?..2025]"])
def test_what_is_inferred_or_approximate_is_vague(text):
    assert span(text).vague


@pytest.mark.parametrize("text", ["2025", "[2024..2025]", "2024/2025"])
def test_what_is_merely_partial_is_not_vague(text):
    assert not span(text).vague


def test_an_open_end_reaches_to_the_end_of_the_axis_and_says_so():
    by, since = span("[..2024]"), span("[2024..]")
    assert (by.open_start, by.x) == (True, 0)
    assert (since.open_end, since.end) == (True, 100)


def test_nothing_is_said_later_than_today():
    assert span("[2024..]", until=date(2024, 12, 31)).end == span("2024").end


def test_a_date_beyond_the_axis_ends_with_it():
    assert span("2035").x == 100
    assert span("2035").width == 0


@pytest.mark.parametrize("years", [(1, 9999), (2025, 2025), (2020, 2120)])
def test_an_axis_of_any_length_has_a_few_ticks_in_order(years):
    places = [tick.at for tick in DayScale.of_years(*years).ticks()]
    assert 2 <= len(places) <= 12
    assert places == sorted(set(places))


def amounts(*values):
    return AmountScale([Decimal(value) for value in values])


def test_a_scale_of_amounts_holds_zero_and_ends_at_a_round_number():
    scale = amounts("130", "940")
    assert [tick.label for tick in scale.ticks()] == ["0", "500", "1,000"]
    assert scale.share(Decimal(0)) == 0
    assert scale.share(Decimal(500)) == 0.5


@pytest.mark.parametrize(
    "values", [("0",), ("0.000001",), ("-5", "5"), ("-3",), ("9" * 24 + ".999999", "1"), ("7", "7")]
)
def test_every_amount_stands_on_its_scale(values):
    scale = amounts(*values)
    assert all(0 <= scale.share(Decimal(value)) <= 1 for value in values)
    assert 2 <= len(scale.ticks()) <= 8
    assert scale.ticks()[0].share == 0
    assert scale.ticks()[-1].share == 1
