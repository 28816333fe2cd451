"""Rows as JSON takes them, a part at a time, and who must be told before they are written."""

from django.db.models import F
from django.utils import timezone

from vjtech.core.history import changing
from vjtech.core.merging.links import owners, stored
from vjtech.core.records import Record

BATCH = 2000
MOST_TOLD = 400  # of a step's rows: the history would hold as many whole records


def batches(items, size=BATCH):
    """Yield a list in parts: a statement takes only so many parameters."""
    for start in range(0, len(items), size):
        yield items[start : start + size]


def bump(table):
    """Return what an update of records must count up, so that open forms are refused."""
    if not issubclass(table, Record):
        return {}
    return {"version": F("version") + 1, "updated": timezone.now()}


def touch(table, rows, moved=None):
    """Call it before rows are written: it tells the history of them and of what they belong to.

    Records of which they are parts are counted as changed, so that open forms are refused.
    """
    if rows.count() <= MOST_TOLD:
        changing(rows)
    for key in owners(table, moved):
        inner = rows.order_by().values(key.attname)
        key.related_model._base_manager.filter(pk__in=inner).update(**bump(key.related_model))


def row_values(row):
    """Return the columns of a row as JSON takes them."""
    values = {}
    for column in stored(type(row)):
        value = getattr(row, column.attname)
        plain = value is None or type(value) in (int, bool, str)
        values[column.attname] = value if plain else column.value_to_string(row)
    return values


def row_of(table, values):
    return table(**{name: read(table, name, value) for name, value in values.items()})


def read(table, name, value):
    return None if value is None else table._meta.get_field(name).to_python(value)
