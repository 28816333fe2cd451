from importlib import import_module

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate, pre_migrate
from django.utils.translation import gettext_lazy as _

from articles import company_topics
from articles.backing import (
    can_keep,
    drop_backing_triggers,
    install_backing_triggers,
    work_out_backing,
)
from vjtech.core.copies import Copy, keep_copies
from vjtech.core.search.triggers import after_migration, before_migration

COPIED = {"recency": "recency", "reach": "reach"}


def keep_backing(sender, using, plan=(), **kwargs):
    """Have the database keep with each fact what its citations amount to."""
    if can_keep(using):
        install_backing_triggers(using)
        if plan:
            work_out_backing(using)
    else:
        drop_backing_triggers(using)


def release_backing(sender, using, plan=(), **kwargs):
    if plan and connections[using].vendor == "sqlite":
        drop_backing_triggers(using)


def count_topics(sender, using, plan=(), **kwargs):
    """Have the database keep how many articles of each company there are on each topic."""
    present = set(connections[using].introspection.table_names())
    if not present.issuperset(company_topics.SOURCES):
        return
    if company_topics.TABLE not in present:  # taken back
        company_topics.drop_triggers(using)
        return
    company_topics.install_triggers(using)
    if plan:
        company_topics.count_anew(using)


def release_topics(sender, using, plan=(), **kwargs):
    if plan and connections[using].vendor == "sqlite":
        company_topics.drop_triggers(using)


class ArticlesConfig(AppConfig):
    name = "articles"
    verbose_name = _("sources")
    counts_changes = True

    def ready(self):
        links = ("ArticleTopic", "CompanyMention", "PersonMention")
        keep_copies(
            self,
            *(Copy("articles.Article", f"articles.{link}", COPIED) for link in links),
            Copy("entities.Company", "articles.CompanyTopic", {"sort_key": "company_key"}),
        )
        pre_migrate.connect(release_backing, sender=self, dispatch_uid="release_backing")
        pre_migrate.connect(release_topics, sender=self, dispatch_uid="release_topics")
        import_module("articles.search")  # declares what is indexed
        post_migrate.connect(keep_backing, sender=self, dispatch_uid="keep_backing")
        post_migrate.connect(count_topics, sender=self, dispatch_uid="count_topics")
        # The last app's turn: every table that the triggers stand on is there.
        pre_migrate.connect(before_migration, sender=self, dispatch_uid="release_indexes")
        post_migrate.connect(after_migration, sender=self, dispatch_uid="install_indexes")
