"""Reading a printed number: 1,500.5 in English is 1.500,5 in Vietnamese, 1兆5000億 in Japanese."""

import re
from decimal import Decimal
from math import prod
from unicodedata import normalize

from vjtech.core.recognise.units import SCALES

# A quantity holds 24 digits in front of the point and six behind it.
MOST_DIGITS, MOST_DECIMALS = 24, 6
GROUPED = {
    "en": re.compile(r"(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d+))?"),
    "vi": re.compile(r"(\d{1,3}(?:\.\d{3})+|\d+)(?:,(\d+))?"),
}
SEVERAL = {  # only one of the two signs can part thousands twice
    "en": re.compile(r"\d{1,3}(?:\.\d{3}){2,}"),
    "vi": re.compile(r"\d{1,3}(?:,\d{3}){2,}"),
}
ONE_SIGN = re.compile(r"\d{1,3}[.,]\d{3}")
PIECE = re.compile(r"(\d[\d,]*(?:\.\d+)?)([百千万億兆]*)")


def read(number, language, counts=False):
    """Return the decimal that a number with its separators is, or None.

    Where it counts something that has no parts, 1.500 and 1,500 are the same.
    """
    number = normalize("NFKC", number)
    if counts and ONE_SIGN.fullmatch(number):
        return Decimal(re.sub("[.,]", "", number))
    language = "vi" if language == "vi" else "en"
    if SEVERAL[language].fullmatch(number):
        return _decimal(re.sub("[.,]", "", number), "")
    match = GROUPED[language].fullmatch(number)
    if not match:
        return None
    whole, decimals = re.sub("[.,]", "", match[1]), match[2] or ""
    # 1.500 is hardly one and a half: the writer keeps to the other language's signs.
    if len(decimals) == 3 and decimals.endswith("0"):
        return None
    return _decimal(whole, decimals)


def read_japanese(number):
    """Return the decimal that 1兆5000億 is, or None where its powers do not fall."""
    total, lowest = Decimal(0), None
    for digits, powers in PIECE.findall(normalize("NFKC", number)):
        value = read(digits, "ja")
        power = prod((SCALES["ja"][sign] for sign in powers), start=Decimal(1))
        if value is None or (lowest is not None and value * power >= lowest):
            return None
        total, lowest = total + value * power, power
    return total if total.adjusted() < MOST_DIGITS else None


def _decimal(whole, decimals):
    if len(whole) > MOST_DIGITS or len(decimals) > MOST_DECIMALS:
        return None
    return Decimal(f"{whole}.{decimals}" if decimals else whole)


def is_grouped(number):
    """Say whether a number's thousands are parted."""
    return re.search(r"[.,]\d{3}(?!\d)", normalize("NFKC", number)) is not None
