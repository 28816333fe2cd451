"""The rows of a list, in pages: each a short walk along an index, whatever is chosen."""

import django_filters
from django.utils.functional import cached_property

from vjtech.core.facets import COUNTED
from vjtech.core.paging import take_page
from vjtech.core.walks import merged, numbers, walks_of

PAGE_SIZE = 25
LOOKED_AT = 5000
CHUNK = 250


class WalkedFilterSet(django_filters.FilterSet):
    """A list that is narrowed by many filters and walked along one of them.

    A filter that has an index which ends in what the list is sorted by names it: its `walk`.
    """

    @property
    def order(self):
        """The order of the list; its key is what `after=` holds."""
        return self.row_order

    @property
    def row_order(self):
        """The order of the rows within each walk."""
        sort = self.data.get("sort")
        return self.orders.get(sort) or next(iter(self.orders.values()))

    def filtered(self, *without):
        """Return the rows of every filter but those named."""
        return self.arrange(self.chosen(*without))

    def chosen(self, *without):
        """Return the rows of every filter but those named, before they are arranged."""
        queryset = self.queryset.all()
        if not self.is_valid():
            return queryset.none()
        if not self.with_background and "background" not in without:
            queryset = self.on_subject(queryset)
        for name, value in self.form.cleaned_data.items():
            if name not in without and name in self.filters:
                queryset = self.filters[name].filter(queryset, value)
        return queryset

    def arrange(self, queryset):
        """Add what the order sorts by, where that is no plain column."""
        return queryset

    # Walks

    def walks(self, *without, after=None, limit=COUNTED + 1):
        """Yield the querysets, each in its own order, that follow one another in the list.

        They begin after the key values `after`. Those merged from several walks hold their first
        `limit` rows only.
        """
        yield self.walk(without, after, limit)

    def walk(self, without, after, limit, arrange=None, windows=({},)):
        """Return the rows along the index of one of the chosen filters, or of none.

        `windows` are conditions (lookups by name) of rows apart, each for a walk of its own.
        """
        arrange = arrange or self.arrange
        parts = self.parts(without, after, arrange, windows)
        if len(parts) == 1:
            return parts[0][0]
        every = arrange(self.every())
        return merged(every, parts, limit).order_by(*self.row_order.order_by)

    def parts(self, without, after, arrange, windows):
        """Return [(queryset, its Order)] with no row in common, which together are a walk."""
        name, values = self._walked(without)
        rows = arrange(self.chosen(*without, name))
        along = self.filters[name].walk if name else None
        return walks_of(rows, self.row_order, along, values, windows, after)

    def every(self):
        """Return all rows, with what conditions may be about."""
        return self._meta.model.objects.all()

    def _walked(self, without):
        """Return the filter to walk along and its values: of several, the one of fewest rows."""
        names = [name for name in self._ways if name not in without]
        if not names:
            return None, []
        name = min(names, key=self._rows_along.get) if len(names) > 1 else names[0]
        return name, self._ways[name]

    @cached_property
    def _ways(self):
        """The chosen values of each filter that can be walked along."""
        chosen = self.form.cleaned_data if self.is_valid() else {}
        return {
            name: list(chosen[name])
            for name, filter_ in self.filters.items()
            if chosen.get(name) and getattr(filter_, "walk", None)
        }

    @cached_property
    def _rows_along(self):
        model = self._meta.model
        rows = {name: self.filters[name].walk.rows(model, v) for name, v in self._ways.items()}
        return numbers(rows, LOOKED_AT)

    @property
    def qs(self):
        return self.filtered().order_by(*self.order.order_by)

    def page(self, related=lambda queryset: queryset, size=PAGE_SIZE):
        after = self.form.cleaned_data.get("after") if self.is_valid() else None
        page = take_page(self._walks_with(related), self.order, after, size)
        self.noted(page.rows)
        return page

    def rows(self):
        """Return all rows from the given place on, in order, for the machine formats."""
        return list(self.stream(lambda rows: rows))

    def stream(self, related):
        """Yield those rows, with what `related` fetches, a chunk at a time."""
        after, more = self.form.cleaned_data.get("after"), True
        while more:
            chunk = take_page(self._walks_with(related), self.order, after, CHUNK)
            yield from self.noted(chunk.rows)
            more = chunk.next_key
            after = self.order.values(chunk.rows[-1]) if more else None
            del chunk  # before the next one comes

    def noted(self, rows):
        """Return fetched rows with what the list says of each, where the database did not."""
        return rows

    def _walks_with(self, related):
        return lambda **place: (related(walk) for walk in self.walks(**place))
