import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.intake.clean import Unreadable, decoded

ENGLISH = "Harbour Robotics “opens” a line – in Hai Phong"
VIETNAMESE = "Công ty Sông Xanh mở văn phòng kỹ thuật đầu tiên tại thành phố Fukuoka"
JAPANESE = "青空電機は、ダナンに半導体の設計拠点を開いたと発表した。"


TONES = set("\u0300\u0301\u0303\u0309\u0323")


def windows_1258(text):
    """Return text as Windows writes Vietnamese: a letter with its hat, its tone behind it."""
    return b"".join(map(letter_in_1258, text))


def letter_in_1258(letter):
    try:
        return letter.encode("cp1258")
    except UnicodeEncodeError:
        marks = unicodedata.normalize("NFD", letter)
        bare = unicodedata.normalize("NFC", "".join(c for c in marks if c not in TONES))
        return (bare + "".join(c for c in marks if c in TONES)).encode("cp1258")


@pytest.mark.parametrize("text", [ENGLISH, VIETNAMESE, JAPANESE], ids=["en", "vi", "ja"])
def test_unicode_is_read_in_each_of_its_forms(text):
    for encoding in ("utf-8", "utf-8-sig", "utf-16", "utf-32"):
        assert decoded(text.encode(encoding)) == text
    for encoding in ("utf-16-le", "utf-16-be"):
        text += "\n1234567890" * 3  # what no mark tells, the zeros of Latin letters do
        assert decoded(text.encode(encoding)) == text


@pytest.mark.parametrize("encoding", ["shift_jis", "euc_jp", "iso2022_jp"])
def test_older_japanese_encodings_are_told_by_their_kana(encoding):
    assert decoded(JAPANESE.encode(encoding)) == JAPANESE


def test_windows_vietnamese_is_told_by_its_letters():
    text = unicodedata.normalize("NFC", decoded(windows_1258(VIETNAMESE)))
    assert text == VIETNAMESE


def test_windows_english_keeps_its_quotes_and_dashes():
    assert decoded(ENGLISH.encode("cp1252")) == ENGLISH


def test_a_declared_encoding_is_believed_where_the_bytes_agree():
    page = "<meta charset={}><p>{}</p>"
    for name, encoding in (("Shift_JIS", "cp932"), ("euc-jp", "euc_jp"), ("x-sjis", "cp932")):
        text = page.format(name, "半導体拠点開設")
        assert decoded(text.encode(encoding)) == text
    saved_again = page.format("Shift_JIS", JAPANESE)
    assert decoded(saved_again.encode("utf-8")) == saved_again


def test_no_codec_is_used_that_is_none_of_text():
    for name in ("rot13", "unicode_escape", "utf-7", "zlib", "punycode", "idna", "x" * 30):
        text = f"<meta charset={name}><p>a\\u0041+AGE-</p>"
        assert decoded(text.encode()) == text


def test_other_kinds_of_file_are_refused_by_name():
    for start, kind in ((b"%PDF-1.7", "PDF"), (b"PK\x03\x04", "Word"), (b"\x89PNG\r\n", "picture")):
        with pytest.raises(Unreadable, match=kind):
            decoded(start + b"\xff\0" * 50)


def test_what_cannot_be_told_is_refused_with_what_to_do():
    for data in (b"\xff\xfe\x00\xd8", b"\xe9\x9a\xff\xc8" * 9, b"\0\0\0\0abc", b"abc\0" * 9):
        with pytest.raises(Unreadable, match="UTF-8"):
            decoded(data)
    with pytest.raises(Unreadable, match="larger"):
        decoded(b"a" * 1_000_001)


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(data):
    try:
        assert isinstance(decoded(data), str)
    except Unreadable as error:
        assert str(error)


@given(
    st.text(max_size=200).filter(lambda text: not text.startswith("\ufeff") and "\0" not in text)
)
def test_utf_8_comes_back_as_it_was(text):
    try:
        assert decoded(text.encode()) == text
    except Unreadable as error:
        assert "file" in str(error)
