"""The tokeniser: what is a word, and where in the original text it stands."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vjtech.core.search.fold import fold
from vjtech.core.search.tokens import RUN, accented, folded_with_map, stem, tokens
from vjtech.core.search.tokens import _folded_by_clusters as by_clusters


def words(text):
    return [token.text for token in tokens(text)]


def pieces(text):
    """Return each token with the stretch of the original that it stands for."""
    return [(token.text, text[token.start : token.end]) for token in tokens(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        (" … – ++ 😀", []),
        ("The FPT-Japan deal", ["the", "fpt", "japan", "deal"]),
        ("57-NQ/TW, C.OPE2N", ["57", "nq", "tw", "c", "ope2n"]),
        ("snake_case", ["snake", "case"]),
        ("Đà Nẵng", ["da", "nang"]),
        ("ＦＰＴ　１２", ["fpt", "12"]),
        ("ﾄﾖﾀ ｶﾞﾗｽ", ["トヨ", "ヨタ", "タガ", "ガラ", "ラス", "ス"]),
        ("半導体", ["半導", "導体", "体"]),
        ("半", ["半"]),
        ("CMC半導体2025年", ["cmc", "半導", "導体", "体", "2025", "年"]),
        ("CMC’s", ["cmc", "s"]),
        ("a\u00adb co\u200bop", ["ab", "coop"]),
        ("葛\U000e0100城", ["葛城", "城"]),
        ("𠮷野家", ["𠮷野", "野家", "家"]),
        ("½ ℅ ㈱", ["1", "2", "c", "o", "株"]),
    ],
)
def test_words_are_folded_and_japanese_goes_by_pairs(text, expected):
    assert words(text) == expected


@pytest.mark.parametrize(
    "name", ["グエン・チュン", "グエン チュン", "グエン　チュン", "ｸﾞｴﾝ･ﾁｭﾝ", "グエンチュン"]
)
def test_what_stands_between_the_parts_of_a_japanese_name_does_not_matter(name):
    assert words(name) == ["グエ", "エン", "ンチ", "チュ", "ュン", "ン"]


def test_a_line_ends_a_japanese_run():
    assert words("東京\n大阪") == ["東京", "京", "大阪", "阪"]


def test_kana_keep_their_voicing():
    assert words("がか") == ["がか", "か"] != words("かか")
    assert words("か\u3099") == words("が") == words("ｶﾞ".translate({0xFF76: "が", 0xFF9E: None}))


def test_decomposed_text_gives_the_same_words_over_its_own_letters():
    composed, decomposed = "Đà Nẵng, が", unicodedata.normalize("NFD", "Đà Nẵng, が")
    assert words(decomposed) == words(composed)
    assert [part for _word, part in pieces(decomposed)] == [
        unicodedata.normalize("NFD", part) for _word, part in pieces(composed)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("«Nẵng»", [("nang", "Nẵng")]),
        ("ｶﾞﾗｽ", [("ガラ", "ｶﾞﾗ"), ("ラス", "ﾗｽ"), ("ス", "ｽ")]),
        ("ｸﾞ･ﾁ", [("グチ", "ｸﾞ･ﾁ"), ("チ", "ﾁ")]),
        ("😀ＦＰＴ", [("fpt", "ＦＰＴ")]),
        ("ﬁn", [("fin", "ﬁn")]),
        ("Straße", [("strasse", "Straße")]),
        ("co\u00adop.", [("coop", "co\u00adop")]),
    ],
)
def test_each_word_knows_its_stretch_of_the_original(text, expected):
    assert pieces(text) == expected


@pytest.mark.parametrize(
    ("plural", "singular"),
    [
        ("companies", "company"),
        ("ties", "tie"),
        ("branches", "branch"),
        ("boxes", "box"),
        ("engineers", "engineer"),
        ("class", "class"),
        ("status", "status"),
        ("analysis", "analysis"),
        ("bus", "bus"),
        ("gas", "gas"),
        ("ｘs", "ｘs"),
    ],
)
def test_english_plurals_join_their_singular(plural, singular):
    assert stem(plural) == singular


@pytest.mark.parametrize(
    ("original", "folded", "exact"),
    [
        ("Nẵng", "nang", "nẵng"),
        ("Nẵng", "nang", "nẵng"),
        ("Nang", "nang", ""),
        ("ＦＰＴ", "fpt", ""),
        ("Đ", "d", "đ"),
        ("ﬁn", "fin", ""),
        ("℅", "c", ""),
        ("né\u00ade", "nee", "née"),
    ],
)
def test_accents_as_written_are_kept_beside_the_folded_word(original, folded, exact):
    assert accented(original, folded) == exact


def test_a_word_is_cut_where_nobody_writes_on():
    (token,) = tokens("x" * 1000)
    assert (token.text, token.end) == ("x" * 64, 1000)


TEXT = st.text(
    st.one_of(
        st.characters(),
        st.sampled_from(
            "aZ09 .-_\"'*đĐẵŒßｶﾞ゛が・ー半導体東ﷺ℅㍿\u0301\u3099\u200b\u00ad\ufe00\n\0\ud800😀"
        ),
    ),
    max_size=40,
)


@settings(deadline=None, max_examples=400)
@given(TEXT)
def test_any_text_gives_plain_words_in_order_within_the_text(text):
    found = list(tokens(text))
    for token in found:
        assert token.text and all(c.isalnum() or RUN.match(c) for c in token.text)
        assert 0 <= token.start < token.end <= len(text)
        assert not set(token.exact) & set(" \"'\\/*()")
    assert [t.start for t in found] == sorted(t.start for t in found)


@settings(deadline=None, max_examples=300)
@given(st.one_of(TEXT, st.text(st.characters(codec="utf-8", max_codepoint=0x10FF), max_size=30)))
def test_the_folded_text_has_a_place_for_each_letter(text):
    folded, starts, ends = folded_with_map(text)
    assert len(folded) == len(starts) == len(ends)
    assert (folded, list(starts), list(ends)) == by_clusters(text)
    assert words(text) == words(fold(text)) or not text.isprintable()
