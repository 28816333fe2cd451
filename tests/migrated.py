"""Standing for a migration: what Django does before and after one, and what one may do."""

from contextlib import contextmanager
from types import SimpleNamespace

from django.core.management.sql import emit_post_migrate_signal, emit_pre_migrate_signal
from django.db import connection
from django.db.migrations import RunPython
from django.db.migrations.loader import MigrationLoader

WRITES = RunPython(RunPython.noop)


@contextmanager
def migrating(label="articles", operation=WRITES):
    """What is done inside is the work of a migration of this app, which says it does this."""
    migration = SimpleNamespace(app_label=label, name="0099_alter", operations=[operation])
    said = {"verbosity": 0, "interactive": False, "db": "default", "plan": [(migration, False)]}
    emit_pre_migrate_signal(**said)
    yield  # as it is with Django, nothing follows a migration that fails
    emit_post_migrate_signal(**said)


def remake(model):
    """Make a table of SQLite's anew, which is what altering a column comes to."""
    historical = MigrationLoader(connection).project_state().apps
    with connection.schema_editor() as editor:
        editor._remake_table(historical.get_model(model._meta.label))
