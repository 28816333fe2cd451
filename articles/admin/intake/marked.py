"""The page of names and facts, paragraph by paragraph, as its template shows it."""

from functools import cached_property

from django.utils.html import format_html_join
from django.utils.safestring import mark_safe
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from articles.admin.intake.layout import Laid
from articles.intake.fact_forms import MODELS
from articles.intake.fields import options
from articles.intake.sentences import sentences

SENTENCE = 90  # characters of a sentence in a list of them
MARKS = {
    "name": _("in the base"),
    "unknown": _("not in the base"),
    "place": _("place"),
    "date": _("date"),
    "amount": _("amount"),
}


class Row:
    """One paragraph with its suggestions and the facts made of it."""

    def __init__(self, ticks, read):
        self.read, self.passage = read, read.passage
        self.settled = ticks.settled_of(read.passage.key)
        self.entries = [Laid(entry) for entry in ticks.entries_of(read.passage.key)]
        here = {s.key for s in self.settled}
        keys = dict.fromkeys(m.key for m in read.marks if m.key and m.key not in here)
        self.elsewhere = [
            settled for key in keys if not (settled := ticks.nouns.settled[key]).naming.is_place
        ]

    @property
    def html(self):
        """The text with what was recognised in it highlighted."""
        return format_html_join(
            "",
            "{}{}{}",
            (
                (mark_safe(f'<mark class="m-{mark.kind}">'), text, mark_safe("</mark>"))
                if mark
                else ("", text, "")
                for text, mark in self.read.segments
            ),
        )

    @property
    def sentences(self):
        """The options of the sentences to choose from, where there are several."""
        spans = sentences(self.passage.text)
        if len(spans) < 2:
            return ""
        named = [
            (n, Truncator(self.passage.text[start:end]).chars(SENTENCE))
            for n, (start, end) in enumerate(spans)
        ]
        return options([*named, ("", _("the whole paragraph"))], ())

    @property
    def understood(self):
        """How its dates are read where they say it otherwise, as (words, reading) pairs."""
        text = self.passage.text
        for found in self.read.dates:
            words = text[found.start : found.end]
            if words != found.date.human():
                yield words, found.date.hedged()


class TickPage:
    KINDS = ("event", "target", "role", "tie", "figure")

    def __init__(self, ticks, kinds):
        self.ticks = ticks
        self.rows = [Row(ticks, read) for read in ticks.reading.reads]
        self.kinds = [(kind, MODELS[kind]._meta.verbose_name) for kind in kinds]
        self.stranded = [Laid(entry) for entry in ticks.stranded]
        self.gone = [
            state | {"kind_name": MODELS[state["kind"]]._meta.verbose_name} for state in ticks.gone
        ]
        self.legend = list(MARKS.items())

    @cached_property
    def clear(self):
        """How many known names can be nobody else and are not ticked yet."""
        namings = self.ticks.nouns.settled.values()
        return sum(s.is_clear and not s.chosen and not s.is_publisher for s in namings)

    @property
    def facts(self):
        return len(self.ticks.entries)

    @property
    def problems(self):
        """Links to what is wrong, as (fragment, words), once saving was tried."""
        for settled in self.ticks.nouns.settled.values():
            if settled.form.is_bound and settled.form.errors:
                yield f"n-{settled.key}", settled.naming.spellings[0]
        for entry in self.ticks.entries:
            if entry.has_errors:
                yield f"f{entry.id}", entry.kind_name
