from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from entities.models import Figure, Role, Tie
from vjtech.core.admin import (
    CitedFilter,
    FactAdmin,
    date_column,
    date_fields,
    reading,
    state_fields,
)

QUANTITY = (
    ("qualifier", "value", "value_high"),
    ("unit", "currency"),
    "printed",
)


start_reads, end_reads = reading("start"), reading("end")


@admin.register(Role)
class RoleAdmin(FactAdmin):
    autocomplete_fields = ("person", "company")
    related = ("person", "company")
    search_nouns = ("person", "company")
    search_keys = ("title__icontains",)
    linked_by = ("person", "company")
    ordering = ("person__sort_key", "id")
    list_display = (
        "person",
        "title",
        "company",
        date_column("start", _("start")),
        date_column("end", _("end")),
        "citations",
        "standing",
    )
    list_display_links = ("person", "title")
    list_filter = ("state", CitedFilter)
    readonly_fields = (*FactAdmin.readonly_fields, start_reads, end_reads)
    fieldsets = (
        (None, {"fields": ("person", "title", "company")}),
        date_fields("start", _("start, only where a source states it"), start_reads),
        date_fields("end", _("end, only where a source states it"), end_reads),
        state_fields(),
    )


date_reads = reading("date")


@admin.register(Tie)
class TieAdmin(FactAdmin):
    autocomplete_fields = ("company", "other", "place")
    related = ("company", "other", "place")
    search_nouns = ("company", "other", "place")
    search_keys = ("detail__icontains",)
    linked_by = ("company", "other", "place")
    ordering = ("company__sort_key", "id")
    list_display = (
        "company",
        "kind",
        "other_end",
        "status",
        date_column("date", _("date")),
        "citations",
        "standing",
    )
    list_filter = ("state", CitedFilter, "kind", "status")
    readonly_fields = (*FactAdmin.readonly_fields, date_reads)
    fieldsets = (
        (
            None,
            {
                "fields": ("company", "kind", "other", "place", "status", "detail"),
                "description": _(
                    "Read it as a sentence: company, kind, other body or place. What is only"
                    " expected or planned says so in its status."
                ),
            },
        ),
        date_fields("date", _("date"), date_reads),
        state_fields(),
    )

    @admin.display(description=_("with or in"), ordering="other__sort_key")
    def other_end(self, tie):
        return tie.other or tie.place


as_of_reads = reading("as_of")


@admin.register(Figure)
class FigureAdmin(FactAdmin):
    autocomplete_fields = ("company", "person")
    related = ("company", "person")
    search_nouns = ("company", "person")
    search_keys = ("sort_key__contains", "text__icontains", "scope__icontains")
    linked_by = ("company", "person")
    list_display = (
        "measure",
        "subject",
        "amount",
        date_column("as_of", _("as of")),
        "citations",
        "standing",
    )
    list_filter = ("state", CitedFilter, "qualifier")
    readonly_fields = (*FactAdmin.readonly_fields, as_of_reads)
    fieldsets = (
        (
            _("About whom"),
            {
                "fields": ("company", "person", "text"),
                "description": _("One of the three."),
            },
        ),
        (_("What"), {"fields": ("measure", "scope")}),
        (_("How much"), {"fields": (*QUANTITY, "note")}),
        date_fields("as_of", _("as of"), as_of_reads),
        state_fields(),
    )

    @admin.display(description=_("amount"), ordering="value")
    def amount(self, figure):
        return figure.human()
