import signal
import sys
from contextlib import contextmanager
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from vjtech.core.archive.writing import whole, write
from vjtech.core.dates import today

STOPS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


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
            with stoppable():
                files = self.write(path, force)
        except (OSError, DatabaseError, UnicodeError) as error:
            reason = getattr(error, "strerror", None) or " ".join(str(error).split())
            raise CommandError(f"{target}: {reason}: nothing was written") from error
        if verbosity:
            self.stdout.write(f"Wrote {path}: {sum(file.rows for file in files):,} rows.")

    def write(self, path, force):
        if path.exists() and not path.is_file():
            raise CommandError(f"{path} is no file: nothing was written")
        if path.exists() and not force:
            raise CommandError(f"{path} is there already: --force replaces it")
        with whole(path, replace=force) as opened:
            return write(opened)

    def pour(self):
        if sys.stdout.isatty():
            raise CommandError("standard output is a screen: name a file, or lead it to one")
        write(sys.stdout.buffer)
        sys.stdout.buffer.flush()


@contextmanager
def stoppable():
    """Have what ends a process be an error like any other: it leaves no half of an archive."""
    heeded = [stop for stop in STOPS if signal.getsignal(stop) is not signal.SIG_IGN]
    before = {stop: signal.signal(stop, signal.default_int_handler) for stop in heeded}
    try:
        yield
    except KeyboardInterrupt:
        raise CommandError("stopped: nothing was written") from None
    finally:
        for stop, handler in before.items():
            signal.signal(stop, handler)
