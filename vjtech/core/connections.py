"""The database before it is served from: does it answer, is it ours, is it whole, is it free."""

import fcntl
import os
import sqlite3
from contextlib import closing, contextmanager
from pathlib import Path

from django.apps import apps
from django.core.management.base import CommandError
from django.db import connections
from django.db.migrations.exceptions import InconsistentMigrationHistory
from django.db.migrations.loader import MigrationLoader

LIMITS = ("statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout")
LIFT_LIMITS = "; ".join(f"SET {limit} = 0" for limit in LIMITS)
KEEP_LIMITS = "; ".join(f"RESET {limit}" for limit in LIMITS)
START_LOCK = 8_403_287_112  # any number that nothing else in the database locks


def place(connection):
    """The database in words a person can look for."""
    settings = connection.settings_dict
    if connection.vendor == "sqlite":
        return str(settings["NAME"])
    host = settings["HOST"] or settings["OPTIONS"].get("host") or "this machine"
    return f"PostgreSQL database {settings['NAME']} on {host}"


@contextmanager
def unhurried(connection):
    """Work that may take longer than a web request: PostgreSQL's time limits are lifted."""
    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute(LIFT_LIMITS)
    yield
    with connection.cursor() as cursor:  # only after success: a failed command ends its process
        cursor.execute(KEEP_LIMITS)


def take_time(connection, seconds=60):
    """Allow the present transaction more time than a web request has; its end takes that back."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL statement_timeout = {1000 * seconds:d}")


def let_go():
    """Close every connection and pool, as a process must before it forks."""
    connections.close_all()
    for connection in connections.all(initialized_only=True):
        if connection.vendor == "postgresql":
            connection.close_pool()


@contextmanager
def claimed(connection, on_wait):
    """Hold the database against other starts; `on_wait` is called where another one has it.

    The lock is the system's or the server's and goes with the process, however that ends.
    """
    if connection.vendor == "sqlite":
        with _claimed_folder(Path(connection.settings_dict["NAME"]).parent, on_wait):
            yield
        return
    parameters = connection.get_connection_params() | {"autocommit": False}
    with closing(connection.Database.connect(**parameters)) as other:
        # In a transaction, so that a connection pooler in between cannot separate the two.
        other.execute(LIFT_LIMITS)
        if not other.execute("SELECT pg_try_advisory_xact_lock(%s)", [START_LOCK]).fetchone()[0]:
            on_wait()
            other.execute("SELECT pg_advisory_xact_lock(%s)", [START_LOCK])
        yield


@contextmanager
def _claimed_folder(folder, on_wait):
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            on_wait()
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def refuse_unusable(connection):
    """Raise CommandError where an embedded database cannot be opened for writing, or is none.

    Looks without touching: a connection of Django's would already switch the file to WAL.
    """
    if connection.vendor != "sqlite":
        return
    file = Path(connection.settings_dict["NAME"])
    if connection.is_in_memory_db():
        raise CommandError("DATABASE_URL: a database in memory is gone before it can be served.")
    if not file.parent.is_dir():
        raise CommandError(f"The folder {file.parent} does not exist; make it, and start again.")
    for path in (file.parent, file):
        if path.exists() and not os.access(path, os.W_OK):
            raise CommandError(f"{path} cannot be written to; DATABASE_URL may name another file.")
    if not file.exists():
        return
    with closing(sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True)) as opened:
        tables = {name for (name,) in opened.execute("SELECT name FROM sqlite_master")}
    _refuse_foreign(connection, tables)


def _refuse_foreign(connection, tables):
    if tables and "django_migrations" not in tables:
        raise CommandError(
            f"{place(connection)} holds tables, such as {min(tables)}, but no record of how they"
            " were made. Nothing was changed; DATABASE_URL may name another database."
        )


def refuse_half_made(connection):
    """Raise CommandError where migrating would fail midway or has been done by a newer program."""
    tables = set(connection.introspection.table_names())
    _refuse_foreign(connection, tables)
    loader = MigrationLoader(connection)
    try:
        loader.check_consistent_history(connection)
    except InconsistentMigrationHistory as error:
        raise CommandError(
            f"{place(connection)} is half-made: {error} Nothing was changed."
        ) from error
    begun = {label for label, _name in loader.applied_migrations}
    for label in loader.migrated_apps - begun:
        if stray := tables & _tables_of(label):
            raise CommandError(
                f"{place(connection)} is half-made: the table {min(stray)} is there, the record of"
                " its making is not. Nothing was changed; put back a whole copy, or begin anew."
            )
    known = set(loader.disk_migrations)
    known.update(old for migration in loader.disk_migrations.values() for old in migration.replaces)
    for label, name in sorted(set(loader.applied_migrations) - known):
        if label in loader.migrated_apps:
            raise CommandError(
                f"{place(connection)} was made by a newer vjtech ({label}.{name} is unknown here)."
                " Nothing was changed; use that version."
            )


def refuse_incomplete(connection):
    """Raise CommandError where tables are missing that the record says were made."""
    tables = set(connection.introspection.table_names())
    for config in apps.get_app_configs():
        if missing := _tables_of(config.label) - tables:
            raise CommandError(
                f"{place(connection)} is half-made: the table {min(missing)} is missing, though on"
                " record. Put back a whole copy, or begin anew."
            )


def _tables_of(label):
    models = apps.get_app_config(label).get_models(include_auto_created=True)
    return {m._meta.db_table for m in models if m._meta.managed and not m._meta.proxy}
