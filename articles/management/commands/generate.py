import datetime
import random
import sys
import time

from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from articles.generated.nouns import Nouns
from articles.generated.stories import Stories
from articles.search import ARTICLES
from vjtech.core.filling.table import Tables
from vjtech.core.filling.writing import content, filling, settle_checks
from vjtech.core.recency import ID_BITS
from vjtech.core.search.engines import ENGINES

CHUNK = 10_000
MADE = datetime.datetime(2026, 9, 1, tzinfo=datetime.UTC)


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
        with filling():
            self.generate(articles, random.Random(seed))
        self.bar.end()

    def generate(self, articles, chance):
        engine = ENGINES[connection.vendor]
        tables = Tables(MADE)
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
        tables.reset_sequences()
        self.bar.say("what is kept of them, and statistics")


def refuse_filled():
    for model in content():
        if model._base_manager.exists():
            held = model._meta.verbose_name_plural
            raise CommandError(f"The base holds {held}: only an empty one is filled.")


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
