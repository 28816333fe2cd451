"""Which of our three languages a text is in: enough to read 3/4/2025 and 1.500."""

import re

from vjtech.core.search.fold import fold

KANA = re.compile("[\u3041-\u30ff]")
WORD = re.compile(r"[^\W\d_]+")
ENGLISH_WORDS = (
    "the of and in to is are was were for with on by at from that this has have had will its"
    " said an as be it or than more which who after per about nearly over people year"
)
VIETNAMESE_WORDS = (
    "của và là có các trong được với cho năm tháng ngày tỷ tỉ triệu nghìn đồng người tại những"
    " đã sẽ từ đến này khoảng hơn gần trên về theo một không thành phố quý dự án công ty đạt"
    " giai đoạn tăng vốn doanh nghiệp kỹ sư sáng chiều hôm ông bà"
)
ENGLISH = frozenset(ENGLISH_WORDS.split())
VIETNAMESE = frozenset(VIETNAMESE_WORDS.split())
# Too short to be told from English once their accents are left out.
PLAIN = frozenset(fold(word) for word in VIETNAMESE if len(word) > 3) - ENGLISH


def guess(text, otherwise="en"):
    """Return en, vi or ja, or `otherwise` where the words do not tell."""
    words = [word.lower() for word in WORD.findall(text)]
    if len(KANA.findall(text)) > len(words) // 4:
        return "ja"
    english = sum(word in ENGLISH for word in words)
    vietnamese = sum(word in VIETNAMESE or word in PLAIN for word in words)
    if vietnamese == english:
        return otherwise
    return "vi" if vietnamese > english else "en"
