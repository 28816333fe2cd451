"""The query language: what typed words come to."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vjtech.core.search.engines import ENGINES
from vjtech.core.search.index import Within
from vjtech.core.search.query import Phrase, parse, phrase_of
from vjtech.core.search.tiers import TEXT, tiers


def terms(text):
    """Return each term as its tokens, with the marks that were typed: -minus, prefix*."""
    return [
        f"{'-' if t.minus else ''}{' '.join(t.phrase.tokens)}{'*' if t.phrase.prefix else ''}"
        for t in parse(text).terms
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        (" - * \" ' 😀", []),
        ("CMC Tokyo", ["cmc", "tokyo"]),
        ("CMC cmc ＣＭＣ", ["cmc", "cmc", "cmc"]),
        ("companies", ["company"]),
        ('"two words" third', ["two word", "third"]),
        ("“two words” «three of them» „four“", ["two word", "three of them", "four"]),
        ("「日越 大学」『半導体』", ["日越 越大 大学", "半導 導体"]),
        ('"never closed', ["never closed"]),
        ('"" "', []),
        ("-minus plus", ["-minus", "plus"]),
        ('-"two words" x', ["-two word", "x"]),
        ("--twice －wide", ["-twice", "-wide"]),
        ("in-between", ["in between"]),
        ("57-NQ/TW C.OPE2N", ["57 nq tw", "c ope2n"]),
        ("comp* c* ＊ co＊", ["comp*", "c", "co*"]),
        ('"comp*"', ["comp"]),
        ("半導体", ["半導 導体"]),
        ("半", ["半*"]),
        ("半導*", ["半導"]),
        ("CMC半", ["cmc 半*"]),
        ('"半 x"', ["半 x"]),
        ("半導体x", ["半導 導体 体 x"]),
        ("a\0b \ud800c", ["ab", "c"]),
        ("東京　大阪", ["東京", "大阪"]),
    ],
)
def test_words_phrases_minus_and_star(text, expected):
    assert terms(text) == expected


def test_the_same_word_typed_twice_is_asked_once():
    for engine in ENGINES.values():
        asked = [engine.every("x", parse(words), TEXT) for words in ("tokyo", "tokyo Tokyo")]
        assert asked[0] == asked[1]


def test_an_unfinished_word_is_no_plural_yet_but_may_be_one():
    (term,) = parse("cons*").terms
    assert term.phrases() == (Phrase(("cons",), True), Phrase(("con",)))
    (term,) = parse("companies*").terms
    assert term.phrases() == (Phrase(("companies",), True), Phrase(("company",)))
    (term,) = parse("compan*").terms
    assert term.phrases() == (Phrase(("compan",), True),)


def test_accents_that_were_typed_are_kept_apart():
    assert parse("Đà Nẵng tokyo -Hà").exact == ("đà", "nẵng")
    assert parse("da nang").exact == ()
    assert len(tiers(parse("Đà"))) == 4 and len(tiers(parse("da"))) == 2


@pytest.mark.parametrize("text", ["", "-only", '-"all of" -minus', "😀"])
def test_without_a_wanted_word_there_is_nothing_to_look_for(text):
    assert not parse(text)


def test_length_and_number_of_words_are_capped_and_said():
    long = parse("x" * 10_000)
    assert long.shortened and [len(t.phrase.tokens[0]) for t in long.terms] == [64]
    many = parse(" ".join(f"w{i}" for i in range(40)))
    assert many.shortened and len(many.terms) == 16
    assert not parse("short enough").shortened


def test_a_name_is_a_phrase_and_signs_are_none():
    assert phrase_of("Viet Nam") == Phrase(("viet", "nam"))
    assert phrase_of("ベトナム") == Phrase(("ベト", "トナ", "ナム"))
    assert phrase_of("– …") is None


ANYTHING = st.text(
    st.one_of(
        st.characters(),
        st.sampled_from("\"“”「」-－*＊ ()'\\:&|!<>^{}+~%半導体東京がｶﾞđẵ\0\ud800\u0301ab12"),
    ),
    max_size=60,
)


@settings(deadline=None, max_examples=500)
@given(ANYTHING)
def test_nothing_typed_raises_or_leaves_its_quotes(text):
    query = parse(text)
    words = [word for term in query.terms for phrase in term.phrases() for word in phrase.tokens]
    for word in (*words, *query.exact):
        assert word and not set(word) & set("\"'\\ *()&|!<>:")
    for tier in tiers(query) if query else ():
        for engine in ENGINES.values():
            within = Within((("c1", "c2"),))
            _sql, params = engine.walk("search_x", query, tier, within, ("", ()), 1)
            assert all("\0" not in param for param in params)
