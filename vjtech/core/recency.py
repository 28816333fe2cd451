"""The recency key: a day and an id in one number, newest first, unique and dense."""

from django.db import connections, models
from django.db.models import F, Func, OuterRef, Q, Subquery

ID_BITS = 24


class DayNumber(Func):
    """A date column as a proleptic ordinal like date.toordinal; 0 where it is null."""

    output_field = models.BigIntegerField()
    arity = 1

    def as_sqlite(self, compiler, connection, **extra):
        # Day 1 of the proleptic calendar is the Julian day 1721425.5.
        template = "COALESCE(CAST(julianday(%(expressions)s) - 1721424.5 AS INTEGER), 0)"
        return self.as_sql(compiler, connection, template=template, **extra)

    def as_postgresql(self, compiler, connection, **extra):
        template = "COALESCE((%(expressions)s - DATE '0001-01-01') + 1, 0)::bigint"
        return self.as_sql(compiler, connection, template=template, **extra)


def first_key(day):
    """Return the smallest recency key that a record of this day can have."""
    return day.toordinal() << ID_BITS


SQLITE = """
CREATE TRIGGER {link}_recency_new AFTER INSERT ON {link} BEGIN
  UPDATE {link} SET recency = (SELECT recency FROM {owner} WHERE id = NEW.{fk}) WHERE id = NEW.id;
END;
CREATE TRIGGER {link}_recency_moved AFTER UPDATE OF {fk} ON {link} BEGIN
  UPDATE {link} SET recency = (SELECT recency FROM {owner} WHERE id = NEW.{fk}) WHERE id = NEW.id;
END;
CREATE TRIGGER {link}_recency_copy AFTER UPDATE ON {owner}
WHEN OLD.recency IS NOT NEW.recency BEGIN
  UPDATE {link} SET recency = NEW.recency WHERE {fk} = NEW.id;
END;
"""
POSTGRESQL = """
CREATE OR REPLACE FUNCTION {link}_recency_new() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  SELECT recency INTO NEW.recency FROM {owner} WHERE id = NEW.{fk};
  RETURN NEW;
END $$;
CREATE OR REPLACE FUNCTION {link}_recency_copy() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE {link} SET recency = NEW.recency WHERE {fk} = NEW.id;
  RETURN NULL;
END $$;
CREATE TRIGGER {link}_recency_new BEFORE INSERT OR UPDATE OF {fk} ON {link}
  FOR EACH ROW EXECUTE FUNCTION {link}_recency_new();
CREATE TRIGGER {link}_recency_copy AFTER UPDATE ON {owner}
  FOR EACH ROW WHEN (OLD.recency IS DISTINCT FROM NEW.recency)
  EXECUTE FUNCTION {link}_recency_copy();
"""


def install_recency_triggers(owner, links, using):
    """Have the database copy owner.recency to each link model (a foreign key to owner) itself.

    Safe to repeat: a table remake drops SQLite's triggers, so this runs after each migration.
    """
    drop_recency_triggers(owner, links, using)
    connection = connections[using]
    with connection.cursor() as cursor:
        for link in links:
            fk = next(f for f in link._meta.fields if f.related_model is owner).column
            names = {"link": link._meta.db_table, "owner": owner._meta.db_table, "fk": fk}
            if connection.vendor == "sqlite":
                for statement in SQLITE.format(**names).split("END;\n"):
                    if statement.strip():
                        cursor.execute(f"{statement}END;")
            else:
                cursor.execute(POSTGRESQL.format(**names))


def drop_recency_triggers(owner, links, using):
    connection = connections[using]
    owner_table = owner._meta.db_table
    with connection.cursor() as cursor:
        for table in (link._meta.db_table for link in links):
            for suffix, on in (("new", table), ("moved", table), ("copy", owner_table)):
                drop_trigger(cursor, connection, f"{table}_recency_{suffix}", on)


def copy_recency_anew(owner, links):
    """Write owner.recency to all rows of the links that have another one."""
    for link in links:
        name = next(f for f in link._meta.fields if f.related_model is owner).name
        current = owner.objects.filter(pk=OuterRef(name)).values("recency")[:1]
        stale = link.objects.annotate(current=Subquery(current)).exclude(
            Q(recency=F("current")) | Q(recency__isnull=True, current__isnull=True)
        )
        link.objects.filter(pk__in=stale.values("pk")).update(recency=Subquery(current))


def drop_trigger(cursor, connection, name, table):
    on = "" if connection.vendor == "sqlite" else f" ON {table}"
    cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on}")
