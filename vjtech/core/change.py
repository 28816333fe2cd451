"""The change version: one number that every write, on whatever path, makes grow.

Triggers count, so save, update(), bulk writes, raw SQL and loads all do. On PostgreSQL each
backend counts in a row of its own, since one shared row would make writers wait for each other;
the version is the sum. A rolled-back write is not counted.
"""

import uuid

from django.apps import apps
from django.db import connection, connections

from vjtech.core.triggers import drop_trigger

READ = (
    "SELECT (SELECT id FROM core_base LIMIT 1),"
    " (SELECT COALESCE(SUM(count), 0) FROM core_change_count),"
    " EXISTS (SELECT 1 FROM core_search_queue)"
)
COUNT = (
    "INSERT INTO core_change_count (backend, count) VALUES ({backend}, 1)"
    " ON CONFLICT (backend) DO UPDATE SET count = core_change_count.count + 1"
)
BACKEND = {"sqlite": "0", "postgresql": "pg_backend_pid()"}
FUNCTION = """
CREATE OR REPLACE FUNCTION core_count_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN {count}; RETURN NULL; END $$
"""


def change_version():
    """Return the base's id and change version as one string: one look-up."""
    return look()[0]


def look():
    """Return the change version, and whether changes wait to be indexed: one look-up."""
    with connection.cursor() as cursor:
        cursor.execute(READ)
        base, count, waiting = cursor.fetchone()
    return f"{base}.{count}", bool(waiting)


def bump(using="default"):
    """Count a write to something that can have no trigger."""
    with connections[using].cursor() as cursor:
        cursor.execute(counting(connections[using]))


def renew(using="default"):
    """Give the base another id, so that no version of before is ever met again.

    What was put back from a copy counts on from where it was copied, and would come to numbers
    under which browsers and processes hold other pages.
    """
    apps.get_model("core", "Base").objects.using(using).update(id=uuid.uuid4())


def counting(conn):
    """Return the statement that counts one write."""
    return COUNT.format(backend=BACKEND[conn.vendor])


def install_change_triggers(tables, using):
    """Have the database count the writes to these tables itself. Safe to repeat."""
    conn = connections[using]
    with conn.cursor() as cursor:
        if conn.vendor == "postgresql":
            cursor.execute(FUNCTION.format(count=counting(conn)))
        for table in tables:
            if conn.vendor == "postgresql":
                _install_postgresql(cursor, conn, table)
            else:
                _install_sqlite(cursor, conn, table)
    base = apps.get_model("core", "Base").objects.using(using)
    if not base.exists():
        base.create()


def _install_sqlite(cursor, conn, table):
    for event in ("INSERT", "UPDATE", "DELETE"):
        name = f"{table}_count_{event.lower()}"
        drop_trigger(cursor, conn, name, table)
        cursor.execute(
            f'CREATE TRIGGER "{name}" AFTER {event} ON "{table}" BEGIN {counting(conn)}; END'
        )


def _install_postgresql(cursor, conn, table):
    name = f"{table}_count"
    drop_trigger(cursor, conn, name, table)
    cursor.execute(
        f'CREATE TRIGGER "{name}" AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON "{table}"'
        " FOR EACH STATEMENT EXECUTE FUNCTION core_count_change()"
    )
