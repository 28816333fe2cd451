"""Names: found in any spelling, order and script; the nearest first; never a draft in public."""

import pytest

from entities.models import Company, Person, Place
from tests.factories import make_company, make_person, make_place
from vjtech.core import names as noun_names
from vjtech.core.search import names
from vjtech.core.search.names import (
    BEGINS,
    HELD,
    OTHER,
    SAME,
    SORTED,
    SPELT,
    TYPED,
    bare,
    names_query,
    rank,
)

SHORT = "short"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Mr. Nguyễn Trung Chính", "nguyen trung chinh"),
        ("Ông Nguyễn Trung Chính", "nguyen trung chinh"),
        ("GS.TS Nguyễn", "gs ts nguyen"),
        ("Prof. Dr. Tanaka", "tanaka"),
        ("中島丈雄氏", "中島丈雄"),
        ("中島 丈雄", "中島丈雄"),
        ("中島　丈雄 会長", "中島丈雄"),
        ("グエン・チュン・チン", "グエンチュンチン"),
        ("Tập đoàn CMC", "cmc"),
        ("CMC Corporation", "cmc"),
        ("CMC Corp., JSC", "cmc"),
        ("Công ty Cổ phần FPT", "fpt"),
        ("Tổng công ty Điện lực", "dien luc"),
        ("FPT Software Co., Ltd.", "fpt software"),
        ("株式会社日立製作所", "日立製作所"),
        ("日立製作所㈱", "日立製作所"),
        ("日立製作所（株）", "日立製作所"),
        ("Minh Anh", "minh anh"),
        ("Trần Thị Chi", "tran thi chi"),
        ("Anh", "anh"),
        ("Group", "group"),
        ("Mr", "mr"),
        ("", ""),
    ],
)
def test_titles_and_legal_forms_are_no_part_of_a_name(name, expected):
    assert bare(name) == expected


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        ("Nguyễn Trung Chính", "Nguyễn  trung chính", TYPED),
        ("nguyen trung chinh", "Nguyễn Trung Chính", SPELT),
        ("中島 丈雄", "中島丈雄", SPELT),
        ("Mr Nguyen Trung Chinh", "Nguyễn Trung Chính", SAME),
        ("CMC", "Tập đoàn CMC", SAME),
        ("nguyen trung", "Nguyễn Trung Chính", BEGINS),
        ("trung chi", "Nguyễn Trung Chính", BEGINS),
        ("chinh nguyen trung", "Nguyễn Trung Chính", SORTED),
        ("chinh nguyen", "Nguyễn Trung Chính", HELD),
        ("経団連", "日本経団連", HELD),
        ("keidanren", "Japan Business Federation", OTHER),
    ],
)
def test_the_nearness_of_a_name_exact_before_same_order_before_sorted(text, name, expected):
    assert rank(text, name) == expected


def test_signs_that_mean_something_elsewhere_mean_nothing_in_a_name():
    for text in ('"Nguyen" -Trung', "Nguyen* “Trung”", "ＮＧＵＹＥＮ －trung", "(Nguyen) trung"):
        terms = names_query(text).terms
        assert [term.phrase.tokens for term in terms] == [("nguyen",), ("trung",)]
        assert [term.phrase.prefix for term in terms] == [False, True]
        assert not any(term.minus for term in terms)
    assert not names_query(' - "" * 😀')


def called(model, words, most=20):
    return [str(noun) for noun, _alias in model.objects.published().nearest(words, most)]


@pytest.fixture
def people(db):
    make_person(
        "Nguyễn Trung Chính", aliases=["Chính Nguyễn Trung", "グエン・チュン・チン", "中島 丈雄"]
    )
    make_person("Lê Hải")


@pytest.mark.parametrize(
    "words",
    [
        "nguyen trung chinh",
        "NGUYỄN CHÍNH",
        "chinh nguyen",
        "Mr Nguyen Trung Chinh",
        "ông nguyễn trung chính",
        "nguyen trung ch",
        "グエンチュンチン",
        "ｸﾞｴﾝ･ﾁｭﾝ",
        "チュン",
        "中島丈雄",
        "中島 丈雄氏",
        "丈雄",
    ],
)
def test_a_person_is_found_in_any_spelling_order_and_script(people, words):
    assert called(Person, words) == ["Nguyễn Trung Chính"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("cmc corporation", ["CMC Corporation", "CMC Global", "CMC Telecom"]),
        ("tập đoàn cmc", ["CMC Corporation", "CMC Global", "CMC Telecom"]),
        ("cmc telecom jsc", ["CMC Telecom"]),
        ("日立", ["日立製作所"]),
        ("株式会社日立製作所", ["日立製作所"]),
        ("㈱日立製作所", ["日立製作所"]),
    ],
)
def test_a_company_is_found_with_any_legal_form(words, expected):
    for name in ("CMC Telecom", "CMC Global", "CMC Corporation", "日立製作所"):
        make_company(name)
    assert called(Company, words) == expected


@pytest.mark.django_db
def test_the_exact_name_comes_first_then_the_same_order_then_the_rest():
    for name in ("Anh Minh", "Trần Minh Anh", "Minh Anh", "Mính Anh", "Minh Anh Tuấn"):
        make_person(name)
    assert called(Person, "Minh Anh") == [
        *("Minh Anh", "Mính Anh", "Minh Anh Tuấn", "Trần Minh Anh", "Anh Minh")
    ]
    assert called(Person, "Mính Anh")[0] == "Mính Anh"


@pytest.mark.django_db
def test_a_hit_says_by_which_other_name_it_was_found():
    make_person("Nakajima Takeo", aliases=["中島丈雄", "Takeo Nakajima"])

    def alias(words):
        return Person.objects.nearest(words, 1)[0][1]

    assert alias("中島丈雄") == alias("中島") == alias("中島 丈雄") == "中島丈雄"
    assert alias("nakajima") == alias("nakajima takeo") == ""
    assert alias("takeo nakajima") == "Takeo Nakajima"


@pytest.mark.django_db
def test_a_shared_alias_lists_all_who_bear_it():
    first = make_company("Victoria Union", aliases=[{"text": "VJU", "kind": SHORT}])
    second = make_company("Vietnam Japan University", aliases=[{"text": "VJU", "kind": SHORT}])
    found = Company.objects.nearest("vju", 5)
    assert found == [(first, "VJU"), (second, "VJU")]


@pytest.mark.django_db
def test_namesakes_are_all_listed():
    make_person("Nguyễn Văn An", distinction="of CMC")
    make_person("Nguyễn Văn An", distinction="of FPT")
    assert len(called(Person, "nguyen van an")) == 2


@pytest.mark.django_db
def test_drafts_are_for_the_desk_only():
    make_place("Needle", state="draft")
    make_place("Needle Bay")
    assert called(Place, "needle") == ["Needle Bay"]
    assert [str(place) for place in Place.objects.search("needle")] == ["Needle", "Needle Bay"]
    assert [str(place) for place in Place.objects.published().search("needle")] == ["Needle Bay"]


@pytest.mark.django_db
def test_drafts_do_not_crowd_out_what_is_public(monkeypatch):
    monkeypatch.setattr(noun_names, "CANDIDATES", 3)
    make_person("An Needle")
    for i in range(6):
        make_person(f"Needle {i}", state="draft")
    assert called(Person, "needle") == ["An Needle"]


@pytest.mark.django_db
def test_who_is_called_just_so_is_found_among_any_number(monkeypatch):
    monkeypatch.setattr(noun_names, "CANDIDATES", 3)
    make_person("Needle")
    make_person("Other", aliases=["Needle"])
    for i in range(6):
        make_person(f"Needle {i}")
    assert called(Person, "needle", 2) == ["Needle", "Other"]


@pytest.mark.django_db
def test_a_list_holds_every_match_however_many_and_takes_other_filters():
    for i in range(12):
        make_company(f"Needle {i:02}", country="VN" if i % 2 else "JP")
    matching = Company.objects.search("needle")
    assert matching.count() == 12 and matching.filter(country="VN").count() == 6
    assert not Company.objects.search("").exists() and not Company.objects.search("😀").exists()


@pytest.mark.django_db
def test_what_one_means_by_a_name_is_who_is_called_so_else_all_who_are_called_alike():
    corporation = make_company("CMC Corporation", aliases=[{"text": "CMC", "kind": SHORT}])
    others = [make_company("CMC Global"), make_company("CMC Telecom")]
    assert Company.objects.meant("cmc", 5) == [corporation]
    assert Company.objects.meant("cmc corporation", 5) == [corporation]
    assert Company.objects.meant("cmc tele", 5) == others[1:]
    assert Company.objects.meant("nobody", 5) == []


def test_a_query_of_any_length_is_a_name_of_bounded_length():
    assert len(names_query("x " * 5000).terms) <= 16
    assert names.bare.cache_info().maxsize
