"""Cleaning raw text: furniture, other news, several articles in one file, in three languages."""

from hypothesis import given
from hypothesis import strategies as st

from articles.intake.clean import clean, is_html
from articles.intake.pieces import REASONS, Unreadable
from articles.intake.plain import plain, rows

ENGLISH = [
    "Harbour Robotics opens a test line in Hai Phong",
    "Harbour Robotics of Kobe opened a test line for port cranes in Hai Phong on Tuesday.",
    "The line cost 4 million dollars and gives work to sixty engineers, its head said.",
    "Two universities will send students there for half a year each.",
]
VIETNAMESE = [
    "Công ty Sông Xanh mở văn phòng kỹ thuật tại Fukuoka",
    "Công ty phần mềm Sông Xanh vừa mở văn phòng kỹ thuật đầu tiên tại thành phố Fukuoka.",
    "Văn phòng có ba mươi kỹ sư, phần lớn là người Việt đã học ở Nhật Bản nhiều năm.",
    "Năm tới, công ty dự kiến tuyển thêm năm mươi người cho các dự án nhà máy thông minh.",
]
JAPANESE = [
    "青空電機、ダナンに半導体の設計拠点を開設",
    "青空電機は十二日、ベトナム中部のダナン市に半導体の設計拠点を開いたと発表した。",
    "新しい拠点では四十人の技術者が働き、三年後には百人まで増やす計画だという。",
    "同社の担当者は「現地の大学とも協力して人材を育てたい」と話している。",
]
TEASERS = [
    "Old bridge in the delta to be repaired before summer",
    "Workers will close one lane at a time while the steel is being replaced.",
    "Rice growers try out sensors against salt water",
    "A village near the coast has put probes into forty fields this spring.",
]


def one(*lines):
    (piece,) = clean("\n\n".join(lines))
    return piece


def kept(piece):
    return [line.text for line in piece.kept]


def reasons(piece):
    return {line.text: line.cut for line in piece.lines if line.cut}


def test_a_plain_article_is_its_title_and_its_paragraphs():
    for lines, language in ((ENGLISH, "en"), (VIETNAMESE, "vi"), (JAPANESE, "ja")):
        piece = one(*lines)
        assert (piece.title, kept(piece)) == (lines[0], lines[1:])
        assert (piece.title_number, piece.language) == (1, language)


def test_menus_buttons_and_rights_around_an_article_are_cut():
    around = {
        tuple(ENGLISH): (
            ["Home", "Log in", "Business"],
            ["Share:", "Print", "All rights reserved."],
        ),
        tuple(VIETNAMESE): (
            ["Trang chủ", "Đăng nhập"],
            ["Chia sẻ Facebook", "Bình luận", "0 bình luận", "Từ khóa: cảng, tàu"],
        ),
        tuple(JAPANESE): (
            ["ログイン", "メニュー"],
            ["シェアする", "印刷", "記事の無断転載を禁じます"],
        ),
    }
    for lines, (above, below) in around.items():
        piece = one(*above, *lines, *below)
        assert (piece.title, kept(piece)) == (lines[0], list(lines[1:]))
        assert {line.cut for line in piece.lines if line.cut} == {"furniture"}


def test_teasers_below_a_mark_of_other_news_are_cut():
    for lines, mark in (
        (ENGLISH, "Related news"),
        (VIETNAMESE, "Tin liên quan"),
        (JAPANESE, "関連記事"),
    ):
        piece = one(*lines, mark, *TEASERS)
        assert kept(piece) == lines[1:]
        assert reasons(piece) == dict.fromkeys([mark, *TEASERS], "related")


def test_bare_titles_below_a_mark_are_cut_too():
    piece = one(
        *JAPANESE,
        "おすすめ記事",
        "港の新しい倉庫が来月から動き出す",
        "農業用の小型機械、東北で試験",
    )
    assert kept(piece) == JAPANESE[1:]


def test_a_list_of_other_news_in_the_middle_does_not_take_the_rest_along():
    piece = one(*ENGLISH[:3], "Read also", TEASERS[0], TEASERS[2], *ENGLISH[3:])
    assert kept(piece) == ENGLISH[1:]
    piece = one(*ENGLISH[:2], "See also:", TEASERS[0], *ENGLISH[2:])
    assert kept(piece) == ENGLISH[1:]


def test_a_pointer_to_one_other_story_is_cut_by_itself():
    pointers = ["Read more: " + TEASERS[0], "Xem thêm: Cầu cũ sắp được sửa", ">> " + TEASERS[2]]
    piece = one(*ENGLISH[:2], *pointers, *ENGLISH[2:])
    assert kept(piece) == ENGLISH[1:]
    assert reasons(piece) == dict.fromkeys(pointers, "related")


def test_captions_are_cut_and_their_credit_is_kept():
    captions = [
        "Cranes on the new line. Photo: Harbour Robotics",
        "Ảnh: Minh An",
        "写真：青空電機提供",
    ]
    piece = one(*ENGLISH[:2], *captions, *ENGLISH[2:])
    assert kept(piece) == ENGLISH[1:]
    assert set(reasons(piece).values()) == {"caption"}
    assert piece.credits.startswith("Photo: Harbour Robotics")


def test_a_paragraph_that_ends_in_a_picture_credit_stays():
    text = "The line opened on Tuesday. Sixty engineers work on it. (Photo: Harbour Robotics)"
    assert text in kept(one(*ENGLISH, text))


def test_a_line_of_dates_gives_the_day_of_publication():
    for printed in (
        "April 28, 2025", "Monday, 28 April 2025", "28 Apr 2025 09:30 GMT+7",
        "Published: 2025-04-28", "Thứ hai, 28/4/2025, 15:30 (GMT+7)",
        "Ngày 28 tháng 4 năm 2025", "2025年4月28日 10時30分",
        "公開日：2025年4月28日（月）", "2025/04/28 18:00", "28.04.2025",
    ):  # fmt: skip
        piece = one(ENGLISH[0], printed, *ENGLISH[1:])
        assert (piece.published, piece.published_printed) == ("2025-04-28", printed)
        assert kept(piece) == ENGLISH[1:]


def test_the_later_day_of_a_change_is_not_that_of_publication():
    piece = one(ENGLISH[0], "Updated May 2, 2025", "Published April 28, 2025", *ENGLISH[1:])
    assert piece.published == "2025-04-28"
    assert one(ENGLISH[0], "Updated May 2, 2025", *ENGLISH[1:]).published == ""


def test_which_number_is_the_month_stays_open_in_english():
    assert one(ENGLISH[0], "03/04/2025", *ENGLISH[1:]).published == "2025"
    assert one(VIETNAMESE[0], "03/04/2025", *VIETNAMESE[1:]).published == "2025-04-03"


def test_a_day_that_is_in_no_calendar_is_none():
    assert one(ENGLISH[0], "30/02/2025", *ENGLISH[1:]).published == ""


def test_a_date_below_the_first_paragraph_still_counts():
    piece = one(*ENGLISH[:2], "April 28, 2025", *ENGLISH[2:])
    assert (piece.published, kept(piece)) == ("2025-04-28", ENGLISH[1:])


def test_the_days_of_a_chronicle_stay_in_the_text():
    lines = [ENGLISH[1], "April 28, 2025", ENGLISH[2], "May 2, 2025", ENGLISH[3]]
    piece = one(ENGLISH[0], *lines)
    assert kept(piece) == lines
    assert piece.published == ""


def test_a_dateline_opens_the_text_and_names_day_or_publisher():
    piece = one(ENGLISH[0], "HANOI, April 28, 2025 — " + ENGLISH[1], *ENGLISH[2:])
    assert (piece.published, piece.publisher) == ("2025-04-28", "")
    assert one(VIETNAMESE[0], "(Thời Báo) - " + VIETNAMESE[1]).publisher == "Thời Báo"
    assert one(ENGLISH[0], "HANOI – " + ENGLISH[1]).publisher == ""


def test_bylines_are_credits_at_the_ends_and_text_inside():
    piece = one(ENGLISH[0], "By Tran An", *ENGLISH[1:], "Translated by Le Binh")
    assert piece.credits == "By Tran An; Translated by Le Binh"
    assert kept(piece) == ENGLISH[1:]
    assert "By Country" in kept(one(*ENGLISH[:2], "By Country", *ENGLISH[2:]))


def test_what_is_printed_twice_is_kept_once():
    teaser = ENGLISH[1][:60] + "…"
    piece = one(ENGLISH[0], teaser, ENGLISH[1], ENGLISH[0], ENGLISH[2], ENGLISH[2], ENGLISH[3])
    assert kept(piece) == ENGLISH[1:]
    assert list(reasons(piece).values()) == ["repeated"] * 3


def test_text_without_a_title_has_none_and_loses_nothing():
    piece = one(*ENGLISH[1:])
    assert (piece.title, piece.title_number, kept(piece)) == ("", None, ENGLISH[1:])


def test_a_single_line_is_read():
    assert one(ENGLISH[0]).title == ENGLISH[0]
    assert kept(one(ENGLISH[1])) == [ENGLISH[1]]


def test_an_article_of_one_paragraph_is_one():
    piece = one(*ENGLISH[:2])
    assert (piece.title, kept(piece)) == (ENGLISH[0], [ENGLISH[1]])


def test_headings_in_capitals_lists_and_table_rows_stay():
    lines = [
        ENGLISH[1], "WHAT THE LINE CAN DO", "• Lift forty tonnes", "- Work at night", "3. Learn",
        "Year | Cranes | Engineers", "2025 | 4 | 60", "Q&A", ENGLISH[2],
    ]  # fmt: skip
    assert kept(one(ENGLISH[0], *lines)) == lines


def test_a_banner_above_the_menu_is_not_the_title():
    piece = one("THE GREAT SPRING FAIR OF THE YEAR", "Log in", "Business", *ENGLISH)
    assert piece.title == ENGLISH[0]


def test_several_articles_are_told_apart_by_what_ends_and_announces_them():
    for end, announced in (
        (["Continue Reading", "Project"], ["Published", "on"]),
        (["Read more"], ["April 28, 2025"]),
        (["Xem thêm"], ["28/04/2025 15:30"]),
        (["続きを読む"], ["2025年4月28日"]),
        (["=========="], []),
        (["Technology"], ["Published on April 28, 2025"]),
    ):
        pieces = clean("\n".join([*ENGLISH, *end, VIETNAMESE[0], *announced, *VIETNAMESE[1:]]))
        assert [piece.title for piece in pieces] == [ENGLISH[0], VIETNAMESE[0]], end
        assert [kept(piece) for piece in pieces] == [ENGLISH[1:], VIETNAMESE[1:]], end


def test_subheadings_and_section_breaks_do_not_split_an_article():
    lines = [
        ENGLISH[1],
        "How the line was paid for",
        ENGLISH[2],
        "* * *",
        "What comes next",
        ENGLISH[3],
    ]
    assert kept(one(ENGLISH[0], *lines)) == [line for line in lines if line != "* * *"]


def test_dated_teasers_below_other_news_are_no_articles():
    piece = one(
        *ENGLISH, "Related news", TEASERS[0], "12/03/2025", TEASERS[1], TEASERS[2], "11/03/2025",
        TEASERS[3],
    )  # fmt: skip
    assert kept(piece) == ENGLISH[1:]
    assert piece.published == ""


def test_what_cannot_be_seen_or_stored_is_taken_out_of_a_line():
    piece = one(
        ENGLISH[0],
        "A\0 line\u200b with\u202e marks\ud800 and\ufeff blanks  in\u3000it, long enough.",
    )
    assert kept(piece) == ["A line with marks and blanks in it, long enough."]
    assert plain("Vie\u0323\u0302t") == "Việt"


TEXT = st.text(
    st.sampled_from("aĐệ漢カ。.|:… \n\t\0\u200b\u0301\u2028\ud800<>/©=-12") | st.characters(),
    max_size=300,
)
LINES = st.lists(
    st.sampled_from([*ENGLISH, *JAPANESE, *TEASERS, "Related news", "Published", "Share", "=====",
                     "Continue Reading", "April 28, 2025", "Business", "By An Le", "|", "関連記事"])
    | TEXT,
    max_size=40,
).map("\n".join)  # fmt: skip


@given(TEXT | LINES)
def test_every_line_of_raw_text_is_in_one_piece_kept_or_cut(text):
    if is_html(text):
        return
    try:
        pieces = clean(text)
    except Unreadable:
        assert not rows(text)
        return
    found = []
    for piece in pieces:
        lines = [(line.number, line.text) for line in piece.lines]
        if piece.title_number is not None:
            lines.append((piece.title_number, piece.title))
        found += sorted(lines)
        assert {line.cut for line in piece.lines} <= {"", *REASONS}
    assert found == rows(text)
