"""Filters beside the lists."""

from django.contrib import admin
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from vjtech.core.countries import country_name


class CountryFilter(admin.AllValuesFieldListFilter):
    """The countries that occur, by name."""

    def choices(self, changelist):
        for choice in super().choices(changelist):
            code, space, count = str(choice["display"]).partition(" (")
            yield {**choice, "display": f"{country_name(code) or _('not stated')}{space}{count}"}


class CitedFilter(admin.SimpleListFilter):
    """Facts with a passage behind them, and those that want one."""

    title = _("evidence")
    parameter_name = "cited"

    def lookups(self, request, model_admin):
        return [("yes", _("cites a passage")), ("no", _("no citation yet"))]

    def queryset(self, request, queryset):
        relation = queryset.model._meta.get_field("citations")
        citations = relation.related_model.objects.filter(**{relation.field.name: OuterRef("pk")})
        if self.value() == "yes":
            return queryset.filter(Exists(citations))
        if self.value() == "no":
            return queryset.filter(~Exists(citations))
        return queryset
