"""What the real content is found by: known answers, and every spelling of every name."""

import unicodedata
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import transaction

from entities.models import Company, Person, Place
from tests.pages import get_json
from vjtech.core.search.index import finish

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("content")]

HALF, INTERVIEW, MARKET = (
    "cmc-half-of-international-sales-from-japan",
    "cmc-jetro-interview-on-innovation",
    "cmc-market-space-resolutions-57-68",
)
CHIPS, ICT_DAY = "japan-vietnam-semiconductor-tie-ups", "japan-ict-day-2019-da-nang"
CHAIRMAN, MEMBERSHIP = "jetro-interview-with-cmc-chairman", "cmc-keidanren-membership"
ICT_EVENTS = [
    "fpt-semiconductor-co-innovation-space-da-nang",
    *("japan-ict-day-2019-mou-signing", "japan-ict-day-2019-exhibition"),
    *("japan-ict-day-2019-b-to-b-meetings", "japan-ict-day-2019-sharing-of-experience"),
    *("japan-ict-day-2019-opening-ceremony", "japan-ict-day-2019"),
]

PERSON = {
    "people": ["nguyen-trung-chinh"],
    "articles": [HALF, INTERVIEW],
    "events": [CHAIRMAN],
    "targets": [MEMBERSHIP],
}
FEDERATION = {"companies": ["keidanren"], "articles": [HALF, INTERVIEW], "targets": [MEMBERSHIP]}
CITY = {"articles": [ICT_DAY, CHIPS], "events": ICT_EVENTS, "places": ["da-nang"]}
CAPITAL = {"articles": [MARKET, HALF, INTERVIEW, CHIPS, ICT_DAY], "places": ["hanoi"]}
KYUSHU = {"companies": ["kyushu-university"], "articles": [CHIPS]}

# What each kind named holds, whole and in order; a kind that is not named is not looked at.
ANSWERS = {
    # a person: with marks and without, either order, honorific
    "Nguyễn Trung Chính": PERSON | {"articles": [INTERVIEW, HALF]},  # the one with the accents
    "nguyen trung chinh": PERSON,
    "NGUYEN TRUNG CHINH": PERSON,
    "chinh nguyen trung": PERSON,
    "Ông Nguyễn Trung Chính": {"people": ["nguyen-trung-chinh"]},
    "Mr. Nguyen Trung Chinh": {"people": ["nguyen-trung-chinh"]},
    "Nakajima Takeo": {"people": ["nakajima-takeo"], "articles": [INTERVIEW, ICT_DAY]},
    "takeo nakajima": {"people": ["nakajima-takeo"], "articles": [INTERVIEW, ICT_DAY]},
    "空本誠喜": {"people": ["soramoto-seiki"]},
    "空本 誠喜": {"people": ["soramoto-seiki"]},
    "seiki soramoto": {"people": ["soramoto-seiki"]},
    # an organisation: by script, misprint, abbreviation, legal form
    "経団連": FEDERATION,
    "日本経済団体連合会": FEDERATION,
    "Keidanren": FEDERATION | {"events": ["keidanren-vietnam-office-opening"]},
    "Keidaren": {"companies": ["keidanren"]},
    "ジェトロ": {"companies": ["jetro"], "articles": [INTERVIEW, ICT_DAY]},
    "ｼﾞｪﾄﾛ": {"companies": ["jetro"], "articles": [INTERVIEW, ICT_DAY]},
    "日本貿易振興機構": {"companies": ["jetro"]},
    "ＪＥＴＲＯ": {"companies": ["jetro", "jetro-hanoi"], "articles": [INTERVIEW, ICT_DAY]},
    "九州大学": KYUSHU,
    "kyushu university": KYUSHU,
    "東京大学": {"companies": ["university-of-tokyo"]},
    "Liên đoàn Thương mại và Công nghiệp Việt Nam": {"companies": ["vcci"]},
    "lien doan thuong mai": {"companies": ["vcci"]},
    "bộ công thương": {"companies": ["ministry-of-industry-and-trade"]},
    # a place: spellings that no folding joins
    "Danang": CITY,
    "da nang": CITY,
    "Đà Nẵng": CITY,
    "đà nẵng": CITY,
    "ダナン": CITY,
    "ﾀﾞﾅﾝ": CITY,
    "hanoi": CAPITAL,
    "Hà Nội": CAPITAL,
    "ha noi": CAPITAL,
    "ハノイ": CAPITAL,
    "木更津": {"articles": [ICT_DAY], "places": ["kisarazu"]},
    # words, plurals, codes, prefixes, phrases, minus
    "semiconductors": {"companies": ["fpt-semiconductor"], "articles": [CHIPS, HALF]},
    "semiconductor": {"companies": ["fpt-semiconductor"], "articles": [CHIPS, HALF]},
    "57-NQ/TW": {
        "articles": [MARKET],
        "events": ["seminar-resolutions-57-68-2026", "resolution-57-nq-tw"],
    },
    "C.OPE2N": {
        "companies": ["c-ope2n"],
        "articles": [INTERVIEW],
        "events": ["c-ope2n-founding"],
    },
    "carbon lab*": {"articles": ["carbon-labels-gateway"]},
    '"ICT Day"': {"articles": [ICT_DAY]},
    '"Day ICT"': {"articles": [], "events": []},
    "semiconductor -danang": {"articles": [HALF]},
    "zzyzx": {"companies": [], "people": [], "articles": [], "events": [], "targets": []},
}


@pytest.fixture(scope="module")
def content(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load", stdout=StringIO())
        finish()
        yield
        transaction.set_rollback(True)


@pytest.mark.parametrize("words", ANSWERS)
def test_what_is_asked_finds_what_is_known_in_its_order(client, words):
    answer = client.get("/search.json", {"q": words}).json()
    expected = ANSWERS[words]
    assert {kind: [hit["slug"] for hit in answer[kind]] for kind in expected} == expected


def test_the_other_name_that_matched_is_said(client):
    found = get_json(client, "search", "?q=経団連")
    assert [hit["why"] for hit in found["companies"]] == ["経団連"]


def plain(text):
    """Return text without its accents, as a keyboard without them gives it."""
    bare = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    return bare.replace("đ", "d").replace("Đ", "D")


def wide(text):
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)


def turned(text):
    first, *rest = text.split()
    return " ".join((*rest, first))


def is_japanese(text):
    return any("\u3040" <= c <= "\u9fff" for c in text)


def spellings(text, is_person):
    yield from (text, text.upper(), text.lower(), unicodedata.normalize("NFD", text), wide(text))
    if not is_japanese(text):  # kana keep their voicing marks
        yield plain(text)
    if is_person and len(text.split()) > 1:
        yield from (turned(text), turned(plain(text)), f"Mr. {text}", f"Ông {text}", f"Bà {text}")
    if is_person and is_japanese(text):
        yield f"{text}氏"


@pytest.mark.parametrize("model", [Company, Person, Place])
def test_each_name_finds_its_owner_in_every_spelling_and_order(model):
    lost, asked = [], 0
    for noun in model.objects.published().prefetch_related("aliases"):
        for text in (noun.name, *(alias.text for alias in noun.aliases.all())):
            for words in set(spellings(text, model is Person)):
                asked += 1
                if noun not in [found for found, _alias in model.objects.nearest(words, 20)]:
                    lost.append((words, str(noun)))
    assert lost == [] and asked > 80
