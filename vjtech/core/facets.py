"""The values beside a list's filters, and how many of its first rows each of them would list."""

from collections import Counter
from dataclasses import dataclass
from functools import cache, cached_property
from heapq import nsmallest
from operator import itemgetter

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.db.models import Count, F, Func, Value

from vjtech.core.prepared import KEYS, fetched, joined, keyed
from vjtech.core.walks import sql_of

COUNTED = 1000  # rows of a list that are counted
SHOWN = 100  # values of a facet that are looked up


@dataclass(frozen=True)
class Facet:
    """The path of what is counted: a column's, or that to the records that rows are linked with.

    Records on the way count where they are public, so does the one at the end.
    """

    path: str


@cache
def end_of(model, path):
    """Return the model at the end of a path (None: a plain value) and whether it leads to many."""
    end, many = model, False
    for step in path.split("__"):
        try:
            field = end._meta.get_field(step)
        except FieldDoesNotExist:  # an annotation
            return None, many
        end = field.related_model
        many |= bool(field.many_to_many or field.one_to_many)
    return end, many


@cache
def link_of(model, path):
    """Return the link model that a path to many leads over, its way back, and the way on."""
    first, _sep, rest = path.partition("__")
    field = model._meta.get_field(first)
    if field.many_to_many:
        return field.remote_field.through, field.m2m_field_name(), field.m2m_reverse_field_name()
    return field.related_model, field.field.name, rest


@cache
def is_unique(link, *fields):
    """Return whether there is one link at most between the same two."""
    uniques = (constraint.fields for constraint in link._meta.total_unique_constraints)
    return any(set(unique) <= set(fields) for unique in uniques)


def counted(link, model, path):
    """Return the links that count: those of a public fact, or that are no fact of their own."""
    plain = model._meta.get_field(path.partition("__")[0]).many_to_many
    return link._base_manager.all() if plain else public(link)


def public(model):
    manager = model._default_manager
    return manager.published() if hasattr(manager, "published") else manager.all()


class Counts:
    """The counts of one list: its first rows are fetched once, in order, and told apart here.

    `walks(*without)` gives the list's querysets with some filters left out, `besides(name)` the
    filters that are left out where a parameter's values are counted. `noted` are columns that are
    fetched with the rows, whatever is counted of them.
    """

    def __init__(self, model, facets, walks, besides, most, noted=()):
        self.model, self.facets, self.walks, self.besides = model, facets, walks, besides
        self.most, self.noted = most, noted
        self._fetched, self._joined = {}, {}

    def rows(self, *without):
        """Return up to `most` + 1 rows as tuples: the key, then `columns`."""
        if without not in self._fetched:
            rows = self._fetched[without] = []
            for walk in self.walks(*without):
                found = walk.values_list("pk", *self.columns)
                statement = sql_of(found[: self.most + 1 - len(rows)])
                rows += fetched(*statement) if statement else []
                if len(rows) > self.most:
                    break
        return self._fetched[without]

    @cached_property
    def columns(self):
        """The paths that lead to one value a row."""
        paths = (facet.path for facet in self.facets.values())
        return [*(path for path in paths if not end_of(self.model, path)[1]), *self.noted]

    def column(self, path, *without):
        """Return one of the `columns` of the rows that are counted."""
        return map(itemgetter(1 + self.columns.index(path)), self._counted(*without))

    def values(self):
        """Return {parameter: [(value, label, count)]}, the most frequent first."""
        counts = {**self._of_columns(), **self._of_links()}
        records = self._records(counts)
        return {
            name: sorted(
                ((*records[name].get(value, ("", "")), n) for value, n in counts[name].items())
                if name in records
                else ((value, value, n) for value, n in counts[name].items()),
                key=lambda found: (-found[2], str(found[1]).casefold()),
            )
            for name in self.facets
        }

    def _of_columns(self):
        counts = {}
        for name, facet in self.facets.items():
            if facet.path in self.columns:
                at = 1 + self.columns.index(facet.path)
                counts[name] = Counter(map(itemgetter(at), self._counted(*self.besides(name))))
                counts[name].pop(None, None)
        return counts

    def _of_links(self):
        """Count rows by the record that they are linked with, all facets in one statement."""
        counts, parts = {}, []
        for name, facet in self.facets.items():
            if facet.path not in self.columns:
                counts[name] = {}
                if keys := self._keys(*self.besides(name)):
                    parts.append(keyed(most_linked, keys, self.model, name, facet.path))
        for name, value, n in all_fetched(parts):
            if value is not None:
                counts[name][value] = n
        return counts

    def _records(self, counts):
        """Return {parameter: {key: (slug, name)}} of the public records most often linked."""
        records, parts = {}, []
        for name, facet in self.facets.items():
            end, _many = end_of(self.model, facet.path)
            if end is None:
                continue
            most = nsmallest(SHOWN, counts[name].items(), key=lambda item: (-item[1], item[0]))
            counts[name] = dict(most)
            records[name] = {}
            if most:
                parts.append(keyed(named, joined(counts[name]), end, name))
        for name, key, slug, label in all_fetched(parts):
            records[name][key] = slug, label
        return records

    def _counted(self, *without):
        return self.rows(*without)[: self.most]

    def _keys(self, *without):
        if without not in self._joined:
            self._joined[without] = joined(map(itemgetter(0), self._counted(*without)))
        return self._joined[without]


# What is asked of thousands of keys


def most_linked(model, name, path):
    """Return the nouns most often linked to the rows of the keys, and to how many of them."""
    link, owner, rest = link_of(model, path)
    rows = Count("*") if is_unique(link, owner, rest) else Count(owner, distinct=True)
    return (
        counted(link, model, path)
        .filter(**{f"{owner}__in": KEYS})
        .order_by()
        # By no plain column: a database would walk the whole of another index to group by it.
        .values(facet=Value(name, models.CharField()), noun=Plain(F(rest)))
        .annotate(n=rows)
        .order_by("-n", "noun")
        .values_list("facet", "noun", "n")[: SHOWN + 1]  # one may be null
    )


class Plain(Func):
    template = "+%(expressions)s"
    output_field = models.BigIntegerField()


def named(model, name):
    """Return the public records of the keys."""
    return (
        public(model)
        .filter(pk__in=KEYS)
        .order_by()
        .values_list(Value(name, models.CharField()), "pk", "slug", "name")
    )


def all_fetched(statements):
    """Return the rows of all the statements, given as (SQL, parameters), by one of them all."""
    if not statements:
        return []
    sql = " UNION ALL ".join(f"SELECT * FROM ({sql}) AS part" for sql, _params in statements)
    return fetched(sql, [param for _sql, params in statements for param in params])
