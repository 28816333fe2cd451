"""Sentences of a paragraph, and how much of one is cited."""

import pytest

from articles.intake.prefill import MOST_WORDS, words
from articles.intake.sentences import sentences
from articles.intake.ticks import span_of


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("One is here. Two is there!", ["One is here.", "Two is there!"]),
        ("Mr. An of FPT Corp. said so. He left.", ["Mr. An of FPT Corp. said so.", "He left."]),
        ("It paid US$2.5 million in the U.S. market.", None),
        ("“We are glad.” She left.", ["“We are glad.”", "She left."]),
        ("TP. Hồ Chí Minh họp. Ông An đến.", ["TP. Hồ Chí Minh họp.", "Ông An đến."]),
        ("彼は言った。「始まる。」次は来年。", ["彼は言った。", "「始まる。」", "次は来年。"]),
        ("no end at all", None),
        ("   ", []),
        ("", []),
    ],
)
def test_sentences_are_found_in_three_languages(text, found):
    assert [text[start:end] for start, end in sentences(text)] == (
        [text] if found is None else found
    )


def test_a_text_of_dots_takes_no_time():
    assert len(sentences("A b. " * 20_000)) == 40


def test_what_is_cited_fits_its_column_and_ends_with_a_word():
    text = "twelve words " * 60
    assert len(words(text)) <= MOST_WORDS and text.startswith(words(text))
    assert words(text).endswith(("twelve", "words"))
    assert len(words("日" * 900)) == MOST_WORDS


def test_a_fact_is_made_of_the_words_selected_else_of_the_sentence_else_of_the_paragraph():
    text = "One is here. Two is there."
    assert text[slice(*span_of(text, "0", "is there"))] == "is there"
    assert text[slice(*span_of(text, "1", "not in it"))] == "Two is there."
    for sentence in ("", "7", "-1", "x", "9" * 99):
        assert text[slice(*span_of(text, sentence, ""))] == text
