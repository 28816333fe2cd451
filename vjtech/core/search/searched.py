"""A list that full-text search goes through: the same door, the answers in tiers."""

import datetime
from dataclasses import replace

from django.utils.functional import cached_property

from vjtech.core.filterset import RecordFilterSet
from vjtech.core.paging import SEPARATOR, Column, Order, Page
from vjtech.core.recency import first_key
from vjtech.core.search.equivalents import expanded
from vjtech.core.search.index import INEXACT, Within, record_id, settle
from vjtech.core.search.query import Query, parse
from vjtech.core.walked import CHUNK, PAGE_SIZE

# Each is looked up in the index, and again in the base for each filter's values.
FOUND_COUNTED = 100
NO_FILTERS = ("q", "after", "sort", "background")
UNDATED_PART = 2


class SearchedFilterSet(RecordFilterSet):
    """With words, rows come from the index: `part` (of a range), `tier`, then newest first.

    `tagged` maps parameters to the letter of their tags in the index, so that a frequent word
    narrowed by them is still a short walk; `subject_tags` are those of what is no background.
    Where `keyed_by_day` says that keys begin with the day that a range is about (and that
    documents are tagged INEXACT), so is a range. Other filters are asked of each row found.
    """

    index = None
    tagged = {}
    subject_tags = ()
    keyed_by_day = False

    found_order = Order(Column("part"), Column("tier"), Column("found_key", True))

    @cached_property
    def asked(self):
        """The words as a Query; empty where none were typed, or something else is wrong."""
        if not self.form.is_valid():
            return Query()
        return expanded(parse(self.form.cleaned_data.get("q") or ""))

    @property
    def searching(self):
        # Read from the data: the order is wanted while the form is still being cleaned.
        return bool(parse(self.data.get("q", "")))

    @property
    def most_counted(self):
        return FOUND_COUNTED if self.asked else super().most_counted

    @property
    def order(self):
        # Of a form that does not hold, nothing is searched: the page says so over an empty list.
        return self.found_order if self.searching and not self.form.errors else super().order

    @property
    def qs(self):
        return self.filtered().order_by(*super().order.order_by) if self.asked else super().qs

    def filter_words(self, queryset, name, words):
        # Words that hold no word to look for find nothing.
        return queryset.none() if words else queryset

    def filtered(self, *without):
        if not self.asked or "q" in without:
            return super().filtered(*without)
        return self._rows_of(self._first(without), without)

    def walks(self, *without, **place):
        if not self.asked:
            return super().walks(*without, **place)
        return [self._rows_of(self._first(without), without).order_by()]

    def undated(self):
        if not self.asked:
            return super().undated()
        return sum(part == UNDATED_PART for part, *_rest in self._first(()))

    def _rows_of(self, found, without):
        # Asked of the base once more: an index may be behind, where it cannot be written to.
        rows = super().filtered("q", *without)
        return rows.filter(pk__in=[record_id(key) for *_rank, key in found])

    def _first(self, without):
        """Return what `found` does for the rows that are counted, looked up once."""
        chosen = self.form.cleaned_data
        besides = tuple(sorted(name for name in without if chosen.get(name) or name in NO_FILTERS))
        if besides not in self._looked_up:
            self._looked_up[besides] = self.found(self.most_counted + 1, without=besides)
        return self._looked_up[besides]

    @cached_property
    def _looked_up(self):
        return {}

    def found(self, limit, after=None, without=()):
        """Return up to limit (part, tier, key) in order, from the place `after` on."""
        if not self._looked_up:  # once a list, before its first answer
            settle()
        return self.index.answers(self.asked, limit, self._parts(without), after=after)

    def _tags(self, without):
        groups = []
        for name, letter in self.tagged.items():
            chosen = () if name in without else self.form.cleaned_data.get(name)
            values = [getattr(value, "pk", value) for value in chosen or ()]
            if values:
                groups.append(tuple(f"{letter}{value}" for value in values))
        if self.subject_tags and self._leaves_background_out(without):
            groups.append(self.subject_tags)
        return tuple(groups)

    def _leaves_background_out(self, without):
        asked_by_relevance = "relevance" in self.filters and self.data.get("relevance")
        return not (self.with_background or "background" in without or asked_by_relevance)

    def _parts(self, without):
        """Return (number, Within) of each part of the answer; no rows where the tags say all."""
        told = (*self.tagged, *without, "q")
        others = [
            name
            for name, value in self.form.cleaned_data.items()
            if value and name not in (*told, *NO_FILTERS)
        ]
        within = Within(self._tags(without))
        if not others and (self.subject_tags or not self._leaves_background_out(without)):
            return [(0, within)]
        rows = super().filtered(*told, *(("background",) if self.subject_tags else ()))
        return list(enumerate(self.split(replace(within, rows=rows))))

    def split(self, within):
        """Return the parts in which a range is listed: certain, possible, undated."""
        if not getattr(self, "range", None):
            return [within]
        only_certain = self.form.cleaned_data.get("certain")
        parts = [self._certainly(within), self._possibly(within), self._undated(within)]
        return parts[:1] if only_certain else parts

    def _certainly(self, within):
        within = replace(within, rows=within.rows.filter(certainty=self.CERTAIN))
        first, last = self.range
        return self._by_day(within, first, last)

    def _possibly(self, within):
        # A plain day is inside a range or outside: what is possible has another date.
        within = replace(within, rows=within.rows.filter(certainty=self.POSSIBLE))
        if self.keyed_by_day:
            within = replace(within, tags=(*within.tags, (INEXACT,)))
        return self._by_day(within, datetime.date.min, self.range[1])

    def _undated(self, within):
        within = replace(within, rows=within.rows.filter(certainty=self.UNDATED))
        high = first_key(datetime.date.min) if self.keyed_by_day else None
        return replace(within, high=high)

    def _by_day(self, within, first, last):
        if not self.keyed_by_day:
            return within
        day_after = first_key(last) + first_key(datetime.date.min)  # the first day is number 1
        return replace(within, low=first_key(first), high=day_after)

    def page(self, related=lambda queryset: queryset, size=PAGE_SIZE):
        if not (self.asked and self.is_valid()):
            return super().page(related, size)
        after = self.form.cleaned_data.get("after")
        found = self.found(size + 1, after) if after else self._first(())[: size + 1]
        rows = self._fetch(found[:size], related)
        next_key = SEPARATOR.join(map(str, found[size - 1])) if len(found) > size else None
        return Page(rows, next_key, after is None)

    def stream(self, related):
        if not self.asked:
            yield from super().stream(related)
            return
        after = self.form.cleaned_data.get("after")
        while found := self.found(CHUNK, after):
            yield from self._fetch(found, related)
            after = found[-1]

    def _fetch(self, found, related):
        """Return the rows of (part, tier, key)s, in their order, each knowing its place."""
        ids = [record_id(key) for *_rank, key in found]
        fetched = related(self.arrange(self.queryset.filter(pk__in=ids)))
        by_id = {row.pk: row for row in fetched}
        rows = []
        for part, tier, key in found:
            row = by_id.get(record_id(key))
            if row is not None:
                row.part, row.tier, row.found_key = part, tier, key
                rows.append(row)
        return self.noted(rows)
