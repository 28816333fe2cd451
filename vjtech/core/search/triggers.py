"""What keeps the indexes in step on every path: tables and triggers, made after migrations."""

from django.apps import apps
from django.db import connections
from django.db.migrations import AddIndex, RemoveIndex, RenameIndex

from vjtech.core.search.engines import ENGINES
from vjtech.core.search.index import INDEXES, QUEUE
from vjtech.core.triggers import drop_trigger

KEEPING = (AddIndex, RemoveIndex, RenameIndex)  # neither write rows nor remake a table
EVENTS = {"INSERT": ("NEW",), "UPDATE": ("OLD", "NEW"), "DELETE": ("OLD",)}


def before_migration(sender, using, plan=(), **kwargs):
    """Drop SQLite's triggers: it cannot remake a table that a trigger of another one names."""
    if connections[using].vendor == "sqlite" and _touched(plan):
        with connections[using].cursor() as cursor:
            for index, model, event in _watched():
                table = table_of(model)
                drop_trigger(cursor, connections[using], _name(table, index, event), table)


def after_migration(sender, using, plan=(), **kwargs):
    """Make what is missing, once all the tables are there that the triggers stand on."""
    connection = connections[using]
    present = set(connection.introspection.table_names())
    if not present.issuperset({QUEUE, *(table_of(model) for _index, model, _event in _watched())}):
        return
    # Triggers that are missing were dropped by a migration that was broken off.
    anew = connection.vendor == "sqlite" and (_touched(plan) or (plan and _missing(connection)))
    install(using)
    if anew:
        with connection.cursor() as cursor:
            for index in INDEXES.values():
                enqueue_all(cursor, connection, index)  # nothing noted what migrations wrote


def _touched(plan):
    """Say whether migrations may touch the rows of tables that the indexes know of."""
    ours = {model.split(".")[0] for _index, model, _event in _watched()} | {"core"}
    return any(
        not isinstance(operation, KEEPING)
        for migration, _backwards in plan
        if migration.app_label in ours
        for operation in migration.operations
    )


def _missing(connection):
    """Say whether one of SQLite's triggers is not there."""
    wanted = {_name(table_of(model), index, event) for index, model, event in _watched()}
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        return not wanted.issubset(name for (name,) in cursor.fetchall())


def table_of(model):
    return apps.get_model(model)._meta.db_table


def own_table(index):
    """Return the table of the records that an index is of."""
    return table_of(next(iter(index.watched)))


def install(using="default"):
    """Make the indexes' tables and triggers where they are missing or of another layout.

    Safe to repeat. An index made anew has everything queued, so that the next drains fill it.
    """
    connection = connections[using]
    engine = ENGINES[connection.vendor]
    with connection.cursor() as cursor:
        present = set(connection.introspection.table_names(cursor))
        for index in INDEXES.values():
            made = index.table in present
            if made and not engine.is_current(cursor, index.table):
                made = False
                for statement in engine.drop(index.table):
                    cursor.execute(statement)
            for statement in engine.create(index.table):
                cursor.execute(statement)
            if not made:
                enqueue_all(cursor, connection, index)
            else:
                _empty_with_base(cursor, engine, index)
        for index, model, event in _watched():
            _install_trigger(cursor, connection, index, model, event)
        if connection.vendor == "postgresql":
            for index in INDEXES.values():
                for model in index.watched:
                    _install_truncate_trigger(cursor, connection, index, model)


def _empty_with_base(cursor, engine, index):
    """Empty an index whose kind has no record any more: `flush` goes past the triggers."""
    cursor.execute(f"SELECT EXISTS (SELECT 1 FROM {own_table(index)})")
    if cursor.fetchone()[0]:
        return
    cursor.execute(f"DELETE FROM {QUEUE} WHERE name = '{index.name}'")
    cursor.execute(f"SELECT EXISTS ({engine.ids(index.table)})")
    if cursor.fetchone()[0]:
        for statement in (*engine.drop(index.table), *engine.create(index.table)):
            cursor.execute(statement)


def enqueue_all(cursor, connection, index):
    """Queue every record of an index's kind, and every one that the index still holds."""
    held = ENGINES[connection.vendor].ids(index.table)
    cursor.execute(
        f"INSERT INTO {QUEUE} (name, record) SELECT '{index.name}', id"
        f" FROM (SELECT id FROM {own_table(index)} UNION {held}) AS every_one ORDER BY id"
    )


def _watched():
    for index in INDEXES.values():
        for model, ids in index.watched.items():
            for event in EVENTS if isinstance(ids, str) else ids[1]:
                yield index, model, event


def _name(table, index, event):
    return f"{table}_{index.name}_{event.lower()}"


def _install_trigger(cursor, connection, index, model, event):
    table = table_of(model)
    name = _name(table, index, event)
    ids = index.watched[model]
    ids = ids if isinstance(ids, str) else ids[0]
    queued = "; ".join(_enqueue(index.name, ids, row) for row in EVENTS[event])
    drop_trigger(cursor, connection, name, table)
    if connection.vendor == "sqlite":
        cursor.execute(f"CREATE TRIGGER {name} AFTER {event} ON {table} BEGIN {queued}; END")
        return
    cursor.execute(_function(name, queued))
    cursor.execute(
        f"CREATE TRIGGER {name} AFTER {event} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()"
    )


def _install_truncate_trigger(cursor, connection, index, model):
    """PostgreSQL's TRUNCATE fires no row's trigger: all that the index holds is looked at."""
    table = table_of(model)
    name = _name(table, index, "truncate")
    held = ENGINES["postgresql"].ids(index.table)
    drop_trigger(cursor, connection, name, table)
    cursor.execute(
        _function(
            name,
            f"INSERT INTO {QUEUE} (name, record) SELECT '{index.name}', id FROM ({held}) AS held",
        )
    )
    cursor.execute(
        f"CREATE TRIGGER {name} AFTER TRUNCATE ON {table}"
        f" FOR EACH STATEMENT EXECUTE FUNCTION {name}()"
    )


def _function(name, queued):
    return (
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$"
        f" BEGIN {queued}; RETURN NULL; END $$"
    )


def _enqueue(name, ids, row):
    if "{row}" not in ids:
        return f"INSERT INTO {QUEUE} (name, record) VALUES ('{name}', {row}.{ids})"
    chosen = ids.format(row=row)
    return f"INSERT INTO {QUEUE} (name, record) SELECT '{name}', id FROM ({chosen}) AS found"
