"""The one door to a list: published rows, search words, filters and order come out of it."""

from urllib.parse import urlencode

import django_filters
from django.core.exceptions import EmptyResultSet, ValidationError
from django.db import connections, models
from django.db.models import Count, Value
from django.db.models.expressions import RawSQL
from django.db.models.functions import Cast
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy

from vjtech.core.filters import QUERY_LENGTH, ChoicesFilter, SlugFilter, gate_conditions
from vjtech.core.paging import KEY_LENGTH, take_page

PAGE_SIZE = 25
COUNTED = 1000
CHUNK = 500


class RecordFilterSet(django_filters.FilterSet):
    """Always bound, always starting from published(). Subclasses name orders and facets.

    `orders` maps the values of sort= to Order, the first being the default; `facets` and
    `suggested` map a parameter to its Facet: the former are listed, the latter fill a box.
    """

    orders = {}
    facets = {}
    suggested = {}

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

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        choices = [(name, name) for name in self.orders]
        self.filters["sort"].extra["choices"] = choices

    def filter_words(self, queryset, name, words):
        return queryset.search(words)

    def filter_nothing(self, queryset, name, value):
        return queryset

    def get_form_class(self):
        base = super().get_form_class()
        filterset = self

        class Form(base):
            def clean(self):
                # Not in clean_after: which order the key belongs to depends on the other fields.
                cleaned = super().clean()
                key = cleaned.pop("after", None)
                cleaned["after"] = None
                if key and not self.errors:
                    try:
                        cleaned["after"] = filterset.order.parse(key)
                    except ValidationError as error:
                        self.add_error("after", error)
                return cleaned

        return Form

    @property
    def order(self):
        sort = self.data.get("sort")
        return self.orders.get(sort) or next(iter(self.orders.values()))

    def on_subject(self, queryset):
        """Return the rows that are not background; a subclass says how it tells."""
        return queryset

    @property
    def with_background(self):
        return self.data.get("background") == "1"

    def filtered(self, *without):
        """Return the rows of every filter but those named."""
        queryset = self.queryset.all()
        if not self.is_valid():
            return queryset.none()
        if not self.with_background and "background" not in without:
            queryset = self.on_subject(queryset)
        for name, value in self.form.cleaned_data.items():
            if name not in without and name in self.filters:
                queryset = self.filters[name].filter(queryset, value)
        return self.arrange(queryset)

    def arrange(self, queryset):
        """Add what the order sorts by, where that is no plain column."""
        return queryset

    @property
    def qs(self):
        return self.filtered().order_by(*self.order.order_by)

    def page(self, related=lambda queryset: queryset, size=PAGE_SIZE):
        after = self.form.cleaned_data.get("after") if self.is_valid() else None
        return take_page(related(self.filtered()), self.order, after, size)

    def rows(self):
        """Return all rows from the given place on, in order, for the machine formats."""
        after = self.form.cleaned_data.get("after")
        return self.qs if after is None else self.order.after(self.qs, after)

    def stream(self, related):
        """Yield those rows, with what `related` fetches, a chunk at a time."""
        return related(self.rows()).iterator(chunk_size=CHUNK)

    @cached_property
    def count(self):
        """The number of rows, or None where there are more than COUNTED."""
        n = self.filtered().order_by()[: COUNTED + 1].count()
        return n if n <= COUNTED else None

    @cached_property
    def background_count(self):
        """How many more rows background=1 would add, as far as they were counted."""
        if self.with_background or not self.is_valid() or self.count is None:
            return 0
        return self.filtered("background").order_by()[: COUNTED + 1].count() - self.count

    # The address

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
    def values(self):
        """Each facet's values as {parameter: [{value, label, count, chosen}]}: one query."""
        values = {name: [] for name in (*self.facets, *self.suggested)}
        if not self.is_valid() or not values:
            return {}
        for name, value, label, count in self._counted_values(values):
            if value:
                values[name].append((value, label, count))
        return {name: self._listed(name, found) for name, found in values.items()}

    def _counted_values(self, names):
        """Return (parameter, value, label, count) rows of all parameters.

        Parameters that are counted over the same rows share them: found once, in a WITH.
        """
        sources, parts, params = {}, [], []
        for name in names:
            besides = self._besides(name)
            if besides not in sources:
                sources[besides] = sql_of(self.newest(*besides).values("pk"))
            if sources[besides]:
                parts.append(self._facet(name, f"newest_{list(sources).index(besides)}"))
        found = {f"newest_{n}": s for n, s in enumerate(sources.values()) if s}
        union = parts[0].union(*parts[1:], all=True) if parts[1:] else next(iter(parts), None)
        counts = None if union is None else sql_of(union)
        if counts is None:
            return []
        shared = ", ".join(f"{name} AS ({sql})" for name, (sql, _params) in found.items())
        for _sql, given in (*found.values(), counts):
            params += given
        with connections[self.queryset.db].cursor() as cursor:
            cursor.execute(f"WITH {shared} {counts[0]}", params)
            return cursor.fetchall()

    def _besides(self, name):
        """Return the filters that are left out where a parameter's values are counted."""
        chosen = (name,) if self.form.cleaned_data.get(name) else ()
        return (*chosen, "background") if name == "relevance" else chosen

    def _facet(self, name, source):
        facet = {**self.facets, **self.suggested}[name]
        text = models.CharField()
        return (
            self.counted(RawSQL(f"SELECT pk FROM {source}", ()))
            .filter(**gate_conditions(self._meta.model, facet.gates))
            .order_by()
            .annotate(
                facet=Value(name, output_field=text),
                facet_value=Cast(facet.value, text),
                facet_label=Cast(facet.label or facet.value, text),
            )
            .values_list("facet", "facet_value", "facet_label")
            .annotate(n=Count("pk", distinct=True))
        )

    def newest(self, *without):
        """Return the rows whose values are counted: the first COUNTED of the list."""
        return self.filtered(*without).order_by(*self.order.order_by)[:COUNTED]

    def counted(self, rows):
        """Return the rows of a subquery of keys, with what the facets' paths need."""
        return self._meta.model._base_manager.filter(pk__in=rows)

    def _listed(self, name, found):
        chosen = self._values(name)
        labels = self.labels(name)
        listed = []
        for value, label, count in sorted(found, key=lambda v: (-v[2], str(v[1]).casefold())):
            listed.append(
                {
                    "value": value,
                    "label": labels.get(value, label),
                    "count": count,
                    "chosen": value in chosen,
                }
            )
        return listed


def sql_of(queryset):
    """Return a queryset's SQL and parameters; None where it cannot hold any row."""
    try:
        return queryset.query.sql_with_params()
    except EmptyResultSet:
        return None
