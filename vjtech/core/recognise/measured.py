"""What stands behind and before a number: a unit, a currency, a qualifier."""

import re
from typing import NamedTuple

from vjtech.core.recognise.units import (
    AFTERWARDS,
    CODES,
    COUNTERS,
    MEASURES,
    MONEY,
    NOUNS,
    PERCENT,
    QUALIFIERS,
    SINGULAR,
    VIETNAMESE_UNITS,
    any_of,
)

GAP = r"\s{0,2}"
NO_LETTER = r"(?![^\W\d_\u3000-\U0003134f])"  # Japanese goes on without a blank
POINTS = re.compile(
    rf"{GAP}(percentage points?|điểm phần trăm|パーセントポイント)(?!\w)", re.IGNORECASE
)
PER_CENT = re.compile(rf"[\s-]{{0,2}}(?:{any_of(PERCENT)}){NO_LETTER}", re.IGNORECASE)
IN_MONEY = re.compile(
    rf"{GAP}(?:(?P<code>{any_of(CODES)})(?![A-Za-z])|(?P<word>(?i:{any_of(MONEY)})){NO_LETTER})"
)
MEASURE = re.compile(rf"[\s-]{{0,2}}(?P<name>{any_of(MEASURES)})(?![^\W_\u3000-\U0003134f])")
IN_VIETNAMESE = re.compile(rf"\s{{1,2}}(?P<name>(?i:{any_of(VIETNAMESE_UNITS)}))(?!\w)")
COUNTER = re.compile(rf"{GAP}(?P<name>{any_of(COUNTERS)})")
WORDS = re.compile(r"[\s-]{1,2}(?P<word>[A-Za-z][A-Za-z’'-]{0,30})")
HYPHENED = re.compile(rf"-(?P<name>(?i:{any_of(SINGULAR)}))(?![\w-])")
MOST_WORDS = 4
NOUN = frozenset(NOUNS)
NO_MODIFIERS = (
    "a an the of in on at by for from to with and or per as is are was were be been has have had"
    " will would could can may who which that this these those than into over under between"
    " while when where if but not also they it he she we you their its his her our so far"
)
NO_MODIFIER = frozenset(NO_MODIFIERS.split())
NO_NOUN = re.compile(
    r".{0,3}|.*(?:ss|us|is)|has|does|goes|says|makes|comes|shows|plus|versus|always|sometimes"
    r"|includes|remains|takes|works|gives|helps|needs|wants|aims|plans|expects|besides|towards"
)
# What can be parted: 1.5 hectares are no 1,500.
PARTED = (
    "hectares,acres,kilometres,kilometers,metres,meters,tonnes,tons,points,years,hours"
    ",percentage points,héc-ta,hecta,mét,mét vuông,tấn,điểm,điểm phần trăm,ヘクタール,メートル"
    ",平方メートル,平方キロメートル,キロメートル,キロ,トン,倍,ポイント"
)
UNCOUNTED = frozenset((*MEASURES, *PERCENT, *PARTED.split(",")))
BEFORE_JAPANESE = {word: kind for word, kind in QUALIFIERS.items() if word > "\u3000"}
BEFORE = re.compile(
    rf"(?:(?<![^\W_])(?P<word>(?i:{any_of(set(QUALIFIERS) - set(BEFORE_JAPANESE))}|~))"
    rf"(?:\s{{1,2}}(?:the|a|an))?\s{{0,2}}|(?P<ja>{any_of(BEFORE_JAPANESE)}))$"
)
AFTER = re.compile(
    rf"\s{{0,2}}(?P<word>{any_of(set(AFTERWARDS) - {'+'})})(?<![強弱余超](?=[\u3400-\u9fff]))"
)
LONGEST_BEFORE = 24


class Unit(NamedTuple):
    """A unit or a currency and where it ends; 0 if there is none."""

    name: str = ""
    currency: str = ""
    end: int = 0
    language: str = ""


def unit(text, here, whole=True):
    """Return what a number that ends here counts; whole: whether it may count any plural noun."""
    if match := POINTS.match(text, here):
        return Unit(match[1].lower(), end=match.end())
    if match := PER_CENT.match(text, here):
        return Unit("%", end=match.end())
    if match := IN_MONEY.match(text, here):
        word = (match["word"] or "").lower()
        currency = match["code"] or next(MONEY[name] for name in MONEY if name.lower() == word)
        return Unit("", currency, match.end(), "vi" if word == "đồng" else "")
    if match := MEASURE.match(text, here):
        return Unit(match["name"], end=match.end())
    if match := IN_VIETNAMESE.match(text, here):
        return Unit(match["name"].lower(), end=match.end(), language="vi")
    if match := COUNTER.match(text, here):
        return Unit(match["name"], end=match.end(), language="ja")
    if match := HYPHENED.match(text, here):
        return Unit(_plural(match["name"].lower()), end=match.end())
    return _noun(text, here, whole)


def _noun(text, here, whole):
    """Return the noun that a number counts, with at most some words between them."""
    first = None
    for _n in range(MOST_WORDS):
        match = WORDS.match(text, here)
        if not match or match["word"].lower() in NO_MODIFIER:
            break
        word, here = match["word"], match.end()
        if word.lower() in NOUN:
            return Unit(word.lower(), end=here, language="en")
        first = first or match
    if whole and first and first.group()[0] != "-" and _is_plural(first["word"]):
        return Unit(first["word"], end=first.end(), language="en")
    return Unit()


def _is_plural(word):
    return word.islower() and word.endswith("s") and not NO_NOUN.fullmatch(word)


def _plural(word):
    ies = word.endswith("y") and not word.endswith(("ay", "ey"))
    return {"person": "people"}.get(word) or (
        f"{word[:-1]}ies" if ies else f"{word}es" if word.endswith("s") else f"{word}s"
    )


def qualified_before(text, start):
    """Return the qualifier in front of a number, "" if none, and where it begins."""
    match = BEFORE.search(text[max(0, start - LONGEST_BEFORE) : start])
    if not match:
        return "", start
    word = (match["word"] or match["ja"]).lower()
    return QUALIFIERS.get(word, "about"), start - len(match.group())


def qualified_after(text, end):
    """Return the qualifier behind a unit, "" if none, and where it ends."""
    match = AFTER.match(text, end)
    return (AFTERWARDS[match["word"]], match.end()) if match else ("", end)
