"""Dates in a text, in three languages: what is not printed is inferred with a reason, or left."""

import datetime
import re
from typing import NamedTuple

from django.utils.translation import gettext as _

from vjtech.core.dates import PartialDate
from vjtech.core.recognise.date_forms import DASH
from vjtech.core.recognise.date_reading import Form, forms
from vjtech.core.recognise.spans import longest

OPEN = (datetime.date.min, datetime.date.max)
CONNECTOR = re.compile(
    rf"(?:{DASH}|\s{{1,3}}(?:to|until|till|through|(?:cho )?đến|tới|đến (?:hết|ngày))\s{{1,3}}"
    r"|\s{0,2}(?:から|より)\s{0,2})"
)
BETWEEN, AND = re.compile(r"\b[Bb]etween\s$"), re.compile(r"\sand\s")
LONGEST_CONNECTOR = 12


class Dated(NamedTuple):
    """Where a date is printed, and why a part of it is inferred ("" where all is stated)."""

    start: int
    end: int
    date: PartialDate
    reason: str


def dates(text, published=None, language=""):
    """Return the dates in a text, in their order.

    Without a date of publication, a day or a month without its year is left out. The language
    (en, vi or ja) is guessed from the text if it is not known.
    """
    published = PartialDate(published or "")
    found = longest(forms(text, language))
    return [dated for form in _joined(text, found) for dated in _dated(form, published)]


def _joined(text, found):
    """Yield the forms, two of them as one where what is between says “to”."""
    held = None
    for form in found:
        if held and _to(text, held, form):
            yield Form(held.start, form.end, held.first, form.first)
            held = None
        else:
            if held:
                yield held
            held = form
    if held:
        yield held


def _to(text, form, following):
    if form.last or following.last or following.start - form.end > LONGEST_CONNECTOR:
        return False
    first, last = form.first, following.first
    alike = (first.month is None) == (last.month is None) and (first.day is None) == (
        last.day is None
    )
    if not alike and (first.year is None or last.year is None):
        return False
    between = text[form.end : following.start]
    if CONNECTOR.fullmatch(between):
        return True
    before = text[max(0, form.start - LONGEST_CONNECTOR) : form.start]
    return bool(AND.fullmatch(between) and BETWEEN.search(before))


def _dated(form, published):
    """Yield the date of a form, unless what it lacks can be had from nowhere."""
    first, last = form.first, form.last
    if last and first.year is None and last.year is not None:
        before = (first.month or 0, first.day or 0) <= (last.month or 12, last.day or 31)
        first = first._replace(year=last.year - (not before), mark=last.mark)
    first, reason = _completed(first, published)
    if first is None:
        return
    written = _written(first)
    if last:
        if last.year is None:
            after = (last.month or 12, last.day or 31) >= (first.month or 0, first.day or 0)
            last = last._replace(year=first.year + (not after), mark=first.mark)
        written = f"{written}/{_written(last)}"
    try:
        date = PartialDate(written)
    except ValueError:  # it ends before it starts, or is 29 February of no leap year
        return
    yield Dated(form.start, form.end, date, reason or _doubt(first))


def _completed(part, published):
    """Return the date with its year, and why that is inferred; (None, "") where nothing says."""
    if part.year is not None:
        return part, ""
    day = _reference(published)
    if day is None:
        return None, ""
    said = {"date": published.human()}
    if part.shift is not None:
        reason = _("Counted from the date of publication, %(date)s.") % said
        return part._replace(year=day.year + part.shift, shift=None, mark="?"), reason
    year = _nearest(part, day) if _within_a_month(published) else day.year
    if year == day.year:
        reason = _("Year taken from the date of publication, %(date)s.") % said
    else:
        reason = _("Year nearest to the date of publication, %(date)s.") % said
    return part._replace(year=year, mark="?"), reason


def _reference(published):
    """Return the day from which years are counted, or None."""
    if not published:
        return None
    known = (day for day in (published.earliest, published.latest) if day not in OPEN)
    return next(known, None)


def _within_a_month(published):
    return published.latest in OPEN or (published.latest - published.earliest).days <= 31


def _nearest(part, day):
    def distance(year):
        middle = datetime.date(year, part.month, min(part.day or 15, 28))
        return abs((middle - day).days)

    return min((day.year, day.year - 1, day.year + 1), key=distance)


def _doubt(part):
    if part.mark == "~":
        return _("A fiscal year need not be the calendar year of the same number.")
    return ""


def _written(part):
    year = f"{part.year // 10}X" if part.mark == "X" else f"{part.year:04}{part.mark}"
    month = "" if part.month is None else f"-{part.month:02}"
    return year + month + ("" if part.day is None else f"-{part.day:02}")
