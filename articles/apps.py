from importlib import import_module

from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate
from django.utils.translation import gettext_lazy as _

from articles import company_topics
from articles.backing import drop_backing_triggers, install_backing_triggers, work_out_backing
from vjtech.core.copies import Copy, keep_copies
from vjtech.core.search.triggers import after_migration, before_migration
from vjtech.core.triggers import keep

COPIED = {"recency": "recency", "reach": "reach", "relevance": "relevance"}


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
        keep(
            self,
            "backing",
            install=install_backing_triggers,
            drop=drop_backing_triggers,
            anew=work_out_backing,
        )
        keep(
            self,
            "company_topics",
            install=company_topics.install_triggers,
            drop=company_topics.drop_triggers,
            anew=company_topics.count_anew,
        )
        import_module("articles.search")  # declares what is indexed
        import_module("articles.history")  # declares what is kept of each record
        # The last app's turn: every table that the triggers stand on is there.
        pre_migrate.connect(before_migration, sender=self, dispatch_uid="release_indexes")
        post_migrate.connect(after_migration, sender=self, dispatch_uid="install_indexes")
