"""A transaction that fills an empty base: nothing is kept row by row, all of it at the end."""

from contextlib import contextmanager

from django.apps import apps
from django.core.management.sql import emit_post_migrate_signal
from django.db import connection, transaction

from vjtech.core.change import bump
from vjtech.core.connections import unhurried
from vjtech.core.search.index import INDEXES, fill, finish
from vjtech.core.triggers import write_anew

CACHE_KB = 400_000


def content():
    """Return the models whose changes readers see."""
    configs = [config for config in apps.get_app_configs() if hasattr(config, "counts_changes")]
    return [model for config in configs for model in config.get_models()]


@contextmanager
def filling():
    """Write in one transaction, past all triggers; what they keep is worked out as it ends.

    So are the search indexes into which nothing was written inside.
    """
    with unhurried(connection), roomy():
        finish()  # what was deleted before may still be indexed
        with transaction.atomic(), triggers_suspended():
            yield
            write_anew(connection.alias)
            for index in INDEXES.values():
                fill(index)
            bump()
            settle_checks()
        gather_statistics()


@contextmanager
def roomy():
    """Give SQLite what loads a large file fast: memory, and a journal that need not grow."""
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        yield
        return
    with connection.cursor() as cursor:
        # In WAL every new page would be written twice. Refused, harmlessly, where others look on.
        cursor.execute("PRAGMA journal_mode=DELETE")
        cursor.execute(f"PRAGMA cache_size=-{CACHE_KB}")
    try:
        yield
    finally:
        connection.close()  # the next one has the usual settings, WAL among them


@contextmanager
def triggers_suspended():
    """Drop what queues and copies row by row: the rows come with it. Undone with the transaction.

    Afterwards all of it is installed as after a migration.
    """
    tables = [model._meta.db_table for model in content()]
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


def settle_checks():
    """Have PostgreSQL check each row's links now: they would wait for the commit."""
    if connection.vendor == "postgresql":
        connection.check_constraints()


def gather_statistics():
    vacuum = connection.vendor == "postgresql" and not connection.in_atomic_block
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if vacuum else "ANALYZE")
