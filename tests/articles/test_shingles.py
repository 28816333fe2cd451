from hypothesis import given
from hypothesis import strategies as st

from articles.shingles import SKETCH, likeness, shingles, sketch

TEXT = "Harbour Robotics of Kobe opened a test line for port cranes in Hai Phong on Tuesday."
JAPANESE = "青空電機は十二日、ベトナム中部のダナン市に半導体の設計拠点を開いたと発表した。"


def test_case_accents_and_signs_do_not_matter():
    assert shingles("Đà Nẵng, thành phố!") == shingles("DA NANG thanh pho")
    assert sketch(TEXT) == sketch(TEXT.upper().replace(",", " –"))


def test_unspaced_text_is_compared_by_its_letters():
    changed = JAPANESE.replace("十二日", "十三日")
    jaccard, _contained = likeness(shingles(JAPANESE), shingles(changed))
    assert 0.6 < jaccard < 1


def test_a_text_is_wholly_like_itself_and_not_like_another():
    assert likeness(shingles(TEXT), shingles(TEXT)) == (1, 1)
    assert likeness(shingles(TEXT), shingles(JAPANESE)) == (0, 0)
    assert likeness(set(), shingles(TEXT)) == (0, 0)


def test_a_part_is_contained_in_the_whole():
    whole = TEXT + " Sixty engineers work on it, and more are to come next year."
    jaccard, contained = likeness(shingles(TEXT), shingles(whole))
    assert (jaccard < 0.6, contained) == (True, 1)


def test_paragraphs_of_which_a_word_was_changed_mostly_share_their_sketch():
    words = TEXT.split()
    changed = [" ".join([*words[:i], "otherwise", *words[i + 1 :]]) for i in range(len(words))]
    assert sum(sketch(text) == sketch(TEXT) for text in changed) > len(changed) / 2


def test_short_lines_have_no_sketch():
    assert sketch("Project") == sketch("") == sketch("Translated by Song Anh") == ""


@given(st.text(max_size=200))
def test_any_text_has_a_sketch_that_fits_its_column(text):
    assert len(sketch(text)) in (0, SKETCH)
