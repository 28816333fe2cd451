from importlib import import_module

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _

from vjtech.core.change import install_change_triggers


def count_changes(sender, using, **kwargs):
    """Install the change triggers on every table of an app that says `counts_changes`.

    A model that says it does not is what no reader ever sees.
    """
    if getattr(sender, "counts_changes", False):
        present = set(connections[using].introspection.table_names())
        models = sender.get_models(include_auto_created=True)
        tables = [m._meta.db_table for m in models if getattr(m, "counts_changes", True)]
        if present.issuperset(tables):
            install_change_triggers(tables, using)


class CoreConfig(AppConfig):
    name = "vjtech.core"
    label = "core"
    verbose_name = _("the base")

    def ready(self):
        import_module("vjtech.core.reviews")  # notes what waits for review
        post_migrate.connect(count_changes, dispatch_uid="count_changes")
