"""Counts by the year as bars: heights, empty stretches, what was counted in part, and links."""

import datetime
from itertools import pairwise

import pytest

from vjtech.core.pictures.tally import Count, Tally, tallied, tallied_first
from vjtech.core.pictures.years import MOST_SLOTS, TALL, years

TODAY = datetime.date(2026, 7, 2)


def day(year):
    return datetime.date(year, 3, 4).toordinal()


def tally(counts, **left):
    return Tally({year: Count(n) for year, n in counts.items()}, **left)


def drawn(counts, **tallies):
    return years({"event": tally(counts), **tallies}, TODAY, lambda kind, a, b: f"/{kind}/{a}-{b}/")


def test_days_are_told_apart_by_the_year_and_from_what_has_none():
    found = tallied([day(2024), day(2024), day(2019), 0, 1, 9_999_999])
    assert found == Tally({2024: Count(2), 2019: Count(1)}, Count(2), Count(1))


def test_of_the_first_of_a_list_the_last_year_may_have_more():
    found = tallied_first([day(2025), day(2024), day(2024), 0])
    assert {year: str(count) for year, count in found.years.items()} == {2025: "1", 2024: "2+"}
    assert found.first == 4


def test_each_year_is_a_bar_as_high_as_its_count_and_leads_to_its_list():
    picture = drawn({2023: 5, 2024: 10, 2026: 1})
    bars = {bar.slot.first: bar for bar in picture.bars}
    assert {year: bar.height for year, bar in bars.items()} == {
        2023: TALL // 2,
        2024: TALL,
        2026: round(TALL / 10),
    }
    assert bars[2024].address == "/event/2024-2024/"
    assert bars[2024].title == "2024: 10 events"
    assert bars[2026].title == "2026: 1 event"
    assert [slot.first for slot in picture.slots] == [2023, 2024, 2025, 2026]
    assert {bar.y + bar.height for bar in bars.values()} == set(picture.axes)


def test_the_smallest_count_is_still_seen():
    assert min(bar.height for bar in drawn({2023: 1, 2024: 1000}).bars) == 2


def test_empty_stretches_condense():
    picture = drawn({1993: 1, 2019: 2, 2022: 1})
    assert [(slot.first, slot.last, slot.empty) for slot in picture.slots] == [
        (1993, 1993, False),
        (1994, 2018, True),
        (2019, 2019, False),
        (2020, 2020, True),
        (2021, 2021, True),
        (2022, 2022, False),
    ]
    assert [slot.label for slot in picture.slots][1] == "…"


def test_bars_neither_overlap_nor_leave_the_picture():
    picture = drawn(dict.fromkeys(range(2000, 2020), 3))
    ends = [(bar.x, bar.x + bar.width) for bar in picture.bars]
    assert ends[0][0] >= 0 and ends[-1][1] <= 100
    assert all(end < start for (_s, end), (start, _e) in pairwise(ends))


def test_many_years_share_bars_without_losing_any():
    picture = drawn(dict.fromkeys(range(1905, 2025), 2))
    assert len(picture.slots) <= MOST_SLOTS
    assert sum(bar.count.n for bar in picture.bars) == 240
    assert {slot.last - slot.first for slot in picture.slots} == {4 + 5 * (len(picture.slots) < 20)}


@pytest.mark.parametrize("met", [[1, 9999], [1, 5, 2024], range(1, 9999, 7)])
def test_any_years_can_be_drawn(met):
    picture = drawn(dict.fromkeys(met, 1))
    assert 2 <= len(picture.slots) <= MOST_SLOTS
    assert sum(bar.count.n for bar in picture.bars) == len(met)


def test_what_was_counted_in_part_says_so():
    picture = drawn({}, event=Tally({2023: Count(100, True), 2024: Count(7)}))
    assert [str(bar.count) for bar in picture.bars] == ["100+", "7"]
    assert picture.bars[0].title == "2023: 100+ events"
    assert picture.more
    assert not drawn({2023: 1, 2024: 1}).more


def test_due_dates_hang_below_the_years():
    picture = drawn({2023: 1, 2024: 2}, due=tally({2024: 4, 2028: 1}))
    above, below = picture.axes
    assert all(bar.y + bar.height == above for bar in picture.bars if bar.kind == "event")
    assert all(bar.y == below for bar in picture.bars if bar.kind == "due")
    assert all(bar.y >= 0 and bar.label_at < picture.height for bar in picture.bars)
    rows = [(slot.years, [bar and str(bar.count) for bar in bars]) for slot, bars in picture.table]
    assert rows == [("2023", ["1", None]), ("2024", ["2", "4"]), ("2028", [None, "1"])]


def test_the_caption_counts_what_is_not_drawn():
    left = tally({2023: 1, 2024: 1}, undated=Count(3), open=Count(1))
    assert years({"event": left}, TODAY).caption == (
        "Events by the first year that their dates can mean. Without a date: 3."
        " First day not stated: 1."
    )


def test_today_is_marked_in_its_year():
    picture = drawn({2025: 1, 2026: 1})
    assert picture.today_at == pytest.approx(75, abs=0.2)
    assert drawn({2023: 1, 2024: 1}).today_at is None


def test_there_is_no_picture_of_a_single_year():
    assert drawn({}) is drawn({2024: 500}) is None
    assert drawn({2024: 1}, due=tally({2024: 1})) is None
