"""The full-text indexes, kept in step by triggers that queue what changed and a drain.

An index is declared once by the app that owns its kind; the drain works out the documents again
and writes them, in one transaction with the queue's rows it took.
"""

import logging
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from time import monotonic

from django.apps import apps
from django.core.exceptions import EmptyResultSet
from django.db import DatabaseError, InternalError, OperationalError, connections, transaction
from django.db.models.expressions import RawSQL

from vjtech.core.change import bump
from vjtech.core.recency import ID_BITS
from vjtech.core.search.engines import ENGINES
from vjtech.core.search.tiers import ANYWHERE, tiers

BATCH = 200
DRAINED = 2000
FILLED = 5000
MASK = (1 << ID_BITS) - 1
INEXACT = "x"  # the tag of what has a date that is no plain day
QUEUE = "core_search_queue"
DRAINING = 8_403_287_113  # any number that nothing else in the database locks

# What an answer may wait, in seconds: for the index, for SQLite's writer, after it was busy.
PATIENCE, BUSY, PAUSE = 0.25, 0.1, 0.2

INDEXES = {}
logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Document:
    """What is indexed of a record: its key (newest largest; its low bits the id), words, tags."""

    id: int
    key: int
    title: str
    body: str
    tags: tuple = ()


@dataclass(frozen=True)
class Within:
    """What of an index is asked: a tag of each group, keys from low up to high, only some rows.

    `rows` is a queryset of the kind, asked of each record that the words find.
    """

    tags: tuple = ()
    low: int | None = None
    high: int | None = None
    rows: object = None

    def before(self, key):
        """Return the same of what is older than a key."""
        highs = [high for high in (self.high, key) if high is not None]
        return replace(self, high=min(highs, default=None))


@dataclass
class Index:
    """The index of one kind.

    `documents(ids)` yields the Documents of those that the public may see. `watched` maps each
    model whose rows a document is made of, the kind's own first, to the column that holds the
    record's id, or to SQL that selects the ids from a row ({row} stands for NEW or OLD); or to
    this and the events that matter.
    """

    name: str
    documents: object
    watched: dict = field(default_factory=dict)

    def __post_init__(self):
        INDEXES[self.name] = self

    @property
    def table(self):
        return f"search_{self.name}"

    def page(self, query, limit, *, after=None, within=None, using="default"):
        """Return up to limit (tier, key) pairs in order, from the pair `after` on."""
        settle(using)
        return self.answer(query, limit, after=after, within=within, using=using)

    def answer(self, query, limit, *, after=None, within=None, using="default"):
        """Return what `page` does, from what is indexed."""
        after = (0, *after) if after else None
        found = self.answers(query, limit, [(0, within or Within())], after=after, using=using)
        return [(tier, key) for _part, tier, key in found]

    def answers(self, query, limit, parts, *, after=None, using="default"):
        """Return up to limit (part, tier, key) in order, from what is indexed: one statement.

        `parts` are (number, Within); each tier of each is a short walk of its own.
        """
        engine = ENGINES[connections[using].vendor]
        start, first, last = after or (0, 0, None)
        walks, values = [], []
        for part, within in parts:
            try:
                rows = self._rows(engine, within.rows, using)
            except EmptyResultSet:
                continue
            for tier, rank in enumerate(tiers(query)):
                if (part, tier) < (start, first):
                    continue
                asked = within.before(last) if (part, tier) == (start, first) else within
                sql, params = engine.walk(self.table, query, rank, asked, rows, int(limit))
                walks.append(
                    f"SELECT {part} AS part, {tier} AS tier, w.key AS key FROM ({sql}) AS w"
                )
                values += params
        if not walks:
            return []
        sql, first = engine.together(self.table, query, walks, int(limit))
        with connections[using].cursor() as cursor:
            cursor.execute(sql, [*first, *values])
            found = cursor.fetchall()
        return sorted(found, key=lambda row: (row[0], row[1], -row[2]))

    def _rows(self, engine, rows, using):
        """Return SQL, and its values, that yields something where a found record is of `rows`."""
        if rows is None:
            return "", ()
        matching = rows.order_by().filter(pk=RawSQL(f"({engine.key} & {MASK})", ()))
        return matching.values("pk").query.get_compiler(using).as_sql()

    def matching(self, query, using="default"):
        """Return the ids of all records that match, in no order."""
        settle(using)
        sql, params = ENGINES[connections[using].vendor].every(self.table, query, ANYWHERE)
        with connections[using].cursor() as cursor:
            cursor.execute(sql, params)
            return [record_id(key) for (key,) in cursor.fetchall()]


def date_tags(date):
    """Return the tag that a document needs for its PartialDate, if any."""
    exact = not date or (date.is_day and not date.unsure)
    return () if exact else (INEXACT,)


def record_id(key):
    """Return the id of the record that a key belongs to."""
    return key & MASK


def pending(using="default"):
    """Say whether changes wait to be indexed."""
    with connections[using].cursor() as cursor:
        cursor.execute(f"SELECT EXISTS (SELECT 1 FROM {QUEUE})")
        return bool(cursor.fetchone()[0])


held = {}  # when a database last could not be written to at once


def settle(using="default", seconds=None):
    """Index what waits, for PATIENCE or so many seconds; say whether nothing waits any more.

    A reader waits neither for a long writer nor for another drain: a replica, a read-only file and
    a busy base answer from what is indexed. After one try has failed the next are left out for a
    moment, since one page asks several times.
    """
    until = monotonic() + (PATIENCE if seconds is None else seconds)
    try:
        while pending(using):
            now = monotonic()
            if now > until or now - held.get(using, -PAUSE) < PAUSE:
                return False
            if not drain(using, most=BATCH, wait=False):
                held[using] = monotonic()
    except (OperationalError, InternalError):
        held[using] = monotonic()
        return False
    except DatabaseError:
        held[using] = monotonic()
        logger.exception("What changed cannot be indexed; search answers without it")
        return False
    return True


def finish(using="default"):
    """Index all that waits, however long it takes."""
    while drain(using):
        pass


def drain(using="default", most=DRAINED, wait=True):
    """Index what changed, at most so many changes; return how many records were looked at.

    Safe to call from anywhere, also at once from several processes: one goes after the other, or
    gives way (0) where it is not to wait. Draining makes other search answers, so it bumps the
    change version.
    """
    connection = connections[using]
    with (
        _hurried(connection, wait),
        transaction.atomic(using=using),
        connection.cursor() as cursor,
    ):
        if not alone(cursor, connection, wait):
            return 0
        taken = _take(cursor, most)
        for name, ids in taken.items():
            if name in INDEXES:
                write(INDEXES[name], sorted(ids), using)
        if taken:
            bump(using)
    return sum(len(ids) for ids in taken.values())


def alone(cursor, connection, wait=True):
    """Have no other drain run until this transaction ends; say whether that could be had.

    Two at once could each put down what they read of a record, the older after the newer.
    """
    if connection.vendor == "sqlite":
        return True  # it has one writer at a time
    if wait:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [DRAINING])
        return True
    cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [DRAINING])
    return cursor.fetchone()[0]


@contextmanager
def _hurried(connection, wait):
    """Unless it may wait, give up soon where another connection is writing to SQLite."""
    if wait or connection.vendor != "sqlite" or connection.in_atomic_block:
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout")
        usual = cursor.fetchone()[0]
        cursor.execute(f"PRAGMA busy_timeout = {int(BUSY * 1000)}")
        try:
            yield
        finally:
            cursor.execute(f"PRAGMA busy_timeout = {usual}")


def _take(cursor, most):
    cursor.execute(f"SELECT seq, name, record FROM {QUEUE} ORDER BY seq LIMIT {int(most)}")
    rows = cursor.fetchall()
    for i in range(0, len(rows), BATCH):
        seqs = [row[0] for row in rows[i : i + BATCH]]
        cursor.execute(f"DELETE FROM {QUEUE} WHERE seq IN ({', '.join(['%s'] * len(seqs))})", seqs)
    taken = {}
    for _seq, name, record in rows:
        taken.setdefault(name, set()).add(record)
    return taken


def write(index, ids, using="default"):
    """Work out the documents of these records again and put them in place of what was there."""
    engine = ENGINES[connections[using].vendor]
    with connections[using].cursor() as cursor:
        for i in range(0, len(ids), BATCH):
            batch = ids[i : i + BATCH]
            engine.remove(cursor, index.table, batch)
            # A larger id would not fit into a key, and read as another record's.
            documents = [d for d in index.documents(batch) if d.id <= MASK]
            if documents:
                engine.add(cursor, index.table, documents)


def fill(index, using="default"):
    """Index all records of a kind, if nothing of it is indexed yet: faster than `write`."""
    engine = ENGINES[connections[using].vendor]
    own = apps.get_model(next(iter(index.watched)))
    ids = own._base_manager.using(using).order_by("pk").values_list("pk", flat=True)
    with connections[using].cursor() as cursor:
        cursor.execute(f"SELECT EXISTS ({engine.ids(index.table)})")
        if cursor.fetchone()[0]:
            return
        with engine.filling(cursor, index.table):
            last = 0
            while some := list(ids.filter(pk__gt=last, pk__lte=MASK)[:FILLED]):
                batches = (some[i : i + BATCH] for i in range(0, len(some), BATCH))
                documents = [d for batch in batches for d in index.documents(batch)]
                engine.add(cursor, index.table, documents)
                last = some[-1]
