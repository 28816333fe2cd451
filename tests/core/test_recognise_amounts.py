"""Amounts as English, Vietnamese and Japanese news prints them, with what they count."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vjtech.core.recognise.amounts import amounts
from vjtech.core.recognise.dates import dates

VI, JA = "Theo ông, công ty sẽ có ", "これは"
MILLION, BILLION, TRILLION = 10**6, 10**9, 10**12
# text, what is found of it, value, unit or currency, qualifier
SINGLE = [
    ("worth US$250 million.", "US$250 million", 250 * MILLION, "USD", ""),
    ("$1.2bn", "$1.2bn", 1200 * MILLION, "USD", ""),
    ("US$ 800 million", "US$ 800 million", 800 * MILLION, "USD", ""),
    ("588 million USD of", "588 million USD", 588 * MILLION, "USD", ""),
    ("VND 1,500 billion", "VND 1,500 billion", 1500 * BILLION, "VND", ""),
    ("VND16.1 trillion", "VND16.1 trillion", 16100 * BILLION, "VND", ""),
    ("93.664 trillion VND", "93.664 trillion VND", 93664 * BILLION, "VND", ""),
    ("VND 2,000 Billion", "VND 2,000 Billion", 2000 * BILLION, "VND", ""),
    ("$2,000-a-month wages", "$2,000", 2000, "USD", ""),
    ("¥10 billion", "¥10 billion", 10 * BILLION, "JPY", ""),
    ("€5,000.50", "€5,000.50", "5000.5", "EUR", ""),
    ("10 million yen", "10 million yen", 10 * MILLION, "JPY", ""),
    ("25 %", "25 %", 25, "%", ""),
    ("25 per cent", "25 per cent", 25, "%", ""),
    ("rose 53.43%.", "53.43%", "53.43", "%", ""),
    ("2.5 percentage points", "2.5 percentage points", "2.5", "percentage points", ""),
    ("5,000 employees", "5,000 employees", 5000, "employees", ""),
    ("1500 engineers", "1500 engineers", 1500, "engineers", ""),
    ("2,025 people", "2,025 people", 2025, "people", ""),
    ("2025 people", "2025 people", 2025, "people", ""),
    ("50,000 semiconductor engineers", "50,000 semiconductor engineers", 50000, "engineers", ""),
    ("25 new investment projects", "25 new investment projects", 25, "projects", ""),
    ("72 billion parameters", "72 billion parameters", 72 * BILLION, "parameters", ""),
    ("1.500 engineers", "1.500 engineers", 1500, "engineers", ""),
    ("3.5 hectares", "3.5 hectares", "3.5", "hectares", ""),
    ("a 200-hectare park", "200-hectare", 200, "hectares", ""),
    ("a 220kV line", "220kV", 220, "kV", ""),
    ("30 MW", "30 MW", 30, "MW", ""),
    ("Of these, 1,000 would", "1,000", 1000, "", ""),
    ("about 70 percent", "about 70 percent", 70, "%", "about"),
    ("An estimated 300 firms", "An estimated 300 firms", 300, "firms", "about"),
    ("nearly 1,500 engineers", "nearly 1,500 engineers", 1500, "engineers", "nearly"),
    ("more than US$800 million", "more than US$800 million", 800 * MILLION, "USD", "over"),
    ("over VND 2,100 billion", "over VND 2,100 billion", 2100 * BILLION, "VND", "over"),
    ("up to 10%", "up to 10%", 10, "%", "up_to"),
    ("at least 3 projects", "at least 3 projects", 3, "projects", "at_least"),
    ("500+ engineers", "500+ engineers", 500, "engineers", "over"),
    ("60 people or more", "60 people or more", 60, "people", "at_least"),
    ("1.500 tỷ đồng", "1.500 tỷ đồng", 1500 * BILLION, "VND", ""),
    ("2,5 triệu USD", "2,5 triệu USD", 2500000, "USD", ""),
    ("3 nghìn tỷ đồng", "3 nghìn tỷ đồng", 3 * TRILLION, "VND", ""),
    ("60 triệu đô la Mỹ", "60 triệu đô la Mỹ", 60 * MILLION, "USD", ""),
    (f"{VI}1.500 kỹ sư", "1.500 kỹ sư", 1500, "kỹ sư", ""),
    (f"{VI}1,500 kỹ sư", "1,500 kỹ sư", 1500, "kỹ sư", ""),
    (f"{VI}hơn 5.500 dự án", "hơn 5.500 dự án", 5500, "dự án", "over"),
    (f"{VI}gần 79,5 tỷ USD", "gần 79,5 tỷ USD", 79500 * MILLION, "USD", "nearly"),
    (f"{VI}khoảng 10,2%", "khoảng 10,2%", "10.2", "%", "about"),
    (f"{VI}trên 25 phần trăm", "trên 25 phần trăm", 25, "%", "over"),
    (f"{VI}tối đa 300 người", "tối đa 300 người", 300, "người", "up_to"),
    (f"{VI}ít nhất 20 doanh nghiệp", "ít nhất 20 doanh nghiệp", 20, "doanh nghiệp", "at_least"),
    (f"{VI}300 người trở lên", "300 người trở lên", 300, "người", "at_least"),
    (f"{VI}12,5 ha đất", "12,5 ha", "12.5", "ha", ""),
    (f"{VI}1.234.567 lượt khách", "1.234.567 lượt khách", 1234567, "lượt khách", ""),
    ("1兆5000億円", "1兆5000億円", 1500 * BILLION, "JPY", ""),
    ("2億5000万ドル", "2億5000万ドル", 250 * MILLION, "USD", ""),
    ("5千万円", "5千万円", 50 * MILLION, "JPY", ""),
    ("１，５００億ドン", "１，５００億ドン", 150 * BILLION, "VND", ""),
    ("従業員3万5千人", "3万5千人", 35000, "人", ""),
    ("計3,000社が", "3,000社", 3000, "社", ""),
    ("25％増", "25％", 25, "%", ""),
    ("10.5パーセント", "10.5パーセント", "10.5", "%", ""),
    ("約500社", "約500社", 500, "社", "about"),
    ("最大30件", "最大30件", 30, "件", "up_to"),
    ("5000人以上が", "5000人以上", 5000, "人", "at_least"),
    ("1万人超の", "1万人超", 10000, "人", "over"),
    ("1万人を超える見通し", "1万人を超える", 10000, "人", "over"),
    ("1万人近くが", "1万人近く", 10000, "人", "nearly"),
    ("50人以下", "50人以下", 50, "人", "up_to"),
    ("少なくとも5カ国", "少なくとも5カ国", 5, "カ国", "at_least"),
]
RANGES = [
    ("500-700 engineers", "500-700 engineers", 500, 700, "engineers"),
    ("from 10 to 15 percent", "10 to 15 percent", 10, 15, "%"),
    ("10% to 15%", "10% to 15%", 10, 15, "%"),
    ("48 to 50 industrial parks", "48 to 50 industrial parks", 48, 50, "parks"),
    ("between 10 and 20 people", "10 and 20 people", 10, 20, "people"),
    ("$10-15 million", "$10-15 million", 10 * MILLION, 15 * MILLION, "USD"),
    ("$500 million to $1 billion", "$500 million to $1 billion", 500 * MILLION, BILLION, "USD"),
    ("từ 50.000 đến 100.000 kỹ sư", "50.000 đến 100.000 kỹ sư", 50000, 100000, "kỹ sư"),
    ("1,5 - 2 tỷ USD", "1,5 - 2 tỷ USD", 1500 * MILLION, 2 * BILLION, "USD"),
    ("500～700人", "500～700人", 500, 700, "人"),
    ("500人から700人", "500人から700人", 500, 700, "人"),
]
NO_AMOUNTS = [
    "in 2025, by 2030, April 28, 2025, 28/4/2025, 2025-2030, May 20",
    "ngày 28/4, tháng 4, quý 2 năm 2025, 4月28日, 2025年",
    "half a million, dozens, three offices, a billion-dollar project",
    "Resolution No. 57-NQ/TW, No. 1500, số 1500, COVID-19, 68-NQ",
    "20th 5G 3D 1st 2x Q2 A4 B2B Next100 C.OPE2N",
    "Industry 4.0, 24/7, 1/3, 20:30, 10.1.2.3, version 1.2",
    "第3回、3割",
    "1,50 billion, 1,5000 people, 12,34,567 people",
    "1,500 tỷ đồng",  # 1.500 tỷ by an English hand?
    "9" * 40 + " people",
]


def first(text):
    return amounts(text)[0]


@pytest.mark.parametrize(("text", "printed", "value", "counted", "qualifier"), SINGLE)
def test_an_amount_is_read(text, printed, value, counted, qualifier):
    found = first(text)
    assert text[found.start : found.end] == printed
    assert (found.value, found.value_high) == (Decimal(value), None)
    assert (found.currency or found.unit, found.qualifier) == (counted, qualifier)
    assert not (found.currency and found.unit)


@pytest.mark.parametrize(("text", "printed", "low", "high", "counted"), RANGES)
def test_a_range_is_read(text, printed, low, high, counted):
    found = first(text)
    assert text[found.start : found.end] == printed
    assert (found.value, found.value_high, found.currency or found.unit) == (low, high, counted)


@pytest.mark.parametrize("text", NO_AMOUNTS)
def test_what_is_no_amount_or_can_be_read_in_two_ways_is_left(text):
    assert [text[found.start : found.end] for found in amounts(text)] == []


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("12.5 per cent to VND16.1 trillion", ["12.5 per cent", "VND16.1 trillion"]),
        ("5,000 employees and 300 firms", ["5,000 employees", "300 firms"]),
        ("700-500 engineers", ["500 engineers"]),
        ("In 2018, 248 enterprises put 8 percent", ["248 enterprises", "8 percent"]),
        ("約2000社が3万人を", ["約2000社", "3万人"]),
    ],
)
def test_amounts_stand_beside_each_other(text, printed):
    assert [text[found.start : found.end] for found in amounts(text)] == printed


def test_the_signs_of_a_number_are_those_of_the_language():
    assert amounts("1.234 USD", language="vi")[0].value == 1234
    assert amounts("1.234 USD", language="en")[0].value == Decimal("1.234")


FRAGMENTS = (
    "1 1,500 1.500 25 2025 US$ VND $ % million tỷ đồng triệu USD engineers people kỹ sư 万 億 円 人"
    " 社 約 以上 超 over about hơn khoảng to - – đến から between and . , ( ) from 15 ９ 0 1/2 + 兆"
)
fragments = st.sampled_from(FRAGMENTS.split(" "))
texts = st.lists(st.one_of(fragments, st.text(max_size=4)), max_size=14)


@given(texts, st.sampled_from(["", " "]))
def test_any_text_gives_amounts_in_it_that_can_be_kept_and_are_no_dates(parts, glue):
    text, end = glue.join(parts), 0
    taken = {n for dated in dates(text, "2025-05-02") for n in range(dated.start, dated.end)}
    for found in amounts(text):
        assert end <= found.start < found.end <= len(text)
        assert taken.isdisjoint(range(found.start, found.end))
        end = found.end
        for value in (found.value, found.value_high or found.value):
            assert value == value.quantize(Decimal("0.000001")) >= 0
            assert value < 10**24
        assert found.value_high is None or found.value_high > found.value
        assert len(found.unit) <= 60
        assert end - found.start <= 120
