"""The way out of a list: its records as a CSV file that the import takes back."""

from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vjtech.core.exports import csv_download


class Exporting:
    """For ModelAdmins: `sheets` are the Sheets of the records, and of their aliases."""

    sheets = ()

    def get_urls(self):
        wrap = self.admin_site.admin_view
        name = self._address_name("export")
        return [path("export/<slug:name>/", wrap(self.export_view), name=name), *super().get_urls()]

    def _address_name(self, page):
        return f"{self.opts.app_label}_{self.opts.model_name}_{page}"

    def _address(self, page, *args):
        return reverse(f"admin:{self._address_name(page)}", args=args)

    def _sheet(self, name):
        for sheet in self.sheets:
            if sheet.name == name:
                return sheet
        raise Http404(name)

    def has_export_permission(self, request, sheet=None):
        meta = (sheet or self.sheets[0]).model._meta
        rights = [f"{meta.app_label}.{verb}_{meta.model_name}" for verb in ("view", "change")]
        return self.has_view_permission(request) and any(map(request.user.has_perm, rights))

    def export_view(self, request, name):
        """Stream what the list would show under the same query, all pages of it."""
        sheet = self._sheet(name)
        if not self.has_export_permission(request, sheet):
            raise PermissionDenied
        try:
            listed = self.get_changelist_instance(request).queryset
        except IncorrectLookupParameters:
            return HttpResponseRedirect(f"{self._address('changelist')}?e=1")
        return self._download(sheet, listed)

    def _download(self, sheet, listed):
        rows = sheet.of(self.model._base_manager.filter(pk__in=listed.order_by().values("pk")))
        return csv_download(sheet.header(), sheet.cells(rows), sheet.name)

    @admin.action(
        permissions=["export"], description=gettext_lazy("Export selected %(verbose_name_plural)s")
    )
    def export_selected(self, request, queryset):
        return self._download(self.sheets[0], queryset)

    def changelist_view(self, request, extra_context=None):
        query = request.META.get("QUERY_STRING", "")
        links = [
            (f"{self._address('export', sheet.name)}{f'?{query}' if query else ''}", label)
            for sheet, label in zip(self.sheets, (_("Export"), _("Export aliases")), strict=False)
            if self.has_export_permission(request, sheet)
        ]
        context = {"transfers": links, **(extra_context or {})}
        return super().changelist_view(request, context)
