from django.core.management.base import BaseCommand
from django.db import connection, transaction

from vjtech.core.connections import unhurried
from vjtech.core.search.engines import ENGINES
from vjtech.core.search.index import INDEXES, QUEUE, alone, drain
from vjtech.core.search.triggers import enqueue_all, install

MARK = "reindex"  # the last of what a run has queued: while it waits, that run is not through
AT_ONCE = 500  # an editor's write waits for so many


class Command(BaseCommand):
    help = (
        "Work out the search index again, while the site serves. Stopped half-way, another run, "
        "or the next searches, go on where this one was."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--anew",
            action="store_true",
            help="throw the index away first: searches find less until this ends",
        )

    def handle(self, *args, anew, **options):
        with unhurried(connection):
            self.queue(anew)
            done = 0
            while looked_at := drain(most=AT_ONCE):
                done += looked_at
                self.stdout.write(f"{done} records, {self.waiting()} changes waiting")
        self.stdout.write(self.style.SUCCESS("The index holds everything."))

    def queue(self, anew):
        """Queue all records, unless a run before this one left some waiting."""
        with transaction.atomic(), connection.cursor() as cursor:
            alone(cursor, connection)
            if anew:
                cursor.execute(f"DELETE FROM {QUEUE}")
                for index in INDEXES.values():
                    for statement in ENGINES[connection.vendor].drop(index.table):
                        cursor.execute(statement)
                install()
            elif self.is_unfinished(cursor):
                self.stdout.write("Going on where the last run was stopped.")
                return
            else:
                for index in INDEXES.values():
                    enqueue_all(cursor, connection, index)
            cursor.execute(f"INSERT INTO {QUEUE} (name, record) VALUES ('{MARK}', 0)")

    def is_unfinished(self, cursor):
        cursor.execute(f"SELECT EXISTS (SELECT 1 FROM {QUEUE} WHERE name = '{MARK}')")
        return bool(cursor.fetchone()[0])

    def waiting(self):
        """Return about how many changes wait; counting them all would take longer than some."""
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT COALESCE(MAX(seq) - MIN(seq) + 1, 0) FROM {QUEUE}")
            return cursor.fetchone()[0]
