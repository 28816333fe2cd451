"""A table of queries with known answers in three languages, and the order of what is found."""

import pytest

from entities.models import Place, PlaceAlias
from tests.factories import (
    make_article,
    make_company,
    make_event,
    make_person,
    make_place,
    make_target,
)
from tests.searched import asked, found, make_documents

pytestmark = pytest.mark.django_db

# Slugs in their order: in the title newest first, then in the text newest first.
ANSWERS = {
    # words: all of them, blind to case, accents, width, plural
    "cmc": "gf ka",
    "CMC corporation": "a",
    "ＣＭＣ": "gf ka",
    "company": "fa",
    "companies": "fa",
    "engineers": "c",
    "da nang": "cb jh",
    "tokyo semiconductor": "ha",
    "opens": "f a",
    "opening": "i",
    "the": "i jhf",
    "a": "jc",
    "nothing -signed": "",
    # accents typed rank the exact spelling first
    "Đà Nẵng": "b c j h",
    "Đa Nang": "c b jh",
    "chính": "g",
    "café": "j",
    "cafe": "j",
    "hà nội": "g",
    "hanoi": "f",
    # phrases
    '"da nang"': "cb jh",
    '"nang da"': "",
    "“quoted words” stand": "k",
    '"words quoted"': "",
    "「日越大学」": "e",
    '"trung chinh"': "g",
    # minus
    "cmc -tokyo": "gf k",
    "forum -news": "c",
    "da -nang": "",
    '-"da nang" tokyo': "a",
    "-forum": "",
    # a trailing *
    "semi*": "a h",
    "eng*": "c",
    "quay*": "j",
    # what splits is a phrase
    "57-NQ/TW": "b",
    "57 nq": "b",
    "nq-57": "",
    "C.OPE2N": "c",
    "CMC’s": "k",
    # Japanese: any part of a run, from one letter on
    "半導体": "d",
    "導体": "d",
    "半": "d",
    "大学": "e d",
    "工科大学": "d",
    "九州大学": "d",
    "京都": "l",
    "都": "l",
    "トヨタ": "f",
    "ﾄﾖﾀ cmc": "f",
    "グエンチュン": "e",
    "グエン・チュン・チン": "e",
    "パートナー": "l",
    "ハートナー": "",
    "か": "",
    "が": "l ed",
    "知事 東京": "l",
    "日越 大学": "e",
    # signs
    "😀": "",
    "smile 😀": "k",
    "%": "",
}


def test_each_query_finds_just_its_documents_in_their_order():
    make_documents()
    expected = {words: slugs.replace(" ", "") for words, slugs in ANSWERS.items()}
    assert {words: "".join(found(words)) for words in ANSWERS} == expected


def test_accents_that_were_typed_rank_within_title_and_text():
    given = {
        "both": ("Da Nang", "Da Nang"),
        "text": ("Other", "Ở Đà Nẵng"),
        "title": ("Đà Nẵng", "x"),
        "plain": ("Other", "In Da Nang"),
        "mixed": ("Da Nang", "Đà Nẵng"),
    }
    for n, (slug, (title, text)) in enumerate(given.items(), 1):
        make_article(title, text, slug=slug, published=f"2024-01-0{n}")
    assert found("Đà Nẵng") == ["title", "mixed", "both", "text", "plain"]
    assert found("da nang") == ["mixed", "title", "both", "plain", "text"]


def test_within_a_tier_the_newest_is_first_and_the_undated_last():
    for slug, day in (("c", "2024-05-02"), ("x", ""), ("a", "2024"), ("b", "2024-05-01")):
        make_article("Needle", slug=slug, published=day)
    assert found("needle") == ["c", "b", "a", "x"]


def test_no_phrase_runs_from_the_title_into_the_text():
    make_article("One needle", "Two threads", slug="a")
    assert found('"needle two"') == [] and found("needle two") == ["a"]


def test_a_word_found_very_often_or_very_late_is_treated_alike_on_both_databases():
    make_article("Much", "port of call " * 300 + "port rare " + "x " * 8000 + "beyond", slug="a")
    assert found("rare") == ["a"] and found('"port of"') == ["a"]
    assert found('"port rare"') == []  # the port's 255 places are taken
    assert found("beyond") == []


def test_a_text_of_the_longest_words_of_the_widest_letters_can_be_indexed():
    text = " ".join(f"{chr(0x10428 + i % 40) * 58}{i}" for i in range(7000))
    make_article("Wide", text, slug="a")
    assert found("wide") == ["a"]


def test_events_and_targets_are_found_by_what_they_show():
    make_event("Forum of Kyushu", summary="The needle", slug="e", place=make_place("Fukuoka"))
    make_target("needle output", scope="in Kyushu", slug="t", companies=[make_company("Alpha")])
    assert found("needle kyushu", "event") == ["e"] and found("fukuoka", "event") == ["e"]
    assert found("needle kyushu", "target") == ["t"] and found("alpha", "target") == ["t"]


# Other spellings, from the alias tables


@pytest.fixture
def da_nang():
    make_place("Da Nang", aliases=["Danang", "Đà Nẵng", "ダナン"])
    make_article("Ports", "The port of Danang.", slug="one", published="2024-01-01")
    make_article("Ports", "The port of Da Nang.", slug="two", published="2024-01-02")
    make_article("Ports", "ダナン港の話。", slug="ja", published="2024-01-03")
    make_article("Ports", "Nang Da.", slug="no", published="2024-01-04")


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Danang", ["ja", "two", "one"]),
        ("da nang", ["no", "ja", "two", "one"]),
        ("Đà Nẵng", ["no", "ja", "two", "one"]),
        ("ダナン", ["ja", "two", "one"]),
        ("port of danang", ["two", "one"]),
        ("danang*", ["ja", "two", "one"]),
        ('"Da Nang"', ["two"]),
        ('"Danang"', ["one"]),
        ("ports -danang", ["no"]),
    ],
)
def test_a_place_is_found_in_articles_however_they_spell_it(da_nang, words, expected):
    assert found(words) == expected


def short(text):
    return {"text": text, "kind": "short"}


def test_a_company_is_found_by_its_other_names_in_articles_events_and_targets():
    make_company("Japan External Trade Organization", aliases=[short("JETRO"), short("ジェトロ")])
    make_article("JETRO said", slug="a")
    make_event("ジェトロの調査", slug="e")
    make_target("surveys by the Japan External Trade Organization", slug="t")
    for words in ("jetro", "ジェトロ", "japan external trade organization"):
        assert (found(words), found(words, "event"), found(words, "target")) == (
            ["a"],
            ["e"],
            ["t"],
        )


def test_a_shared_alias_finds_the_names_of_all_who_bear_it_and_merges_nobody():
    make_company("Vietnam Japan University", aliases=[short("VJU")])
    make_company("Victoria Junior Union", aliases=[short("VJU")])
    make_article("At the Vietnam Japan University", slug="a", published="2024-01-01")
    make_article("At the Victoria Junior Union", slug="b", published="2024-01-02")
    assert found("vju") == ["b", "a"]
    assert found("vietnam japan university") == ["a"]


def test_only_public_names_count_and_always_as_they_are_now(da_nang):
    Place.objects.unpublish()
    assert found("danang") == ["one"]
    Place.objects.publish()
    PlaceAlias.objects.filter(text="ダナン").delete()
    assert found("danang") == ["two", "one"]


def test_a_bare_given_name_stands_for_nobody():
    make_person("Fujino Kenji", aliases=[short("Kenji"), {"text": "藤野健二", "kind": "native"}])
    make_article("Kenji speaks", slug="a", published="2024-01-01")
    make_article("藤野健二が語る", slug="b", published="2024-01-02")
    assert found("kenji") == ["a"]
    assert found("Fujino Kenji") == ["b"] == found("藤野健二")


def test_a_list_that_was_asked_for_nothing_or_wrongly_searches_nothing():
    for query in ("q=", "q=-x", "q=x&language=xx", "q=x&after=y"):
        assert not asked("article", query).asked
