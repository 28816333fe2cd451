"""Checking a draft: the words, sentences and numbers that it goes by, without a base."""

from decimal import Decimal

import pytest

from articles.check.draft import cleaned, split
from articles.check.quantities import agreement
from articles.check.terms import coverage, terms, units_fit
from articles.check.words import TIE_DONE, done_words, speaks_of_done
from entities.models import Figure, Tie


def amount(value, qualifier="", high=None):
    high = None if high is None else Decimal(high)
    return Figure(value=Decimal(value), value_high=high, qualifier=qualifier)


def sentences(text):
    return [sentence.text.strip() for sentence in split(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It grew. Exports rose by 9.22%. Fine!", ["It grew.", "Exports rose by 9.22%.", "Fine!"]),
        ("Mr. Chinh of FPT Corp. said so. Yes.", ["Mr. Chinh of FPT Corp. said so.", "Yes."]),
        (
            "Nghị quyết No. 57 được ban hành. Ông ký.",
            ["Nghị quyết No. 57 được ban hành.", "Ông ký."],
        ),
        ("目標は5000人。売上は2億円だ！次も。", ["目標は5000人。", "売上は2億円だ！", "次も。"]),
        ("No end", ["No end"]),
    ],
)
def test_a_line_is_split_into_sentences(text, expected):
    assert sentences(text) == expected


def test_the_sentences_of_a_line_follow_one_another_and_cover_it():
    line = "  One. Two!  ... 三。four 1.5. "
    found = split(line)
    assert "".join(s.text for s in found).strip() == line.strip()
    assert all(line[s.start : s.end] == s.text for s in found)


def test_what_cannot_be_shown_is_taken_out_of_a_text():
    assert cleaned("a\0b\r\nc\x1b\ud800d\u2028e\tf") == "ab\nc\ufffdd\ne\tf"


@pytest.mark.parametrize(
    ("text", "done"),
    [
        ("CMC reached US$250 million in revenue.", True),
        ("CMC has signed contracts worth $5 million.", True),
        ("CMC expects to have reached US$250 million.", False),
        ("CMC has not reached US$250 million.", False),
        ("CMC hasn’t reached it.", False),
        ("CMC earned praise for its goal of US$250 million.", False),
        ("CMC reached for growth by 2028.", False),
        ("Revenue is US$250 million.", False),
        ("It had 5,000 employees in Japan in 2024.", True),
        ("It had a plan for 2030.", False),
        ("CMC đã đạt doanh thu 250 triệu USD.", True),
        ("CMC da dat doanh thu 250 trieu USD.", False),
        ("CMC đã đặt mục tiêu 250 triệu USD.", False),
        ("CMC sẽ đạt 250 triệu USD.", False),
        ("CMCは売上高2億5000万ドルを達成した。", True),
        ("CMCは売上高2億5000万ドルを達成しました。", True),
        ("CMCは売上高2億5000万ドルを目標とした。", False),
        ("CMCは2億5000万ドルを達成する予定だ。", False),
        ("CMCは2億5000万ドルを達成したいと述べた。", False),
        ("CMCは2億5000万ドルを達成しなかった。", False),
    ],
)
def test_a_sentence_speaks_of_what_is_done_only_where_nothing_is_ahead(text, done):
    assert speaks_of_done(text) is done


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("CMC joined Keidanren last year.", "joined"),
        ("CMC will have joined Keidanren.", None),
        ("CMC met Keidanren.", None),
        ("CMC đã gia nhập Keidanren.", "đã gia nhập"),
        ("CMC gia nhập Keidanren.", None),
        ("CMCは経団連に加盟した。", "加盟した"),
        ("CMCは経団連に加盟する。", None),
    ],
)
def test_the_words_that_have_a_tie_as_done_are_found(text, words):
    found = done_words(text, TIE_DONE[Tie.Kind.MEMBER_OF])
    assert (found and text[slice(*found)]) == words


@pytest.mark.parametrize(
    ("said", "held", "agrees"),
    [
        (amount(500), amount(500), True),
        (amount(250_000_000), amount("250000000.000000"), True),
        (amount(500), amount(501), False),
        (amount(500, "over"), amount(500), True),
        (amount(500), amount(500, "over"), True),
        (amount(500, "nearly"), amount(500, "over"), False),
        (amount(500, "about"), amount(490), True),
        (amount(500, "about"), amount(450), False),
        (amount(490), amount(500, "about"), False),
        (amount(500, "over"), amount(512), True),
        (amount(500, "over"), amount(499), False),
        (amount(500, "over"), amount(5000), False),
        (amount(500, "nearly"), amount(498), True),
        (amount(500, "nearly"), amount(502), False),
        (amount(48, high=50), amount(48, high=50), True),
        (amount(48, high=50), amount(48, high=51), False),
        (amount(49), amount(48, high=50), False),
        (amount(48, high=50), amount(49), False),
        (amount(0, "about"), amount(1), False),
    ],
)
def test_an_amount_agrees_with_what_is_held(said, held, agrees):
    assert (agreement(said, held) is not None) is agrees


def test_a_difference_in_how_a_number_is_qualified_is_told():
    assert agreement(amount(500), amount(500)) == ""
    assert agreement(amount(500, "over"), amount(500, "over")) == ""
    assert agreement(amount(500), amount(500, "over"))
    assert agreement(amount(500, "about"), amount(512))


def test_a_measure_is_known_in_three_languages():
    wanted = terms("revenue from Japan")
    for said in (
        "doanh thu từ Nhật Bản",
        "日本での売上高",
        "Its sales in Japan",
        "DOANH THU NHẬT BẢN",
    ):
        assert coverage(wanted, terms(said)) == 1, said
    assert coverage(wanted, terms("mọi thứ nhất định")) == 0


def test_units_fit_where_one_tells_the_other():
    assert units_fit("parks", "industrial parks")
    assert units_fit("employees", "people")
    assert units_fit("nhân viên", "employees")
    assert units_fit("社員", "employees")
    assert units_fit("%", "percent")
    assert not units_fit("employees", "engineers")
    assert not units_fit("hectares", "parks")
    assert not units_fit("", "people")
