"""What the database keeps by triggers: given up before migrations, made again after them."""

from django.db import connections
from django.db.models.signals import post_migrate, pre_migrate

ANEW = {}  # {name: (last, anew)}, see keep


def drop_trigger(cursor, connection, name, table):
    on = "" if connection.vendor == "sqlite" else f" ON {table}"
    cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on}")


def keep(config, name, *, install, drop, anew, last=False):
    """Have an app's triggers installed from the next migration on; call it as the app gets ready.

    `install(using)` says whether the tables were there to install them on, and is repeated after
    every migration, since a table remake drops SQLite's triggers. `anew(using)` then writes what
    migrations, past the triggers, have left undone; `last` is what follows from what others keep.
    """
    ANEW[name] = last, anew

    def after(sender, using, plan=(), **kwargs):
        if install(using) and plan:
            anew(using)

    def before(sender, using, plan=(), **kwargs):
        # SQLite fails where a trigger names a table that is remade.
        if plan and connections[using].vendor == "sqlite":
            drop(using)

    pre_migrate.connect(before, sender=config, weak=False, dispatch_uid=f"release_{name}")
    post_migrate.connect(after, sender=config, weak=False, dispatch_uid=f"keep_{name}")


def write_anew(using):
    """Write all that triggers keep where it is not as it should be: they were suspended."""
    for _last, anew in sorted(ANEW.values(), key=lambda each: each[0]):
        anew(using)
