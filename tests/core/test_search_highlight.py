"""Snippets and marks: the original text, its accents, kana and width as they are."""

import unicodedata
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.annotate import Span, wrap
from tests.seconds import cpu_seconds
from vjtech.core.search.highlight import passage, snippet, spans
from vjtech.core.search.query import Phrase, Query, parse
from vjtech.core.search.tokens import tokens


def marked(text, words):
    """Return the text with [brackets] around what the words mark."""
    out, here = "", 0
    for start, end in spans(text, parse(words)):
        out += f"{text[here:start]}[{text[start:end]}]"
        here = end
    return out + text[here:]


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("Cảng Đà Nẵng mở", "da nang", "Cảng [Đà] [Nẵng] mở"),
        ("Cảng Đà Nẵng mở", '"da nang"', "Cảng [Đà Nẵng] mở"),
        ("The companies of Tokyo", "company", "The [companies] of Tokyo"),
        ("Conference", "conf*", "[Conference]"),
        ("the con of cons", "cons*", "the [con] of [cons]"),
        ("57-NQ/TW và 57", "57-NQ/TW", "[57-NQ/TW] và 57"),
        ("ﾄﾖﾀ and ＣＭＣ", "トヨタ cmc", "[ﾄﾖﾀ] and [ＣＭＣ]"),
        ("パートナー", "トナー", "パー[トナー]"),
        ("東京都知事", "京都", "東[京都]知事"),
        ("東京都知事は知る", "知", "東京都[知]事は[知]る"),
        ("半導体", "体", "半導[体]"),
        ("グエン・チュン氏", "グエンチュン", "[グエン・チュン]氏"),
        ("か\u3099く", "がく", "[か\u3099く]"),
        ("kaku", "がく", "kaku"),
        ("nothing here", "-here", "nothing here"),
        ("葛\U000e0100城市", "葛城", "[葛\U000e0100城]市"),
    ],
)
def test_what_was_found_is_marked_in_the_original(text, words, expected):
    assert marked(text, words) == expected


def test_decomposed_text_is_marked_with_its_marks():
    text = unicodedata.normalize("NFD", "Cảng Đà Nẵng")
    assert marked(text, "nang") == unicodedata.normalize("NFD", "Cảng Đà [Nẵng]")


def test_only_the_beginning_of_a_long_text_is_looked_at():
    text = "word " * 2000
    assert spans(text, parse("word"))[-1][1] <= 4000


def test_a_snippet_stands_around_the_first_match_and_is_cut_between_words():
    text = f"{'before ' * 60}the needle here {'after ' * 60}"
    pieces = snippet(text, parse("needle"))
    joined = "".join(part for part, _mark in pieces)
    assert ("needle", True) in pieces
    assert joined.startswith("… before ") and joined.endswith(" …")
    assert len(joined) < 260
    assert joined.strip("… ") in text


def test_a_snippet_of_a_text_without_blanks_is_as_short():
    text = "あ" * 500 + "半導体" + "い" * 500
    joined = "".join(part for part, _mark in snippet(text, parse("半導体")))
    assert "半導体" in joined and len(joined) < 260


def test_no_match_no_snippet():
    assert snippet("text", parse("other")) is None
    assert passage(parse("other"), ["text", ""]) == []
    assert passage(parse("text"), ["other", "a text"]) == [("a ", False), ("text", True)]


WORDS = st.text(st.sampled_from('ab あいう-*" Đđẵa\u0301が\u3099ｶﾞ. \n'), max_size=12)


@settings(deadline=None, max_examples=300)
@given(st.text(st.sampled_from("ab あいう. Đđẵa\u0301がｶﾞ<&\n😀"), max_size=80), WORDS)
def test_marks_are_apart_in_order_and_a_snippet_is_part_of_the_text(text, words):
    query = parse(words)
    found = spans(text, query)
    assert all(0 <= a < b <= len(text) for a, b in found)
    assert all(first[1] < second[0] for first, second in pairwise(found))
    pieces = snippet(text, query) or []
    joined = "".join(part for part, mark in pieces if part not in ("… ", " …") or mark)
    assert joined in text


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a " * 2000, " ".join("abcdefghijklmnop")),
        ("の" * 4000, "の"),
        ("の間" * 2000, "の 間 のの 間間"),
        ("a" + "\u0301" * 4000, "a"),
        ("あ" * 4000, "あ" * 300),
        ("x" * 4000, "x*"),
    ],
)
def test_hostile_text_is_marked_in_no_time(text, words):
    def mark():
        assert wrap(text, [Span(a, b, "mark") for a, b in spans(text, parse(words))])

    assert cpu_seconds(mark) < 0.5


def test_marks_cross_other_spans_without_breaking_the_html():
    text = "one <two> three four"
    html = wrap(text, [Span(0, 9, "a"), Span(4, 15, "mark"), Span(16, 20, "mark")])
    assert html == ("<a>one <mark>&lt;two&gt;</mark></a><mark> three</mark> <mark>four</mark>")


@settings(deadline=None, max_examples=300)
@given(st.text(st.sampled_from("abciesx Đđẵ\u0301半導体・がｶﾞ…℅"), max_size=40))
def test_whatever_token_is_asked_for_is_marked_where_it_stands(text):
    for token in tokens(text):
        (term,) = parse("x").terms
        asked = Query((replace(term, phrase=Phrase((token.text,))),))
        assert any(s <= token.start and token.end <= e for s, e in spans(text, asked))
