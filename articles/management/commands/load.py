from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from articles import evidence
from vjtech.core.connections import unhurried
from vjtech.core.history import revision
from vjtech.core.loading import Loader, LoadError, read_entries
from vjtech.core.search.index import finish

APPS = ("entities", "articles")


class Command(BaseCommand):
    help = (
        "Load the fixtures of a folder, all or nothing: every row is validated and every fact "
        "held against its passage. Loading again changes only what differs."
    )

    def add_arguments(self, parser):
        default = settings.BASE_DIR / "fixtures"
        parser.add_argument("folder", nargs="?", type=Path, default=default)

    def handle(self, *args, folder, **options):
        try:
            with unhurried(connection):
                with revision() as opened:
                    loader = self.load(folder, opened)
                finish()
        except LoadError as error:
            for problem in error.problems:
                self.stderr.write(problem)
            raise CommandError(f"{len(error.problems)} problem(s): nothing was loaded") from None
        self.stdout.write(
            f"Loaded {folder.name}/: {loader.created} new, {loader.updated} changed, "
            f"{loader.unchanged} unchanged."
        )

    def load(self, folder, opened):
        entries = read_entries(folder, APPS)
        loader = Loader(opened)
        loader.load(entries)
        loaded = {(entry.model, entry.instance.pk): entry for entry in entries}
        found = [
            loaded[type(record), record.pk].problem(message)
            for record, message in evidence.problems()
            if (type(record), record.pk) in loaded
        ]
        if found:
            raise LoadError(found)
        return loader
