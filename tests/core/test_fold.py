"""The fold that names and search words are compared by."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vjtech.core.search.fold import fold, fold_words, name_key


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Đà Nẵng", "da nang"),
        ("đường", "duong"),
        ("Nguyễn Trung Chính", "nguyen trung chinh"),
        ("ＦＰＴ　１２", "fpt 12"),
        ("STRASSE straße", "strasse strasse"),
        ("Œuvre Łódź Ægir", "oeuvre lodz aegir"),
        ("ﬁnance", "finance"),
        ("ｶﾞｼﾞｪﾄﾛ", "ガジェトロ"),
    ],
)
def test_case_width_and_accents_are_folded_away(text, folded):
    assert fold(text) == folded


def test_kana_keep_their_voicing_marks():
    assert fold("が") == "が" != fold("か")
    assert fold("パ") == "パ" != fold("ハ")
    assert fold("か\u3099") == "が"


@settings(deadline=None, max_examples=200)
@given(st.text(max_size=30))
def test_folding_twice_or_from_another_normal_form_changes_nothing(text):
    assert fold(fold(text)) == fold(text)
    assert fold(unicodedata.normalize("NFD", text)) == fold(text)


def test_words_are_what_stands_between_signs():
    assert fold_words("CMC—Corp. (Japan)_Đ/x") == ["cmc", "corp", "japan", "d", "x"]
    assert fold_words("😀 … ++") == []


def test_a_name_key_is_its_words_in_their_order():
    assert name_key("  Viện  Khoa-học (VAST) ") == "vien khoa hoc vast"
    assert name_key("国立大学・東京") == "国立大学 東京"
