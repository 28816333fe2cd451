"""Columns that the database copies along a foreign key, so that an index of links ends in them.

Triggers copy, so save, update(), bulk writes, raw SQL, loads and cascades all do.
"""

from dataclasses import dataclass

from django.apps import apps
from django.db import connections

from vjtech.core.triggers import drop_trigger, keep

SQLITE = {
    "new": """AFTER INSERT ON {link} BEGIN
        UPDATE {link} SET {taken} WHERE id = NEW.id; END""",
    "moved": """AFTER UPDATE OF {fk} ON {link} BEGIN
        UPDATE {link} SET {taken} WHERE id = NEW.id; END""",
    "copy": """AFTER UPDATE ON {owner} WHEN {changed} BEGIN
        UPDATE {link} SET {given} WHERE {fk} = NEW.id; END""",
    # Loads write what points to a row before the row itself.
    "late": """AFTER INSERT ON {owner} BEGIN
        UPDATE {link} SET {given} WHERE {fk} = NEW.id; END""",
}
POSTGRESQL = """
CREATE OR REPLACE FUNCTION {name}_new() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  SELECT {columns} INTO {into} FROM {owner} WHERE id = NEW.{fk};
  RETURN NEW;
END $$;
CREATE OR REPLACE FUNCTION {name}_copy() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE {link} SET {given} WHERE {fk} = NEW.id;
  RETURN NULL;
END $$;
CREATE TRIGGER {name}_new BEFORE INSERT OR UPDATE OF {fk} ON {link}
  FOR EACH ROW EXECUTE FUNCTION {name}_new();
CREATE TRIGGER {name}_copy AFTER UPDATE ON {owner}
  FOR EACH ROW WHEN ({changed}) EXECUTE FUNCTION {name}_copy();
CREATE TRIGGER {name}_late AFTER INSERT ON {owner}
  FOR EACH ROW EXECUTE FUNCTION {name}_copy();
"""
TRIGGERS_ON = {"new": "link", "moved": "link", "copy": "owner", "late": "owner"}
SIDES = ("owner", "link")
COPIES = []


@dataclass(frozen=True)
class Copy:
    """What of an owner's columns its links hold: {column of the owner: column of the link}."""

    owner: str
    link: str
    columns: dict

    def parts(self, connection):
        """Return what the statements are made of; None before the columns are there."""
        owner, link = apps.get_model(self.owner), apps.get_model(self.link)
        names = {"owner": owner._meta.db_table, "link": link._meta.db_table}
        there = {side: columns_of(connection, table) for side, table in names.items()}
        pairs = [
            (o, c) for o, c in self.columns.items() if o in there["owner"] and c in there["link"]
        ]
        if not pairs:
            return None
        fk = next(f for f in link._meta.fields if f.related_model is owner).column
        differs = {"sqlite": "IS NOT", "postgresql": "IS DISTINCT FROM"}[connection.vendor]

        def taken(row):
            return [
                (c, f"(SELECT {o} FROM {names['owner']} WHERE id = {row}.{fk})") for o, c in pairs
            ]

        return names | {
            "fk": fk,
            "name": self.name,
            "columns": ", ".join(o for o, _c in pairs),
            "into": ", ".join(f"NEW.{c}" for _o, c in pairs),
            "taken": ", ".join(f"{c} = {value}" for c, value in taken("NEW")),
            "given": ", ".join(f"{c} = NEW.{o}" for o, c in pairs),
            "changed": " OR ".join(f"OLD.{o} {differs} NEW.{o}" for o, _c in pairs),
            "current": ", ".join(f"{c} = {value}" for c, value in taken(names["link"])),
            "stale": " OR ".join(f"{c} {differs} {value}" for c, value in taken(names["link"])),
        }

    @property
    def name(self):
        table = apps.get_model(self.link)._meta.db_table
        return f"{table}_{next(iter(self.columns.values()))}"

    def install(self, connection):
        """Make the triggers anew, where the columns are there."""
        self.drop(connection)
        parts = self.parts(connection)
        if parts is None:
            return
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute(POSTGRESQL.format(**parts))
                return
            for suffix, rest in SQLITE.items():
                cursor.execute(f"CREATE TRIGGER {self.name}_{suffix} {rest.format(**parts)}")

    def drop(self, connection):
        tables = {side: apps.get_model(getattr(self, side))._meta.db_table for side in SIDES}
        present = connection.introspection.table_names()
        with connection.cursor() as cursor:
            for suffix, side in TRIGGERS_ON.items():
                if tables[side] in present:
                    drop_trigger(cursor, connection, f"{self.name}_{suffix}", tables[side])

    def write_anew(self, connection):
        """Write to all links that hold something else what their owner has."""
        parts = self.parts(connection)
        if parts:
            with connection.cursor() as cursor:
                cursor.execute("UPDATE {link} SET {current} WHERE {stale}".format(**parts))


def columns_of(connection, table):
    """Return the names of a table's columns; none where there is no such table."""
    with connection.cursor() as cursor:
        if table not in connection.introspection.table_names(cursor):
            return set()
        found = connection.introspection.get_table_description(cursor, table)
    return {column.name for column in found}


def keep_copies(config, *copies):
    """Have these copies kept from the next migration on; call it as the app gets ready."""
    COPIES.extend(copies)

    def install(using):
        for copy in copies:
            copy.install(connections[using])
        return True

    def drop(using):
        for copy in copies:
            copy.drop(connections[using])

    def anew(using):
        for copy in copies:
            copy.write_anew(connections[using])

    keep(config, f"copies_of_{config.label}", install=install, drop=drop, anew=anew, last=True)
