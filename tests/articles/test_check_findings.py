"""What is said beside a figure, a date or a deed of a draft, in three languages."""

from unicodedata import normalize

import pytest

from articles.check.compare import check
from articles.check.findings import Finding
from tests.factories import (
    cite,
    make_article,
    make_company,
    make_event,
    make_figure,
    make_person,
    make_place,
    make_role,
    make_target,
    make_tie,
)

pytestmark = pytest.mark.django_db

SAME, DIFFERENT, NOTHING = Finding.SAME, Finding.DIFFERENT, Finding.NOTHING
EXPECTED, OTHER_DATE, SAME_DATE = Finding.EXPECTED, Finding.OTHER_DATE, Finding.SAME_DATE
DOLLARS = {"currency": "USD", "printed": "as printed"}


@pytest.fixture
def cmc():
    names = [{"text": "Tập đoàn CMC", "language": "vi"}, {"text": "ＣＭＣ", "language": "ja"}]
    return make_company("CMC", aliases=names)


@pytest.fixture
def keidanren():
    names = ["Japan Business Federation", {"text": "経団連", "kind": "native"}]
    return make_company("Nippon Keidanren", aliases=names)


@pytest.fixture
def revenue(cmc):
    said = {**DOLLARS, "value": 250_000_000, "due": "2028", "said": "2025-04-28"}
    return make_target("revenue from Japan", companies=[cmc], statement=said)


def notes(text):
    """Return {words: Note} of all but the names."""
    return {note.words: note for note in check(text).notes if note.finding is not Finding.NAME}


def finding(text, words):
    return notes(text)[words].finding


def shown(note):
    return [(found.fact, found.quantity and found.quantity.value) for found in note.found]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("CMC wants to earn US$250 million in Japan.", "US$250 million"),
        ("CMC aims at 0.25 billion USD of revenue.", "0.25 billion USD"),
        ("CMC đặt mục tiêu doanh thu 250 triệu USD từ Nhật Bản.", "250 triệu USD"),
        ("CMCは日本で2億5000万ドルの売上高を目指す。", "2億5000万ドル"),
    ],
)
def test_the_same_figure_is_found_however_it_is_written(revenue, text, words):
    note = notes(text)[words]
    assert note.finding is SAME and shown(note) == [(revenue, 250_000_000)]
    assert [c.target for c in note.found[0].citations] == [revenue]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("CMC aims at US$300 million in revenue from Japan.", "US$300 million"),
        ("CMC đặt mục tiêu doanh thu 300 triệu USD từ Nhật Bản.", "300 triệu USD"),
        ("CMCは日本での売上高3億ドルを目指す。", "3億ドル"),
    ],
)
def test_a_different_figure_is_shown_where_body_and_measure_are_the_same(revenue, text, words):
    note = notes(text)[words]
    assert note.finding is DIFFERENT and shown(note) == [(revenue, 250_000_000)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("CMC gave US$300 million to schools.", "US$300 million"),
        ("CMC tặng trường học 300 triệu USD.", "300 triệu USD"),
        ("CMCは学校に3億ドルを寄付する。", "3億ドル"),
        ("CMC aims at 250 million euros of revenue from Japan.", "250 million euros"),
        ("FPT aims at US$250 million in revenue from Japan.", "US$250 million"),
        ("US$250 million in revenue from Japan is the aim.", "US$250 million"),
    ],
)
def test_what_nothing_compares_with_has_no_source_here(revenue, text, words):
    make_company("FPT")
    note = notes(text)[words]
    assert note.finding is NOTHING and note.found == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("CMC reached US$250 million in revenue from Japan.", "US$250 million"),
        ("CMC đã đạt doanh thu 250 triệu USD từ Nhật Bản.", "250 triệu USD"),
        ("CMCは日本で2億5000万ドルの売上高を達成した。", "2億5000万ドル"),
    ],
)
def test_a_target_told_as_reached_is_stated_as_expected(revenue, text, words):
    assert finding(text, words) is EXPECTED
    cite(revenue, act="reports_achieved", said="2026-01")
    assert finding(text, words) is SAME


def test_what_is_reported_as_well_is_not_only_expected(cmc, revenue):
    text = "CMC reached US$250 million in revenue from Japan."
    reported = {"value": 250_000_000, "unit": "", "currency": "USD"}
    make_figure("revenue", company=cmc, **reported)
    assert finding(text, "US$250 million") is SAME


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("CMC joined Nippon Keidanren last spring.", "joined"),
        ("CMC is a member of Nippon Keidanren.", "is a member"),
        ("CMC đã gia nhập Nippon Keidanren.", "đã gia nhập"),
        ("CMCは経団連に加盟した。", "加盟した"),
        ("CMC grows. The company joined Nippon Keidanren.", "joined"),
    ],
)
def test_a_tie_told_as_done_is_stated_as_expected(cmc, keidanren, text, words):
    tie = make_tie(cmc, keidanren, kind="member_of", status="expected")
    note = notes(text)[words]
    assert note.finding is EXPECTED and [found.fact for found in note.found] == [tie]
    assert note.found[0].citations
    make_tie(cmc, keidanren, kind="member_of", status="in_force")
    assert words not in notes(text)


@pytest.mark.parametrize(
    "text",
    [
        "CMC met Nippon Keidanren.",
        "CMC will have joined Nippon Keidanren.",
        "CMC joined forces with Nippon Keidanren.",
        "CMC grows. Toshiba joined Nippon Keidanren.",
        "CMC sẽ gia nhập Nippon Keidanren.",
        "CMCは経団連に加盟する予定だ。",
        "CMCは経団連に加盟しなかった。",
    ],
)
def test_what_is_ahead_or_of_somebody_else_is_left_alone(cmc, keidanren, text):
    make_company("Toshiba")
    make_tie(cmc, keidanren, kind="member_of", status="expected")
    assert notes(text) == {}


def opening(cmc, **fields):
    tokyo = make_place("Tokyo", aliases=[{"text": "東京", "kind": "native"}], country="JP")
    given = {"companies": [cmc], "place": tokyo, "kind": "opening", "date": "2024-09-18"}
    return make_event("Opening of CMC’s Tokyo office", **{**given, **fields})


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("CMC opened its office in Tokyo on September 18, 2023.", "September 18, 2023"),
        ("CMC khai trương văn phòng tại Tokyo ngày 18/9/2023.", "ngày 18/9/2023"),
        ("CMCは2023年9月18日に東京に事務所を開設した。", "2023年9月18日"),
        ("In 2023, CMC opened its Tokyo office.", "2023"),
    ],
)
def test_another_date_is_shown_for_an_event_of_those_named(cmc, text, words):
    event = opening(cmc)
    note = notes(text)[words]
    assert note.finding is OTHER_DATE and [found.fact for found in note.found] == [event]
    assert note.found[0].citations


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("CMC opened its office in Tokyo on September 18, 2024.", "September 18, 2024"),
        ("CMC opened its office in Tokyo in September 2024.", "September 2024"),
        ("CMC opened its office in Tokyo on September 18.", "September 18"),
        ("CMC khai trương văn phòng tại Tokyo năm 2024.", "năm 2024"),
        ("CMCは2024年9月に東京に事務所を開設した。", "2024年9月"),
    ],
)
def test_a_date_that_may_be_the_same_is_found(cmc, text, words):
    opening(cmc)
    assert finding(text, words) is SAME_DATE


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("CMC closed its shop in Tokyo on September 18, 2023.", "September 18, 2023"),
        ("CMC will open another office in Tokyo in 2029.", "2029"),
        ("CMC held the Japan ICT Day 2023 in Tokyo in October 2023.", "October 2023"),
        ("CMC met a minister in Tokyo on 3 March 2023.", "3 March 2023"),
    ],
)
def test_a_date_of_something_else_has_no_source_here(cmc, text, words):
    event = opening(cmc)
    make_event(
        "Japan ICT Day 2019", companies=[cmc], place=event.place, kind="forum", date="2019-10-22"
    )
    make_event("Meeting of CMC", companies=[cmc], place=event.place, kind="meeting", date="2020")
    assert finding(text, words) is NOTHING


def test_a_tie_and_a_role_have_their_dates_too(cmc, keidanren):
    make_tie(cmc, keidanren, kind="member_of", status="in_force", date="2021-05")
    make_role(make_person("Nguyen Trung Chinh"), cmc, title="chairman", start="2010")
    text = "CMC joined Nippon Keidanren in {}. Nguyen Trung Chinh is chairman of CMC since {}."
    assert [n.finding for n in notes(text.format(2021, 2010)).values()] == [SAME_DATE, SAME_DATE]
    assert [n.finding for n in notes(text.format(2020, 2012)).values()] == [OTHER_DATE, OTHER_DATE]


def test_the_day_by_which_a_target_is_due_is_compared(revenue):
    text = "CMC aims at US$250 million in revenue from Japan by {}."
    assert finding(text.format(2028), "2028") is SAME_DATE
    note = notes(text.format(2031))["2031"]
    assert note.finding is OTHER_DATE and shown(note) == [(revenue, 250_000_000)]


def test_since_and_by_do_not_agree_with_any_date(cmc):
    make_figure("employees", company=cmc, value=5000, unit="employees", as_of="[2024-05-20..]")
    text = "CMC has 5,000 employees as of {}."
    assert finding(text.format("2031"), "2031") is NOTHING
    assert finding(text.format("May 2024"), "May 2024") is SAME_DATE


def test_of_a_revised_target_the_latest_statement_comes_first(cmc, revenue):
    later = {"act": "raises", "value": 400_000_000, "currency": "USD", "said": "2026-02"}
    cite(revenue, **later)
    note = notes("CMC aims at US$250 million in revenue from Japan.")["US$250 million"]
    assert note.finding is SAME and note.remarks
    assert shown(note) == [(revenue, 400_000_000), (revenue, 250_000_000)]
    note = notes("CMC aims at US$300 million in revenue from Japan.")["US$300 million"]
    assert note.finding is DIFFERENT and shown(note) == [(revenue, 400_000_000)]
    assert note.found[0].quantity.said == "2026-02"


@pytest.mark.parametrize(
    ("said", "words", "expected"),
    [
        ("about 500 engineers", "about 500 engineers", SAME),
        ("about 400 engineers", "about 400 engineers", DIFFERENT),
        ("over 512 engineers", "over 512 engineers", SAME),
        ("nearly 512 engineers", "nearly 512 engineers", SAME),
        ("about 510 engineers", "about 510 engineers", SAME),
        ("500 to 520 engineers", "500 to 520 engineers", DIFFERENT),
        ("hơn 512 kỹ sư", "hơn 512 kỹ sư", SAME),
        ("512 students", "512 students", NOTHING),
    ],
)
def test_how_a_number_is_qualified_is_thought_of(cmc, said, words, expected):
    make_figure("engineers", company=cmc, value=512, unit="engineers")
    assert finding(f"CMC has {said}.", words) is expected


def test_a_percentage_needs_its_measure_to_be_the_same(cmc):
    make_figure("share of international sales", company=cmc, value=50, unit="%")
    assert finding("At CMC 50% of its international sales are abroad.", "50%") is SAME
    assert finding("At CMC 50% of the staff are women.", "50%") is NOTHING
    assert finding("At CMC 40% of the staff are women.", "40%") is NOTHING


def test_of_several_measures_the_one_spoken_of_is_compared(cmc):
    make_figure("export turnover", company=cmc, value=6, **{"unit": "", "currency": "USD"})
    other = make_figure("tax payments", company=cmc, value=7, **{"unit": "", "currency": "USD"})
    note = notes("CMC had tax payments of US$9 last year.")["US$9"]
    assert note.finding is DIFFERENT and [found.fact for found in note.found] == [other]
    assert finding("CMC had income of US$9 last year.", "US$9") is NOTHING


def test_a_body_named_before_is_meant_until_another_one_is(cmc):
    make_company("FPT")
    figure = make_figure("engineers", company=cmc, value=512, unit="engineers")
    note = notes("CMC grows.\nIt has 600 engineers.")["600 engineers"]
    assert note.finding is DIFFERENT and [found.fact for found in note.found] == [figure]
    assert finding("CMC grows. FPT has 600 engineers.", "600 engineers") is NOTHING


@pytest.mark.parametrize(
    "text",
    [
        "CMC grows. Foobar Corporation earned US$300 million of revenue in Japan.",
        "CMC works with Foobar Corporation, whose revenue from Japan is US$300 million.",
        "CMC. Tập đoàn Foobar đạt doanh thu 300 triệu USD từ Nhật Bản.",
        "CMCが成長。株式会社東芝は日本で売上高3億ドルとなった。",
        "Toshiba earns US$300 million in revenue from Japan, more than CMC.",
    ],
)
def test_what_may_be_said_of_somebody_else_is_not_held_against_a_body(revenue, text):
    make_company("Toshiba")
    assert {note.finding for note in notes(text).values()} == {NOTHING}


def test_a_deed_of_an_unknown_company_is_not_held_against_a_body(cmc, keidanren):
    make_tie(cmc, keidanren, kind="member_of", status="expected")
    assert notes("Foobar Corporation, a partner of CMC, joined Nippon Keidanren.") == {}


def test_a_place_alone_does_not_tell_whose_event_it_is(cmc):
    opening(cmc, date="2024-09-18")
    text = "{} opened its Tokyo office in 2023."
    assert finding(text.format("Rakuten"), "2023") is NOTHING
    assert finding(text.format("CMC"), "2023") is OTHER_DATE


def test_what_is_only_a_target_needs_its_measure_where_nothing_is_ahead(cmc):
    said = {"value": 1000, "unit": "employees", "due": "2028"}
    make_target("employees working in Japan itself", companies=[cmc], statement=said)
    make_figure("employees", company=cmc, value=5000, unit="employees")
    assert finding("CMC has 1,000 employees.", "1,000 employees") is DIFFERENT
    assert finding("CMC will have 1,000 employees.", "1,000 employees") is SAME
    assert finding("CMC has 1,000 employees in Japan.", "1,000 employees") is SAME


def test_a_measure_of_one_place_is_no_other_one(revenue):
    assert finding("CMC aims at US$300 million in revenue.", "US$300 million") is NOTHING


def test_accents_may_be_signs_of_their_own(revenue):
    text = normalize("NFD", "CMC đặt mục tiêu doanh thu 250 triệu USD từ Nhật Bản trước năm 2028.")
    assert {words: note.finding for words, note in notes(text).items()} == {
        "250 triệu USD": SAME,
        "năm 2028": SAME_DATE,
    }


def test_a_line_without_words_is_in_the_language_of_the_draft(cmc):
    make_figure("doanh thu", company=cmc, value=1500, currency="USD")
    assert "3/4/2025" not in notes("CMC has revenue.\n3/4/2025")
    found = notes("Doanh thu của CMC trong năm.\n3/4/2025\nCMC, Revenue 1.234 USD")
    assert found["3/4/2025"].finding is NOTHING
    assert shown(found["1.234 USD"]) == [(found["1.234 USD"].found[0].fact, 1500)]


def test_so_many_deeds_of_a_draft_are_looked_at_and_the_rest_is_told(cmc, keidanren, monkeypatch):
    make_tie(cmc, keidanren, kind="member_of", status="expected")
    monkeypatch.setattr("articles.check.draft.MOST_DEEDS", 2)
    checked = check("CMC grows. " + "CMC joined Nippon Keidanren. " * 3)
    assert checked.number_of(EXPECTED) == 2 and checked.full == {"deeds"}


def test_namesakes_are_listed_and_an_unknown_name_is_not():
    one, other = make_company("Alpha Holdings"), make_person("Alpha Holdings")
    make_article(companies=[one])
    (note,) = check("Alpha Holdings met Gamma Delta.").notes
    assert note.finding is Finding.NAME and set(note.records) == {one, other}


def test_a_name_said_twice_has_one_note_in_a_paragraph(cmc):
    (paragraph,) = check("CMC is CMC.").paragraphs
    assert len(paragraph.notes) == 2 and len(paragraph.shown) == 1
    assert "".join(text for text, _note in paragraph.pieces()) == "CMC is CMC."


def test_more_names_than_are_compared_are_told(cmc, monkeypatch):
    monkeypatch.setattr("articles.check.draft.MOST_OWNERS", 1)
    make_company("FPT")
    assert check("CMC and FPT.").full == {"owners"}
    assert check("CMC and CMC.").full == set()
