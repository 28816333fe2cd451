"""The change version: one number that every write, on whatever path, makes grow.

Triggers count, so save, update(), bulk writes, raw SQL and loads all do. On PostgreSQL each
backend counts in a row of its own, since one shared row would make writers wait for each other;
the version is the sum. A rolled-back write is not counted.
"""

from django.apps import apps
from django.db import connection, connections

from vjtech.core.recency import drop_trigger

READ = (
    "SELECT (SELECT id FROM core_base LIMIT 1),"
    " (SELECT COALESCE(SUM(count), 0) FROM core_change_count)"
)
COUNT_SQLITE = (
    "INSERT INTO core_change_count (backend, count) VALUES (0, 1)"
    " ON CONFLICT (backend) DO UPDATE SET count = count + 1"
)
COUNT_POSTGRESQL = """
CREATE OR REPLACE FUNCTION core_count_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO core_change_count (backend, count) VALUES (pg_backend_pid(), 1)
  ON CONFLICT (backend) DO UPDATE SET count = core_change_count.count + 1;
  RETURN NULL;
END $$
"""


def change_version():
    """Return the base's id and change version as one string: one look-up."""
    with connection.cursor() as cursor:
        cursor.execute(READ)
        base, count = cursor.fetchone()
    return f"{base}.{count}"


def install_change_triggers(tables, using):
    """Have the database count the writes to these tables itself. Safe to repeat."""
    conn = connections[using]
    with conn.cursor() as cursor:
        if conn.vendor == "postgresql":
            cursor.execute(COUNT_POSTGRESQL)
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
            f'CREATE TRIGGER "{name}" AFTER {event} ON "{table}" BEGIN {COUNT_SQLITE}; END'
        )


def _install_postgresql(cursor, conn, table):
    name = f"{table}_count"
    drop_trigger(cursor, conn, name, table)
    cursor.execute(
        f'CREATE TRIGGER "{name}" AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON "{table}"'
        " FOR EACH STATEMENT EXECUTE FUNCTION core_count_change()"
    )
