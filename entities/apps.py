from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from vjtech.core.copies import Copy, keep_copies


class EntitiesConfig(AppConfig):
    name = "entities"
    verbose_name = _("entities and facts")
    counts_changes = True

    def ready(self):
        dated = {"day": "day", "reach": "reach"}
        due = {"due_day": "due_day", "reach": "reach"}
        keep_copies(
            self,
            Copy("entities.Event", "entities.EventCompany", dated),
            Copy("entities.Event", "entities.EventPerson", dated),
            Copy("entities.Target", "entities.TargetParty", due),
            Copy("entities.Place", "entities.Event", {"country": "country"}),
            Copy("entities.Person", "entities.Role", {"sort_key": "person_key"}),
        )
        import_module("entities.search")  # declares what is indexed
        import_module("entities.history")  # declares what is kept of each record
