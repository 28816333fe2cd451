"""What an article's own lines say of it: when it came out, where, and by whom."""

import re

from articles.intake import furniture as f
from articles.intake.dated import dateline, stated
from articles.intake.plain import listed

LONGEST_CREDITS = 300
# “THE HANOI TIMES — ”, “PANO – ”, “(Dân trí) - ”, “VOV.VN - ”.
OPENED_BY = re.compile(
    r"(?P<name>[A-ZĐ][A-ZĐ0-9&’'.]*(?: [A-ZĐ][A-ZĐ0-9&’'.]*){0,4}(?:\.vn)?"
    r"|\([^\W\d][^()\d,]{1,29}\))"
    r"\s*[–—-]\s"
)
# What stands there just as often and is no publisher.
PLACES = listed(
    "hanoi,ha noi,ho chi minh city,hcm city,hcmc,da nang,danang,hue,can tho,hai phong,tokyo,osaka,"
    "kyoto,nagoya,fukuoka,yokohama,kobe,sapporo,singapore,seoul,beijing,washington,new york,london,"
    "paris,bangkok,jakarta,vietnam,viet nam,japan"
)
DAY_OR_MONTH = re.compile(r"(?<![\d/.-])(\d{1,2})[-/.](\d{1,2})[-/.]\d{4}")
FIRST = 3  # paragraphs that may open with a dateline


def published(rows, paragraphs, language):
    """Return (EDTF, as printed) of the day that date lines or the text's dateline state."""
    found = [day for row in rows if row.cut == "date" and (day := stated(row.text))]
    found += [day for text in paragraphs[:FIRST] if (day := dateline(text))]
    day = min(found, key=lambda day: day.changed, default=None)
    if day is None or day.changed:
        # A change says only that it was out by then.
        return "", ""
    return certain(day, language), day.printed


def certain(day, language):
    """Return the date, or its year where English leaves open which number is the month."""
    numbers = DAY_OR_MONTH.search(day.printed)
    if numbers and language == "en":
        first, second = map(int, numbers.groups())
        if first != second and max(first, second) <= 12:
            return day.date[:4]
    return day.date


def publisher(paragraphs):
    """Return the name in capitals or brackets that opens the text before a dash, if any."""
    for text in paragraphs[:FIRST]:
        match = OPENED_BY.match(text)
        name = match["name"].strip("()") if match else ""
        if len(name) > 1 and name.casefold() not in PLACES:
            return name
    return ""


def credits_of(rows):
    """Return the credits that lines and captions print, once each."""
    texts = [row.text for row in rows if row.cut == "credit"]
    texts += [f.caption(row.text) or "" for row in rows if row.cut == "caption"]
    return "; ".join(dict.fromkeys(filter(None, texts)))[:LONGEST_CREDITS]
