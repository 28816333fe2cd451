"""Known names are found as they are printed: by word, script, accents, capitals."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vjtech.core.recognise.names import Name, Recogniser
from vjtech.core.recognise.words import key

FPT, SOFTWARE, OTHER = ("company", 1), ("company", 2), ("company", 3)
CHINH, NAMESAKE = ("person", 1), ("person", 2)
CHINH_NAMES = (Name("Lê Trung Chính", CHINH), Name("Chinh", CHINH, identifies=False))


def found(text, *names):
    """Return what of a text is found of names, each a text or a Name."""
    given = [name if isinstance(name, Name) else Name(name, OTHER) for name in names]
    return [text[named.start : named.end] for named in Recogniser(given).find(text)]


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        # Words of Latin letters
        ("Honda", "Honda, (Honda) and “Honda”.", 3),
        ("Honda", "Hondas, Hondajet, MyHonda, Honda2, Honda_x", 0),
        ("FPT", "FPT’s, FPT's and FPTs' engineers; two FPTs", 4),
        ("FPT", "FPTx, FPT'n, O'FPT", 0),
        ("FPT", "non-FPT, FPT-led and FPT/CMC", 3),
        ("FPT", "FPT.com, @FPT, FPT@home, FPT_2024", 0),
        ("FPT", "He left FPT. FPT hired.", 2),
        ("Next100", "Next100 and Next1000", 1),
        ("C.OPE2N", "C.OPE2N and C.\n\nOPE2N", 1),
        ("US", "US$250 million in the US", 1),
        ("TW", "57-NQ/TW, 68/TW-2 and TW", 1),
        # Blanks, hyphens, commas
        ("Da Nang", "Da\u00a0Nang, Da  Nang, Da\nNang", 3),
        ("Da Nang", "He lives in Da.\nNang came. Da\n\nNang", 0),
        ("Viet Nam", "Viet-Nam", 1),
        ("JETRO Hanoi", "JETRO. Hanoi, JETRO, Hanoi; JETRO (Hanoi)", 0),
        ("Vietnam - Japan Forum", "Vietnam–Japan Forum, Vietnam-Japan Forum", 2),
        ("Ministry of Trade, Energy and Industry", "Ministry of Trade, Energy, and Industry", 1),
        ("Sun Co., Ltd.", "Sun Co., Ltd. and Sun Co. Ltd", 2),
        ("People’s Bank", "People's Bank", 1),
        # Capitals: up to three letters as written; one or two words not among ordinary words
        ("FPT", "fpt Fpt", 0),
        ("AI", "AI ai Ai", 1),
        ("CMC Global", "CMC GLOBAL", 1),
        ("An Ninh", "an ninh mạng; An ninh; An Ninh; AN NINH", 2),
        ("Party", "the party, the Party", 1),
        ("Japan Business Federation", "japan business federation", 1),
        # Accents may be left out, and be put on; others contradict
        ("Đà Nẵng", "Đà Nẵng, Da Nang, Đà Nang, ĐÀ NẴNG", 4),
        ("Đà Nẵng", "Ðà Nẵng", 1),  # ð of an old font
        ("Huế", "Huế-2025, Hue, HUẾ", 1),
        ("Hà Nội", "Hạ Nội, Hà Nổi, Hâ Nội", 0),
        ("Ba Na", "Bà Nà", 1),
        ("Thúy Hòa", "Thuý Hoà", 1),
        ("Nguyễn Trung Chính", "Nguyễn Trung Chinh, Nguyên Trung Chính", 1),
        ("Bộ", "Bo, Bo̶, Bộ", 1),
        ("Nestlé", "Nestle", 1),
        # Japanese
        ("ホンダ", "ホンダは、新型ホンダ車とホンダ・ジャパン", 3),
        ("ホンダ", "ホンダジェット、スーパーホンダ", 0),
        ("ﾎﾝﾀﾞ", "ホンダ", 1),
        ("ハノイ", "バノイ", 0),
        ("日本", "日本銀行、東日本、日本橋", 0),
        ("日本", "日本は日本政府と日本企業、日本国内の在日本大使館", 5),
        ("東京", "東京都、東京都内、東京で、（東京）東京支社", 5),
        ("東京", "東京大学、東京証券取引所、東京エレクトロン", 0),
        ("名古屋市", "愛知県名古屋市", 1),
        ("日立製作所", "株式会社日立製作所", 1),
        ("空本誠喜", "空本誠喜氏と空本誠喜さん", 2),
        ("沖縄ITセンター", "沖縄 IT センターは", 1),
        ("ホーチミン", "ホー・チ・ミン市", 1),
        ("さくら", "さくらは、のさくらを", 2),
        ("さくら", "さくらんぼ、しさくら", 0),
        ("FPT", "日本のFPTは、ＦＰＴ社、第FPT", 3),
        ("越", "越国、日越、越は", 1),
    ],
)
def test_a_name_is_found_where_it_is_printed_as_such(name, text, expected):
    assert len(found(text, name)) == expected


@pytest.mark.parametrize(
    ("names", "text", "expected"),
    [
        (["FPT", "FPT Software"], "FPT Software and FPT", ["FPT Software", "FPT"]),
        (["日本", "日本銀行"], "日本銀行と日本", ["日本銀行", "日本"]),
        (["日本", "経済産業省"], "日本経済産業省", ["日本", "経済産業省"]),
        (["日本", "ベトナム"], "日本ベトナム大学", ["日本", "ベトナム"]),
        (["ホンダ", "ジェット"], "ホンダジェット", []),
        (["東京", "東京大学", "大学"], "東京大学", ["東京大学"]),
        (["JETRO Hanoi", "The Hanoi Times"], "The Hanoi Times", ["The Hanoi Times"]),
        (["Viet Nam", "Nam Dinh Textile"], "Viet Nam Dinh Textile", ["Nam Dinh Textile"]),
    ],
)
def test_the_longest_name_wins(names, text, expected):
    assert found(text, *names) == expected


def test_a_name_is_found_in_decomposed_text_with_all_its_marks():
    text = unicodedata.normalize("NFD", "ở Đà Nẵng, ガイド")
    assert found(text, "Đà Nẵng", "ガイド") == [
        unicodedata.normalize("NFD", "Đà Nẵng"),
        unicodedata.normalize("NFD", "ガイド"),
    ]


def test_a_sign_that_stands_for_several_letters_is_found_whole_or_not_at_all():
    assert found("The Paciﬁc Bank", "Pacific Bank") == ["Paciﬁc Bank"]
    assert found("oﬃce Paciﬁ", "Pacif", "Ice") == []
    assert found("㍿日立", "株式会社日立") == ["㍿日立"]


def test_a_name_of_several_gives_them_all_first_who_writes_it_so():
    recogniser = Recogniser([Name("Le Trung Chinh", NAMESAKE), Name("Lê Trung Chính", CHINH)])
    (named,) = recogniser.find("Ông Lê Trung Chính")
    assert named.owners == (CHINH, NAMESAKE)
    (named,) = recogniser.find("Le Trung Chinh")
    assert named.owners == (NAMESAKE, CHINH)


def test_a_bare_name_is_found_only_where_its_bearer_is_named():
    recogniser = Recogniser(CHINH_NAMES)
    assert recogniser.find("Chinh said so.") == []
    title, body = recogniser.find_in(["Chinh speaks", "Mr. Le Trung Chinh came."])
    assert [title[0].owners, body[0].owners] == [(CHINH,), (CHINH,)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Mr. Chinh said", True),
        ("“Chinh came”, Chinh’s", True),
        ("Chairman Chinh and CEO Chinh", True),
        ("But Chinh", True),
        ("Tran Chinh", False),
        ("Chinh Duc", False),
        ("Duc-Chinh", False),
        ("chinh", False),
    ],
)
def test_a_bare_name_is_not_part_of_a_longer_one(text, expected):
    spans = Recogniser(CHINH_NAMES).find(f"Lê Trung Chính; {text}")
    assert (len(spans) > 1) is expected


def test_namesakes_by_a_bare_name_are_both_proposed_where_both_are_named():
    names = [*CHINH_NAMES, Name("Vũ Chinh", NAMESAKE), Name("Chinh", NAMESAKE, False)]
    *_, named = Recogniser(names).find("Vũ Chinh met Lê Trung Chính. Then Chinh left.")
    assert set(named.owners) == {CHINH, NAMESAKE}


def test_a_recogniser_among_some_finds_what_the_names_of_others_would_hide():
    both = Recogniser([Name("FPT", FPT), Name("FPT Software", SOFTWARE)])
    (named,) = both.among([FPT]).find("FPT Software")
    assert (named.start, named.end, named.owners) == (0, 3, (FPT,))
    assert both.find("FPT Software")[0].owners == (SOFTWARE,)


def test_names_without_letters_and_no_names_at_all_find_nothing():
    assert found("100 % … 日", "100", "…", "") == []
    assert Recogniser([]).find("FPT") == []


LETTERS = "aAeébĐđ 　-’.,&のアガ゛日本１1ﬁ\n\u0301\u200b"
names = st.lists(st.text(LETTERS, min_size=1, max_size=6), min_size=1, max_size=12)
anything = st.text(st.characters(codec=None, exclude_categories=()), max_size=60)
pieces = st.lists(st.one_of(st.text(LETTERS, max_size=6), anything), max_size=8)


@given(names, pieces, st.data())
def test_spans_lie_in_the_text_in_order_and_fold_to_their_names(names, pieces, data):
    text = "".join(data.draw(st.permutations([*pieces, *names])))
    recogniser = Recogniser(Name(name, ("company", n)) for n, name in enumerate(names))
    end = 0
    for named in recogniser.find(text):
        assert end <= named.start < named.end <= len(text)
        end = named.end
        printed = key(text[named.start : named.end])
        assert {key(names[n]) for _noun, n in named.owners} == {printed}


@given(st.lists(st.sampled_from(["FPT", "Hà Nội", "日本", "Honda"]), min_size=1, max_size=8))
def test_every_name_between_blanks_is_found(names):
    assert found(" ".join(names), "FPT", "Hà Nội", "日本", "Honda") == names
