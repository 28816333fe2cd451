"""How dates are printed in English, Vietnamese and Japanese, as patterns of named groups.

d, m, y: day, month, year; d1, m1: those of a range's start; y2: its end's year; q, h, n: quarter,
half, first months of a year; dec: decade; fy: fiscal year; era, ey: 令和, 7; rel: this or last
year; a, b: day and month as the language orders them; my: month of
2025-04; x: what the date is, if not all of it.
"""

import re
from functools import cache

from vjtech.core.recognise.units import AFTER_NUMBER, AFTER_SCALE, any_of, listed

S = r"\s{0,3}"
B = r"\s{1,3}"
DASH = rf"{S}[-–—−~〜～]{S}"
YEAR = r"(?P<y>(?:19|20)\d\d)(?!\w|[.,]\d)"
FREE = r"(?<![\w/$€£¥₫#.,-])"
NOT_NUMBER = r"(?![\d%]|[.,/-]\d)"

ENGLISH = listed(
    "January February March April May June July August September October November December"
)
SHORT = listed("Jan Feb Mar Apr Jun Jul Aug Sept Sep Oct Nov Dec")
VIETNAMESE = listed("một,hai,ba,tư,năm,sáu,bảy,tám,chín,mười,mười một,mười hai", ",")
MONTHS = {name.lower(): n for n, name in enumerate(ENGLISH, 1)}
MONTHS |= {name.lower(): MONTHS[m] for name in SHORT for m in MONTHS if m.startswith(name.lower())}
MONTHS |= {name: n for n, name in enumerate(VIETNAMESE, 1)}
MONTHS |= {"giêng": 1, "bốn": 4, "chạp": 12}
ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": 4, "final": 4}
ORDINALS |= {"1st": 1, "2nd": 2, "3rd": 3, "4th": 4, "i": 1, "ii": 2, "iii": 3, "iv": 4}
ORDINALS |= {"đầu": 1, "cuối": 2}
COUNTS = {"ba": 3, "sáu": 6, "chín": 9, "three": 3, "four": 4, "five": 5, "six": 6}
COUNTS |= {"seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11}
ERAS = {"令和": (2018, 99), "平成": (1988, 31), "昭和": (1925, 64)}  # the year before, the last
RELATIVE = {
    "this year": 0, "last year": -1, "next year": 1,
    "năm nay": 0, "năm ngoái": -1, "năm sau": 1, "năm tới": 1,
    "今年": 0, "本年": 0, "昨年": -1, "去年": -1, "来年": 1, "再来年": 2, "一昨年": -2,
}  # fmt: skip


_names = any_of([*ENGLISH, *(name.upper() for name in ENGLISH)])
_short = any_of([*SHORT, *(name.upper() for name in SHORT)])
MONTH = rf"(?P<m>{_names}|(?:{_short})\b\.?)"
MONTH_1 = MONTH.replace("?P<m>", "?P<m1>")
ORD = "(?:st|nd|rd|th)?"
PART = r"(?:(?:[Ee]arly|[Ll]ate|[Mm]id|(?:the )?(?:end|beginning|start|middle) of)[\s-]{1,2})?"
PREPOSITION = (
    "[Ii]n|[Bb]y|[Oo]f|[Ss]ince|[Uu]ntil|[Ff]rom|[Dd]uring|[Bb]efore|[Aa]fter|[Ll]ast|[Nn]ext"
)
ORDINAL = r"(?P<q>first|second|third|fourth|1st|2nd|3rd|4th|last|final)"

REL = "(?P<rel>this year|last year|next year)"
MONTH_COUNT = rf"(?P<n>\d{{1,2}}|{any_of(COUNTS)})"

IN_ENGLISH = [
    rf"{FREE}(?:(?P<d1>\d{{1,2}}){ORD}(?:{DASH}|{B}to{B}))?(?P<d>\d{{1,2}}){ORD}(?:{B}of)?{B}"
    rf"{MONTH}(?:,?{B}(?:{YEAR}|{REL}))?(?!\w)",
    rf"\b{MONTH}{B}(?:the{B})?(?:(?P<d1>\d{{1,2}}){ORD}(?:{DASH}|{B}to{B}))?(?P<d>\d{{1,2}}){ORD}"
    rf"(?:,?{B}{YEAR}|(?!\w|[.,:/-]\d|{AFTER_NUMBER}))",
    rf"{PART}\b{MONTH_1}(?:{DASH}|{B}(?:to|until|through){B}){MONTH},?{B}{YEAR}",
    rf"{PART}\b{MONTH},?{B}(?:of{B})?(?:{YEAR}|{REL})(?!\w)",
    rf"\b(?:{PREPOSITION}){B}(?:the{B})?(?P<x>{PART}{MONTH})(?!\w|{B}\d|[.,]\d)",
    rf"\b(?:[Ee]arly|[Ll]ate|[Mm]id)[\s-]{MONTH}(?!\w|{B}\d)",
    rf"\b{ORDINAL}[\s-]quarter(?:,?{B}(?:of{B})?(?:{YEAR}|{REL}))?",
    rf"\bQ(?P<q>[1-4])(?:{S}[/-]{S}|{B})(?:of{B})?{YEAR}",
    rf"\b(?P<q>[1-4])Q{S}[/-]?{S}{YEAR}|{FREE}(?P<y_>(?:19|20)\d\d){S}[-/]?{S}Q(?P<q_>[1-4])\b",
    rf"\bfirst{B}{MONTH_COUNT}{B}months{B}of{B}(?:{YEAR}|(?P<rel>this year))",
    rf"\b(?P<h>first|second)[\s-]half(?:{B}of)?{B}(?:{YEAR}|(?P<rel>this year|last year))",
    rf"\bH(?P<h>[12])(?:{S}[/-]{S}|{B}){YEAR}",
    rf"\b(?:FY|[Ff]iscal(?:{B}year)?){S}(?P<fy>(?:19|20)\d\d)\b",
    r"\b(?:(?:[Ee]arly|[Ll]ate|[Mm]id)[\s-])?(?P<dec>(?:19|20)\d)0s\b",
    r"\b(?P<rel>[Tt]his year|[Ll]ast year|[Nn]ext year)\b(?!['’])",
]
NUMBERED = (
    rf"(?:{S}(?:năm{B}|/|-|\.|,{B}năm{B}){S}{YEAR}|{B}(?P<rel>năm nay|năm ngoái|năm sau|năm tới))"
)
VI_MONTH = rf"(?P<m>\d{{1,2}}|(?:{any_of(VIETNAMESE)}|giêng|bốn|chạp)(?!\w))"
DAY_WORD = r"(?:[Nn]gày|NGÀY|[Mm]ùng|[Ss]áng|[Cc]hiều|[Tt]ối|[Tt]rưa|[Đđ]êm|[Hh]ôm)"
VI_FROM = rf"(?:(?P<d1>\d{{1,2}})(?:{DASH}|{B}(?:đến|tới|và){B})(?:ngày{B})?)?"
NO_SPAN = r"(?<!\d )(?<!những )(?<!các )(?<!vài )(?<!mấy )(?<!năm )(?<!nhiều )"  # 3-5 năm tới
VI_PART = rf"(?:(?:[Đđ]ầu|[Cc]uối|[Gg]iữa){B})?"
IN_VIETNAMESE = [
    rf"\b(?:{DAY_WORD}{B}){{1,2}}{VI_FROM}(?P<d>\d{{1,2}}){B}tháng{B}{VI_MONTH}{NUMBERED}?(?!\w)",
    rf"{FREE}{VI_FROM}(?P<d>\d{{1,2}}){B}tháng{B}{VI_MONTH}{NUMBERED}(?!\w)",
    rf"\b(?:{DAY_WORD}{B}){{1,2}}{VI_FROM}(?P<d>\d{{1,2}})[/-](?P<m>\d{{1,2}})(?:[/-]{YEAR})?"
    rf"{NOT_NUMBER}",
    rf"{FREE}(?P<d1>\d{{1,2}})(?:{DASH}|{B}đến{B})(?P<d>\d{{1,2}})/(?P<m>\d{{1,2}})/{YEAR}",
    r"(?<=\()(?P<d>\d{1,2})/(?P<m>\d{1,2})(?=\))",
    rf"(?<!\d )(?<!\d\d)\b{VI_PART}[Tt]háng{B}{VI_MONTH}{NUMBERED}?(?!\w|/\d)",
    rf"\b[Qq]u[ýí]{B}(?P<q>I{{1,3}}|IV|[1-4])(?!\w){NUMBERED}?",
    rf"\b(?:nửa|Nửa){B}(?P<h>đầu|cuối){B}năm{B}{YEAR}",
    rf"\b{MONTH_COUNT}{B}tháng{B}đầu{B}năm(?:{B}{YEAR}|{B}(?P<rel>nay))?",
    rf"\b{VI_PART}[Nn]ăm{B}{YEAR}",
    rf"\b(?:thập{B}(?:niên|kỷ|kỉ)|những{B}năm){B}(?P<dec>(?:19|20)\d)0\b",
    rf"{NO_SPAN}\b(?P<rel>[Nn]ăm nay|[Nn]ăm ngoái|[Nn]ăm sau|[Nn]ăm tới)(?!\w)",
]
ERA = rf"(?P<era>{any_of(ERAS)})(?P<ey>\d{{1,2}}|元)"
JA_YEAR = rf"(?:(?P<y>[12１２]\d{{3}}|[一二][〇零一二三四五六七八九]{{3}})|{ERA}){S}年"
JA_RELATIVE = "(?P<rel>再来年|一昨年|今年|本年|昨年|去年|来年)"
JA_DAY = rf"(?P<m>\d{{1,2}}){S}月{S}(?:(?P<d>\d{{1,2}}){S}日(?!間))"
JA_PART = "(?:末|初頭|初め|はじめ|半ば|[上中下]旬|前半|後半|春|夏|秋|冬)?"
IN_JAPANESE = [
    rf"(?<!\d){JA_YEAR}{S}(?P<m1>\d{{1,2}})月?(?:から|{DASH})(?P<m>\d{{1,2}})月(?!\d)",
    rf"(?<!\d)(?:{JA_YEAR}|{JA_RELATIVE}の?){S}"
    rf"(?:(?P<m1>\d{{1,2}})月(?P<d1>\d{{1,2}})日?(?:から|{DASH}))?{JA_DAY}",
    rf"(?<!\d)(?:(?:{JA_YEAR}|{JA_RELATIVE}の?){S})?(?P<m>\d{{1,2}})月{S}(?P<d1>\d{{1,2}})日?"
    rf"(?:から|より|{DASH})(?P<d>\d{{1,2}})日(?!間)",
    rf"(?<!\d)(?:{JA_YEAR}|{JA_RELATIVE}の?){S}(?P<m>\d{{1,2}}){S}月(?!\d){JA_PART}",
    rf"(?<!\d){JA_YEAR}(?!度|代|間|前|後|以上|ぶり|ごと){JA_PART}",
    rf"(?<!\d)(?:(?P<fy>20\d\d|２０\d\d)年度|{ERA}年(?P<fy_>度))",
    r"(?<!\d)(?P<dec>(?:19|20|１９|２０)\d)[0０]年代",
    rf"(?<![\d.])(?<!同年){JA_DAY}",
    r"(?<![\d.])(?<!同年)(?P<m>\d{1,2})月(?=に|から|まで|末|以降|の|、|[上中下]旬|時点)(?:末|[上中下]旬)?",
    rf"{JA_RELATIVE}(?!の?\d|度)",
]
BARE_YEAR = r"(?P<y>(?:19|20)\d\d)(?!\w|[.,:-]\d|[%+]|/\w)"
ANYWHERE = [
    rf"{FREE}(?P<y>(?:19|20)\d\d)(?P<sep>[-/.])(?P<m>\d{{1,2}})(?P=sep)(?P<d>\d{{1,2}}){NOT_NUMBER}",
    rf"{FREE}(?P<a>\d{{1,2}})(?P<sep>[-/.])(?P<b>\d{{1,2}})(?P=sep)(?P<y>(?:19|20)\d\d){NOT_NUMBER}",
    rf"{FREE}(?P<m>\d{{1,2}})/(?P<y>(?:19|20)\d\d){NOT_NUMBER}(?!/)",
    rf"{FREE}(?P<y>(?:19|20)\d\d)-(?P<my>0[1-9]|1[0-2]){NOT_NUMBER}(?!\w)",
    rf"{FREE}(?P<y>(?:19|20)\d\d)(?:{DASH}|/)(?P<y2>(?:19|20)\d\d|1[3-9]|[2-9]\d)(?!\w|[%.,/-]\d|%|{AFTER_NUMBER})",
    rf"\b(?:[Ii]n|[Ss]ince|[Bb]y|[Uu]ntil){B}(?P<x>{PART}{BARE_YEAR})(?!{AFTER_SCALE})",
    rf"(?:{PART}{FREE}(?<!\d )|\b[Mm]id-){BARE_YEAR}(?!{AFTER_NUMBER})",
]


@cache
def patterns():
    """Return the patterns; not before they are needed, since to compile them takes a while."""
    return [re.compile(form) for form in (*IN_ENGLISH, *IN_VIETNAMESE, *IN_JAPANESE, *ANYWHERE)]
