"""Amounts in a text, in three languages: numbers with what they count, never converted."""

import re
from decimal import Decimal
from typing import NamedTuple

from vjtech.core.recognise.dates import dates
from vjtech.core.recognise.language import guess
from vjtech.core.recognise.measured import UNCOUNTED, Unit, qualified_after, qualified_before, unit
from vjtech.core.recognise.numbers import MOST_DIGITS, is_grouped, read, read_japanese
from vjtech.core.recognise.spans import clear
from vjtech.core.recognise.units import CODES, SCALES, SIGNS, any_of

SIGN = rf"(?P<sign>{any_of(SIGNS)}|(?:{any_of(CODES)})(?![A-Za-z]))[\s]{{0,2}}"
JAPANESE = r"(?P<ja>[百千万億兆]{1,2}(?:\d[\d,，]*[百千万億兆]{1,2})*(?:\d+(?!\d))?)"
SCALE = any_of((*SCALES["en"], *SCALES["vi"]))
NUMBER = re.compile(
    rf"(?:(?<![A-Za-z$]){SIGN}|(?<![^\W\d_\u3000-\U0003134f])(?<![\d.,，．/:_$第])(?<![A-Za-z][-–])"
    rf"(?<!No\. )(?<!No\.)(?<!số ))(?P<number>\d{{1,30}}(?:[.,，．]\d{{1,30}}){{0,9}})"
    rf"(?:{JAPANESE}|[\s-]{{0,2}}(?P<scale>(?i:{SCALE}))(?!\w)|(?P<k>[KM](?=\W|$)))?(?P<plus>\+)?"
)
TO = re.compile(r"\s{0,2}[-–—−~〜～]\s{0,2}|\s{1,2}(?:to|đến|tới)\s{1,2}|から")
AND = re.compile(r"\s{1,2}(?:and|và)\s{1,2}")
BETWEEN = re.compile(r"(?:[Bb]etween|[Tt]ừ)\s{1,2}(?:\w{1,12}\s){0,2}\S{0,3}$")
# What makes a number part of a word: 20th, 57-NQ, 24/7. Japanese goes on without a blank.
GOES_ON = re.compile(r"[^\W_\u3000-\U0003134f]|[.,/:]\d|-[^\W\d_]")
ANY_DAY = "2025-01-15"  # dates without their year are dates here too
LONGEST_BEFORE = 30
LONGEST_PRINTED = 120  # what a quantity keeps of its words


class Amount(NamedTuple):
    """Where an amount is printed, its qualifier and its unit; `value_high` ends a range."""

    start: int
    end: int
    qualifier: str
    value: Decimal
    value_high: Decimal | None
    unit: str
    currency: str


class Side(NamedTuple):
    """A number with its scale and what it counts, as far as printed."""

    match: re.Match
    unit: Unit
    end: int

    @property
    def scale(self):
        return (self.match["scale"] or "").lower()

    @property
    def currency(self):
        sign = self.match["sign"]
        return SIGNS.get(sign, sign) if sign else self.unit.currency


def amounts(text, language=""):
    """Return the amounts in a text, in their order; none is part of a date.

    The language (en, vi or ja) is guessed from the text if it is not known.
    """
    language = language or guess(text)
    taken = [dated[:2] for dated in dates(text, ANY_DAY, language)]
    return clear(_amounts(text, language), taken)


def _amounts(text, language):
    here = 0
    while match := NUMBER.search(text, here):
        here = match.end()
        side = _side(text, match)
        amount = side and (_range(text, side, language) or _single(text, side, language))
        if amount:
            here = amount.end
            yield amount


def _side(text, match):
    """Return what a number counts; None if it is part of something that is no amount."""
    found = unit(text, match.end(), whole="." not in match["number"])
    if not found.end and not match["sign"] and GOES_ON.match(text, match.end()):
        return None
    return Side(match, found, found.end or match.end())


def _single(text, side, language):
    value = _value(side, side.scale, side.unit.name, language)
    if value is None:
        return None
    return _amount(text, side, side, value, None)


def _range(text, side, language):
    """Return the range of which a side is the lower end, or None."""
    to = TO.match(text, side.end) or (
        BETWEEN.search(text[max(0, side.match.start() - LONGEST_BEFORE) : side.match.start()])
        and AND.match(text, side.end)
    )
    match = to and NUMBER.match(text, to.end())
    high = match and _side(text, match)
    if not high or not _alike(side, high):
        return None
    bare = not (side.scale or side.match["ja"] or side.unit.end)
    low_value = _value(side, high.scale if bare else side.scale, high.unit.name, language)
    high_value = _value(high, high.scale, high.unit.name, language)
    if low_value is None or high_value is None or low_value >= high_value:
        return None
    return _amount(text, side, high, low_value, high_value)


def _alike(low, high):
    """Say whether two numbers count the same, as far as the first says what."""
    first, last = low.unit.name or low.currency, high.unit.name or high.currency
    return first == last or not first or (not last and not low.unit.end)


def _value(side, scale, counted, language):
    match = side.match
    if match["ja"]:
        return read_japanese(match["number"] + match["ja"])
    powers = next((n for n in SCALES.items() if scale in n[1]), None) if scale else None
    language = powers[0] if powers else side.unit.language or language
    counts = bool(counted) and not powers and counted not in UNCOUNTED and not side.currency
    value = read(match["number"], language, counts)
    if value is None or powers is None:
        return value
    value *= powers[1][scale]
    return value if value.adjusted() < MOST_DIGITS else None


def _amount(text, low, high, value, value_high):
    currency = low.currency or high.currency
    name = "" if currency else high.unit.name or low.unit.name
    start, end = low.match.start(), high.end
    if currency and high.match["sign"] and not high.unit.currency:
        end = high.match.end()
    before, start = qualified_before(text, start)
    after, end = qualified_after(text, end)
    qualifier = before or after or ("over" if high.match["plus"] else "")
    measured = name or currency or high.scale or high.match["ja"] or value_high is not None
    printed = low.match["number"]
    if not measured and not is_grouped(printed) and not (qualifier and len(printed) > 1):
        return None
    if value_high is not None and not (name or currency or high.scale or high.match["ja"]):
        return None
    if end - start > LONGEST_PRINTED:
        return None
    high_value = None if value_high is None else plain(value_high)
    return Amount(start, end, qualifier, plain(value), high_value, name, currency)


def plain(value):
    """Return a decimal without zeros behind its point: 2.5 million is 2500000."""
    whole = value.to_integral_value()
    return whole if whole == value else value.normalize()
