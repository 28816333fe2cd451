from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from articles import evidence
from vjtech.core.archive import loading
from vjtech.core.archive.reading import opened
from vjtech.core.connections import unhurried
from vjtech.core.history import revision
from vjtech.core.loading import Loader, LoadError, read_entries
from vjtech.core.search.index import finish

APPS = ("entities", "articles")


class Command(BaseCommand):
    help = (
        "Load a folder of fixtures, or an archive that `export` wrote; all or nothing. Of fixtures "
        "every row is validated and every fact held against its passage, and loading again "
        "changes only what differs. An archive is checked, then loaded as it is into an empty "
        "base; loading it again tells whether the base is still the same."
    )

    def add_arguments(self, parser):
        default = settings.BASE_DIR / "fixtures"
        parser.add_argument(
            "source",
            nargs="?",
            type=Path,
            default=default,
            help="folder of .yaml files, or archive; default: fixtures/",
        )

    def handle(self, *args, source, **options):
        if source.is_dir():
            self.load_fixtures(source)
        else:
            self.load_archive(source)

    def load_archive(self, path):
        try:
            with opened(path) as archive:
                archive.check()
                rows = sum(file.rows for file in archive.files.values())
                loaded = loading.load(archive)
        except LoadError as error:
            raise CommandError(f"{'; '.join(error.problems)}: nothing was loaded") from None
        if loaded:
            self.stdout.write(f"Loaded {path.name}: {rows:,} rows.")
        else:
            self.stdout.write(f"The base holds just what {path.name} does, {rows:,} rows.")

    def load_fixtures(self, folder):
        try:
            with unhurried(connection):
                with revision() as recorded:
                    loader = self.load(folder, recorded)
                finish()
        except LoadError as error:
            for problem in error.problems:
                self.stderr.write(problem)
            raise CommandError(f"{len(error.problems)} problem(s): nothing was loaded") from None
        self.stdout.write(
            f"Loaded {folder.name}/: {loader.created} new, {loader.updated} changed, "
            f"{loader.unchanged} unchanged."
        )

    def load(self, folder, recorded):
        entries = read_entries(folder, APPS)
        loader = Loader(recorded)
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
