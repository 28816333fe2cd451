"""Names that nobody knows yet: what is printed like a person or an organisation."""

import re
from functools import cache
from typing import NamedTuple

from vjtech.core.recognise.spans import clear, longest
from vjtech.core.recognise.surnames import is_japanese, is_vietnamese
from vjtech.core.recognise.units import listed

COMPANY, PERSON = "company", "person"
MOST = 40


class Unknown(NamedTuple):
    """Where a name is printed, and what it looks like: a company or a person."""

    start: int
    end: int
    kind: str


UPPER = "[A-ZÀ-ÖØ-ÞĂĐĨŨƠƯẠẢẤẦẨẪẬẮẰẲẴẶẸẺẼẾỀỂỄỆỈỊỌỎỐỒỔỖỘỚỜỞỠỢỤỦỨỪỬỮỰỲỴỶỸ]"
LOWER = "[a-zà-öø-ÿăđĩũơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]"
GAP = r"[ \u00a0]"
CAPITAL = rf"(?:{UPPER}[\w&’'-]{{0,30}})"
CAPITALS = rf"{CAPITAL}(?:{GAP}(?:&{GAP})?{CAPITAL}){{0,6}}"
GIVEN = rf"(?:{UPPER}{LOWER}{{1,12}})"
HEAD = (
    "(?:Corporation|Corp|Company|Group|Holdings|JSC|Ltd|LLC|Inc|University|Institute|Academy"
    "|Association|Federation|Foundation|Chamber|Bank|Agency|Authority|Bureau|Council|Committee"
    "|Commission|Centre|Center|Union|Alliance|Consortium|College)\\b"
)
BODY = "(?:Ministry|University|Institute|Department|Academy|Bank|Bureau|Embassy|Chamber|Office)"
OF = rf"{GAP}of{GAP}(?:the{GAP})?"
# Vietnamese names have a capital in each word, not in each syllable: Bộ Kế hoạch và Đầu tư.
SYLLABLE = (
    "(?:tế|trị|hoạch|tư|gia|phần|mềm|nghệ|thông|thuật|nghiệp|thương|dựng|sản|tin|học|phòng|giao"
    "|chính|trường|trợ|nước|động|dục|tạo|mại|hội|tử|lượng|vụ|thôn|lịch|hóa|hoá|thao|hạn|hữu|viên"
    r"|lực|cầu|phẩm|nhiệm|thành|bày|đạc|khí|hàng|nguyên|dân|vật|liệu|khẩu|khoa|lâm)(?!\w)"
)
VIETNAMESE = rf"(?:{CAPITAL}(?:{GAP}{SYLLABLE}){{0,3}})"
# Behind a name stands another kind of word; any other small syllable is the rest of its word.
BEHIND = (
    "đã|sẽ|và|của|là|cho|có|tại|với|trong|được|từ|đến|đang|cũng|về|ký|cùng|vừa|nói|trên|vào|theo"
    "|tham|đặt|đạt|khai|mở|ở|do|này|khi|để|nhận|hợp|tổ|công bố|tiếp|phối|triển|đầu|không|mới|còn"
)
WHOLE = rf"(?!\w|{GAP}{UPPER}|{GAP}(?!(?:{BEHIND})(?!\w)){LOWER})"
VIETNAMESE_BODY = (
    r"(?:[Cc]ông ty|[Tt]ập đoàn|[Tt]ổng công ty|[Nn]gân hàng|[Hh]ọc viện|[Tt]rường [Đđ]ại học"
    r"|[Đđ]ại học|[Hh]iệp hội|[Ll]iên đoàn|[Vv]iện|Bộ|Sở)(?:\s(?:cổ phần|TNHH|CP))?"
)
SAME = r"\u30a1-\u30ff\u3400-\u9fff々"
COMPANY_FORMS = "(?:株式会社|合同会社|有限会社)"
JAPANESE_BODY = "(?:大学院大学|大学|研究所|協会|連合会|連盟|銀行|財団|商工会議所|機構|省|庁)"
ORGANISATIONS = (
    rf"\b{CAPITALS}{GAP}{HEAD}(?:{OF}{CAPITAL}(?:{GAP}{CAPITAL}){{0,3}})?",
    rf"\b{BODY}{OF}{CAPITAL}(?:(?:,?{GAP}(?:and|&){GAP}|,?{GAP})(?!{BODY}|{HEAD}){CAPITAL}){{0,4}}",
    rf"\b{VIETNAMESE_BODY}{GAP}{VIETNAMESE}(?:{GAP}(?:(?:và|&){GAP})?{VIETNAMESE}){{0,6}}{WHOLE}",
    rf"{COMPANY_FORMS}[{SAME}A-Za-z・]{{2,20}}",
    rf"(?<![{SAME}A-Za-z・])[{SAME}A-Za-z・]{{2,20}}{COMPANY_FORMS}",
    rf"(?<![{SAME}])[{SAME}]{{2,16}}{JAPANESE_BODY}(?![\u3400-\u9fff])",
)
TITLE = rf"(?:Mr|Mrs|Ms|Dr|Prof|Professor|Sir)\.?{GAP}"
VI_TITLE = rf"(?:[Ôô]ng|[Bb]à|[Aa]nh|[Cc]hị|TS\.|ThS\.|PGS\.TS\.|GS\.){GAP}"
AFTER_NAME = "(?:氏|さん|社長|会長|教授|大臣|首相|大統領|知事|市長|代表)"
PEOPLE = (
    rf"\b{TITLE}(?P<name>{GIVEN}(?:{GAP}{GIVEN}){{0,3}})",
    rf"\b{VI_TITLE}(?P<name>{GIVEN}(?:{GAP}{GIVEN}){{1,4}})",
    rf"(?<![\u3400-\u9fff々])(?P<name>[\u3400-\u9fff々]{{2,5}}?)(?={AFTER_NAME})",
    rf"(?<![{SAME}])(?P<name>[ァ-ヺー]{{2,12}}(?:[・＝][ァ-ヺー]{{1,12}}){{1,3}})(?={AFTER_NAME})",
)
BY_SURNAME = re.compile(rf"(?<![\w’'-]){GIVEN}(?:{GAP}{GIVEN}){{1,3}}(?![\w-]|{GAP}{CAPITAL})")
# In front of Company, Center or Committee these words name nobody; in a heading all are capitals.
GENERIC = frozenset(
    listed(
        "The This That These Our Its Their A An And Of For In On With By From To Each Every Both"
        " Any New Parent Mother Sister Foreign Japanese Vietnamese International National Local"
        " Private Joint Member Research Training Promotion Data Innovation Development Trade"
        " Investment Technology Service Services Business Central Executive Organising"
        " Organizing Steering Management Internal City Provincial State Public Commercial"
        " Partner Host Chairman"
    )
)
IN_HEADING = frozenset(listed("The This That And Of For In On With By From To"))
NO_PERSON = frozenset(
    listed("社 会社 同社 各社 副 名誉 取締役 代表 両国 外務 首相 県 市 准 名誉 共同")
)


@cache
def compiled(form):
    """Return a pattern; the first to ask for it waits, not every start of the server."""
    return re.compile(form)


def unknown(text, taken):
    """Return up to MOST names that overlap none of the taken (start, end) stretches."""
    found = [Unknown(*span, COMPANY) for span in _organisations(text)]
    found += [Unknown(*span, PERSON) for span in _people(text)]
    return longest(clear(found, taken))[:MOST]


def _organisations(text):
    for form in map(compiled, ORGANISATIONS):
        for match in form.finditer(text):
            words = match.group().split()
            first = words[0] in ("The", "This")
            names = [word for word in words[first:-1] if word not in GENERIC]
            headed = IN_HEADING.isdisjoint(words[first:])
            if headed and (names or len(words) == 1):
                yield match.start() + (len(words[0]) + 1 if first else 0), match.end()


def _people(text):
    for form in map(compiled, PEOPLE):
        for match in form.finditer(text):
            if match["name"] not in NO_PERSON:
                yield match.span("name")
    for match in BY_SURNAME.finditer(text):
        if _is_person(match.group()):
            yield match.span()


def _is_person(name):
    """Say whether some words are a person's name, by the family name it begins or ends with."""
    words = name.split()
    if not GENERIC.isdisjoint(words):
        return False
    if len(words) == 2:
        return is_japanese(words[0]) or is_japanese(words[1])
    return is_vietnamese(*words[:2])
