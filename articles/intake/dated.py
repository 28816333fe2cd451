"""Lines that state a day of publication, in English, Vietnamese and Japanese."""

import datetime
import re
from typing import NamedTuple

from articles.intake.pieces import LONGEST_SIGN

MONTHS = re.findall("...", "janfebmaraprmayjunjulaugsepoctnovdec")
MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
DAY, NUMBER, YEAR = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?", r"(?P<month>\d{1,2})", r"(?P<year>\d{4})"
FORMS = [
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"\b{MONTH} {DAY},? {YEAR}\b",
        rf"\b{DAY} (?:of )?{MONTH},? {YEAR}\b",
        rf"(?<!\d){YEAR}\s?年\s?{NUMBER}\s?月\s?{DAY}\s?日",
        rf"\b{DAY} tháng {NUMBER},? (?:năm )?{YEAR}\b",
        rf"(?<![\d/.-]){YEAR}(?P<sign>[-/.]){NUMBER}(?P=sign){DAY}(?!\d)",
        # Day first, as all three languages' press writes it where the month has no name.
        rf"(?<![\d/.-]){DAY}(?P<sign>[-/.]){NUMBER}(?P=sign){YEAR}(?!\d)",
    )
]
# What may stand beside the day in a line of dates.
BESIDE = re.compile(
    r"\d{1,2}\s?(?::|h|時|giờ)\s?\d{0,2}(?::\d\d)?\s?(?:分|phút)?"
    r"|\b(?:gmt|utc|jst|ict|am|pm|a\.m\.|p\.m\.)(?:\s?[+-]\s?\d{1,2}(?::\d\d)?)?"
    r"|\b(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b"
    r"|[月火水木金土日]曜日?|[(（][月火水木金土日][)）]"
    r"|\b(?:thứ (?:hai|ba|tư|năm|sáu|bảy|[2-7])|chủ nhật|ngày|lúc|at|on|first|last)\b"
    r"|\b(?:published|posted|updated|modified|created|date|time|released?)\b"
    r"|\b(?:đăng|xuất bản|cập nhật|ngày đăng)\b|公開日?|配信日?|掲載日?|更新日?|投稿日?|発表日?",
    re.IGNORECASE,
)
CHANGED = re.compile(r"updated|modified|cập nhật|更新", re.IGNORECASE)
LETTER = re.compile(r"[^\W_]")
BARE = {"published", "published on", "posted", "posted on", "updated", "on", "date", "xuất bản"}
ANNOUNCED = re.compile(
    r"(?:published|posted|date published|xuất bản|ngày đăng|đăng (?:lúc|ngày)"
    r"|公開日?|配信日?|掲載日?|投稿日?)",
    re.IGNORECASE,
)
OPENING = 120  # the characters of a paragraph in which a dateline stands
DASH = re.compile(r"\s[–—―-]+\s|[–—―]")


class Stated(NamedTuple):
    """A day that a line states: EDTF, the line as printed, and whether of a change only."""

    date: str
    printed: str
    changed: bool = False


def day_in(text):
    """Return (EDTF, match) of the first day in text that the calendar has, or None."""
    found = [match for form in FORMS if (match := form.search(text))]
    for match in sorted(found, key=lambda match: match.start()):
        month = match["month"].lower()
        number = MONTHS.index(month[:3]) + 1 if month[:3] in MONTHS else int(month)
        try:
            return datetime.date(int(match["year"]), number, int(match["day"])).isoformat(), match
        except ValueError:
            continue
    return None


def stated(text):
    """Return the day that a line states, where the line states nothing else; else None."""
    if len(text) > LONGEST_SIGN or not (found := day_in(text)):
        return None
    date, match = found
    rest = text[: match.start()] + " " + text[match.end() :]
    again = day_in(rest)
    if again:
        rest = rest[: again[1].start()] + " " + rest[again[1].end() :]
    if LETTER.search(BESIDE.sub(" ", rest)):
        return None
    changed = bool(CHANGED.search(text)) and not again
    return Stated(date, text, changed)


def bare(text):
    """Say whether a line only announces a date: “Published”, “on”."""
    return text.casefold().strip(" :：|") in BARE


def announces(text):
    """Say whether a date line says that this is the day of publication."""
    return bool(ANNOUNCED.match(text))


def dateline(paragraph):
    """Return the day that opens a paragraph (“HANOI, April 28, 2025 — …”), or None."""
    head = DASH.split(paragraph[:OPENING], maxsplit=1)
    found = day_in(head[0]) if len(head) > 1 else None
    return Stated(found[0], found[1].group()) if found else None
