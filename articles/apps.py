from importlib import import_module

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate, pre_migrate
from django.utils.translation import gettext_lazy as _

from vjtech.core.recency import (
    copy_recency_anew,
    drop_recency_triggers,
    install_recency_triggers,
)
from vjtech.core.search.triggers import after_migration, before_migration


def linked(config):
    """Return the model that has a recency, and those that list its rows by it."""
    links = [config.get_model(name) for name in ("ArticleTopic", "CompanyMention", "PersonMention")]
    return config.get_model("Article"), links


def copy_recency(sender, using, plan=(), **kwargs):
    """Have the database keep an article's recency in all that lists its articles."""
    article, links = linked(sender)
    if article._meta.db_table in connections[using].introspection.table_names():
        install_recency_triggers(article, links, using)
        if plan:
            copy_recency_anew(article, links)


def release_recency(sender, using, plan=(), **kwargs):
    """Let migrations remake these tables: SQLite fails where a trigger names a table remade."""
    if plan and connections[using].vendor == "sqlite":
        drop_recency_triggers(*linked(sender), using)


class ArticlesConfig(AppConfig):
    name = "articles"
    verbose_name = _("sources")
    counts_changes = True

    def ready(self):
        pre_migrate.connect(release_recency, sender=self, dispatch_uid="release_recency")
        import_module("articles.search")  # declares what is indexed
        post_migrate.connect(copy_recency, sender=self, dispatch_uid="copy_recency")
        # The last app's turn: every table that the triggers stand on is there.
        pre_migrate.connect(before_migration, sender=self, dispatch_uid="release_indexes")
        post_migrate.connect(after_migration, sender=self, dispatch_uid="install_indexes")
