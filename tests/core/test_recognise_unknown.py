"""What looks like an unknown person or organisation is offered; rather too little than too much."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vjtech.core.recognise.unknown import MOST, unknown


def offered(text, taken=()):
    return [(text[new.start : new.end], new.kind) for new in unknown(text, taken)]


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("the Sumitomo Corporation said", "Sumitomo Corporation", "company"),
        ("Rikkeisoft JSC", "Rikkeisoft JSC", "company"),
        ("The Mekong Delta Institute", "Mekong Delta Institute", "company"),
        ("at the University of Danang", "University of Danang", "company"),
        (
            "the Ministry of Planning and Investment said",
            "Ministry of Planning and Investment",
            "company",
        ),
        (
            "Ministry of Foreign Affairs and Ministry of Health",
            "Ministry of Foreign Affairs",
            "company",
        ),
        (
            "Công ty Cổ phần Phần mềm Sao Việt cho biết",
            "Công ty Cổ phần Phần mềm Sao Việt",
            "company",
        ),
        ("Tập đoàn Viettel đã ký", "Tập đoàn Viettel", "company"),
        ("Bộ Kế hoạch và Đầu tư sẽ", "Bộ Kế hoạch và Đầu tư", "company"),
        ("Đại học Bách khoa", "Đại học Bách khoa", "company"),
        ("株式会社日立製作所が", "株式会社日立製作所", "company"),
        ("日立製作所株式会社は", "日立製作所株式会社", "company"),
        ("早稲田大学は", "早稲田大学", "company"),
        ("日本商工会議所、文部科学省が", "日本商工会議所", "company"),
        ("with Do Van Hung and", "Do Van Hung", "person"),
        ("Mr. Tran Van Nam came", "Tran Van Nam", "person"),
        ("Dr Smith said", "Smith", "person"),
        ("ông Nguyễn Văn Hùng nói", "Nguyễn Văn Hùng", "person"),
        ("Bà Trần Thị Lan", "Trần Thị Lan", "person"),
        ("met Pham Minh Chinh there", "Pham Minh Chinh", "person"),
        ("with Yamada Taro and", "Yamada Taro", "person"),
        ("with Taro Yamada and", "Taro Yamada", "person"),
        ("田中太郎氏は", "田中太郎", "person"),
        ("豊田章男会長が", "豊田章男", "person"),
        ("グエン・ヴァン・フン氏", "グエン・ヴァン・フン", "person"),
    ],
)
def test_what_looks_like_a_name_is_offered(text, name, kind):
    assert (name, kind) in offered(text)


@pytest.mark.parametrize(
    "text",
    [
        "The Company, the Group, our Center, This Committee and The Research Center",
        "Innovation In Internal Company, Cooperation For The University",
        "He said that the company and its group work with a bank.",
        "Da Nang, New York, Open Innovation, Digital Transformation, Make In Vietnam",
        "Theo ông, công ty này và tập đoàn kia, bộ trưởng, đại học, viện trưởng",
        "Viện Hàn xyz, Tập đoàn Abc xyz",  # cut off in a word
        "同社氏、会社は、大学は、省庁、銀行",
        "To Win, Do Not, La La Land, Ho Ho Ho Street",
    ],
)
def test_ordinary_words_are_not(text):
    assert offered(text) == []


def test_what_is_taken_is_left_and_so_is_what_overlaps_it():
    text = "Sumitomo Corporation and Rikkeisoft JSC"
    assert offered(text, [(0, 8)]) == [("Rikkeisoft JSC", "company")]


def test_there_is_a_most():
    text = ". ".join(f"Mr. A{chr(97 + n % 26)}{chr(97 + n // 26)}o" for n in range(2 * MOST))
    assert len(offered(text)) == MOST


WORDS = "Mr. The Ministry of Bộ và Nguyễn Văn Corporation 株式会社 大学 氏 さん , A"
words = st.sampled_from(WORDS.split(" "))


@given(st.lists(st.one_of(words, st.text(max_size=5)), max_size=12), st.sampled_from(["", " "]))
def test_any_text_gives_spans_in_it(parts, glue):
    text, end = glue.join(parts), 0
    for new in unknown(text, []):
        assert end <= new.start < new.end <= len(text)
        end = new.end
