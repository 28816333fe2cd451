import argparse
import secrets

from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.contrib.auth.models import Group
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connection, transaction
from django.db.migrations.executor import MigrationExecutor

from vjtech.core import connections, serving
from vjtech.core.change import renew

CONTENT = ("entities.Company", "articles.Article")
EDITOR = "editor"
EDITORS_GROUPS = ("Editors", "Reviewers")


class Command(BaseCommand):
    help = "Prepare the database, load the fixtures where it is empty, and serve the site."
    requires_system_checks = ()  # made in prepare: what is wrong with the database is said first

    def add_arguments(self, parser):
        parser.add_argument("--host", default="127.0.0.1", help="address to listen on")
        parser.add_argument(
            "--port", type=number(0, 65535), default=8000, help="port to listen on; 0: any"
        )
        parser.add_argument("--workers", type=number(1, 64), default=1, help="processes")
        parser.add_argument(
            "--no-load", action="store_false", dest="load", help="leave an empty base empty"
        )

    def handle(self, *, host, port, workers, load, verbosity, **options):
        self.verbosity = verbosity
        self.stop = serving.StopSignals()
        self.stop.listen()
        try:
            listener = serving.bind(host, port)
            local, address = serving.is_local(listener), serving.address(listener)
            self.prepare(load, local)
            self.stop.check()
            serving.Server(listener, workers, lambda: self.welcome(address, local)).run()
        except serving.Stop:
            pass
        except Exception as error:
            if not self.stop.asked:  # otherwise it is the stop itself, seen through a callback
                self.stop.forget()
                raise one_line(error) from error
        else:
            return
        self.say("Stopped before serving; another start goes on from here.")

    def say(self, line):
        if self.verbosity:
            self.stdout.write(line)
            self.stdout.flush()

    def prepare(self, load, local):
        connections.refuse_unusable(connection)
        settings.SECRET_KEY  # noqa: B018  raises where there is none and none could be kept
        wait = "Another start of vjtech is at work on this database; waiting for it."
        with connections.claimed(connection, on_wait=lambda: self.say(wait)):
            self.say(f"Using {connections.place(connection)}")
            self.migrate()
            renew()  # nothing tells a start after a restore from any other
            self.stop.check()
            if load:
                self.load()
                self.stop.check()
            if local and connection.vendor == "sqlite":
                self.make_editor()
        connections.let_go()

    def migrate(self):
        connections.refuse_half_made(connection)
        self.check()
        executor = MigrationExecutor(connection)
        if steps := len(executor.migration_plan(executor.loader.graph.leaf_nodes())):
            self.say(f"Migrating: {steps} steps")
        # Without any, too: what a stopped start has left undone after the last step is done now.
        call_command("migrate", verbosity=0, interactive=False)
        connections.refuse_incomplete(connection)

    def load(self):
        if not any(apps.get_model(name)._base_manager.exists() for name in CONTENT):
            self.say("The base is empty: loading the fixtures")
            call_command("load", verbosity=self.verbosity, stdout=self.stdout, stderr=self.stderr)

    def make_editor(self):
        """An account for whoever has just installed the site; says its password this once."""
        users = get_user_model()._default_manager
        staff = users.filter(is_active=True, is_staff=True).exclude(password="")
        if staff.exclude(password__startswith=UNUSABLE_PASSWORD_PREFIX).exists():
            return
        if users.filter(username=EDITOR).exists():
            self.say(f"Nobody can sign in: manage.py changepassword {EDITOR} lets somebody.")
            return
        password = "-".join(secrets.token_hex(3) for _part in range(4))
        with transaction.atomic():
            editor = users.create_superuser(EDITOR, password=password)
            editor.groups.set(Group.objects.filter(name__in=EDITORS_GROUPS))
            # Said before it is kept: an account whose password nobody saw would bar the next try.
            self.stdout.write(f"Editor's account: {EDITOR}, password {password} (said only now)")
            self.stdout.flush()

    def welcome(self, address, local):
        if not local:
            self.say(f"Answering to the names {', '.join(settings.ALLOWED_HOSTS)} (ALLOWED_HOSTS)")
        self.say(f"vjtech is at {address} (Ctrl-C stops it)")


def number(lowest, highest):
    """An argparse type: a whole number within bounds."""

    def parse(text):
        if not text.isdecimal() or not lowest <= int(text) <= highest:
            raise argparse.ArgumentTypeError(f"not a number from {lowest} to {highest}: {text}")
        return int(text)

    return parse


def one_line(error):
    """What to raise instead: a line for a person where the database or the disk is at fault."""
    reason = " ".join(str(error).split())
    if isinstance(error, DatabaseError | connection.Database.Error):
        return CommandError(f"{connections.place(connection)} cannot be used: {reason}")
    return CommandError(reason) if isinstance(error, OSError | ImproperlyConfigured) else error
