import random
import sys
import time
from contextlib import contextmanager

from django.apps import apps
from django.core.management.base import BaseCommand, CommandError
from django.core.management.sql import emit_post_migrate_signal
from django.db import connection, transaction

from articles.backing import work_out_backing
from articles.company_topics import count_anew
from articles.generated.nouns import Nouns
from articles.generated.stories import Stories
from articles.generated.table import Tables
from articles.search import ARTICLES
from vjtech.core.change import bump
from vjtech.core.connections import unhurried
from vjtech.core.copies import COPIES
from vjtech.core.recency import ID_BITS
from vjtech.core.search.engines import ENGINES
from vjtech.core.search.index import INDEXES, write

CHUNK = 10_000
OURS = ("entities", "articles")


class Command(BaseCommand):
    help = (
        "Fill an empty base with invented articles, companies, people and facts, to measure with: "
        "the same for the same number and seed. All or nothing."
    )

    def add_arguments(self, parser):
        parser.add_argument("--articles", type=int, required=True, metavar="N")
        parser.add_argument("--seed", type=int, default=1)

    def handle(self, *args, articles, seed, verbosity, **options):
        if not 20 <= articles < 1 << ID_BITS:
            raise CommandError(f"--articles: from 20 to {(1 << ID_BITS) - 1}")
        refuse_filled()
        self.bar = Bar(articles if verbosity else 0)
        with unhurried(connection), loading():
            with transaction.atomic(), triggers_suspended():
                self.generate(articles, random.Random(seed))
                bump()
            self.bar.say("statistics")
            gather_statistics()
        self.bar.end()

    def generate(self, articles, chance):
        engine = ENGINES[connection.vendor]
        tables = Tables()
        stories = Stories(tables, chance, Nouns(tables, chance, articles), articles)
        with connection.cursor() as cursor, engine.filling(cursor, ARTICLES.table):
            for start in range(0, articles, CHUNK):
                chunk = range(start, min(start + CHUNK, articles))
                documents = [stories.article(n) for n in chunk]
                tables.write()
                settle_checks()
                engine.add(cursor, ARTICLES.table, [d for d in documents if d])
                self.bar.show(chunk.stop)
            self.bar.say("indexes")
        for copy in COPIES:
            copy.write_anew(connection)
        count_anew()
        work_out_backing(connection.alias)
        settle_checks()
        tables.reset_sequences()
        for index in INDEXES.values():
            if index is not ARTICLES:
                model = apps.get_model(next(iter(index.watched)))
                write(index, list(model.objects.order_by("pk").values_list("pk", flat=True)))


def settle_checks():
    """Have PostgreSQL check each row's links now: they would wait for the commit."""
    if connection.vendor == "postgresql":
        connection.check_constraints()


def refuse_filled():
    for label in OURS:
        for model in apps.get_app_config(label).get_models():
            if model._base_manager.exists():
                held = model._meta.verbose_name_plural
                raise CommandError(f"The base holds {held}: only an empty one is filled.")


@contextmanager
def loading():
    """Give SQLite what loads a large file fast: memory, and a journal that need not grow."""
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        yield
        return
    with connection.cursor() as cursor:
        # In WAL every new page would be written twice. Refused, harmlessly, where others look on.
        cursor.execute("PRAGMA journal_mode=DELETE")
        cursor.execute("PRAGMA cache_size=-400000")
    yield
    connection.close()  # the next one has the usual settings, WAL among them


@contextmanager
def triggers_suspended():
    """Drop what queues and copies row by row: the rows come with it. Undone with the transaction.

    Afterwards all of it is installed as after a migration.
    """
    tables = [m._meta.db_table for label in OURS for m in apps.get_app_config(label).get_models()]
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger'")
            for name, table in cursor.fetchall():
                if table in tables:
                    cursor.execute(f'DROP TRIGGER "{name}"')
        else:
            for table in tables:
                cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
    yield
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            emit_post_migrate_signal(verbosity=0, interactive=False, db=connection.alias)
        else:
            for table in tables:
                cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def gather_statistics():
    vacuum = connection.vendor == "postgresql" and not connection.in_atomic_block
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA analysis_limit=2000")
        cursor.execute("VACUUM ANALYZE" if vacuum else "ANALYZE")


class Bar:
    """The progress on stderr: one line that is written over on a screen, some lines in a file."""

    WIDTH = 30

    def __init__(self, whole):
        self.whole, self.start, self.shown = whole, time.monotonic(), -1

    def show(self, done):
        share = done / self.whole if self.whole else 0
        if not self.whole or (not sys.stderr.isatty() and int(share * 10) == self.shown):
            return
        self.shown = int(share * 10)
        filled = "█" * int(share * self.WIDTH)
        self.line(f"{filled:░<{self.WIDTH}} {done:,} of {self.whole:,} articles")

    def say(self, doing):
        if self.whole:
            self.line(doing)

    def line(self, text):
        line = f"{text}, {time.monotonic() - self.start:.0f} s"
        sys.stderr.write(f"\r{line:70}" if sys.stderr.isatty() else f"{line}\n")
        sys.stderr.flush()

    def end(self):
        if self.whole and sys.stderr.isatty():
            sys.stderr.write("\n")
