"""Dates as English, Vietnamese and Japanese news prints them; what is not printed is inferred."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vjtech.core.dates import PartialDate
from vjtech.core.recognise.dates import dates

PUBLISHED = "2025-05-02"
DAY, MONTH, YEAR = "2025-04-28", "2025-04", "2025"
ENGLISH = [
    ("on April 28, 2025", "April 28, 2025", DAY),
    ("on 28 April 2025.", "28 April 2025", DAY),
    ("the 28th of April, 2025", "28th of April, 2025", DAY),
    ("Apr. 28, 2025", "Apr. 28, 2025", DAY),
    ("APRIL 28, 2025", "APRIL 28, 2025", DAY),
    ("2025-04-28", "2025-04-28", DAY),
    ("(28/4/2025)", "28/4/2025", DAY),
    ("4/28/2025", "4/28/2025", DAY),
    ("28.04.2025", "28.04.2025", DAY),
    ("in April 2025", "April 2025", MONTH),
    ("by 4/2025", "4/2025", MONTH),
    ("since 2025-04", "2025-04", MONTH),
    ("April-June 2025", "April-June 2025", "2025-04/2025-06"),
    ("by 2025,", "2025", YEAR),
    ("early 2025", "early 2025", YEAR),
    ("mid-2025", "mid-2025", YEAR),
    ("the end of 2025", "the end of 2025", YEAR),
    ("Japan ICT Day 2025", "2025", YEAR),
    ("in 2025 students left", "2025", YEAR),
    ("from 1 to 3 March 2025", "1 to 3 March 2025", "2025-03-01/2025-03-03"),
    ("March 1-3, 2025", "March 1-3, 2025", "2025-03-01/2025-03-03"),
    ("March 28 - April 2, 2025", "March 28 - April 2, 2025", "2025-03-28/2025-04-02"),
    ("December 30 to January 2, 2025", "December 30 to January 2, 2025", "2024-12-30/2025-01-02"),
    ("2025-2030", "2025-2030", "2025/2030"),
    ("2026–30", "2026–30", "2026/2030"),
    ("from 2025 to 2030", "2025 to 2030", "2025/2030"),
    ("between 2025 and 2030", "2025 and 2030", "2025/2030"),
    ("April to June 2025", "April to June 2025", "2025-04/2025-06"),
    ("the first quarter of 2025", "first quarter of 2025", "2025-01/2025-03"),
    ("first-quarter 2025 exports", "first-quarter 2025", "2025-01/2025-03"),
    ("the first nine months of 2025", "first nine months of 2025", "2025-01/2025-09"),
    ("Q2 2025", "Q2 2025", "2025-04/2025-06"),
    ("2Q2025", "2Q2025", "2025-04/2025-06"),
    ("2025Q2", "2025Q2", "2025-04/2025-06"),
    ("the second half of 2025", "second half of 2025", "2025-07/2025-12"),
    ("H1 2025", "H1 2025", "2025-01/2025-06"),
    ("the 1990s", "1990s", "199X"),
    ("FY2028", "FY2028", "2028~"),
    ("28 February 2025 and 29 February 2024", "28 February 2025", "2025-02-28"),
]
VIETNAMESE = [
    ("ngày 28/4/2025", "ngày 28/4/2025", DAY),
    ("ngày 28-4-2025", "ngày 28-4-2025", DAY),
    ("ngày 28 tháng 4 năm 2025", "ngày 28 tháng 4 năm 2025", DAY),
    ("28 tháng 4, năm 2025", "28 tháng 4, năm 2025", DAY),
    ("Hôm 4/3/2025 tại Hà Nội, các bên đã ký", "Hôm 4/3/2025", "2025-03-04"),
    ("các bên đã ký (4/3/2025) với đối tác", "4/3/2025", "2025-03-04"),
    ("tháng 4 năm 2025", "tháng 4 năm 2025", MONTH),
    ("tháng tư năm 2025", "tháng tư năm 2025", MONTH),
    ("tháng 4/2025", "tháng 4/2025", MONTH),
    ("cuối tháng mười hai năm 2025", "cuối tháng mười hai năm 2025", "2025-12"),
    ("năm 2030", "năm 2030", "2030"),
    ("đầu năm 2026", "đầu năm 2026", "2026"),
    ("quý II/2025", "quý II/2025", "2025-04/2025-06"),
    ("quý 3 năm 2025", "quý 3 năm 2025", "2025-07/2025-09"),
    ("quý IV năm 2025", "quý IV năm 2025", "2025-10/2025-12"),
    ("6 tháng đầu năm 2025", "6 tháng đầu năm 2025", "2025-01/2025-06"),
    ("10 tháng đầu năm 2025", "10 tháng đầu năm 2025", "2025-01/2025-10"),
    ("nửa cuối năm 2025", "nửa cuối năm 2025", "2025-07/2025-12"),
    ("giai đoạn 2026-2030", "2026-2030", "2026/2030"),
    ("từ năm 2025 đến năm 2030", "năm 2025 đến năm 2030", "2025/2030"),
    ("từ ngày 1-3/3/2025", "ngày 1-3/3/2025", "2025-03-01/2025-03-03"),
    (
        "từ ngày 1 đến ngày 3 tháng 3 năm 2025",
        "ngày 1 đến ngày 3 tháng 3 năm 2025",
        "2025-03-01/2025-03-03",
    ),
    ("từ tháng 4 đến tháng 6/2025", "tháng 4 đến tháng 6/2025", "2025-04/2025-06"),
    ("thập niên 1990", "thập niên 1990", "199X"),
]
JAPANESE = [
    ("2025年4月28日", "2025年4月28日", DAY),
    ("２０２５年４月２８日", "２０２５年４月２８日", DAY),
    ("2025 年 4 月 28 日", "2025 年 4 月 28 日", DAY),
    ("二〇二五年", "二〇二五年", YEAR),
    ("2025/04/28", "2025/04/28", DAY),
    ("令和7年4月28日", "令和7年4月28日", DAY),
    ("令和元年5月", "令和元年5月", "2019-05"),
    ("平成31年4月", "平成31年4月", "2019-04"),
    ("昭和64年", "昭和64年", "1989"),
    ("2025年4月に", "2025年4月", MONTH),
    ("2025年末まで", "2025年末", YEAR),
    ("2025年から2030年まで", "2025年から2030年", "2025/2030"),
    ("2025年4月から6月", "2025年4月から6月", "2025-04/2025-06"),
    ("2025年4月28日から30日", "2025年4月28日から30日", "2025-04-28/2025-04-30"),
    ("2025年3月28日～4月2日", "2025年3月28日～4月2日", "2025-03-28/2025-04-02"),
    ("1990年代", "1990年代", "199X"),
    ("2025年1～3月期", "2025年1～3月", "2025-01/2025-03"),
    ("2028年度", "2028年度", "2028~"),
]
INFERRED = [
    ("on April 28", "April 28", "2025?-04-28"),
    ("in August", "August", "2025?-08"),
    ("April 28-30", "April 28-30", "2025?-04-28/2025?-04-30"),
    ("the first quarter", "first quarter", "2025?-01/2025?-03"),
    ("this year", "this year", "2025?"),
    ("in May next year", "May next year", "2026?-05"),
    ("ngày 28/4", "ngày 28/4", "2025?-04-28"),
    ("sáng 28/4", "sáng 28/4", "2025?-04-28"),
    ("(28/4)", "28/4", "2025?-04-28"),
    ("trong tháng 4", "tháng 4", "2025?-04"),
    ("tháng 4 năm ngoái", "tháng 4 năm ngoái", "2024?-04"),
    ("năm nay", "năm nay", "2025?"),
    ("4月28日", "4月28日", "2025?-04-28"),
    ("4月に", "4月", "2025?-04"),
    ("来年3月", "来年3月", "2026?-03"),
    ("昨年", "昨年", "2024?"),
]
NO_DATES = [
    "2,025 people, 2025 people, 2025 engineers, 2025 dự án, 2025人, 2025社",
    "US$2025, VND 2025 billion, 2025 triệu, 2025 million, 2025%, 2,025, 2025.5",
    "2000-hectare, 2000MW, 2000 km, A2025, 2025A, 12025",
    "30 February 2025x",
    "31/02/2025, 2025-13-01, 2025-02-30, 45/4/2025",
    "3/4/2025 in English",  # or the 4th of March
    "2010-12, 2001-04",  # to 2012, or December
    "May I march on? We may. Mark 5, Marchand",
    "số 5/2025/NĐ-CP, 1/3 dân số, 24/7",
    "13 tháng đầu năm 2025x, 2025km, 6 tháng, 3 tháng 1 lần, tháng 13",
    "3年間、2か月、5日間、13月、平成99年、2025年間",
    "3030, 1789, 2999年",
    "trong 3-5 năm tới, những năm tới, 10 năm sau",
    "同年6月、同年6月5日",
    "Decree 2025/ND-CP",
    "Resolution No. 57-NQ/TW, +84 24 3936 2025 1234",
]


@pytest.mark.parametrize(("text", "printed", "date"), [*ENGLISH, *VIETNAMESE, *JAPANESE])
def test_a_stated_date_needs_no_reason(text, printed, date):
    found = dates(text)[0]
    assert (text[found.start : found.end], found.date) == (printed, date)
    assert bool(found.reason) is ("~" in date)


@pytest.mark.parametrize(("text", "printed", "date"), INFERRED)
def test_a_year_is_proposed_from_the_date_of_publication_with_the_reason(text, printed, date):
    (found,) = dates(text, PUBLISHED)
    assert (text[found.start : found.end], found.date) == (printed, date)
    assert "2 May 2025" in found.reason
    assert found.date.inferred


@pytest.mark.parametrize(("text", "_printed", "_date"), INFERRED)
def test_without_a_date_of_publication_no_year_is_invented(text, _printed, _date):
    assert dates(text) == []


@pytest.mark.parametrize("text", NO_DATES)
def test_what_only_looks_like_a_date_is_left(text):
    assert [text[found.start : found.end] for found in dates(text, PUBLISHED)] == []


@pytest.mark.parametrize(
    ("published", "text", "date"),
    [
        ("2026-01-09", "on December 28", "2025?-12-28"),
        ("2025-12-20", "on January 15", "2026?-01-15"),
        ("2025-12", "in January", "2026?-01"),
        ("2025", "in December", "2025?-12"),
        ("2025?", "on April 28", "2025?-04-28"),
        ("[2025-04-28?..2026?]", "on April 28", "2025?-04-28"),
        ("[2024-05-20?..]", "on June 2", "2024?-06-02"),
        ("[..2025-06]", "on June 2", "2025?-06-02"),
        ("2025-03-01", "on February 29", None),
    ],
)
def test_the_year_is_the_one_nearest_to_the_publication(published, text, date):
    assert [found.date for found in dates(text, PartialDate(published))] == ([date] if date else [])


def test_the_order_of_day_and_month_is_that_of_the_language():
    assert [found.date for found in dates("3/4/2025", language="vi")] == ["2025-04-03"]
    assert dates("3/4/2025", language="en") == []


def test_dates_stand_in_their_order_beside_each_other():
    text = "In 2018, 248 enterprises; on April 28, 2025 and 3 May 2025 they met until 2030."
    assert [found.date for found in dates(text)] == ["2018", "2025-04-28", "2025-05-03", "2030"]


FRAGMENTS = (
    "2025 28 4 /4 - – to from between and April May Q1 quý II tháng ngày năm 年 月 日 から 令和 元"
    " 28/4/2025 2025-04-28 , . ( ) 29 February the first quarter of half FY s ０ 二〇二五年 đến nay"
)
texts = st.lists(st.one_of(st.sampled_from(FRAGMENTS.split(" ")), st.text(max_size=4)), max_size=14)


@given(texts, st.sampled_from(["", " "]), st.sampled_from(["", "2025-05-02", "2024?", "[..2025]"]))
def test_any_text_gives_dates_in_it_that_can_be_kept(parts, glue, published):
    text, end = glue.join(parts), 0
    for found in dates(text, published):
        assert end <= found.start < found.end <= len(text)
        end = found.end
        assert PartialDate(found.date) == found.date
        assert bool(found.reason) is ("?" in found.date or "~" in found.date)
