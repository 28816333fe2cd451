"""One moment of the base, however long it is read and whoever writes meanwhile."""

from contextlib import contextmanager

from django.db import connection, transaction

from vjtech.core.connections import unhurried


@contextmanager
def snapshot():
    """Have every query inside see the base as the first one does; nothing is to be written."""
    if connection.in_atomic_block:  # it is for whoever opened it to say what is seen
        yield
        return
    with unhurried(connection):
        if connection.vendor == "postgresql":
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
                yield
            return
        with connection.cursor() as cursor:
            # Not atomic(): it would begin as a writer, and let no editor save.
            cursor.execute("BEGIN DEFERRED")
            try:
                yield
            finally:
                cursor.execute("ROLLBACK")
