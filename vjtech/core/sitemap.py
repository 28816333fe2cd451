"""Sitemaps: the published records of a kind in files by ranges of their ids.

A range belongs to one file for good, so that what is added or changed alters one file. An index
on (FileNumber, updated) tells which ranges hold anything, and what changed last in each, in as
many steps as there are ranges.
"""

from dataclasses import dataclass
from datetime import UTC, datetime

from django.db import connections
from django.db.models import BigIntegerField, F, Func, Index
from django.db.models.expressions import RawSQL

from vjtech.core.records import Linked, State
from vjtech.core.walks import sql_of

PER_FILE = 10_000  # ids, of at most 50,000; part of the indexes, which another number leaves unused

FILES = """
WITH RECURSIVE files (n) AS (
  SELECT * FROM ({first}) AS first
  UNION ALL SELECT ({following}) FROM files WHERE n IS NOT NULL
) SELECT n, ({newest}) FROM files WHERE n IS NOT NULL
"""


class FileNumber(Func):
    """The number of the file that a record of this state and id stands in; null for a draft.

    Without parameters: an index on an expression is used for the same expression only.
    """

    output_field = BigIntegerField()

    def __init__(self, state="state", id="id", **extra):
        super().__init__(state, id, **extra)

    def as_sql(self, compiler, connection, **context):
        state, id = (compiler.compile(source)[0] for source in self.get_source_expressions())
        return f"(CASE WHEN {state} = '{State.PUBLISHED.value}' THEN {id} / {PER_FILE} END)", []


def sitemap_index(kind):
    """Return the index that a kind's sitemaps are read along."""
    return Index(FileNumber(), F("updated").desc(), name=f"{kind}_sitemap")


@dataclass(frozen=True)
class Section:
    """The sitemaps of one kind of record, `/sitemap-<name>-<n>.xml`."""

    name: str
    model: type

    def files(self):
        """Return [(n, when a record in it changed last)] of the files that hold any: one query."""
        numbered = self.model._base_manager.annotate(file=FileNumber())
        numbers, at = numbered.order_by("file").values("file"), RawSQL("files.n", ())
        parts = {
            "first": numbers.filter(file__gte=0)[:1],
            "following": numbers.filter(file__gt=at)[:1],
            "newest": self.within(at).values("updated")[:1],
        }
        found = {name: sql_of(queryset) for name, queryset in parts.items()}
        sql = FILES.format(**{name: sql for name, (sql, _params) in found.items()})
        params = [value for _sql, given in found.values() for value in given]
        with connections[self.model.objects.db].cursor() as cursor:
            cursor.execute(sql, params)
            return [(n, moment(newest)) for n, newest in cursor.fetchall() if newest]

    def pages(self, n):
        """Return [(path, when it changed last)] of a file's records, by slug: one query."""
        rows = sorted(self.within(n).values_list("slug", "updated"))
        return [(Linked(self.model, slug, slug).get_absolute_url(), at) for slug, at in rows]

    def within(self, n):
        """Return the public records of a file, along the index that is made for it."""
        records = self.model.objects.published().alias(file=FileNumber())
        # By time, or SQLite might rather walk all that is published.
        return records.filter(file=n).order_by("-updated")


def moment(value):
    """Return a time as it comes from a bare cursor; SQLite's is in UTC and does not say so."""
    told = datetime.fromisoformat(value) if isinstance(value, str) else value
    return told if told.tzinfo else told.replace(tzinfo=UTC)
