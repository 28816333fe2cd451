"""The one door to a list: published rows, search words, filters and order come out of it."""

from copy import copy
from functools import cache
from urllib.parse import urlencode

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy

from vjtech.core.facets import COUNTED, Counts
from vjtech.core.filters import QUERY_LENGTH, ChoicesFilter, SlugFilter
from vjtech.core.paging import KEY_LENGTH
from vjtech.core.walked import WalkedFilterSet

RECORDED = "recorded"  # the order of what was added last, where a list has it


class ListForm(forms.Form):
    """The form of a filter set; `fields` are those of its class, which nobody changes."""

    def __init__(self, filterset):
        super().__init__(filterset.data)
        self.filterset = filterset

    def clean(self):
        # Not in clean_after: which order the key belongs to depends on the other fields.
        cleaned = super().clean()
        key = cleaned.pop("after", None)
        cleaned["after"] = None
        if key and not self.errors:
            try:
                cleaned["after"] = self.filterset.order.parse(key)
            except ValidationError as error:
                self.add_error("after", error)
        return cleaned


class Fields(dict):
    """A form class's fields, which its forms share."""

    def __deepcopy__(self, memo):
        return dict(self)


@cache
def form_class(filterset_class):
    """Return the form class of a filter set class."""
    fields = {name: copy(filter_).field for name, filter_ in filterset_class.base_filters.items()}
    form = type(f"{filterset_class.__name__}Form", (ListForm,), fields)
    form.base_fields = Fields(form.base_fields)
    return form


class RecordFilterSet(WalkedFilterSet):
    """Always bound, always starting from published(). Subclasses name orders and facets.

    `orders` maps the values of sort= to Order, the first being the default; `facets` and
    `suggested` map a parameter to its Facet: the former are listed, the latter fill a box.
    `noted_columns` are fetched with the rows that are counted.
    """

    orders = {}
    facets = {}
    suggested = {}
    noted_columns = ()

    q = django_filters.CharFilter(
        method="filter_words", max_length=QUERY_LENGTH, label=gettext_lazy("Words")
    )
    background = django_filters.ChoiceFilter(
        method="filter_nothing",
        choices=[("1", gettext_lazy("with background"))],
        label=gettext_lazy("Background"),
    )
    sort = django_filters.ChoiceFilter(
        method="filter_nothing", choices=(), label=gettext_lazy("Order")
    )
    after = django_filters.CharFilter(method="filter_nothing", max_length=KEY_LENGTH)

    @classmethod
    def for_query(cls, query):
        """Return the list that a QueryDict asks for; a blank value asks for nothing."""
        asked = QueryDict(mutable=True)
        for name, values in query.lists():
            given = [value.strip() for value in values if value.strip()]
            if given:
                asked.setlist(name, given)
        return cls(asked, queryset=cls._meta.model.objects.published())

    @classmethod
    def get_filters(cls):
        filters = super().get_filters()
        sort = filters["sort"] = copy(filters["sort"])  # the one declared is every list's
        sort.extra = sort.extra | {"choices": [(name, name) for name in cls.orders]}
        return filters

    def __init__(self, data, queryset):
        # Not by super: to copy each filter deeply took longer than the first page's SQL.
        self.is_bound, self.data, self.queryset = True, data, queryset
        self.request = self.form_prefix = None
        self.filters = {name: self._own(filter_) for name, filter_ in self.base_filters.items()}

    def _own(self, filter_):
        filter_ = copy(filter_)
        filter_.model, filter_.parent = self._meta.model, self
        if filter_.method is not None:
            filter_.method = filter_.method  # binds it to this filter
        return filter_

    def filter_words(self, queryset, name, words):
        return queryset.search(words)

    def filter_nothing(self, queryset, name, value):
        return queryset

    @cached_property
    def form(self):
        return form_class(type(self))(self)

    def on_subject(self, queryset):
        """Return the rows that are not background; a subclass says how it tells."""
        return queryset

    @property
    def with_background(self):
        return self.data.get("background") == "1"

    @property
    def most_counted(self):
        return COUNTED

    @cached_property
    def count(self):
        """The number of rows, or None where there are more than `most_counted`."""
        n = len(self.counts.rows()) if self.is_valid() else 0
        return n if n <= self.most_counted else None

    @cached_property
    def background_count(self):
        """How many more rows background=1 would add, as far as they were counted."""
        if self.with_background or not self.is_valid() or self.count is None:
            return 0
        return len(self.counts.rows("background")) - self.count

    # The address

    def with_(self, **changes):
        """Return this list, from its start, with some parameters changed."""
        pairs = self.pairs(("after",), **changes)
        return self.for_query(QueryDict(urlencode(pairs)))

    def pairs(self, without=(), **changes):
        """Return the query as (parameter, value) pairs in their one order, blanks left out."""
        values = {name: self._values(name) for name in self.filters if name not in without}
        for name, value in changes.items():
            values[name] = value if isinstance(value, list) else [value] if value else []
        return [(name, value) for name in self.filters for value in values.get(name, [])]

    def _values(self, name):
        given = list(dict.fromkeys(self.data.getlist(name))) if self.data else []
        records = self.form.cleaned_data.get(name) if self.form.is_valid() else None
        if records and isinstance(self.filters[name], SlugFilter):
            return [record.slug for record in records]
        if given and not isinstance(self.filters[name], (SlugFilter, ChoicesFilter)):
            return given[-1:]
        return given

    def query(self, without=(), **changes):
        """Return the query string of this list with some parameters changed."""
        pairs = self.pairs((*without, "after"), **changes)
        return f"?{urlencode(pairs)}" if pairs else ""

    def chips(self):
        """Return the chosen filters: label, value in words, and the query without it."""
        chips = []
        for name, filter_ in self.filters.items():
            if name in ("after", "sort", "background"):
                continue
            values = self._values(name)
            for value in values:
                rest = [v for v in values if v != value]
                chips.append(
                    {
                        "label": filter_.label or name,
                        "value": self.value_label(name, value),
                        "query": self.query(**{name: rest}),
                    }
                )
        return chips

    def value_label(self, name, value):
        chosen = self.form.cleaned_data.get(name) if self.form.is_valid() else None
        if isinstance(self.filters[name], SlugFilter):
            return next((str(r) for r in chosen or [] if r.slug == value), value)
        return self.labels(name).get(value, value)

    def labels(self, name):
        """Return the words for a filter's fixed values."""
        choices = self.filters[name].extra.get("choices") or ()
        return dict(choices() if callable(choices) else choices)

    # Values with counts

    @cached_property
    def counts(self):
        """The counts over the first rows of this list; see Counts."""
        facets = {**self.facets, **self.suggested}
        told = (self.walks, self._besides, self.most_counted, self.noted_columns)
        return Counts(self._meta.model, facets, *told)

    def _besides(self, name):
        """Return the filters that are left out where a parameter's values are counted."""
        chosen = (name,) if self.form.cleaned_data.get(name) else ()
        return (*chosen, "background") if name == "relevance" else chosen

    @cached_property
    def values(self):
        """Each facet's values as {parameter: [{value, label, count, chosen}]}."""
        found = self.counts.values() if self.is_valid() else {}
        return {name: self._listed(name, values) for name, values in found.items()}

    def _listed(self, name, found):
        """Return the values as rows; what is chosen is among them even where it was not met."""
        chosen, labels = self._values(name), self.labels(name)
        met = {value for value, _label, _count in found}
        unmet = [(v, self.value_label(name, v), 0) for v in chosen if v not in met]
        return [
            {
                "value": value,
                "label": labels.get(value, label),
                "count": count,
                "chosen": value in chosen,
            }
            for value, label, count in (*found, *unmet)
            if value
        ]
