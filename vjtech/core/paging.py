"""Pages by key: the place in a list is what its last row is sorted by, never a page number."""

from dataclasses import dataclass, replace

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _

SEPARATOR = "~"
LARGEST = 2**63 - 1
KEY_LENGTH = 400


@dataclass(frozen=True)
class Column:
    """A sort column: an attribute of the row and of the query; `text` or a whole number."""

    name: str
    descending: bool = False
    text: bool = False

    @property
    def order(self):
        return f"-{self.name}" if self.descending else self.name


class Order:
    """A total order: its last column is unique."""

    def __init__(self, *columns):
        self.columns = columns
        self.order_by = [column.order for column in columns]

    def values(self, row):
        """Return what a row is sorted by."""
        return [getattr(row, column.name) for column in self.columns]

    def key(self, row):
        """Return the key of a row as it stands in `after=`."""
        return SEPARATOR.join(map(str, self.values(row)))

    def along(self, copies):
        """Return this order by the copies of its columns: {column: path of its copy}."""
        return Order(*(replace(c, name=copies.get(c.name, c.name)) for c in self.columns))

    def parse(self, key):
        """Return the values of a key; ValidationError where it is none."""
        parts = key.split(SEPARATOR)
        try:
            if len(parts) != len(self.columns):
                raise ValueError
            values = [
                part if column.text else int(part)
                for part, column in zip(parts, self.columns, strict=True)
            ]
            if any(isinstance(v, int) and abs(v) > LARGEST for v in values):
                raise ValueError
        except ValueError:
            raise ValidationError(
                _("“%(key)s” is not a place in this list: go back to its start.")
                % {"key": key[:60]}
            ) from None
        return values

    def after(self, values):
        """Return the condition of the rows that come after the values of a key."""
        condition = Q()
        for i, column in enumerate(self.columns):
            step = "lt" if column.descending else "gt"
            same = {c.name: v for c, v in zip(self.columns[:i], values[:i], strict=True)}
            condition |= Q(**same, **{f"{column.name}__{step}": values[i]})
        if len(self.columns) > 1:
            # Implied by the rest, and what lets the database start the walk at the right place.
            first = self.columns[0]
            step = "lte" if first.descending else "gte"
            condition &= Q(**{f"{first.name}__{step}": values[0]})
        return condition


@dataclass
class Page:
    rows: list
    next_key: str | None
    first: bool


def take(walks, limit):
    """Return the first rows of walks that follow one another."""
    rows = []
    for walk in walks:
        rows += walk[: limit - len(rows)]
        if len(rows) == limit:
            break
    return rows


def take_page(walks, order, after, size):
    """Return one page, from the key values `after` on (None: the start).

    `walks(after=, limit=)` returns the walks from there on, of at least `limit` rows together.
    """
    rows = take(walks(after=after, limit=size + 1), size + 1)
    more = len(rows) > size
    rows = rows[:size]
    return Page(rows, order.key(rows[-1]) if more else None, after is None)
