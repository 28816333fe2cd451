"""Writing many rows at once: executemany on SQLite, COPY on PostgreSQL."""

from functools import lru_cache
from types import SimpleNamespace

from django.core.management.color import no_style
from django.db import connection, models

from vjtech.core.dates import PartialDate
from vjtech.core.fields import Derived

CONVERTED = (models.DateField, models.DecimalField, models.JSONField)

partial = lru_cache(maxsize=20_000)(PartialDate)


class Table:
    """The rows of one model, by attribute name; what is left out has the model's default.

    `made` is the default of what is a moment.
    """

    def __init__(self, model, made=None):
        self.model = model
        self.fields = [f for f in model._meta.concrete_fields if not f.generated]
        self.names = [field.attname for field in self.fields]
        self.derived = [(n, f) for n, f in zip(self.names, self.fields, strict=True) if derived(f)]
        self.defaults = {field.attname: default(field, made) for field in self.fields}
        self.converted = [
            (place, field)
            for place, field in enumerate(self.fields)
            if isinstance(field, CONVERTED)
        ]
        self.rows = []
        self.last = 0

    def add(self, values):
        self.last += 1
        row = {**self.defaults, "id": self.last, **values}
        if self.derived:
            record = SimpleNamespace(**row)
            for name, field in self.derived:
                row[name] = field.derive(record)
        self.rows.append([row[name] for name in self.names])
        return self.last

    def write(self, cursor):
        if not self.rows:
            return
        table = connection.ops.quote_name(self.model._meta.db_table)
        columns = ", ".join(connection.ops.quote_name(field.column) for field in self.fields)
        for place, field in self.converted:
            for row in self.rows:
                if row[place] is not None:
                    row[place] = field.get_db_prep_save(row[place], connection)
        if connection.vendor == "postgresql":
            with (
                cursor.db.wrap_database_errors,
                cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy,
            ):
                for row in self.rows:
                    copy.write_row(row)
        else:
            marks = ", ".join(["%s"] * len(self.fields))
            cursor.executemany(f"INSERT INTO {table} ({columns}) VALUES ({marks})", self.rows)
        self.rows = []


class Tables:
    """All tables, written in the order in which they were first added to."""

    def __init__(self, made=None):
        self.tables, self.made = {}, made

    def add(self, model, **values):
        """Take a row; return its id."""
        if model not in self.tables:
            self.tables[model] = Table(model, self.made)
        return self.tables[model].add(values)

    def write(self):
        with connection.cursor() as cursor:
            for table in self.tables.values():
                table.write(cursor)

    def reset_sequences(self):
        """Let new rows come after the highest id (SQLite sees to that itself)."""
        reset_sequences(self.tables)


def reset_sequences(tables):
    with connection.cursor() as cursor:
        for sql in connection.ops.sequence_reset_sql(no_style(), list(tables)):
            cursor.execute(sql)


def derived(field):
    return isinstance(getattr(field.model, field.attname), Derived)


def default(field, made):
    if isinstance(field, models.DateTimeField) and not field.null:
        return made
    value = field.get_default()
    return partial(value) if isinstance(value, PartialDate) else value
