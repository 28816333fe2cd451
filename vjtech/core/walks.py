"""Short walks: the rows of one noun, or of one value, in the order of the index that lists them.

A list is narrowed by many filters but walked along one of them; the others are asked of each row.
"""

from dataclasses import dataclass, field

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import OuterRef, Q, Subquery, Value
from django.db.models.expressions import RawSQL
from django.db.models.functions import Coalesce
from django.db.models.lookups import Exact, IsNull


def has(rows):
    """Return the condition that a correlated queryset has a row; it is asked of each outer row.

    Of an EXISTS PostgreSQL makes a join or a hash of the whole table, for the sake of all rows
    that it could be asked of rather than the few that a page shows.
    """
    return IsNull(Subquery(rows.order_by().values("pk")[:1]), False)


def has_no(rows):
    """Return the condition that a correlated queryset has no row.

    Said as an inequality, for which PostgreSQL expects most rows to hold, as they do.
    """
    found = rows.order_by().annotate(found=Value(1)).values("found")[:1]
    return ~Q(Exact(Coalesce(Subquery(found), Value(0)), Value(1)))


@dataclass(frozen=True)
class Own:
    """A column of the row itself, with an index of that column and what rows are sorted by."""

    column: str
    copies = {}

    def of(self, model, value, values):
        """Return the condition of the rows of one value; `values` are all that are asked for."""
        return Q(**{self.column: value})

    def among(self, model, values):
        """Return the condition of the rows of any of the values."""
        return Q(**{f"{self.column}__in": values})

    def rows(self, model, values):
        """Return a queryset with a row for each that a walk along the values would visit."""
        return model._base_manager.filter(self.among(model, values))


@dataclass(frozen=True)
class Link:
    """A table between rows and nouns; `path` leads to it from the row, `noun` on from there.

    `copies` maps what rows are sorted by to the link's copies of it, in which an index of the
    noun ends: {"recency": "recency"}. `repeated` says that a noun may be linked to a row twice.
    Links that are records themselves count where they are published.
    """

    path: str
    noun: str
    copied: dict = field(hash=False)
    repeated: bool = False

    @property
    def copies(self):
        return {name: f"{self.path}__{copy}" for name, copy in self.copied.items()}

    def of(self, model, value, values):
        """Return the condition of one noun's rows, each once, whatever nouns are asked for.

        It joins: what is said of the copies besides belongs into the same filter().
        """
        condition = Q(**{f"{self.path}__{self.noun}": value})
        # Where it is null the row is not listed; PostgreSQL's indexes have the nulls first.
        condition &= Q(**{f"{next(iter(self.copies.values()))}__isnull": False})
        if self.is_record(model):
            link = self.links(model).filter(pk=OuterRef(f"{self.path}__pk"))
            condition &= Q(has(link))
        if self.repeated or len(values) > 1:
            before = self.of_row(model, values).filter(pk__lt=OuterRef(f"{self.path}__pk"))
            condition &= has_no(before)
        return condition

    def among(self, model, values):
        return Q(has(self.of_row(model, values)))

    def rows(self, model, values):
        links = self.relation(model).related_model._base_manager
        return links.filter(**{f"{self.noun}__in": values})

    def of_row(self, model, values):
        owner = self.relation(model).field.name
        return self.links(model).filter(**{owner: OuterRef("pk"), f"{self.noun}__in": values})

    def links(self, model):
        linking = self.relation(model).related_model
        return linking.objects.published() if self.is_record(model) else linking.objects.all()

    def is_record(self, model):
        return hasattr(self.relation(model).related_model.objects, "published")

    def relation(self, model):
        return model._meta.get_field(self.path)

    def walk(self, rows, noun, order):
        """Return the rows of one noun, along its index."""
        return rows.filter(self.of(rows.model, noun, [noun])).order_by(
            *order.along(self.copies).order_by
        )


def walks_of(rows, order, along, values, windows, after):
    """Return [(queryset, its Order)] with no row in common: the rows of each value and window.

    `along` is a Link or an Own, or None; `windows` are {lookup: value}, `after` a key's values.
    """
    copies = along.copies if along else {}
    path = order.along(copies)
    behind = Q() if after is None else path.after(after)
    parts = []
    for told in [along.of(rows.model, v, values) for v in values] if along else [Q()]:
        for window in windows:
            # In one filter(): what is said of a link's columns has to be of the same link.
            part = rows.filter(told & renamed(window, copies) & behind)
            parts.append((part.order_by(*path.order_by), path))
    return parts


def renamed(window, copies):
    """Return the condition of a window, said of the copies of its columns."""
    condition = Q()
    for lookup, value in window.items():
        column, *rest = lookup.split("__")
        condition &= Q(**{"__".join((copies.get(column, column), *rest)): value})
    return condition


def merged(rows, parts, limit):
    """Return the first rows of several walks as one: `parts` are (queryset, its Order).

    The parts have no row in common; `rows` holds theirs and brings what is annotated.
    """
    found, params = [], []
    for part, order in parts:
        sql = sql_of(part.values_list("pk", *(column.name for column in order.columns))[:limit])
        if sql:
            found.append(f"SELECT * FROM ({sql[0]}) AS part")
            params += sql[1]
    if not found:
        return rows.none()
    columns = parts[0][1].columns
    keys = ", ".join(f"k{n}" for n in range(len(columns)))
    directions = ", ".join(f"k{n}{' DESC' * c.descending}" for n, c in enumerate(columns))
    first = (
        f"WITH parts (id, {keys}) AS ({' UNION ALL '.join(found)})"
        f" SELECT id FROM parts ORDER BY {directions} LIMIT {int(limit)}"
    )
    return rows.filter(pk__in=RawSQL(first, params))


def sql_of(queryset):
    """Return a queryset's SQL and parameters; None where it cannot hold any row."""
    try:
        return queryset.query.sql_with_params()
    except EmptyResultSet:
        return None


def numbers(querysets, most):
    """Return how many rows each queryset has, counting up to `most`: one query.

    Rows that are asked for in an order are looked at in it: by itself PostgreSQL may begin with
    a great many that do not count.
    """
    counts, params = [], []
    for queryset in querysets.values():
        rows = queryset if queryset.query.order_by else queryset.order_by()
        sql, given = sql_of(rows.values("pk")[:most])
        counts.append(f"(SELECT COUNT(*) FROM ({sql}) AS counted)")
        params += given
    with connections[next(iter(querysets.values())).db].cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(counts)}", params)
        return dict(zip(querysets, cursor.fetchone(), strict=True))
