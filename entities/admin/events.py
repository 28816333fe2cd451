from django.contrib import admin
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from entities.admin.facts import date_reads
from entities.models import Company, Event, EventCompany, EventPerson, Person
from entities.sheets import EventSheet
from vjtech.core.admin import (
    CitedFilter,
    FactAdmin,
    Importing,
    TabularInline,
    date_column,
    date_fields,
    state_fields,
)


class EventCompanyInline(TabularInline):
    model = EventCompany
    fields = ("company", "part")
    autocomplete_fields = ("company",)
    related = ("company",)


class EventPersonInline(TabularInline):
    model = EventPerson
    fields = ("person", "part")
    autocomplete_fields = ("person",)
    related = ("person",)


@admin.register(Event)
class EventAdmin(Importing, FactAdmin):
    sheets = (EventSheet(),)
    actions = (*FactAdmin.actions, "export_selected")
    inlines = (EventCompanyInline, EventPersonInline)
    autocomplete_fields = ("place", "part_of")
    related = ("place",)
    search_nouns = ("place",)
    search_keys = ("sort_key__contains",)
    list_display = (
        "title",
        date_column("date", _("date")),
        "kind",
        "status",
        "place",
        "citations",
        "standing",
    )
    list_filter = ("state", CitedFilter, "kind", "status")
    readonly_fields = (*FactAdmin.readonly_fields, date_reads)
    fieldsets = (
        (None, {"fields": ("title", "kind", "status", "place", "part_of", "summary")}),
        date_fields("date", _("date"), date_reads),
        state_fields(),
    )

    def holds(self, word):
        companies = EventCompany.objects.filter(company__in=Company.objects.search(word))
        people = EventPerson.objects.filter(person__in=Person.objects.search(word))
        took_part = Q(pk__in=companies.values("event")) | Q(pk__in=people.values("event"))
        return super().holds(word) | took_part

    def option_label(self, event):
        date = event.date.human()
        return f"{event.title} ({date})" if date else event.title
