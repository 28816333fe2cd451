from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from entities.models import (
    Company,
    CompanyAlias,
    Figure,
    Person,
    PersonAlias,
    Place,
    PlaceAlias,
    Role,
    Tie,
)
from entities.sheets import CompanyAliasSheet, CompanySheet, PersonAliasSheet, PersonSheet
from vjtech.core.admin import (
    CountryFilter,
    Importing,
    Mergeable,
    NounAdmin,
    TabularInline,
    state_fields,
)
from vjtech.core.countries import country_name


class AliasInline(TabularInline):
    fields = ("text", "kind", "language", "origin")
    verbose_name = _("alias")
    verbose_name_plural = _("aliases: every other name, spelling and script")


class CompanyAliasInline(AliasInline):
    model = CompanyAlias


class PersonAliasInline(AliasInline):
    model = PersonAlias


class PlaceAliasInline(AliasInline):
    model = PlaceAlias


class WithFactsAdmin(Mergeable, NounAdmin):
    """Links from a noun to the lists of its facts; `facts` are (model, field, label)."""

    facts = ()
    actions = (*NounAdmin.actions, "merge_selected")
    readonly_fields = (*NounAdmin.readonly_fields, "its_facts")

    @admin.display(description=_("its facts"))
    def its_facts(self, noun):
        if not noun.pk:
            return ""
        links = []
        for model, field, name in self.facts:
            count = model.objects.filter(**{field: noun}).count()
            address = reverse(f"admin:entities_{model._meta.model_name}_changelist")
            query = urlencode({f"{field}__id__exact": noun.pk})
            links.append((f"{address}?{query}", f"{name}: {count}"))
        return format_html_join(" · ", '<a href="{}">{}</a>', links)


def described(*parts):
    """Join the parts that are there."""
    return ", ".join(str(part) for part in parts if part)


@admin.register(Company)
class CompanyAdmin(Importing, WithFactsAdmin):
    sheets = (CompanySheet(), CompanyAliasSheet())
    actions = (*WithFactsAdmin.actions, "export_selected")
    facts = (
        (Role, "company", _("roles")),
        (Tie, "company", _("ties")),
        (Tie, "other", _("ties of others with it")),
        (Figure, "company", _("figures")),
    )
    inlines = (CompanyAliasInline,)
    autocomplete_fields = ("parent",)
    related = ("parent",)
    list_display = ("name", "kind", "country", "parent", "standing", "updated")
    list_filter = ("state", "kind", ("country", CountryFilter))
    fieldsets = (
        (None, {"fields": ("name", "kind", "country", "parent", "summary", "its_facts")}),
        state_fields(),
    )

    def option_label(self, company):
        about = described(company.get_kind_display(), country_name(company.country))
        return f"{company.name} ({about})"


@admin.register(Person)
class PersonAdmin(Importing, WithFactsAdmin):
    sheets = (PersonSheet(), PersonAliasSheet())
    actions = (*WithFactsAdmin.actions, "export_selected")
    facts = ((Role, "person", _("roles")), (Figure, "person", _("figures")))
    inlines = (PersonAliasInline,)
    list_display = ("name", "distinction", "country", "standing", "updated")
    list_filter = ("state", ("country", CountryFilter))
    fieldsets = (
        (
            None,
            {
                "fields": (
                    "name",
                    ("family_name", "given_name"),
                    "country",
                    "distinction",
                    "summary",
                    "its_facts",
                )
            },
        ),
        state_fields(),
    )

    def option_label(self, person):
        about = described(person.distinction or person.summary, country_name(person.country))
        return f"{person.name} ({about})" if about else person.name


@admin.register(Place)
class PlaceAdmin(WithFactsAdmin):
    facts = ((Tie, "place", _("ties")),)
    inlines = (PlaceAliasInline,)
    autocomplete_fields = ("parent",)
    related = ("parent",)
    list_display = ("name", "kind", "country", "parent", "standing", "updated")
    list_filter = ("state", "kind", ("country", CountryFilter))
    fieldsets = (
        (None, {"fields": ("name", "kind", "country", "parent", "summary", "its_facts")}),
        state_fields(),
    )

    def option_label(self, place):
        about = described(place.get_kind_display(), place.parent or country_name(place.country))
        return f"{place.name} ({about})"
