import sys
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from vjtech.core.archive.writing import whole, write
from vjtech.core.dates import today


class Command(BaseCommand):
    help = (
        "Write the whole base, drafts too, into one archive: a zip of JSON Lines, a file a kind, "
        "with a manifest and checksums. It is the base of one moment, while the site serves; "
        "`load` reads it into an empty base. Accounts, the history, readers' reports and "
        "unfinished intakes are not in it."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "target",
            nargs="?",
            default=".",
            help="file or folder to write to, or - for standard output; default: "
            "vjtech-<date>.zip in the present folder",
        )
        parser.add_argument("--force", action="store_true", help="replace a file that is there")

    def handle(self, *args, target, force, verbosity, **options):
        try:
            if target == "-":
                self.pour()
                return
            path = Path(target)
            if path.is_dir():
                path /= f"vjtech-{today().isoformat()}.zip"
            files = self.write(path, force)
        except (OSError, DatabaseError, UnicodeError) as error:
            reason = getattr(error, "strerror", None) or " ".join(str(error).split())
            raise CommandError(f"{target}: {reason}: nothing was written") from error
        if verbosity:
            self.stdout.write(f"Wrote {path}: {sum(file.rows for file in files):,} rows.")

    def write(self, path, force):
        if path.exists() and not force:
            raise CommandError(f"{path} is there already: --force replaces it")
        with whole(path, replace=force) as opened:
            return write(opened)

    def pour(self):
        if sys.stdout.isatty():
            raise CommandError("standard output is a screen: name a file, or lead it to one")
        write(sys.stdout.buffer)
        sys.stdout.buffer.flush()
