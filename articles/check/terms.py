"""What a measure is about, told by words that may stand in any of three languages.

A sentence and a measure are compared by their terms: words of English without their plural, and
one name for what the three languages call differently. Nothing else is translated.
"""

import re
from functools import lru_cache

from vjtech.core.search.fold import fold

# Each line is one term: it is called by its first word.
SAME = """
revenue|revenues|turnover|sales|doanh thu|doanh so|売上高|売上|売り上げ|収入
profit|earnings|loi nhuan|利益
investment|invest|invested|invests|investing|dau tu|rot von|投資|出資
capital|von|資本金|資本|資金
export|exports|exported|xuat khau|輸出
import|imports|imported|nhap khau|輸入
share|ty trong|thi phan|割合|比率|シェア
growth|increase|rise|rose|grew|tang truong|gia tang|成長|増加
employee|employees|staff|workforce|headcount|nhan vien|nhan su|従業員|社員|職員|人員
engineer|engineers|ky su|エンジニア|技術者|技師
student|students|sinh vien|hoc vien|hoc sinh|学生|生徒
people|persons|person|nguoi|人材|人
worker|workers|cong nhan|lao dong|労働者
user|users|nguoi dung|ユーザー|利用者
household|households|ho dan|ho gia dinh|世帯
enterprise|enterprises|company|companies|firm|firms|business|businesses|doanh nghiep|企業|会社
project|projects|du an|プロジェクト|案件|事業
park|parks|khu cong nghiep|工業団地
office|offices|van phong|事務所|オフィス|拠点
province|provinces|県|省
city|cities|thanh pho|市
area|dien tich|面積
hectare|hectares|ha|hecta|hec-ta|ヘクタール
land|土地
tax|taxes|thue|税
budget|ngan sach|予算
market|markets|thi truong|市場
semiconductor|semiconductors|chip|chips|ban dan|半導体
factory|plant|factories|nha may|工場
parameter|parameters|tham so|パラメータ|パラメーター
year|years|nam|年間
day|days|ngay|日間
japan|japanese|nhat ban|日本
vietnam|vietnamese|viet nam|ベトナム|越南
fdi|foreign direct investment|dau tu truc tiep nuoc ngoai|対外直接投資|海外直接投資|直接投資
international|quoc te|国際|海外
centre|center|centres|centers|trung tam|センター
data|du lieu|データ
kilovolt|kv
%|percent|per cent|phan tram|パーセント|%
"""
TERMS = {}
for line in SAME.strip().splitlines():
    name, *others = line.split("|")
    for words in (name, *others):
        TERMS.setdefault(fold(words), name)

UNTELLING = """
a an the of and or in on at to for from by with as its it this that these those their his her be is
are was were has have had will would over under about nearly more than up so far number total
per which who when while into all each some any not also after before
"""
STOP = frozenset(UNTELLING.split())
PEOPLE = {"people", "employee", "engineer", "student", "worker", "user"}


def _either(words):
    longest_first = sorted(words, key=len, reverse=True)
    return "|".join(map(re.escape, longest_first))


LATIN = re.compile(
    rf"(?<![a-z0-9])(?:{_either(w for w in TERMS if w.isascii() and w != '%')})(?![a-z0-9])|%"
)
KANA = re.compile(_either(w for w in TERMS if not w.isascii()))
WORD = re.compile(r"[a-z0-9][a-z0-9]+")
PLURAL = re.compile(r"(?<=[a-z]{3})(?<!s)s$")


def terms(text):
    """Return the terms of a text, a frozen set. Of a draft nothing is kept."""
    folded = fold(text)
    found = set()

    def take(match):
        found.add(TERMS[match.group()])
        return " . "

    rest = LATIN.sub(take, KANA.sub(take, folded))
    words = (word for word in WORD.findall(rest) if word not in STOP)
    return frozenset(found | {PLURAL.sub("", word) for word in words})


known = lru_cache(maxsize=16_000)(terms)  # of the base's own words; one draft may need 8,000


def coverage(wanted, said):
    """Return the part of the wanted terms that are said, from 0 to 1."""
    return len(wanted & said) / len(wanted) if wanted else 0


def units_fit(one, other):
    """Say whether two units may mean the same: parks and industrial parks, people and staff."""
    if one.casefold() == other.casefold():
        return True
    one, other = terms(one), terms(other)
    if not one or not other:
        return False
    if one <= other or other <= one:
        return True
    return "people" in one | other and bool(one & PEOPLE) and bool(other & PEOPLE)
