from django.contrib import admin
from django.db.models import Prefetch, Q
from django.utils.translation import gettext_lazy as _

from entities.models import Company, Person, Target, TargetParty
from entities.sheets import TargetSheet
from vjtech.core.admin import CitedFilter, FactAdmin, Importing, TabularInline, state_fields


class TargetPartyInline(TabularInline):
    model = TargetParty
    fields = ("part", "company", "person", "text")
    autocomplete_fields = ("company", "person")
    related = ("company", "person")


@admin.register(Target)
class TargetAdmin(Importing, FactAdmin):
    sheets = (TargetSheet(),)
    actions = (*FactAdmin.actions, "export_selected")
    inlines = (TargetPartyInline,)
    autocomplete_fields = ("part_of",)
    search_keys = ("sort_key__contains", "scope__icontains")
    ordering = ("sort_key", "id")
    list_display = ("metric", "scope", "kind", "holders", "citations", "standing")
    list_filter = ("state", CitedFilter, "kind", "direction")
    fieldsets = (
        (
            None,
            {
                "fields": ("metric", "scope", "kind", "direction", "part_of"),
                "description": _(
                    "What is measured, once; how much and by when stands in its statements below,"
                    " one for each article that says so."
                ),
            },
        ),
        state_fields(),
    )

    def get_queryset(self, request):
        parties = TargetParty.objects.select_related("company", "person")
        return super().get_queryset(request).prefetch_related(Prefetch("parties", parties))

    def holds(self, word):
        parties = TargetParty.objects.filter(
            Q(company__in=Company.objects.search(word)) | Q(person__in=Person.objects.search(word))
        )
        return super().holds(word) | Q(pk__in=parties.values("target"))

    @admin.display(description=_("parties"))
    def holders(self, target):
        return ", ".join(str(party) for party in target.parties.all())
