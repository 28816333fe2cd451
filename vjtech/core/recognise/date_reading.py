"""Reading the forms in which dates are printed, as far as they are: a year may be missing."""

import calendar
from typing import NamedTuple

from vjtech.core.recognise.date_forms import COUNTS, ERAS, MONTHS, ORDINALS, RELATIVE, patterns
from vjtech.core.recognise.language import guess

FIRST_YEAR, LAST_YEAR = 1900, 2100
KANJI_DIGITS = str.maketrans("〇零一二三四五六七八九", "00123456789")


class Part(NamedTuple):
    """A calendar date with holes; `shift` counts years from that of publication."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    shift: int | None = None
    mark: str = ""  # X: a decade; ~: about


class Form(NamedTuple):
    """A date or a range as it is printed."""

    start: int
    end: int
    first: Part
    last: Part | None = None


def forms(text, language):
    """Yield the forms in a text; they may overlap."""
    for pattern in patterns():
        for match in pattern.finditer(text):
            groups = {k.rstrip("_"): v for k, v in match.groupdict().items() if v is not None}
            if "a" in groups:
                language = language or guess(text)
                if not _ordered(groups, day_first=language == "vi"):
                    continue
            start, end = match.span("x") if "x" in groups else match.span()
            form = _read(start, end, groups)
            if form and all(_exists(part) for part in form[2:] if part):
                yield form


def _ordered(groups, day_first):
    """Tell day from month in 3/4/2025; where neither number nor language does, leave it."""
    a, b = int(groups["a"]), int(groups["b"])
    if not day_first and a <= 12 and b <= 12 and a != b:
        return False
    groups["d"], groups["m"] = (b, a) if b > 12 else (a, b)
    return True


def _read(start, end, groups):
    """Return the form of a pattern's groups (date_forms says what they are), or None."""
    base = _year(groups)
    if "y2" in groups:
        return _years(start, end, base, groups["y2"])
    months = _months(groups)
    if months:
        if groups.get("q") in ("last", "final") and base == Part():
            return None
        first, last = (base._replace(month=month) for month in months)
        return Form(start, end, first, last)
    if "my" in groups:
        month = int(groups["my"])
        # 2010-12 may be a range of years, 2025-04 may not.
        return Form(start, end, base._replace(month=month)) if month <= base.year % 100 else None
    last = base._replace(month=_month(groups.get("m")), day=_number(groups.get("d")))
    if not {"d1", "m1"} & set(groups):
        return Form(start, end, last)
    month = _month(groups.get("m1")) or last.month
    return Form(start, end, last._replace(month=month, day=_number(groups.get("d1"))), last)


def _year(groups):
    if "y" in groups:
        return Part(int(groups["y"].translate(KANJI_DIGITS)))
    if "dec" in groups:
        return Part(int(groups["dec"]) * 10, mark="X")
    if "era" in groups:
        before, most = ERAS[groups["era"]]
        number = 1 if groups["ey"] == "元" else int(groups["ey"])
        # A year that the era did not have is none: 0 lies outside what _exists lets pass.
        return Part(before + number if number <= most else 0, mark="~" if "fy" in groups else "")
    if "fy" in groups:
        return Part(int(groups["fy"]), mark="~")
    if "rel" in groups:
        word = groups["rel"].lower()
        return Part(shift=RELATIVE.get(word, RELATIVE.get(f"năm {word}", 0)))
    return Part()


def _years(start, end, first, text):
    """Return 2026-2030, or 2026-30, as a range; None for 2026-04."""
    last = int(text) if len(text) == 4 else first.year // 100 * 100 + int(text)
    return Form(start, end, first, Part(last)) if last > first.year else None


def _months(groups):
    """Return the first and the last month of a quarter, a half or a year's first months."""
    if "q" in groups:
        q = groups["q"].lower()
        last = 3 * (int(q) if q.isdigit() else ORDINALS[q])
        return last - 2, last
    if "h" in groups:
        last = 6 * int(groups["h"] if groups["h"].isdigit() else ORDINALS[groups["h"]])
        return last - 5, last
    if "n" in groups:
        return 1, int(groups["n"]) if groups["n"].isdigit() else COUNTS[groups["n"]]
    return None


def _number(text):
    return int(text) if text else None


def _month(text):
    if not text:
        return None
    text = str(text)
    return int(text) if text.isdigit() else MONTHS[text.lower().rstrip(".")]


def _exists(part):
    if part.year is not None and not FIRST_YEAR <= part.year <= LAST_YEAR:
        return False
    if part.month is not None and not 1 <= part.month <= 12:
        return False
    if part.day is None:
        return True
    leap = 2000 if part.year is None else part.year
    return 1 <= part.day <= calendar.monthrange(leap, part.month)[1]
