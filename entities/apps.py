from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EntitiesConfig(AppConfig):
    name = "entities"
    verbose_name = _("entities and facts")
    counts_changes = True

    def ready(self):
        import_module("entities.search")  # declares what is indexed
