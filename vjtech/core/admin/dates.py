"""The five parts of a partial date as one group of a form."""

import datetime

from django.contrib import admin
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy

from vjtech.core.dates import PartialDate

EXAMPLES = (
    ("2017 · 2025-04 · 2025-04-28", gettext_lazy("a year, a month, a day: as much as is known")),
    ("2025?-04-28", gettext_lazy("the year is inferred: say why below")),
    ("2028~", gettext_lazy("about 2028")),
    ("[2025-03..2025-04]", gettext_lazy("once, some time between March and April 2025")),
    ("2025-01/2025-03", gettext_lazy("lasting from January to March 2025")),
    ("2017/..", gettext_lazy("since 2017, the end not known")),
    ("201X", gettext_lazy("some year from 2010 to 2019")),
)


class Legend:
    """A help text that unfolds on demand, worded anew for each page, in its language.

    `examples` are pairs of what is written and what it means.
    """

    def __init__(self, summary, examples, note):
        self.summary, self.examples, self.note = summary, examples, note

    def __html__(self):
        return format_html(
            '<details class="legend"><summary>{}</summary><dl>{}</dl><p>{}</p></details>',
            self.summary,
            format_html_join("", "<div><dt>{}</dt><dd>{}</dd></div>", self.examples),
            self.note,
        )

    __str__ = __html__


DATES = Legend(
    gettext_lazy("How to write a date that is not known to the day"),
    EXAMPLES,
    gettext_lazy(
        "Never a day that nobody stated: nothing becomes 1 January. Empty where it is not stated."
    ),
)


def reading(name):
    """Return a read-only field that says how the partial date `name` is understood."""

    def reads(record):
        date = getattr(record, name)
        if not isinstance(date, PartialDate) or not date:
            return ""
        words = date.hedged()
        first, last = day(date.earliest), day(date.latest)
        return words if first == last else f"{words}: {first} – {last}"

    reads.short_description = gettext_lazy("understood as")
    reads.__name__ = f"{name}_reads"
    return reads


def date_column(name, label):
    """Return a column of a list that words a partial date and sorts by its earliest day."""

    @admin.display(description=label, ordering=f"{name}_earliest")
    def column(record):
        return getattr(record, name).human()

    column.__name__ = f"{name}_shown"
    return column


def day(date):
    """Write a bound of a date; an open one is three dots."""
    return "…" if date in (datetime.date.min, datetime.date.max) else date_format(date, "j M Y")


def date_fields(name, label, reads=None, **options):
    """Return the fieldset of a partial date; `reads` is its `reading`, where it has one."""
    fields = ((name, reads) if reads else name, f"{name}_printed", f"{name}_reason")
    return capfirst(label), {"fields": fields, "description": DATES, **options}
