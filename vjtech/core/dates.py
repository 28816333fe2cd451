"""Partial dates in the part of EDTF (ISO 8601-2) that news needs."""

import calendar
import datetime
import re
from functools import cached_property
from unicodedata import normalize
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
MARKS = "?~%"  # of what is inferred or approximate

ATOM = re.compile(
    r"(?P<year>\d{4}|\d{3}X|\d{2}XX)(?P<year_mark>[?~%]?)"
    r"(?:-(?P<month>\d{2})(?P<month_mark>[?~%]?)(?:-(?P<day>\d{2})(?P<day_mark>[?~%]?))?)?",
    re.ASCII,
)


def today():
    """Return the date in Hanoi, by which "next" and "overdue" are told."""
    return datetime.datetime.now(HANOI).date()


class Atom:
    """One calendar date of any precision: a decade, a year, a month or a day."""

    def __init__(self, text):
        match = ATOM.fullmatch(text)
        if not match:
            raise ValueError(
                _("“%(text)s” is not a date such as 2017, 2025-04 or 2025-04-28.") % {"text": text}
            )
        self.year, self.month, self.day = match["year"], match["month"], match["day"]
        self.marks = [match["year_mark"], match["month_mark"] or "", match["day_mark"] or ""]
        try:
            self.earliest, self.latest = self._bounds()
        except ValueError:
            raise ValueError(
                _("“%(text)s” is not a day of the calendar.") % {"text": text}
            ) from None

    def _bounds(self):
        first = int(self.year.replace("X", "0"))
        last = int(self.year.replace("X", "9"))
        if self.month is None:
            return datetime.date(first, 1, 1), datetime.date(last, 12, 31)
        if first != last:
            raise ValueError("a month of an unknown year")
        month = int(self.month)
        if self.day is None:
            start = datetime.date(first, month, 1)
            return start, start.replace(day=calendar.monthrange(first, month)[1])
        day = datetime.date(first, month, int(self.day))
        return day, day

    def human(self):
        return self._about(self._plain())

    def _about(self, text):
        approximate = any(mark in ("~", "%") for mark in self.marks)
        return _("about %(date)s") % {"date": text} if approximate else text

    def _plain(self):
        if self.day is not None:
            return date_format(self.earliest, "j F Y")
        if self.month is not None:
            return date_format(self.earliest, "F Y")
        if self.earliest.year != self.latest.year:
            return _("between %(first)s and %(last)s") % {
                "first": self.earliest.year,
                "last": self.latest.year,
            }
        return self.year

    def brief(self):
        if self.month is None:
            return self.human()
        return self._about(date_format(self.earliest, "M Y" if self.day is None else "j M Y"))

    def inferred(self):
        """Say which part is inferred, or return an empty string."""
        marked = [i for i, mark in enumerate(self.marks) if mark in ("?", "%")]
        if not marked:
            return ""
        parts = 1 + sum(part is not None for part in (self.month, self.day))
        if marked[-1] + 1 == parts:
            return _("date inferred")
        return _("year inferred") if marked[-1] == 0 else _("year and month inferred")


class PartialDate(str):
    """An EDTF date with the first and last day it can mean; ValueError where it cannot be read.

    `A/B` lasts from A to B, `[A..B]` is some time between them; either end may be open (`..`).
    """

    def __new__(cls, text=""):
        # Full-width digits and signs are as good as the others, and are kept as the others.
        self = super().__new__(cls, normalize("NFKC", str(text)).strip() if text else "")
        if self:
            self.atoms  # noqa: B018  (reading it is the check)
        return self

    @cached_property
    def _form(self):
        if self.startswith("[") and self.endswith("]"):
            return "between", self[1:-1].split("..", 1)
        if "/" in self:
            return "lasting", [("" if end == ".." else end) for end in self.split("/", 1)]
        return "single", [str(self)]

    @cached_property
    def atoms(self):
        form, ends = self._form
        if form == "between" and len(ends) == 1:
            raise ValueError(
                _("“%(text)s”: write [2025-03..2025-04] for some time between.") % {"text": self}
            )
        if not any(ends):
            raise ValueError(_("“%(text)s” has neither a start nor an end.") % {"text": self})
        atoms = [Atom(end) if end else None for end in ends]
        if len(atoms) == 2 and all(atoms) and atoms[0].earliest > atoms[1].latest:
            raise ValueError(_("“%(text)s” ends before it starts.") % {"text": self})
        return atoms

    @cached_property
    def earliest(self):
        """The first day it can mean; date.min where the start is open, None where undated."""
        if not self:
            return None
        return self.atoms[0].earliest if self.atoms[0] else datetime.date.min

    @cached_property
    def latest(self):
        """The last day it can mean; date.max where the end is open, None where undated."""
        if not self:
            return None
        return self.atoms[-1].latest if self.atoms[-1] else datetime.date.max

    @property
    def inferred(self):
        return "?" in self or "%" in self

    @property
    def unsure(self):
        """Whether any part of it is inferred or approximate."""
        return any(mark in self for mark in MARKS)

    @property
    def lasting(self):
        return self._form[0] == "lasting"

    @property
    def is_day(self):
        return bool(self) and self._form[0] == "single" and self.earliest == self.latest

    @property
    def is_stated_month(self):
        """Whether its year and month are stated, and nothing else is possible."""
        return (
            bool(self)
            and self._form[0] == "single"
            and not self.unsure
            and self.earliest.replace(day=1) == self.latest.replace(day=1)
        )

    def hedged(self):
        """Return it in words, with what is not certain about it in brackets."""
        certainty = self.certainty()
        return f"{self.human()} ({certainty})" if certainty else self.human()

    def certainty(self):
        """Word what is not certain about it, or return an empty string."""
        if not self:
            return ""
        words = [atom.inferred() for atom in self.atoms if atom and atom.inferred()]
        return words[0] if words else ""

    def human(self):
        """Return it in words, without what is inferred (`certainty` says that)."""
        if not self:
            return ""
        first, last = self.atoms[0], self.atoms[-1]
        form = self._form[0]
        if form == "single":
            return first.human()
        if form == "between":
            if first is None:
                return _("by %(date)s") % {"date": last.human()}
            if last is None:
                return _("%(date)s or later") % {"date": first.human()}
            return _("some time between %(first)s and %(last)s") % {
                "first": first.human(),
                "last": last.human(),
            }
        if first is None:
            return _("until %(date)s") % {"date": last.human()}
        if last is None:
            return _("since %(date)s") % {"date": first.human()}
        return _("%(first)s to %(last)s") % {"first": first.human(), "last": last.human()}

    def brief(self):
        """Return it in few words, for a reference: “28 Apr 2025 – 2026, inferred”."""
        if not self:
            return ""
        first, last = (atom.brief() if atom else "" for atom in (self.atoms[0], self.atoms[-1]))
        if len(self.atoms) == 1:
            text = first
        elif not last:
            text = _("from %(date)s") % {"date": first}
        else:
            text = f"{first} – {last}".strip()
        return _("%(date)s, inferred") % {"date": text} if self.inferred else text


def months_between(first, last):
    """Return the months of two PartialDates in words: “May 2024 – Jan 2026 at the earliest”.

    The earliest months they can mean; where a month is not stated, that is said.
    """
    start, end = (date_format(date.earliest, "M Y") for date in (first, last))
    words = start if start == end else f"{start} – {end}"
    if first.is_stated_month and last.is_stated_month:
        return words
    return _("%(months)s at the earliest") % {"months": words}
