"""Queries of one shape, whose SQL Django works out once and not for every request."""

from functools import cache

from django.db import connection, connections
from django.db.models.expressions import RawSQL

MARKS = {int: lambda n: -(1 << 62) - n, str: lambda n: f"\ue000{n}\ue000"}  # no value of ours


class Prepared:
    """`build(values)` returns the queryset of any list of values, all of them `kind`s.

    It must ask for the values as they stand (`pk__in=values`) and say the same at any time. The
    last value is repeated until there are as many as in a statement made before: 1, 2, 4, 8 …
    """

    def __init__(self, kind, build):
        self.mark, self.build = MARKS[kind], build
        self.made = {}

    def sql(self, values, using="default"):
        """Return the SQL and the parameters for these values, of which there is at least one."""
        length = 1 << (len(values) - 1).bit_length()
        given = {self.mark(n): values[min(n, len(values) - 1)] for n in range(length)}
        shape = (connections[using].vendor, length)
        if shape not in self.made:
            query = self.build(list(given)).using(using).query
            self.made[shape] = query.get_compiler(using).as_sql()
        sql, params = self.made[shape]
        return sql, [given.get(param, param) for param in params]


KEYS = RawSQL("0 /* keys */", ())  # stands for `joined` keys where a queryset is built


def joined(keys):
    """Return whole numbers as part of a statement: thousands, each a parameter, are slow."""
    return ",".join(map(str, map(int, keys)))


def keyed(build, keys, *args):
    """Return the SQL and the parameters of `build(*args)`, with `joined` keys for KEYS.

    It is built once, so it must say the same at any time.
    """
    sql, params = _built(connection.vendor, build, *args)
    return sql.replace(KEYS.sql, keys), params


@cache
def _built(_vendor, build, *args):
    return build(*args).query.sql_with_params()


def fetched(sql, params, using="default"):
    """Return the rows of a statement as they come from the database."""
    with connections[using].cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall()
